//! Parses numbers as people write them: with grouped thousands, a decimal comma, a unit or a currency sign. If a number
//! has two readings, the caller decides between them.

use super::digits::{plain, readings, run_of_digits, shifted, without_trailing_zeros};
use super::multiple::multiple_behind;
use super::number::parse_number;
use super::percent::is_percent;

/// The conventions for points and commas in a source of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Notation {
    /// YAML, JSON and the command line: a point is the decimal separator; a comma is ambiguous.
    #[default]
    Code,
    /// A table separated by commas: a point is the decimal separator, a comma separates groups.
    Point,
    /// A table separated by semicolons: a comma is the decimal separator, a point can separate groups.
    Comma,
    /// A table whose convention is unknown.
    Unknown,
}

/// The parts of a number that a person wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct Numeral<'t> {
    /// The text before the digits without the sign, such as `$`.
    pub before: &'t str,
    /// The text after the digits, such as `%` or `k`.
    pub after: &'t str,
    /// The last point or comma, which is a decimal or a group separator; a space if there is none.
    sign: char,
    /// The number if `sign` is the decimal separator, as decimal digits with a point.
    decimal: Option<String>,
    /// The number if `sign` separates groups.
    grouped: Option<String>,
}

/// The number, or the two possible numbers, that a numeral stands for, as decimal digits with a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// There is only one reading.
    Sure(String),
    /// The first is the reading by the notation; a person may have meant the second.
    Likely(String, String),
    /// There are two readings, and the notation does not decide.
    Either(String, String),
}

impl Reading {
    /// The first number.
    pub fn first(&self) -> &str {
        match self {
            Self::Sure(first) | Self::Likely(first, _) | Self::Either(first, _) => first,
        }
    }

    /// The second number, if there is one.
    pub fn second(&self) -> Option<&str> {
        match self {
            Self::Sure(_) => None,
            Self::Likely(_, second) | Self::Either(_, second) => Some(second),
        }
    }

    /// The possible numbers as text for a help: `1500`, or `1500 or 1.5`.
    pub fn offered(&self) -> String {
        let numbers = [Some(self.first()), self.second()];
        numbers.into_iter().flatten().map(without_trailing_zeros).collect::<Vec<_>>().join(" or ")
    }
}

