//! Reads mappings field by field, and reports the fields that were not read as unknown.

use std::cell::LazyCell;

use super::decoder::Decoder;
use crate::source::Span;
use crate::syntax::digits::is_digits;
use crate::syntax::edit::definition::Edit;
use crate::syntax::fault::{Fault, FaultKind};
use crate::syntax::numeral::{Notation, Numeral};
use crate::syntax::route::Segment;
use crate::syntax::suggest::{closest, quoted};
use crate::syntax::tree::{Entry, Mapping, Node, Scalar, Value};

/// The room for names that are read: those of the fields of a goal.
const NAMES: usize = 40;

/// The fields of one mapping. The fields that are never read by name are unknown.
#[derive(Debug)]
pub struct Fields<'t> {
    mapping: &'t Mapping,
    /// The span at which missing fields are reported.
    span: Span,
    /// The names that were read.
    known: Vec<&'static str>,
}

impl Decoder {
    /// Starts reading the fields of a mapping; another type is reported. `what` names it in messages, such as "a link".
    pub fn fields<'t>(&mut self, node: &'t Node, what: &str) -> Option<Fields<'t>> {
        match &node.value {
            Value::Mapping(mapping) => {
                let first = || mapping.entries.first().map_or(node.span, |entry| entry.key.span);
                let parent = || self.steps.last().and_then(|step| step.key).unwrap_or_else(first);
                let span = mapping.get("id").filter(|id| !id.is_null()).map_or_else(parent, |id| id.span);
                Some(Fields { mapping, span, known: Vec::with_capacity(NAMES) })
            }
            _ if self.steps.is_empty() => {
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
}

impl<'t> Fields<'t> {
    /// Reads the entry of a field, which makes its name known. An empty value is reported and counts as absent.
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

    /// Reads the value of an optional field.
    pub fn optional<T>(
        &mut self,
        decoder: &mut Decoder,
        name: &'static str,
        read: impl FnOnce(&mut Decoder, &'t Node) -> Option<T>,
    ) -> Option<T> {
        let entry = self.entry(decoder, name)?;
        self.value(decoder, (name, entry), read)
    }

    /// Reads the value of an entry. A number that is divided by a comma is reported, instead of its first digits being read.
    fn value<T>(
        &self,
        decoder: &mut Decoder,
        (name, entry): (&str, &'t Entry),
        read: impl FnOnce(&mut Decoder, &'t Node) -> Option<T>,
    ) -> Option<T> {
        let at = self.mapping.entries.iter().position(|it| std::ptr::eq(it, entry));
        decoder.within_entry(entry, |decoder| {
            let Some(number) = at.and_then(|at| self.divided_number(at)) else { return read(decoder, &entry.value) };
            let route = decoder.route();
            let fault = Fault::new(
                FaultKind::WrongType,
                entry.value.span,
                format!("`{route}` must be a number"),
                "a comma divides fields here",
            );
            let written = number.split(" or ").map(|number| format!("`{name}: {number}`")).collect::<Vec<_>>();
            decoder.fault(fault.help(format!("write {} without a comma", written.join(" or "))));
            None
        })
    }

    /// Reads the value of a required field; a missing one is reported.
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
            return self.value(decoder, (name, entry), read);
        }
        // A misspelt field is reported once, as unknown, and not as missing too.
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

    /// Whether some field looks like a misspelling of a name.
    fn misspelt(&self, name: &str) -> bool {
        self.mapping.entries.iter().any(|entry| near_field(&entry.key.text, &[name]).is_some())
    }

    /// Whether a field is present, even without a value.
    pub fn has(&self, name: &str) -> bool {
        self.mapping.entry(name).is_some()
    }

    /// The entry of a field with a value. It reports nothing and does not make the name known.
    pub fn written(&self, name: &str) -> Option<&'t Entry> {
        self.mapping.entry(name).filter(|entry| !entry.value.is_null())
    }

    /// Reports only the fields that look like misspellings of a name.
    pub fn report_misspellings(self, decoder: &mut Decoder, what: &str, name: &str) {
        if self.has(name) {
            return;
        }
        let written = self.written_names();
        for entry in self.mapping.entries.iter().filter(|entry| near_field(&entry.key.text, &[name]).is_some()) {
            let fault = self.unknown(decoder, entry, what, &written);
            decoder.within_entry(entry, |decoder| decoder.fault(fault));
        }
    }

    /// Reports every field that was not read.
    ///
    /// `elsewhere` returns the help for a name that is a field in another place.
    pub fn finish(self, decoder: &mut Decoder, what: &str, elsewhere: impl Fn(&str) -> Option<String>) {
        // Most mappings have no field that is unknown.
        let written = LazyCell::new(|| self.written_names());
        for (at, entry) in self.mapping.entries.iter().enumerate() {
            let name = &*entry.key.text;
            if self.known.contains(&name) || decoder.skips(FaultKind::UnknownField) || self.is_in_number(at) {
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
                None => self.unknown(decoder, entry, what, &written),
            };
            decoder.within_entry(entry, |decoder| decoder.fault(fault));
        }
    }

    /// The number that was written with a comma, which divides fields in `{low: 0,7, high: 1,500}`: both where it may be two.
    fn divided_number(&self, at: usize) -> Option<String> {
        let (entry, behind) = self.mapping.entries.get(at..)?.split_first()?;
        if !behind.first().is_some_and(is_group) {
            return None;
        }
        let whole = entry.value.as_scalar()?.text.trim();
        let groups = behind.iter().take(MOST_GROUPS).take_while(|it| is_group(it));
        let groups: Vec<&str> = groups.map(|it| it.key.text.trim()).collect();
        let is_whole = is_digits(whole.strip_prefix('-').unwrap_or(whole));
        let number = std::iter::once(whole).chain(groups.iter().copied()).collect::<Vec<_>>().join(",");
        let numeral = Numeral::parse(&number).filter(|_| is_whole)?;
        Some(numeral.read(Notation::Code).offered())
    }

    /// Whether an entry is no field but the digits behind a comma in the number before it.
    fn is_in_number(&self, at: usize) -> bool {
        let entries = &self.mapping.entries;
        if !is_group(&entries[at]) {
            return false;
        }
        let nearest = at.saturating_sub(MOST_GROUPS)..at;
        let begin = nearest.rev().find(|before| !is_group(&entries[*before]));
        begin.is_some_and(|at| self.known.contains(&&*entries[at].key.text) && self.divided_number(at).is_some())
    }

    /// The known names that are written. They are few, however many fields there are.
    fn written_names(&self) -> Vec<&'t str> {
        let names = self.mapping.entries.iter().map(|entry| &*entry.key.text);
        names.filter(|name| self.known.contains(name)).collect()
    }

    /// The fault of an unknown field, where `written` are the known names that are written.
    fn unknown(&self, decoder: &Decoder, entry: &Entry, what: &str, written: &[&str]) -> Fault {
        let name = &*entry.key.text;
        let fault =
            Fault::new(FaultKind::UnknownField, entry.key.span, format!("{what} has no field `{name}`"), "unknown");
        let near = near_field(name, &self.known);
        match near {
            Some(near) if !written.contains(&near) => {
                let route = decoder.route();
                let route = if route.is_empty() { name.to_owned() } else { format!("{route}.{name}") };
                // A name with a dot or bracket cannot be written as a route, so there is no fix.
                let fix = (!name.contains(['.', '['])).then(|| Edit::RenameKey { route, to: near.to_owned() });
                fault.help(format!("did you mean `{near}`?")).fix(fix)
            }
            Some(near) => fault.help(format!("`{near}` is already there; remove this line")),
            None if self.known.len() > MANY_FIELDS => {
                fault.help("`goalpost schema goal` lists all fields; use `labels` for anything else")
            }
            None => fault.help(format!("it may have {}", quoted(self.known.iter().copied()).replace(" or ", " and "))),
        }
    }
}

/// Whether an entry is digits without a value, such as `500` in `{target: 1,500}`.
fn is_group(entry: &Entry) -> bool {
    is_digits(entry.key.text.trim()) && entry.value.is_null()
}

/// The most groups of digits behind the commas of a number.
const MOST_GROUPS: usize = 8;

/// The most fields that a help text lists.
const MANY_FIELDS: usize = 20;

/// The known field that was probably meant: the same name in other case or with other separators, or a similar one.
fn near_field<'w>(name: &str, known: &[&'w str]) -> Option<&'w str> {
    let plain: String = name.to_lowercase().chars().map(|c| if c == '-' || c == ' ' { '_' } else { c }).collect();
    known.iter().copied().find(|known| *known == plain).or_else(|| closest(&plain, known.iter().copied()))
}
