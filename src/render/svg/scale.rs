//! From days and heights to places on a drawing, in whole units.

use crate::model::{Day, days_between};

/// Days along the width of a drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Across {
    pub(super) first: Day,
    pub(super) last: Day,
    pub(super) left: f64,
    pub(super) right: f64,
}

/// Heights up a drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Up {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

impl Across {
    /// The place of a day; days outside stand at the edge.
    #[expect(clippy::cast_precision_loss, reason = "days")]
    pub(super) fn at(&self, day: Day) -> i64 {
        let all = days_between(self.first, self.last).max(1) as f64;
        let share = (days_between(self.first, day) as f64 / all).clamp(0.0, 1.0);
        whole(self.left + share * (self.right - self.left))
    }
}

impl Up {
    /// The place of a height; heights outside stand at the edge.
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

/// A line through places, as path data.
pub(super) fn line(places: impl IntoIterator<Item = (i64, i64)>) -> String {
    let mut data = String::new();
    for (x, y) in places {
        if data.is_empty() {
            data.push_str(&format!("M{x} {y}L"));
        } else {
            data.push_str(&format!("{x} {y} "));
        }
    }
    data.trim_end_matches([' ', 'L']).to_owned()
}
