//! Typed values from a tree, with every fault on the way and none of them the last.

use crate::source::Span;

use super::edit::Edit;
use super::fault::{Fault, FaultKind};
use super::number::parse_number;
use super::route::{Segment, route_text};
use super::suggest::{closest, quoted};
use super::tree::{Entry, Mapping, Node, Scalar, Style, Value};

/// Collects faults while values are read; knows where in the file it is.
#[derive(Debug, Default)]
pub struct Decoder {
    route: Vec<Segment>,
    /// For each step of the route the key that was taken, if it was one.
    keys: Vec<Option<Span>>,
    faults: Vec<Fault>,
}

/// The fields of one mapping, asked for by name; those never asked for are unknown.
#[derive(Debug)]
pub struct Fields<'t> {
    mapping: &'t Mapping,
    /// Where a missing field is reported.
    span: Span,
    known: Vec<&'static str>,
}

impl Decoder {
    /// A decoder at the root of a document.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Everything found wrong so far.
    #[must_use]
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    /// Whether a field has been found under a slip of its name, at this route.
    #[must_use]
    pub fn has_slip(&self, route: &str) -> bool {
        self.faults.iter().any(|fault| fault.is_slip_of(route))
    }

    /// Takes back what was told of exactly one place, where a later look knows better.
    pub fn retract(&mut self, route: &str) {
        self.faults.retain(|fault| fault.route != route);
    }

    /// Adds a fault at the place where the decoder is.
    pub fn fault(&mut self, fault: Fault) {
        self.faults.push(Fault { route: route_text(&self.route), ..fault });
    }

    /// Gives the last fault another word of help, where more is known of what to do.
    pub fn advise(&mut self, help: &str) {
        if let Some(last) = self.faults.last_mut() {
            last.help = Some(help.to_owned());
        }
    }

    /// Reads something one step further in.
    pub fn within<T>(&mut self, segment: Segment, read: impl FnOnce(&mut Self) -> T) -> T {
        self.step(segment, None, read)
    }

    /// Reads the value of an entry.
    pub fn within_entry<T>(&mut self, entry: &Entry, read: impl FnOnce(&mut Self) -> T) -> T {
        self.step(Segment::Key(entry.key.text.to_string()), Some(entry.key.span), read)
    }

    fn step<T>(&mut self, segment: Segment, key: Option<Span>, read: impl FnOnce(&mut Self) -> T) -> T {
        self.route.push(segment);
        self.keys.push(key);
        let value = read(self);
        self.keys.pop();
        self.route.pop();
        value
    }

    /// What to underline of the value that is being read: the value, or its key where it is a block of lines or nothing.
    #[must_use]
    pub fn place(&self, node: &Node) -> Span {
        match self.keys.last() {
            Some(Some(key)) if node.is_block() || node.span.is_empty() => *key,
            _ => node.span,
        }
    }

