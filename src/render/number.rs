//! Formats numbers for people and spreadsheets: exact, or visibly rounded.

use crate::analysis::text::{grade_words, percent, without_sign_of_zero};
use crate::model::exact;

/// A share with little space: `41%`.
pub fn tight_percent(share: f64) -> String {
    percent(share).replace(' ', "")
}

/// A share in a cell of its own: `41%`, or a dash if it is unknown.
pub fn share_cell(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), tight_percent)
}

/// A grade from 0 to 1 in a cell of its own, rounded down as everywhere; a dash if there is none.
pub fn grade_cell(grade: Option<f64>) -> String {
    grade.map_or_else(|| "–".to_owned(), grade_words)
}

/// A number with a maximum of decimals but at least three significant digits, and whether it was rounded.
pub fn rounded(number: f64, digits: usize) -> (String, bool) {
    let whole = exact(number);
    if let Some((mantissa, power)) = whole.split_once('e') {
        let short = mantissa.parse().map_or_else(|_| (mantissa.to_owned(), false), |it| rounded(it, digits));
        return (format!("{}e{power}", short.0), short.1);
    }
    let behind = whole.split_once('.').map_or(0, |(_, behind)| behind.len());
    if behind <= digits {
        return (whole, false);
    }
    // A small number keeps some significant digits.
    let zeros = if number.abs() < 1.0 { leading_zeros(&whole) } else { 0 };
    let digits = digits.max(zeros + 3);
    if behind <= digits {
        return (whole, false);
    }
    let text = without_sign_of_zero(trim_zeros(&format!("{number:.digits$}")));
    // Differences in the last binary digits (IEEE 754) are not rounding.
    let lost = text.parse().is_ok_and(|shown: f64| (shown - number).abs() > 1e-12 * number.abs().max(1.0));
    (text, lost)
}

/// The number of zeros between the decimal point and the first significant digit.
fn leading_zeros(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, behind)| behind.bytes().take_while(|byte| *byte == b'0').count())
}

fn trim_zeros(text: &str) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept_or_it_shows() {
        assert_eq!(exact(-0.0), "0");
        assert_eq!(exact(42.0), "42");
        assert_eq!(exact(99.95), "99.95");
        assert_eq!(exact(1e300), "1e300");
        assert_eq!(exact(-0.5), "-0.5");
        assert_eq!(rounded(28.0 / 37.0, 6), ("0.756757".to_owned(), true));
        assert_eq!(rounded(0.5, 6), ("0.5".to_owned(), false));
        assert_eq!(rounded(1.0 / 3e6, 6), ("3.333333e-7".to_owned(), true));
        assert_eq!(rounded(99.63 - 99.5, 6), ("0.13".to_owned(), false));
        assert_eq!(rounded(1.0 / 3e3, 3), ("0.000333".to_owned(), true));
        assert_eq!(rounded(2.999_999_99, 6), ("3".to_owned(), true));
    }
}
