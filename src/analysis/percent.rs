//! Shares as people read them. All that says one says it here, so that findings, tables and reports agree.
//!
//! A share is rounded down, so that 100 % is complete and nothing short of it. What binary arithmetic leaves a hair below
//! a whole number counts as that number.

/// What a share may lack of a whole point and still have it: 0.29 is 28.999999999999996 points.
const HAIR: f64 = 1e-9;

/// A share in whole points: 41 for 0.418.
#[must_use]
pub fn points(share: f64) -> f64 {
    (share * 100.0 + HAIR).floor()
}

/// A share in a sentence: `41 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.0} %", points(share))
}

/// A share that may be small, as paces are: `3.4 %` below ten.
#[must_use]
pub fn percent_fine(share: f64) -> String {
    let percent = share * 100.0;
    if percent.abs() < 10.0 { format!("{percent:.1} %") } else { format!("{percent:.0} %") }
}

/// Two shares as percent, with as many digits as it takes to tell them apart.
#[must_use]
pub fn percent_pair(before: f64, after: f64) -> (String, String) {
    let whole = (percent(before), percent(after));
    if whole.0 != whole.1 {
        return whole;
    }
    let fine = |share: f64, digits: usize| format!("{:.digits$} %", share * 100.0);
    let one = (fine(before, 1), fine(after, 1));
    if one.0 == one.1 { (fine(before, 2), fine(after, 2)) } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_down() {
        let said = [0.0, 0.004, 0.29, 0.57, 0.58, 0.999, 1.0, 1.5, -0.2, -0.005].map(percent);
        assert_eq!(said, ["0 %", "0 %", "29 %", "57 %", "58 %", "99 %", "100 %", "150 %", "-20 %", "-1 %"]);
    }

    #[test]
    fn every_hundredth_keeps_its_points() {
        for whole in 0_u8..=200 {
            assert_eq!(percent(f64::from(whole) / 100.0), format!("{whole} %"));
        }
    }

    #[test]
    fn small_shares_have_a_digit() {
        assert_eq!([0.0, 0.0342, -0.005, 0.18].map(percent_fine), ["0.0 %", "3.4 %", "-0.5 %", "18 %"]);
    }

    #[test]
    fn two_shares_are_told_apart() {
        let pair = |a, b| percent_pair(a, b);
        assert_eq!(pair(0.51, 0.58), ("51 %".to_owned(), "58 %".to_owned()));
        assert_eq!(pair(0.511, 0.518), ("51.1 %".to_owned(), "51.8 %".to_owned()));
        assert_eq!(pair(0.999, 1.0), ("99 %".to_owned(), "100 %".to_owned()));
    }
}
