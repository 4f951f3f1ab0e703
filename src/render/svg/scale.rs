//! Scales from days and values to coordinates of a drawing, in whole units.

use crate::model::{Day, days_between};

/// A horizontal scale of days.
#[derive(Debug, Clone, Copy)]
pub(super) struct DayScale {
    pub(super) first: Day,
    pub(super) last: Day,
    pub(super) left: f64,
    pub(super) right: f64,
}

/// A vertical scale of values.
#[derive(Debug, Clone, Copy)]
pub(super) struct ValueScale {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

impl DayScale {
    /// The x coordinate of a day. Days out of range are at the edge.
    #[expect(clippy::cast_precision_loss, reason = "days")]
    pub(super) fn at(&self, day: Day) -> i64 {
        let all = days_between(self.first, self.last).max(1) as f64;
        let share = (days_between(self.first, day) as f64 / all).clamp(0.0, 1.0);
        whole(self.left + share * (self.right - self.left))
    }
}

impl ValueScale {
    /// The y coordinate of a value. Values out of range are at the edge.
    pub(super) fn at(&self, height: f64) -> i64 {
        let share = (height - self.low) / (self.high - self.low);
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.5 };
        whole(self.bottom - share * (self.bottom - self.top))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "within a drawing of some hundred units")]
fn whole(place: f64) -> i64 {
    place.round() as i64
}

/// The path data of a line through points. Points on the straight line between their neighbours are left out.
pub(super) fn line(places: impl IntoIterator<Item = (i64, i64)>) -> String {
    let mut corners: Vec<(i64, i64)> = Vec::new();
    for place in places {
        while let [.., before, last] = corners[..]
            && is_between(before, last, place)
        {
            corners.pop();
        }
        corners.push(place);
    }
    let mut data = String::new();
    for (x, y) in corners {
        if data.is_empty() {
            data.push_str(&format!("M{x} {y}L"));
        } else {
            data.push_str(&format!("{x} {y} "));
        }
    }
    data.trim_end_matches([' ', 'L']).to_owned()
}

/// Whether a point is within a unit of the straight line between two others.
fn is_between(from: (i64, i64), place: (i64, i64), to: (i64, i64)) -> bool {
    if place.0 < from.0 || to.0 < place.0 || to.0 == from.0 {
        return from == place || place == to;
    }
    let off = (place.1 - from.1) * (to.0 - from.0) - (to.1 - from.1) * (place.0 - from.0);
    off.abs() <= to.0 - from.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_corners_alone() {
        assert_eq!(line([(0, 0), (10, 10), (20, 20), (30, 0)]), "M0 0L20 20 30 0");
        assert_eq!(line([(0, 5), (1, 5), (1, 9), (2, 9)]), "M0 5L1 5 1 9 2 9");
        assert_eq!(line([(3, 4)]), "M3 4");
        assert_eq!(line([]), "");
    }
}
