//! Reads scalars: texts, numbers, booleans, and words of a fixed list.

use super::decoder::Decoder;
use crate::syntax::edit::content::Content;
use crate::syntax::edit::definition::Edit;
use crate::syntax::fault::{Fault, FaultKind};
use crate::syntax::number::parse_number;
use crate::syntax::suggest::{closest, quoted};
use crate::syntax::tree::{Node, QuoteStyle, Value};

impl Decoder {
    /// Reads a text. A plain number, date or boolean is accepted as its text, so that `id: 2026` needs no quotes.
    pub fn text(&mut self, node: &Node) -> Option<String> {
        if let Value::Scalar(scalar) = &node.value {
            if scalar.is_blank() {
                let route = self.route();
                let fault =
                    Fault::new(FaultKind::WrongType, self.place(node), format!("`{route}` is empty"), "nothing in it");
                self.fault(fault.help("write a value, or remove it"));
                return None;
            }
            return Some(scalar.text.as_ref().to_owned());
        }
        self.wrong_type(node, "a text");
        None
    }

    /// Reads a finite decimal number without quotes. `advise` returns the help for a text that is not a number.
    pub fn number(&mut self, node: &Node, advise: impl FnOnce(&str) -> Option<String>) -> Option<f64> {
        let Value::Scalar(scalar) = &node.value else {
            self.wrong_type(node, "a number");
            return None;
        };
        let text = scalar.text.trim();
        let parsed = parse_number(text);
        if let Some(number) = parsed
            && scalar.style == QuoteStyle::Plain
            && number.is_finite()
        {
            return Some(number);
        }
        let route = self.route();
        let special =
            matches!(text.trim_start_matches(['-', '+']), ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN");
        match parsed {
            Some(number) if number.is_finite() => {
                let fault = Fault::new(
                    FaultKind::WrongType,
                    node.span,
                    format!("`{route}` must be a number, and quotes make it text"),
                    "in quotes",
                )
                .help(format!("write {text} without quotes"))
                .fix(Some(Edit::SetScalar { route: route.clone(), to: Content::word(text) }));
                self.fault(fault);
            }
            None if !special => {
                let help = advise(text).unwrap_or_else(|| "write a plain decimal number such as 42 or 99.5".to_owned());
                let fault =
                    Fault::new(FaultKind::WrongType, node.span, format!("`{route}` must be a number"), "not a number");
                self.fault(fault.help(help));
            }
            _ => {
                let fault = Fault::new(
                    FaultKind::NumberOutOfRange,
                    node.span,
                    format!("`{route}` must be a finite number"),
                    "not finite",
                )
                .help("write the number itself, or leave the field out while it is unknown");
                self.fault(fault);
            }
        }
        None
    }

    /// Reads a number from `low` to `high`, both included; `range` describes the range. `advise` returns the help for other
    /// values.
    pub fn number_in(
        &mut self,
        node: &Node,
        low: f64,
        high: f64,
        range: &str,
        advise: impl Fn(&str) -> Option<String>,
    ) -> Option<f64> {
        let number =
            self.number(node, |text| Some(advise(text).unwrap_or_else(|| format!("write a number {range}"))))?;
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
        let help = node.as_scalar().and_then(|scalar| advise(&scalar.text));
        self.fault(fault.help(help.unwrap_or_else(|| format!("write a number {range}"))));
        None
    }

    /// Reads a whole number of 0 or more.
    pub fn count(&mut self, node: &Node) -> Option<u32> {
        let number = self.number(node, |_| Some("write a whole number, 0 or more".to_owned()))?;
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
        self.fault(fault.help("write a whole number, 0 or more"));
        None
    }

    /// Reads `true` or `false` as in YAML's core schema; `yes` and `on` are not booleans.
    pub fn boolean(&mut self, node: &Node) -> Option<bool> {
        match node.as_scalar().filter(|scalar| scalar.style == QuoteStyle::Plain).map(|scalar| &*scalar.text) {
            Some("true" | "True" | "TRUE") => Some(true),
            Some("false" | "False" | "FALSE") => Some(false),
            _ => {
                self.wrong_type(node, "true or false");
                None
            }
        }
    }

    /// Reads one word of a fixed list.
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
                .fix(Some(Edit::SetScalar { route: route.clone(), to: Content::text(word) })),
            None => fault.help("write one of these words"),
        };
        self.fault(fault);
        None
    }
}