impl<'t> Numeral<'t> {
    /// Parses a text that contains exactly one number; none for other texts.
    #[must_use]
    pub fn parse(text: &'t str) -> Option<Self> {
        let text = text.trim();
        let is_begin = |at: usize, c: char| {
            // `,45` is a fraction where nothing but a sign stands before it.
            let is_decimal = c == '.' || c == ',' && text[..at].chars().all(is_sign);
            c.is_ascii_digit() || is_decimal && text[at + 1..].starts_with(|next: char| next.is_ascii_digit())
        };
        let begin = text.char_indices().find(|(at, c)| is_begin(*at, *c))?.0;
        let (end, exponent) = run_of_digits(&text[begin..]);
        let (run, after) = text[begin..].split_at(end);
        let before = &text[..begin];
        // The sign is next to the digits or before a currency sign: `$-5` or `-$5`.
        let bare = before.trim_end();
        let (before, negative) = match bare.chars().next_back().zip(bare.chars().next()) {
            Some((last, _)) if is_sign(last) => (&bare[..bare.len() - last.len_utf8()], last != '+'),
            Some((_, first)) if is_sign(first) => (&before[first.len_utf8()..], first != '+'),
            _ => (before, false),
        };
        // `Q3` and `p99` are names; `CHF5` is money.
        let code = |text: &str| (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase());
        if before.ends_with(char::is_alphabetic) && !code(before) {
            return None;
        }
        let (before, after) = (before.trim(), after.trim());
        let after = if is_percent(after) { "%" } else { after };
        // Brackets and quotes change the meaning in ways unknown here: in accounting `(5)` is -5.
        let is_bracket = |c: char| matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '"' | '\'' | ':' | '=');
        if before.contains(is_bracket) || after.contains(is_bracket) {
            return None;
        }
        // A sign behind the digits, as accounting programs write it, is another number than the digits alone: `5-` is -5.
        let mut behind = after.chars();
        let is_sign_behind = behind.next().is_some_and(is_sign) && behind.next().is_none();
        if after.contains(|c: char| c.is_ascii_digit()) || before.contains(is_sign) || is_sign_behind {
            return None;
        }
        let (digits, power) = run.split_at(exponent.unwrap_or(run.len()));
        let (sign, mut decimal, mut grouped) = readings(digits)?;
        for number in [&mut decimal, &mut grouped].into_iter().flatten() {
            if !power.is_empty() {
                *number = plain(parse_number(&format!("{number}{power}"))?)?;
            }
            let is_zero = number.bytes().all(|byte| matches!(byte, b'0' | b'.'));
            if negative && !is_zero {
                number.insert(0, '-');
            }
        }
        // Numbers with an exponent have no grouped thousands.
        let grouped = grouped.filter(|_| power.is_empty() || decimal.is_none());
        Some(Self { before, after, sign, decimal, grouped })
    }

    /// Parses the number at the start of a text, and returns its length in bytes. If its separators make no number, it is
    /// only the first digits.
    #[must_use]
    pub fn at_start(text: &'t str) -> Option<(usize, Self)> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (end, _) = run_of_digits(text);
        [end, digits].into_iter().filter(|_| digits > 0).find_map(|end| Some((end, Self::parse(&text[..end])?)))
    }

    /// The reading of the digits by a notation, without the multiple.
    pub fn read(&self, notation: Notation) -> Reading {
        let (Some(decimal), Some(grouped)) = (self.decimal.clone(), self.grouped.clone()) else {
            return Reading::Sure(self.as_decimal().to_owned());
        };
        match (self.sign, notation) {
            ('.', Notation::Code | Notation::Point) | (',', Notation::Comma) => Reading::Likely(decimal, grouped),
            (',', Notation::Point) => Reading::Likely(grouped, decimal),
            // Three digits after a separator are more often thousands than a fraction, so that reading comes first.
            _ => Reading::Either(grouped, decimal),
        }
    }

    /// The number with the separator as decimal separator, else as group separator.
    pub fn as_decimal(&self) -> &str {
        self.decimal.as_deref().or(self.grouped.as_deref()).unwrap_or_default()
    }

    /// The decimal separator, if the number has a fraction and only one reading.
    pub fn decimal_sign(&self) -> Option<char> {
        let is_fraction = self.grouped.is_none() && self.decimal.as_ref().is_some_and(|it| it.contains('.'));
        Some(self.sign).filter(|sign| is_fraction && matches!(sign, '.' | ','))
    }

    /// Whether there is no text around the digits.
    pub fn is_bare(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// The power of ten of the suffix after the digits, such as 3 for `k`, and the text after it.
    pub fn multiple(&self) -> Option<(usize, &'t str)> {
        let (length, zeros) = multiple_behind(self.before, self.after)?;
        Some((zeros, self.after[length..].trim_start_matches('.').trim_start()))
    }

    /// The unit: the text after the digits and the multiple, else the text before them.
    pub fn unit(&self) -> Option<&'t str> {
        let after = self.multiple().map_or(self.after, |(_, rest)| rest);
        [after, self.before].into_iter().find(|unit| !unit.is_empty())
    }

    /// The reading including the multiple: 1200000 for `1.2M`.
    pub fn in_full(&self, notation: Notation) -> Reading {
        let Some((zeros, _)) = self.multiple() else { return self.read(notation) };
        // Before a suffix such as `k`, a separator is always a decimal one.
        Reading::Sure(shifted(self.as_decimal(), zeros))
    }
}

