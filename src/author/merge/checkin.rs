//! Two check-ins on two branches: the later day's stands, value and day together, and its confidence.

use crate::model::{Day, parse_day};
use crate::syntax::{Node, locate, select};

use super::meaning::Meaning;
use super::version::{BASE, OURS, THEIRS, Version};

/// Whose check-in stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct LatestCheckIn {
    /// Whose value and day stand, where both sides checked in.
    pair: Option<CheckInMerge>,
    /// Whose confidence stands, where both sides said one.
    confidence: Option<CheckInMerge>,
}

/// What becomes of fields that both sides set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CheckInMerge {
    /// One side's stand.
    Side(usize),
    /// They are a conflict.
    Open,
}

impl LatestCheckIn {
    /// Compares the check-ins of both sides.
    pub(super) fn compare(read: &[Version<'_>; 3]) -> Self {
        let said = |side: usize, route: &str| said(read[side].root(), route);
        let pair = |side| (said(side, "metric.current"), said(side, "metric.as_of"));
        let both_changed = |at: &dyn Fn(usize) -> bool| at(OURS) && at(THEIRS);
        let later = later(read);
        let checked = both_changed(&|side| pair(side) != pair(BASE)) && pair(OURS) != pair(THEIRS);
        let confidence = |side| said(side, "confidence");
        let sure = both_changed(&|side| confidence(side) != confidence(BASE)) && confidence(OURS) != confidence(THEIRS);
        let by_day = later.map_or(CheckInMerge::Open, CheckInMerge::Side);
        Self { pair: checked.then_some(by_day), confidence: sure.then_some(by_day) }
    }

    /// What becomes of a field, if both sides checked in.
    pub(super) fn verdict(self, route: &str) -> Option<CheckInMerge> {
        match route {
            "metric.current" | "metric.as_of" => self.pair,
            "confidence" => self.confidence,
            _ => None,
        }
    }
}

fn said(root: &Node, route: &str) -> Option<Meaning> {
    let place = locate(root, route);
    place.whole.then(|| Meaning::of(place.node))
}

/// The side that checked in on the later day: by `as_of`; where a file has none, as with a KPI's, by its newest entry.
fn later(read: &[Version<'_>; 3]) -> Option<usize> {
    let as_of = |side: usize| {
        let place = locate(read[side].root(), "metric.as_of");
        let scalar = place.node.as_scalar().filter(|_| place.whole)?;
        Some(parse_day(&scalar.text))
    };
    let (ours, theirs) = match (as_of(OURS), as_of(THEIRS)) {
        (None, None) => (newest(&read[OURS]), newest(&read[THEIRS])),
        // What is no day is neither earlier nor later.
        (Some(None), _) | (_, Some(None)) => return None,
        (ours, theirs) => (ours.flatten(), theirs.flatten()),
    };
    match ours.cmp(&theirs) {
        std::cmp::Ordering::Greater => Some(OURS),
        std::cmp::Ordering::Less => Some(THEIRS),
        std::cmp::Ordering::Equal => None,
    }
}

/// The day of the newest check-in in the log.
fn newest(version: &Version<'_>) -> Option<Day> {
    let entries = select(version.root(), "log[]").into_iter().filter_map(|(_, node)| node.as_mapping());
    let text = |entry: &crate::syntax::Mapping, field: &str| {
        entry.get(field).and_then(Node::as_scalar).map(|scalar| scalar.text.to_string())
    };
    entries
        .filter(|entry| text(entry, "kind").as_deref() == Some("check-in"))
        .filter_map(|entry| parse_day(&text(entry, "date")?))
        .max()
}
