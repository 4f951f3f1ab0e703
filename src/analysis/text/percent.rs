//! Shares as percentages. All output formats them here, so that findings, tables and reports agree.
//!
//! Progress is rounded down, so that only complete progress is 100 %. A value that binary arithmetic leaves just below
//! a whole number counts as that number.

/// The tolerance for what binary arithmetic leaves just below a number: 0.29 is 28.999999999999996 points.
pub(in crate::analysis) const TOLERANCE: f64 = 1e-9;

/// Up to here every whole number is exact.
const MOST_EXACT: f64 = 9e15;

/// A share in whole points: 41 for 0.418.
pub fn points(share: f64) -> f64 {
    (share * 100.0 + TOLERANCE).floor()
}

/// A share in a sentence, rounded down: `41 %`; a dash for an infinite or undefined one.
pub fn percent(share: f64) -> String {
    rounded_down(share, 0)
}

/// A grade from 0 to 1 with at most three decimals, rounded down like progress: `0.628`.
pub fn grade_words(score: f64) -> String {
    ((score * 1000.0 + TOLERANCE).floor() / 1000.0).to_string()
}

/// A pace or a difference, rounded to the nearest percent, with one decimal below ten: `3.4 %`.
pub fn percent_fine(share: f64) -> String {
    let percent = share * 100.0;
    let number = if percent.abs() < 10.0 { format!("{percent:.1}") } else { format!("{percent:.0}") };
    format!("{} %", without_sign_of_zero(number))
}

/// Shares of one whole in whole points that add up to 100, by the largest remainder method: each is rounded down, and
/// the rest goes to those with the largest fractions. Shares that do not sum to 1 are only rounded down.
pub fn points_of_whole(shares: &[f64]) -> Vec<f64> {
    let mut rounded: Vec<f64> = shares.iter().map(|share| points(*share)).collect();
    let is_whole = (shares.iter().sum::<f64>() - 1.0).abs() < 1e-6;
    let mut left = 100.0 - rounded.iter().sum::<f64>();
    if !is_whole {
        return rounded;
    }
    let lost = |at: usize| shares[at] * 100.0 - points(shares[at]);
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|a, b| lost(*b).total_cmp(&lost(*a)));
    for at in order {
        if left < 1.0 {
            break;
        }
        rounded[at] += 1.0;
        left -= 1.0;
    }
    rounded
}

/// Two shares as percentages, with as many decimals as are needed to distinguish them, at most two.
pub fn percent_pair(before: f64, after: f64) -> (String, String) {
    let pair = |digits| (rounded_down(before, digits), rounded_down(after, digits));
    (0..2).map(pair).find(|(before, after)| before != after).unwrap_or_else(|| pair(2))
}

/// A rounded number without the sign of a negative zero: `0.0` for `-0.0`.
pub fn without_sign_of_zero(number: String) -> String {
    match number.strip_prefix('-') {
        Some(rest) if !rest.contains(|c: char| ('1'..='9').contains(&c)) => rest.to_owned(),
        _ => number,
    }
}

fn rounded_down(share: f64, digits: u8) -> String {
    if !share.is_finite() {
        return "–".to_owned();
    }
    let scale = 10_f64.powi(i32::from(digits));
    let percent = (share * 100.0 * scale + TOLERANCE).floor() / scale;
    // A whole number that is exact needs no rounding, which most of the time would go to.
    let is_whole = digits == 0 && percent.abs() < MOST_EXACT;
    let number = if is_whole { percent.to_string() } else { format!("{percent:.*}", usize::from(digits)) };
    format!("{} %", without_sign_of_zero(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_never_shows_more_than_there_is() {
        let texts = [0.0, 0.29, 0.6, 0.628_571_429, 0.996, 0.999_96, 1.0].map(grade_words);
        assert_eq!(texts, ["0", "0.29", "0.6", "0.628", "0.996", "0.999", "1"]);
    }

    #[test]
    fn a_share_is_rounded_down() {
        let texts = [0.0, 0.004, 0.29, 0.57, 0.58, 0.999, 1.0, 1.5, -0.2, -0.005].map(percent);
        assert_eq!(texts, ["0 %", "0 %", "29 %", "57 %", "58 %", "99 %", "100 %", "150 %", "-20 %", "-1 %"]);
        assert_eq!([f64::NAN, f64::INFINITY, f64::NEG_INFINITY].map(percent), ["–", "–", "–"]);
    }

    #[test]
    fn every_hundredth_keeps_its_points() {
        for whole in 0_u8..=200 {
            assert_eq!(percent(f64::from(whole) / 100.0), format!("{whole} %"));
        }
    }

    #[test]
    fn small_shares_have_a_digit() {
        assert_eq!([0.0, 0.0342, -0.005, 0.189].map(percent_fine), ["0.0 %", "3.4 %", "-0.5 %", "19 %"]);
    }

    #[test]
    fn nothing_has_no_minus() {
        assert_eq!([-0.0, -0.0001, -0.0004].map(percent_fine), ["0.0 %", "0.0 %", "0.0 %"]);
        assert_eq!(percent(-0.0), "0 %");
    }

    #[test]
    fn shares_of_a_whole_add_up_to_100() {
        assert_eq!(points_of_whole(&[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]), [34.0, 33.0, 33.0]);
        assert_eq!(points_of_whole(&[0.124, 0.376, 0.5]), [12.0, 38.0, 50.0]);
        assert_eq!(points_of_whole(&[0.5, 0.25]), [50.0, 25.0], "no whole");
        assert_eq!(points_of_whole(&[]), Vec::<f64>::new());
    }

    #[test]
    fn two_shares_are_told_apart() {
        let pair = |a, b| percent_pair(a, b);
        assert_eq!(pair(0.51, 0.58), ("51 %".to_owned(), "58 %".to_owned()));
        assert_eq!(pair(0.511, 0.518), ("51.1 %".to_owned(), "51.8 %".to_owned()));
        assert_eq!(pair(0.999, 1.0), ("99 %".to_owned(), "100 %".to_owned()));
        assert_eq!(pair(0.9996, 0.9999), ("99.96 %".to_owned(), "99.99 %".to_owned()));
        assert_eq!(pair(0.999_96, 0.999_99), ("99.99 %".to_owned(), "99.99 %".to_owned()));
    }
}
