//! Parts of a whole as people give them: `0.6`, `60%`, `6/10`, and for a confidence a traffic light too.

use crate::syntax::Numeral;

/// What the words for a confidence mean.
const LIGHTS: [(&str, f64); 4] = [("green", 0.9), ("yellow", 0.5), ("amber", 0.5), ("red", 0.2)];

/// Reads a part of a whole, from 0 to 1, in thousandths: `0.6`, `60%`, `6/10`.
#[must_use]
pub fn parse_share(text: &str) -> Option<f64> {
    let text = text.trim();
    let number = if let Some((part, whole)) = text.split_once('/') {
        let (part, whole) = (bare_number(part)?, bare_number(whole)?);
        (whole > 0.0).then(|| part / whole)?
    } else if let Some(percent) = text.strip_suffix('%') {
        bare_number(percent)? / 100.0
    } else {
        bare_number(text)?
    };
    (0.0..=1.0).contains(&number).then(|| (number * 1000.0).round() / 1000.0)
}

/// Reads a confidence: a part of a whole, or `green`, `yellow`, `amber` or `red`.
#[must_use]
pub fn parse_confidence(text: &str) -> Option<f64> {
    let word = text.trim();
    let light = LIGHTS.iter().find(|(light, _)| light.eq_ignore_ascii_case(word)).map(|(_, number)| *number);
    light.or_else(|| parse_share(word))
}

/// What a share that cannot be one surely meant, such as 0.6 for `60`; of small numbers as on a scale to ten, if
/// `of_ten` says that there is one.
#[must_use]
pub fn meant_share(text: &str, of_ten: bool) -> Option<String> {
    let number = bare_number(text)?;
    // 110 % of something may be true, but no share is.
    let parts = match number {
        _ if !(1.0..=100.0).contains(&number) => return None,
        _ if number > 10.0 => vec![number / 100.0],
        _ if of_ten => vec![number / 10.0],
        _ => vec![number / 10.0, number / 100.0],
    };
    let parts: Vec<String> = parts.iter().map(|part| ((part * 1e6).round() / 1e6).to_string()).collect();
    Some(parts.join(" or "))
}

/// A number without a unit; nobody groups the digits of numbers up to a hundred.
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
        for text in ["", "x", "-0.1", "11", "7/0", "120%", "6/", "green", "60 people"] {
            assert_eq!(parse_share(text), None, "{text}");
        }
        assert_eq!(parse_confidence("Green"), Some(0.9));
        assert_eq!(parse_confidence(" red "), Some(0.2));
        assert_eq!(meant_share("60", true).as_deref(), Some("0.6"));
        assert_eq!(meant_share("7", true).as_deref(), Some("0.7"));
        assert_eq!(meant_share("5", false).as_deref(), Some("0.5 or 0.05"));
        assert_eq!(meant_share("110", true), None);
    }
}
