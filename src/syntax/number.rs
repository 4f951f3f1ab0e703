//! Decimal numbers of YAML's core schema (YAML 1.2.2, section 10.3.2).

/// Parses a plain scalar as a decimal number. A number that is too large for an `f64` is infinite.
///
/// It accepts `-1`, `+3.5`, `.5`, `1.` and `2e6`, but not `0x1F`, `1_000`, `.inf`, `.nan` or anything with white space.
pub fn parse_number(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && part.is_empty() || !digits(whole) || !digits(part) {
        return None;
    }
    if let Some(exponent) = exponent {
        let power = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if power.is_empty() || !digits(power) {
            return None;
        }
    }
    // Adding zero turns -0 into 0: a sign of zero has no meaning in goals, and would be shown.
    text.parse().ok().map(|number: f64| number + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimals_are_numbers() {
        for (text, number) in
            [("0", 0.0), ("-1", -1.0), ("+3.5", 3.5), (".5", 0.5), ("1.", 1.0), ("2e6", 2e6), ("007", 7.0)]
        {
            assert_eq!(parse_number(text), Some(number), "{text}");
        }
        for text in
            ["", "-", ".", "e5", "1e", "0x1F", "1_000", ".inf", ".nan", "nan", "inf", "1 000", "42%", "1,5", "--1"]
        {
            assert_eq!(parse_number(text), None, "{text}");
        }
        assert_eq!(parse_number("1e400"), Some(f64::INFINITY));
    }
}
