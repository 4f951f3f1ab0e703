//! Numbers in sentences, as people write them.

use crate::syntax::{Notation, Numeral, parse_number};

/// A number in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedNumber<'t> {
    /// The number as written.
    pub text: &'t str,
    /// Its byte range in the sentence.
    pub range: std::ops::Range<usize>,
    numeral: Numeral<'t>,
}

impl NamedNumber<'_> {
    /// The values that it may have in a notation, most likely first, without its sign.
    pub fn readings(&self, notation: Notation) -> Vec<f64> {
        let reading = self.numeral.read(notation);
        let first = parse_number(reading.first());
        first.into_iter().chain(reading.second().and_then(parse_number)).collect()
    }

    /// Its decimal sign, if that is unambiguous.
    pub fn decimal_sign(&self) -> Option<char> {
        self.numeral.decimal_sign()
    }

    /// Whether it equals a number in any reading. Signs are ignored, because a sentence can express minus in many ways.
    pub fn is(&self, number: f64) -> bool {
        let same = |it: &f64| (it - number.abs()).abs() < 1e-9 * it.abs().max(1.0);
        self.readings(Notation::Code).iter().any(same)
    }
}

/// The numbers of a sentence, in order, without those in names like `Q3`, `p99` and `v62.1`.
pub fn numbers_in(text: &str) -> Vec<NamedNumber<'_>> {
    let mut numbers = Vec::new();
    let mut rest = 0;
    while let Some(begin) = text[rest..].find(|c: char| c.is_ascii_digit()).map(|at| at + rest) {
        let Some((length, numeral)) = Numeral::at_start(&text[begin..]) else { break };
        let end = begin + length;
        let joined = text[..begin].ends_with(char::is_alphanumeric);
        // Digits that follow those of a name belong to the name.
        rest = end;
        if !joined {
            numbers.push(NamedNumber { text: &text[begin..end], range: begin..end, numeral });
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, number: f64) -> Option<&str> {
        numbers_in(text).into_iter().find(|it| it.is(number)).map(|it| it.text)
    }

    #[test]
    fn numbers_are_found_as_people_write_them() {
        for text in ["from 1,300.5 to 2", "1300.5", "von 1.300,5 auf 2", "1300,5.", "(1300.5€)", "1 300.5", "1’300.5"]
        {
            assert!(names(text, 1300.5).is_some(), "{text}");
        }
        assert_eq!(names("from 62 % to 80 %", 62.0), Some("62"));
        assert_eq!(names("62→80", 62.0), Some("62"));
        assert_eq!(names("from -3 to 3", -3.0), Some("3"));
        assert_eq!(names("in 2026 500 teams", 2026.0), Some("2026"));
        for text in ["Q3", "p62 under 9", "620", "6.2", "0.62", "", "…", "v62.1"] {
            assert_eq!(names(text, 62.0), None, "{text}");
        }
    }
}
