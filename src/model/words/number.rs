//! Numbers for people.

/// Formats a number with all significant digits; very large and very small ones with an exponent.
pub fn exact(number: f64) -> String {
    // Adding 0.0 turns a negative zero into 0.
    let text = format!("{:?}", number + 0.0);
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// The decimal exponent of a number: 2 for 340, -1 for 0.5; 0 for zero and for what is infinite or undefined. It is read
/// from the digits, because logarithms differ from one machine's library to another's.
pub fn magnitude(number: f64) -> i32 {
    let digits = format!("{number:e}");
    digits.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_magnitude_is_exact_at_powers_of_ten() {
        let numbers = [1000.0, 999.999, 340.0, 1.0, 0.5, 0.001, -20.0, 0.0, 1e-300, f64::INFINITY, f64::NAN];
        assert_eq!(numbers.map(magnitude), [3, 2, 2, 0, -1, -3, 1, 0, -300, 0, 0]);
    }

    #[test]
    fn a_number_is_no_longer_than_it_needs_to_be() {
        let texts = [0.0, -0.0, 12.0, -0.25, 48_600.0, 1e300, 1e-9].map(exact);
        assert_eq!(texts, ["0", "0", "12", "-0.25", "48600", "1e300", "1e-9"]);
    }
}
