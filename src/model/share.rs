//! Shares as people write them: `0.6`, `60%`, `6/10`, and for a confidence also a traffic light.

use crate::syntax::{Numeral, is_in_percent};

/// The confidences of traffic lights.
const LIGHTS: [(&str, f64); 4] = [("green", 0.9), ("yellow", 0.5), ("amber", 0.5), ("red", 0.2)];

/// Parses a share from 0 to 1: `0.6`, `60%`, `6/10`. It is rounded to thousandths, so that `1/3` is 0.333 in the file. None
/// for a percentage that may be a share with a sign too many.
pub fn parse_share(text: &str) -> Option<f64> {
    parse_part(text).filter(|part| (0.0..=1.0).contains(part) && doubtful_percentage(text).is_none())
}

/// The two numbers that a percentage of one at most may mean where a share stands: who writes `0.7%` may mean 0.7.
pub fn doubtful_percentage(text: &str) -> Option<String> {
    let numeral = Numeral::parse(text).filter(|it| it.before.is_empty() && it.after == "%")?;
    let number: f64 = numeral.as_decimal().parse().ok()?;
    looks_like_share(number).then(|| format!("{number} or {}", (number * 1e7).round() / 1e9))
}

/// Whether a number looks like a share and not like a percentage.
pub(super) fn looks_like_share(number: f64) -> bool {
    number > 0.0 && number <= 1.0
}

/// Reads a number as a part of a whole, in thousandths, whether or not it lies between 0 and 1.
pub fn parse_part(text: &str) -> Option<f64> {
    let number = if let Some((part, whole)) = text.split_once('/') {
        let (part, whole) = (bare_number(part)?, bare_number(whole)?);
        (whole > 0.0).then(|| part / whole)?
    } else {
        let numeral = Numeral::parse(text).filter(|it| it.before.is_empty())?;
        let number: f64 = numeral.as_decimal().parse().ok()?;
        match numeral.after {
            "" => number,
            "%" => number / 100.0,
            _ => return None,
        }
    };
    Some((number * 1000.0).round() / 1000.0)
}

/// Parses a confidence: a share, or `green`, `yellow`, `amber` or `red`.
pub fn parse_confidence(text: &str) -> Option<f64> {
    let word = text.trim();
    let light = LIGHTS.iter().find(|(light, _)| light.eq_ignore_ascii_case(word)).map(|(_, number)| *number);
    light.or_else(|| parse_share(word))
}

/// The share that was meant by a number from 1 to 100, such as 0.6 for `60`. A number up to ten is out of ten with
/// `of_ten`, else either out of ten or a percentage. Of a doubtful percentage both readings.
pub fn meant_share(text: &str, of_ten: bool) -> Option<String> {
    if let Some(both) = doubtful_percentage(text) {
        return Some(both);
    }
    let number = bare_number(text)?;
    // 110 % of something may be true, but no share is; and nobody gives a little more than 1 of ten, or 1 %.
    let parts = match number {
        _ if !(2.0..=100.0).contains(&number) => return None,
        _ if number > 10.0 => vec![number / 100.0],
        _ if of_ten => vec![number / 10.0],
        _ => vec![number / 10.0, number / 100.0],
    };
    let parts: Vec<String> = parts.iter().map(|part| ((part * 1e6).round() / 1e6).to_string()).collect();
    Some(parts.join(" or "))
}

/// What a fraction surely meant where a value of a metric stands: `6/10` is 60 in percent; else its quotient, or how many of
/// the whole there are.
pub fn meant_fraction(text: &str, unit: Option<&str>) -> Option<String> {
    let (part, _) = text.split_once('/')?;
    let share = parse_part(text)?;
    if unit.is_some_and(is_in_percent) {
        return Some(((share * 100_000.0).round() / 1000.0).to_string());
    }
    Some(format!("{share} or {}", bare_number(part)?))
}

/// A number without a unit. Its comma is a decimal sign: numbers up to a hundred have no grouped digits.
fn bare_number(text: &str) -> Option<f64> {
    Numeral::parse(text).filter(Numeral::is_bare)?.as_decimal().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_as_people_give_them() {
        for (text, number) in [
            ("0.6", 0.6),
            ("0,6", 0.6),
            ("6/10", 0.6),
            ("3 / 4", 0.75),
            ("60%", 0.6),
            ("62,5 %", 0.625),
            ("1", 1.0),
            ("0", 0.0),
        ] {
            assert_eq!(parse_share(text), Some(number), "{text}");
        }
        assert_eq!(parse_share("60 percent"), Some(0.6));
        assert_eq!(parse_part("110 %"), Some(1.1));
        for text in ["", "x", "-0.1", "11", "7/0", "120%", "6/", "green", "60 people"] {
            assert_eq!(parse_share(text), None, "{text}");
        }
        assert_eq!(parse_confidence("Green"), Some(0.9));
        assert_eq!(parse_confidence(" red "), Some(0.2));
        assert_eq!(meant_share("60", true).as_deref(), Some("0.6"));
        assert_eq!(meant_share("7", true).as_deref(), Some("0.7"));
        assert_eq!(meant_share("5", false).as_deref(), Some("0.5 or 0.05"));
        assert_eq!(meant_share("110", true), None);
        assert_eq!(meant_share("1.1", true), None, "`1.1` was told to be 0.11");
        // A grade of `0.7%` was 0.007.
        for (text, both) in [("0.7%", "0.7 or 0.007"), ("0,7 percent", "0.7 or 0.007"), ("1 %", "1 or 0.01")] {
            assert_eq!((parse_share(text), parse_confidence(text)), (None, None), "{text}");
            assert_eq!(meant_share(text, true).as_deref(), Some(both), "{text}");
        }
        assert_eq!((parse_share("0%"), parse_share("1.5%")), (Some(0.0), Some(0.015)));
    }
}