    /// The place in the list whose item is being read.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        match self.route.last() {
            Some(Segment::Index(index)) => Some(*index),
            _ => None,
        }
    }

    /// The route of where the decoder is.
    #[must_use]
    pub fn route(&self) -> String {
        route_text(&self.route)
    }

    /// Says that a value is of another type than the field has.
    pub fn wrong_type(&mut self, node: &Node, wanted: &str) {
        let route = self.route();
        let fault = Fault::new(
            FaultKind::WrongType,
            self.place(node),
            format!("`{route}` must be {wanted}"),
            format!("this is {}", node.shape()),
        );
        self.fault(fault.help(format!("write {wanted} here")));
    }

    /// The fields of a mapping. `what` names it in messages, such as "a link".
    pub fn fields<'t>(&mut self, node: &'t Node, what: &str) -> Option<Fields<'t>> {
        match &node.value {
            Value::Mapping(mapping) => {
                let first = || mapping.entries.first().map_or(node.span, |entry| entry.key.span);
                let holder = || self.keys.last().copied().flatten().unwrap_or_else(first);
                let span = mapping.get("id").filter(|id| !id.is_null()).map_or_else(holder, |id| id.span);
                Some(Fields { mapping, span, known: Vec::new() })
            }
            _ if self.route.is_empty() => {
                let fault = Fault::new(
                    FaultKind::WrongType,
                    node.opening(),
                    format!("{what} must be `name: value` lines"),
                    format!("this is {}", node.shape()),
                );
                self.fault(fault.help("write the first field here, with a colon and a space after its name"));
                None
            }
            _ => {
                self.wrong_type(node, &format!("{what} in `name: value` lines"));
                None
            }
        }
    }

    /// The text of a scalar; plain numbers, dates and booleans are their own text.
    pub fn text(&mut self, node: &Node) -> Option<String> {
        if let Value::Scalar(scalar) = &node.value {
            if scalar.is_blank() {
                let route = self.route();
                let fault =
                    Fault::new(FaultKind::WrongType, self.place(node), format!("`{route}` is empty"), "nothing in it");
                self.fault(fault.help("write a value, or remove it"));
                return None;
            }
            return Some(scalar.text.to_string());
        }
        self.wrong_type(node, "a text");
        None
    }

    /// A finite decimal number, not quoted.
    pub fn number(&mut self, node: &Node) -> Option<f64> {
        let route = self.route();
        let Value::Scalar(scalar) = &node.value else {
            self.wrong_type(node, "a number");
            return None;
        };
        let text = scalar.text.trim();
        let special =
            matches!(text.trim_start_matches(['-', '+']), ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN");
        match parse_number(text) {
            Some(number) if scalar.style == Style::Plain && number.is_finite() => return Some(number),
            Some(number) if number.is_finite() => {
                let fault = Fault::new(
                    FaultKind::WrongType,
                    node.span,
                    format!("`{route}` must be a number, and quotes make it text"),
                    "in quotes",
                )
                .help(format!("write {text} without quotes"))
                .fix(Some(Edit::SetScalar { route: route.clone(), to: text.to_owned() }));
                self.fault(fault);
            }
            None if !special => {
                let help = match text.strip_suffix('%').map(str::trim_end).filter(|text| parse_number(text).is_some()) {
                    Some(number) => format!("write {number} here and `unit: \"%\"` in the metric"),
                    None if parse_number(&text.replace(['_', ' ', '\''], "")).is_some() => {
                        format!("write {}", text.replace(['_', ' ', '\''], ""))
                    }
                    None if parse_number(&text.replace(',', ".")).is_some() => {
                        format!("write {} (a point, no comma)", text.replace(',', "."))
                    }
                    None => "write a plain decimal number such as 42 or 99.5".to_owned(),
                };
                let fault =
                    Fault::new(FaultKind::WrongType, node.span, format!("`{route}` must be a number"), "not a number");
                self.fault(fault.help(help));
            }
            _ => {
                let fault = Fault::new(
                    FaultKind::NumberOutOfRange,
                    node.span,
                    format!("`{route}` is no finite number"),
                    "not finite",
                )
                .help("write the number itself, or leave the field out while it is unknown");
                self.fault(fault);
            }
        }
        None
    }

    /// A number within bounds, both of which it may take.
    pub fn number_in(&mut self, node: &Node, low: f64, high: f64, range: &str) -> Option<f64> {
        let number = self.number(node)?;
        if (low..=high).contains(&number) {
            return Some(number);
        }
        let route = self.route();
        let fault = Fault::new(
            FaultKind::NumberOutOfRange,
            node.span,
            format!("`{route}` must be {range}, not {number}"),
            format!("not {range}"),
        );
        let fault = if (low, high) == (0.0, 1.0) && (1.0..=100.0).contains(&number) {
            let meant = if number <= 10.0 { number / 10.0 } else { number / 100.0 };
            fault.help(format!("1 means certain or complete; {number} may have meant {meant}"))
        } else {
            fault.help(format!("write a number that is {range}"))
        };
        self.fault(fault);
        None
    }

    /// A whole number of people or times, 0 or more.
    pub fn count(&mut self, node: &Node) -> Option<u32> {
        let number = self.number(node)?;
        if number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range, as just checked")]
            return Some(number as u32);
        }
        let route = self.route();
        let fault = Fault::new(
            FaultKind::NumberOutOfRange,
            node.span,
            format!("`{route}` must be a whole number, 0 or more"),
            "not a count",
        );
        self.fault(fault.help("count them"));
        None
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, node: &Node) -> Option<bool> {
        match node.as_scalar().filter(|scalar| scalar.style == Style::Plain).map(|scalar| &*scalar.text) {
            Some("true" | "True" | "TRUE") => Some(true),
            Some("false" | "False" | "FALSE") => Some(false),
            _ => {
                self.wrong_type(node, "true or false");
                None
            }
        }
    }

    /// One word of a fixed list.
    pub fn word<T: Copy>(&mut self, node: &Node, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(node)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let route = self.route();
        let all = quoted(words.iter().map(|(word, _)| *word));
        let lower = text.to_lowercase().replace([' ', '_'], "-");
        let near = words.iter().map(|(word, _)| *word).find(|word| word.replace('_', "-") == lower);
        let all_words = || words.iter().map(|(word, _)| *word);
        let near =
            near.or_else(|| closest(&lower, all_words())).or_else(|| closest(&lower.replace('-', "_"), all_words()));
        let fault = Fault::new(FaultKind::WrongType, node.span, format!("`{route}` must be {all}"), "none of these");
        let fault = match near {
            Some(word) => fault
                .help(format!("did you mean `{word}`?"))
                .fix(Some(Edit::SetScalar { route: route.clone(), to: word.to_owned() })),
            None => fault.help("write one of these words"),
        };
        self.fault(fault);
        None
    }

    /// A list whose items may be single values; one alone surely wants brackets.
    pub fn list<'t, T>(&mut self, node: &'t Node, item: impl FnMut(&mut Self, &'t Node) -> Option<T>) -> Vec<T> {
        if let Some(scalar) = node.as_scalar().filter(|scalar| !scalar.is_blank()) {
            let route = self.route();
            let fault =
                Fault::new(FaultKind::WrongType, node.span, format!("`{route}` must be a list"), "a single value")
                    .help("put it in brackets: `[…]`");
            // One value with a comma in it may be meant as several.
            let fix = (!scalar.text.contains(',')).then_some(Edit::Bracket { route });
            self.fault(fault.fix(fix));
            return Vec::new();
        }
        self.list_of_mappings(node, item)
    }

    /// A list, item by item; items that do not read are left out.
    pub fn list_of_mappings<'t, T>(
        &mut self,
        node: &'t Node,
        mut item: impl FnMut(&mut Self, &'t Node) -> Option<T>,
    ) -> Vec<T> {
        match &node.value {
            Value::Sequence(list) => {
                let mut items = Vec::with_capacity(list.items.len());
                for (index, node) in list.items.iter().enumerate() {
                    let read = self.within(Segment::Index(index), |decoder| {
                        if node.is_null() {
                            decoder.empty_item(node);
                            return None;
                        }
                        item(decoder, node)
                    });
                    items.extend(read);
                }
                items
            }
            Value::Scalar(_) | Value::Mapping(_) => {
                self.wrong_type(node, "a list");
                Vec::new()
            }
        }
    }

    fn empty_item(&mut self, node: &Node) {
        let route = self.route();
        let fault = Fault::new(FaultKind::WrongType, node.span, format!("`{route}` is empty"), "nothing here")
            .help("write a value, or remove the entry")
            .fix(Some(Edit::Remove { route: route.clone() }));
        self.fault(fault);
    }
}

