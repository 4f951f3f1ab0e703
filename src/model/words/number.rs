//! Numbers for people.

/// Formats a number with all significant digits; very large and very small ones with an exponent.
#[must_use]
pub fn exact(number: f64) -> String {
    // Adding 0.0 turns a negative zero into 0.
    let text = format!("{:?}", number + 0.0);
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_no_longer_than_it_needs_to_be() {
        let texts = [0.0, -0.0, 12.0, -0.25, 48_600.0, 1e300, 1e-9].map(exact);
        assert_eq!(texts, ["0", "0", "12", "-0.25", "48600", "1e300", "1e-9"]);
    }
}
