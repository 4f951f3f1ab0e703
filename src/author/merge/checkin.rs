//! Merges two check-ins: the one of the later day wins, with its value, day and confidence together. A value of one
//! side with the day of the other would be a check-in that nobody made.

use crate::model::{Day, parse_day};
use crate::syntax::{Node, locate, select};

use super::meaning::Meaning;
use super::version::{BASE, OURS, THEIRS, Version};

/// The merge of fields that both sides set in a check-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct LatestCheckIn {
    /// The merge of value and day, if both sides checked in.
    pair: Option<CheckInMerge>,
    /// The merge of the confidence, if both sides set one.
    confidence: Option<CheckInMerge>,
}

/// How a field that both sides set is merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CheckInMerge {
    /// The field of this side wins.
    Side(usize),
    /// The field is a conflict.
    Open,
}

impl LatestCheckIn {
    /// Compares the check-ins of both sides.
    pub(super) fn compare(read: &[Version<'_>; 3]) -> Self {
        let value_of = |side: usize, route: &str| meaning_at(read[side].root(), route);
        let pair = |side| (value_of(side, "metric.current"), value_of(side, "metric.as_of"));
        let both_changed = |at: &dyn Fn(usize) -> bool| at(OURS) && at(THEIRS);
        let later = later_side(read);
        let checked = both_changed(&|side| pair(side) != pair(BASE)) && pair(OURS) != pair(THEIRS);
        let confidence = |side| value_of(side, "confidence");
        let sure = both_changed(&|side| confidence(side) != confidence(BASE)) && confidence(OURS) != confidence(THEIRS);
        let by_day = later.map_or(CheckInMerge::Open, CheckInMerge::Side);
        Self { pair: checked.then_some(by_day), confidence: sure.then_some(by_day) }
    }

    /// Returns how a field is merged, if both sides checked in.
    pub(super) fn verdict(self, route: &str) -> Option<CheckInMerge> {
        match route {
            "metric.current" | "metric.as_of" => self.pair,
            "confidence" => self.confidence,
            _ => None,
        }
    }
}

fn meaning_at(root: &Node, route: &str) -> Option<Meaning> {
    let place = locate(root, route);
    place.whole.then(|| Meaning::of(place.node))
}

/// Returns the side with the later check-in: by `as_of`, else by the newest check-in in the log, as for a goal whose
/// values are in a KPI. On the same day neither wins: both are left to a person.
fn later_side(read: &[Version<'_>; 3]) -> Option<usize> {
    let as_of = |side: usize| {
        let place = locate(read[side].root(), "metric.as_of");
        let scalar = place.node.as_scalar().filter(|_| place.whole)?;
        Some(parse_day(&scalar.text))
    };
    let (ours, theirs) = match (as_of(OURS), as_of(THEIRS)) {
        (None, None) => (newest_check_in(&read[OURS]), newest_check_in(&read[THEIRS])),
        // A text that is not a day cannot be compared.
        (Some(None), _) | (_, Some(None)) => return None,
        (ours, theirs) => (ours.flatten(), theirs.flatten()),
    };
    match ours.cmp(&theirs) {
        std::cmp::Ordering::Greater => Some(OURS),
        std::cmp::Ordering::Less => Some(THEIRS),
        std::cmp::Ordering::Equal => None,
    }
}

/// Returns the day of the newest check-in in the log.
fn newest_check_in(version: &Version<'_>) -> Option<Day> {
    let entries = select(version.root(), "log[]").into_iter().filter_map(|(_, node)| node.as_mapping());
    let text = |entry: &crate::syntax::Mapping, field: &str| {
        entry.get(field).and_then(Node::as_scalar).map(|scalar| scalar.text.to_string())
    };
    entries
        .filter(|entry| text(entry, "kind").as_deref() == Some("check-in"))
        .filter_map(|entry| parse_day(&text(entry, "date")?))
        .max()
}