impl<'t> Fields<'t> {
    /// The entry of a field, which makes the name known here. An empty value counts as absent, and is told.
    pub fn entry(&mut self, decoder: &mut Decoder, name: &'static str) -> Option<&'t Entry> {
        self.known.push(name);
        let entry = self.mapping.entry(name)?;
        if !entry.value.is_null() {
            return Some(entry);
        }
        decoder.within_entry(entry, |decoder| {
            let route = decoder.route();
            let fault =
                Fault::new(FaultKind::WrongType, entry.key.span, format!("`{route}` has no value"), "nothing after it")
                    .help("write a value, or remove the line")
                    .fix(Some(Edit::Remove { route: route.clone() }));
            decoder.fault(fault);
        });
        None
    }

    /// The value of a field that may be absent.
    pub fn optional<T>(
        &mut self,
        decoder: &mut Decoder,
        name: &'static str,
        read: impl FnOnce(&mut Decoder, &'t Node) -> Option<T>,
    ) -> Option<T> {
        let entry = self.entry(decoder, name)?;
        decoder.within_entry(entry, |decoder| read(decoder, &entry.value))
    }

    /// The value of a field that has to be there.
    pub fn required<T>(
        &mut self,
        decoder: &mut Decoder,
        name: &'static str,
        what: &str,
        read: impl FnOnce(&mut Decoder, &'t Node) -> Option<T>,
    ) -> Option<T> {
        self.known.push(name);
        let written = self.mapping.entry(name);
        let blank = |entry: &Entry| entry.value.as_scalar().is_some_and(Scalar::is_blank);
        if let Some(entry) = written.filter(|entry| !blank(entry)) {
            return decoder.within_entry(entry, |decoder| read(decoder, &entry.value));
        }
        if written.is_none() && self.misspelt(name) {
            return None;
        }
        let span = written.map_or(self.span, |entry| entry.key.span);
        decoder.within(Segment::Key(name.to_owned()), |decoder| {
            let (message, label) = match written {
                Some(_) => (format!("`{name}` has no value"), "nothing after it".to_owned()),
                None => (format!("{what} needs `{name}`"), format!("no `{name}`")),
            };
            let fault = Fault::new(FaultKind::MissingField, span, message, label).help(format!("add `{name}: …`"));
            decoder.fault(fault);
        });
        None
    }

    /// Whether a field seems to be there under a slip of a name, which is told of as an unknown field.
    fn misspelt(&self, name: &str) -> bool {
        self.mapping.entries.iter().any(|entry| near_field(&entry.key.text, &[name]).is_some())
    }

    /// Whether a field is written, whatever its value.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.mapping.entry(name).is_some()
    }

    /// The entry of a field with a value, without a word about it.
    #[must_use]
    pub fn written(&self, name: &str) -> Option<&'t Entry> {
        self.mapping.entry(name).filter(|entry| !entry.value.is_null())
    }

    /// Tells of every field that seems to be a slip of a name, and of nothing else.
    pub fn finish_slips(self, decoder: &mut Decoder, what: &str, name: &str) {
        let slips = |entry: &&Entry| !self.has(name) && near_field(&entry.key.text, &[name]).is_some();
        for entry in self.mapping.entries.iter().filter(slips) {
            let fault = self.unknown(decoder, entry, what);
            decoder.within_entry(entry, |decoder| decoder.fault(fault));
        }
    }

    /// Tells of every field that was never asked for.
    ///
    /// `elsewhere` says, for a name that means something in another place, where that is.
    pub fn finish(self, decoder: &mut Decoder, what: &str, elsewhere: impl Fn(&str) -> Option<String>) {
        for entry in &self.mapping.entries {
            let name = &*entry.key.text;
            if self.known.contains(&name) {
                continue;
            }
            let fault = match elsewhere(name) {
                Some(where_else) => Fault::new(
                    FaultKind::UnknownField,
                    entry.key.span,
                    format!("{what} has no field `{name}`"),
                    "not here",
                )
                .help(where_else),
                None => self.unknown(decoder, entry, what),
            };
            decoder.within_entry(entry, |decoder| decoder.fault(fault));
        }
    }

    fn unknown(&self, decoder: &Decoder, entry: &Entry, what: &str) -> Fault {
        let name = &*entry.key.text;
        let fault =
            Fault::new(FaultKind::UnknownField, entry.key.span, format!("{what} has no field `{name}`"), "unknown");
        let near = near_field(name, &self.known);
        match near {
            Some(near) if !self.has(near) => {
                let route = decoder.route();
                let route = if route.is_empty() { name.to_owned() } else { format!("{route}.{name}") };
                // A name with a dot in it has no route of its own.
                let fix = (!name.contains(['.', '['])).then(|| Edit::RenameKey { route, to: near.to_owned() });
                fault.help(format!("did you mean `{near}`?")).fix(fix)
            }
            Some(near) => fault.help(format!("`{near}` is already there; remove this line")),
            None if self.known.len() > MANY_FIELDS => {
                fault.help("`goalpost schema goal` lists the fields there are; free words belong in `labels`")
            }
            None => fault.help(format!("it may have {}", quoted(self.known.iter().copied()).replace(" or ", " and "))),
        }
    }
}

/// More fields than this are too many for a help text.
const MANY_FIELDS: usize = 16;

/// The field that was meant: the same word in another dress, or one a slip away.
fn near_field<'w>(name: &str, known: &[&'w str]) -> Option<&'w str> {
    let plain: String = name.to_lowercase().chars().map(|c| if c == '-' || c == ' ' { '_' } else { c }).collect();
    known.iter().copied().find(|known| *known == plain).or_else(|| closest(&plain, known.iter().copied()))
}
