//! What is said of a number that was written and may be a slip of its digits or its unit.

use crate::model::{Doubt, exact};

/// Describes a doubt about a new value; none where writing it would have been refused.
pub(super) fn describe_slip(doubt: Doubt, now: f64) -> Option<String> {
    let Doubt::FarOff { times, last } = doubt else { return None };
    let far = if now.abs() < last.abs() {
        format!("the last value, {}, is {times:.0} times as much", exact(last))
    } else {
        format!("that is {times:.0} times the last value, {}", exact(last))
    };
    Some(format!("{far}: check the number and its unit"))
}