fn is_sign(c: char) -> bool {
    matches!(c, '-' | '+' | '\u{2212}' | '\u{2013}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, notation: Notation) -> Option<Reading> {
        Numeral::parse(text).map(|it| it.read(notation))
    }

    #[test]
    fn one_reading_is_the_same_in_every_notation() {
        for (text, number) in [
            ("42", "42"),
            ("-3", "-3"),
            ("\u{2212}3,5", "-3.5"),
            ("+3", "3"),
            (".5", "0.5"),
            (",45", "0.45"),
            ("-,450", "-0.450"),
            ("1.", "1"),
            ("0,125", "0.125"),
            ("0.455", "0.455"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1'234.50", "1234.50"),
            ("1’234’567", "1234567"),
            ("1 500", "1500"),
            ("1\u{202f}234,5", "1234.5"),
            ("1\u{a0}500", "1500"),
            ("1_000", "1000"),
            ("1.234.567", "1234567"),
            ("12,34,567", "1234567"),
            ("1234,567", "1234.567"),
            ("99,7", "99.7"),
            ("1.5e3", "1500"),
            ("1,5E+03", "1500"),
            ("-0", "0"),
        ] {
            for notation in [Notation::Code, Notation::Point, Notation::Comma, Notation::Unknown] {
                assert_eq!(read(text, notation), Some(Reading::Sure(number.to_owned())), "{text} {notation:?}");
            }
        }
        for text in [
            "",
            "x",
            "Q3",
            "p99",
            "(5)",
            "\"5\"",
            "1.2.3",
            "20.11.2026",
            "2026-11-20",
            "1,2,3",
            "6/10",
            "--3",
            "3 4",
            "1 23",
            "12,34,56",
        ] {
            assert_eq!(read(text, Notation::Code), None, "{text}");
        }
    }

    #[test]
    fn a_sign_before_three_digits_is_read_by_the_notation() {
        let likely = |a: &str, b: &str| Some(Reading::Likely(a.to_owned(), b.to_owned()));
        let either = |a: &str, b: &str| Some(Reading::Either(a.to_owned(), b.to_owned()));
        assert_eq!(read("1.500", Notation::Code), likely("1.500", "1500"));
        assert_eq!(read("1.500", Notation::Point), likely("1.500", "1500"));
        assert_eq!(read("1.500", Notation::Comma), either("1500", "1.500"));
        assert_eq!(read("1.500", Notation::Unknown), either("1500", "1.500"));
        assert_eq!(read("1,500", Notation::Code), either("1500", "1.500"));
        assert_eq!(read("1,500", Notation::Point), likely("1500", "1.500"));
        assert_eq!(read("1,500", Notation::Comma), likely("1.500", "1500"));
        assert_eq!(read("1,500", Notation::Code).map(|it| it.offered()), Some("1500 or 1.5".to_owned()));
    }

    #[test]
    fn units_and_multiples_are_told_apart_from_the_digits() {
        for (text, full, unit) in [
            ("12k", "12000", None),
            ("$1.2M", "1200000", Some("$")),
            ("1200 €", "1200", Some("€")),
            ("94,2 %", "94.2", Some("%")),
            ("94 percent", "94", Some("%")),
            ("94pct", "94", Some("%")),
            ("21 s", "21", Some("s")),
            ("-$5", "-5", Some("$")),
            ("3 Mio. €", "3000000", Some("€")),
            ("1.234k", "1234", None),
            ("0.5 million users", "500000", Some("users")),
            ("12 m", "12", Some("m")),
            ("€1.6m", "1600000", Some("€")),
            ("1.6m EUR", "1600000", Some("EUR")),
            ("1600 kEUR", "1600", Some("kEUR")),
        ] {
            let numeral = Numeral::parse(text).expect(text);
            assert_eq!((numeral.in_full(Notation::Code).first(), numeral.unit()), (full, unit), "{text}");
        }
    }
}
