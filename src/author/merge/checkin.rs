//! Merges two check-ins: the one of the later day wins, with its value and day together. A value of one side with the
//! day of the other would be a check-in that nobody made.

use std::cmp::Ordering;

use crate::model::{Day, parse_day};
use crate::syntax::{Node, locate};

use super::lists;
use super::meaning::Meaning;
use super::version::{BASE, OURS, THEIRS, Version};

/// The merge of fields that both sides set in a check-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct LatestCheckIn {
    /// The merge of value and day, if both sides checked in.
    pair: Option<CheckInMerge>,
    /// The merge of what was pulled, if both sides pulled: with the value, where both changed that too.
    pulled: Option<CheckInMerge>,
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
        let meaning = |side: usize, route: &str| meaning_at(read[side].root(), route);
        let changed = |side: usize, route: &str| meaning(side, route) != meaning(BASE, route);
        let differs = |route: &str| meaning(OURS, route) != meaning(THEIRS, route);
        let changed_pair = |side| changed(side, "metric.current") || changed(side, "metric.as_of");
        let pair = changed_pair(OURS) && changed_pair(THEIRS) && (differs("metric.current") || differs("metric.as_of"));
        let confidence = changed(OURS, "confidence") && changed(THEIRS, "confidence") && differs("confidence");

        // An `as_of` that a side did not change is not the day of what it set.
        let as_of = |side: usize| day_at(read[side].root(), "metric.as_of").filter(|_| changed(side, "metric.as_of"));
        let noted = |side: usize| newest_check_in(&read[BASE], &read[side]);
        let dated = [OURS, THEIRS].map(|side| changed(side, "metric.as_of"));
        let value_day = |side| if dated == [false, false] { noted(side) } else { as_of(side) };
        let confidence_day = |side| as_of(side).max(noted(side));
        let both_pulled =
            changed(OURS, "metric.pulled") && changed(THEIRS, "metric.pulled") && differs("metric.pulled");
        let pulled_day = |side: usize| day_at(read[side].root(), "metric.pulled.day");
        let pair = pair.then(|| later(value_day(OURS), value_day(THEIRS)));
        Self {
            pulled: both_pulled.then(|| pair.unwrap_or_else(|| later(pulled_day(OURS), pulled_day(THEIRS)))),
            pair,
            confidence: confidence.then(|| later(confidence_day(OURS), confidence_day(THEIRS))),
        }
    }

    /// Returns how a field is merged, if both sides checked in.
    pub(super) fn verdict(self, route: &str) -> Option<CheckInMerge> {
        match route {
            // What was pulled belongs to the value that was written with it.
            "metric.current" | "metric.as_of" => self.pair,
            "metric.pulled" | "metric.pulled.value" | "metric.pulled.day" => self.pulled,
            "confidence" => self.confidence,
            _ => None,
        }
    }
}

/// Whether what each side alone changed would make a check-in that nobody made: the value of one with the day of the other.
pub(super) fn is_mixed(read: &[Version<'_>; 3]) -> bool {
    let pair = |side: usize| ["metric.current", "metric.as_of"].map(|route| meaning_at(read[side].root(), route));
    let [base, ours, theirs] = [BASE, OURS, THEIRS].map(pair);
    let both = [0, 1].map(|at| match (&base[at], &ours[at], &theirs[at]) {
        (base, ours, theirs) if ours == theirs || theirs == base => Some(ours),
        (base, ours, theirs) => (ours == base).then_some(theirs),
    });
    // What both changed is a conflict of its own.
    let [Some(value), Some(day)] = both else { return false };
    ![&ours, &theirs].into_iter().any(|side| (&side[0], &side[1]) == (value, day))
}

/// The side of the later day. On the same day neither wins, nor without a day: both are left to a person.
fn later(ours: Option<Day>, theirs: Option<Day>) -> CheckInMerge {
    match ours.zip(theirs).map(|(ours, theirs)| ours.cmp(&theirs)) {
        Some(Ordering::Greater) => CheckInMerge::Side(OURS),
        Some(Ordering::Less) => CheckInMerge::Side(THEIRS),
        Some(Ordering::Equal) | None => CheckInMerge::Open,
    }
}

fn meaning_at(root: &Node, route: &str) -> Option<Meaning> {
    let place = locate(root, route);
    place.whole.then(|| Meaning::of(place.node))
}

fn day_at(root: &Node, route: &str) -> Option<Day> {
    let place = locate(root, route);
    parse_day(&place.node.as_scalar().filter(|_| place.whole)?.text)
}

/// Returns the day of the newest check-in that a side added to the log.
fn newest_check_in(base: &Version<'_>, side: &Version<'_>) -> Option<Day> {
    let log = |version: &Version<'_>| {
        let place = locate(version.root(), "log");
        place.node.as_sequence().filter(|_| place.whole).map(|list| list.items.clone()).unwrap_or_default()
    };
    let entries = log(side);
    let added = lists::added("log", &log(base), &entries);
    let is_check_in = |entry: &&Node| {
        let kind = entry.as_mapping().and_then(|entry| entry.get("kind")?.as_scalar());
        kind.is_some_and(|kind| &*kind.text == "check-in")
    };
    added.into_iter().map(|at| &entries[at]).filter(is_check_in).filter_map(|entry| day_at(entry, "date")).max()
}
