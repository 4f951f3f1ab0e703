//! Texts with digits that are no value: errors of spreadsheets, and bounds.

use super::unfit::Unfit;
use crate::syntax::{Notation, Numeral};

/// What is wrong with a text whose digits are no value, so that no help may offer them: the error of a spreadsheet, as in
/// `#DIV/0!`, and a bound, as in `>45`. `is_field` is whether the number is one of a field without bounds, such as a weight.
pub(super) fn no_value(text: &str, is_field: bool) -> Option<Unfit> {
    if text.strip_prefix('#').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase())) {
        let help = "correct its formula there, or leave the cell empty";
        return Some(Unfit::new(format!("`{text}` is the error of a formula"), help));
    }
    let small = text.to_lowercase();
    let bound = |signs: &[&str]| {
        let rest = signs.iter().find_map(|sign| small.strip_prefix(sign))?.trim_start();
        Numeral::parse(rest).filter(|it| it.before.is_empty() || !it.before.contains(char::is_alphabetic))
    };
    let (numeral, field) = match (bound(&AT_LEAST), bound(&AT_MOST)) {
        (Some(numeral), _) => (numeral, "at_least"),
        (None, Some(numeral)) => (numeral, "at_most"),
        (None, None) => return None,
    };
    let number = numeral.in_full(Notation::Code).offered();
    let keep = if is_field { String::new() } else { format!("; a bound to keep is `{field}: {number}`") };
    let help = format!("give the number itself{keep}");
    Some(Unfit::new(format!("`{text}` is a bound, not a number"), help))
}

/// What stands before a bound from below, the longer signs first.
const AT_LEAST: [&str; 12] =
    [">=", "=>", "≥", ">", "at least ", "more than ", "minimum ", "min. ", "min ", "over ", "above ", "mindestens "];

/// What stands before a bound from above.
const AT_MOST: [&str; 13] = [
    "<=",
    "=<",
    "≤",
    "<",
    "at most ",
    "less than ",
    "maximum ",
    "max. ",
    "max ",
    "under ",
    "below ",
    "up to ",
    "höchstens ",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// `#DIV/0!` was to be written as 0, and `>45` as 45.
    #[test]
    fn no_help_offers_the_digits_of_what_is_no_value() {
        let help = |text: &str| no_value(text, false).map(|wrong| wrong.help);
        for text in ["#DIV/0!", "#N/A", "#REF!", "#NUM!"] {
            assert_eq!(help(text).as_deref(), Some("correct its formula there, or leave the cell empty"), "{text}");
        }
        for (text, bound) in [
            (">45", "`at_least: 45`"),
            (">= 1,5", "`at_least: 1.5`"),
            ("At least 3 days", "`at_least: 3`"),
            ("≤2", "`at_most: 2`"),
            ("max. 20k", "`at_most: 20000`"),
            ("<$5", "`at_most: 5`"),
        ] {
            let expected = format!("give the number itself; a bound to keep is {bound}");
            assert_eq!(help(text), Some(expected), "{text}");
        }
        assert_eq!(no_value(">3", true).map(|wrong| wrong.help).as_deref(), Some("give the number itself"));
        for text in ["#5", "5 min", "min", "1.2 s", "over", "-3", ""] {
            assert_eq!(help(text), None, "{text}");
        }
    }
}
