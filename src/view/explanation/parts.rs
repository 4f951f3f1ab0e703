//! What an objective's numbers are made of: each part's weight, its numbers and their products, and what was left out.

use serde::Serialize;

use super::input::{InputPlaces, InputView, PlaceView};
use crate::analysis::numbers::{Contribution, LeftOut, Omission, Parts, Unmeasured, UnreadPart, why_unmeasured};
use crate::analysis::text::percent;
use crate::graph::Edge;
use crate::model::{Goal, GoalIx, Kind};
use crate::view::standing::{CountedView, standing};
use crate::view::unreadable::{unreadable_name, unreadable_path};

/// The parts of a goal, and what they add up to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartsView {
    /// The parts that count.
    pub parts: Vec<PartView>,
    /// Σ weight.
    pub weights: f64,
    /// Σ weight × progress.
    pub sum: f64,
    /// Σ weight of those with a plan.
    pub expected_weights: f64,
    /// Σ weight × expected.
    pub expected_sum: f64,
    /// The measured share, 0 to 1.
    pub coverage: f64,
    /// How many of the parts are measured.
    pub counted: CountedView,
    /// The parts that do not count, with reasons.
    pub left_out: Vec<UncountedPart>,
    /// The part furthest behind its plan.
    pub weakest: Option<String>,
}

/// A part that counts.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartView {
    /// The goal.
    pub id: String,
    /// Its weight.
    pub weight: InputView,
    /// Its progress; unknown counts as 0.
    pub progress: Option<f64>,
    /// Its expected progress; parts without a plan do not count here.
    pub expected: Option<f64>,
    /// Weight × progress.
    pub weighted_progress: f64,
    /// Weight × expected progress; null without a plan.
    pub weighted_expected: Option<f64>,
    /// Its file, where that or its link cannot be read: its progress is unknown then.
    pub unreadable: Option<String>,
    /// The field with its link, such as `measures`, where only that cannot be read.
    pub unreadable_field: Option<String>,
    /// Where that field is written.
    pub unreadable_place: Option<PlaceView>,
    /// Where its weight is written, where that cannot be read: it counts as 1 then.
    pub unreadable_weight: Option<PlaceView>,
}

/// A part that does not count.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UncountedPart {
    /// The goal.
    pub id: String,
    /// The weight it would have.
    pub weight: f64,
    /// `draft`, `dropped`, `loop`, `measures-nothing`, `not-begun`, `after-close` or `other-kind`.
    pub why: String,
    /// The reason in words.
    pub reason: String,
    /// Where it is written.
    pub place: Option<PlaceView>,
}

impl PartsView {
    pub(super) fn new(places: &InputPlaces<'_, '_>, of: GoalIx, parts: &Parts) -> Self {
        let id = |ix: GoalIx| places.snapshot.goal(ix).id.clone();
        let (progress, expected) = (parts.progress(), parts.expected());
        Self {
            parts: parts
                .contributions
                .iter()
                .map(|it| PartView::new(places, it))
                .chain(parts.unread.iter().map(|it| PartView::unread(places, it)))
                .collect(),
            weights: progress.weights,
            sum: progress.sum,
            expected_weights: expected.weights,
            expected_sum: expected.sum,
            coverage: parts.coverage(),
            counted: parts.counted().into(),
            left_out: parts.left_out.iter().map(|it| UncountedPart::new(places, of, it)).collect(),
            weakest: parts.weakest().map(id),
        }
    }
}

impl PartsView {
    /// The parts that were linked after the close.
    pub(super) fn after_close(self) -> Vec<UncountedPart> {
        self.left_out.into_iter().filter(|it| it.why == "after-close").collect()
    }
}

impl PartView {
    fn new(places: &InputPlaces<'_, '_>, part: &Contribution) -> Self {
        Self {
            id: places.snapshot.goal(part.goal).id.clone(),
            weight: places.number(part.goal, &weight_route(places, part), part.weight),
            progress: part.progress,
            expected: part.expected,
            weighted_progress: part.weight * part.progress.unwrap_or(0.0),
            weighted_expected: part.expected.map(|expected| part.weight * expected),
            unreadable: None,
            unreadable_field: None,
            unreadable_place: None,
            unreadable_weight: places.unread(part.goal, &weight_route(places, part)),
        }
    }
}

impl PartView {
    /// A part whose file or link cannot be read.
    fn unread(places: &InputPlaces<'_, '_>, part: &UnreadPart) -> Self {
        let (unreadable_field, unreadable_place) = places.unread_link(part).unzip();
        Self {
            id: unreadable_name(places.snapshot, part),
            weight: InputView { value: part.weight, in_words: None, place: None, commit: None },
            progress: None,
            expected: None,
            weighted_progress: 0.0,
            weighted_expected: None,
            unreadable: Some(unreadable_path(places.snapshot, part)),
            unreadable_field,
            unreadable_place,
            unreadable_weight: None,
        }
    }
}

/// Where the weight of a part would be written.
fn weight_route(places: &InputPlaces<'_, '_>, part: &Contribution) -> String {
    match part.edge {
        Edge::Supports { link, .. } => {
            let link = places.snapshot.goal(part.goal).supports.get(link);
            link.map_or_else(String::new, |link| format!("supports[{}].weight", link.index))
        }
        Edge::Measures { .. } => "weight".to_owned(),
    }
}

impl UncountedPart {
    fn new(places: &InputPlaces<'_, '_>, of: GoalIx, part: &LeftOut) -> Self {
        let ix = part.goal;
        let goal = places.snapshot.goal(ix);
        let (why, reason, route) = match part.why {
            Omission::Draft => ("draft", "a draft".to_owned(), "state"),
            Omission::Dropped => ("dropped", "dropped".to_owned(), "state"),
            Omission::AfterClose => ("after-close", "linked after the close".to_owned(), link_route(goal)),
            Omission::OnCycle => ("loop", "its links form a cycle".to_owned(), "supports"),
            Omission::NotBegun => {
                let last = places.snapshot.goal(of).last_day_of_parts();
                let starts = goal.start().map(|day| match last.filter(|last| *last < day) {
                    Some(last) => format!("starts on {day}, after the end of {last}"),
                    None => format!("starts on {day}, no value yet"),
                });
                ("not-begun", starts.unwrap_or_default(), "period")
            }
            Omission::OtherKind if goal.kind == Kind::KeyResult => {
                ("other-kind", "not counted: `rollup` counts the supporting goals".to_owned(), "measures")
            }
            Omission::OtherKind => {
                let standing = standing(places.snapshot, ix);
                let share = places.snapshot.numbers(ix).progress.map(|share| format!("{}, ", percent(share)));
                let share = share.unwrap_or_default();
                let reason = format!("supports it, {share}{standing}; not counted: its key results count");
                ("other-kind", reason, "supports")
            }
            Omission::MeasuresNothing => {
                let (reason, route) = unmeasured_reason(places, ix);
                ("measures-nothing", format!("measures nothing: {reason}"), route)
            }
        };
        Self { id: goal.id.clone(), weight: part.weight, why: why.to_owned(), reason, place: places.of(ix, route) }
    }
}

/// Where a goal names what it is a part of.
fn link_route(goal: &Goal) -> &'static str {
    if goal.kind == Kind::KeyResult { "measures" } else { "supports" }
}

/// Why a goal measures nothing, and the field to look at.
pub(super) fn unmeasured_reason(places: &InputPlaces<'_, '_>, ix: GoalIx) -> (&'static str, &'static str) {
    let goal = places.snapshot.goal(ix);
    if goal.kind == Kind::Objective {
        return ("none of its parts counts", "id");
    }
    let writes = |field| places.snapshot.workspace.writes(goal, field);
    match why_unmeasured(goal) {
        Some(Unmeasured::NoLength) => ("its target is its baseline", "metric.target"),
        Some(Unmeasured::NoWay) if goal.metric.as_ref().is_some_and(|metric| metric.target.is_some()) => {
            ("its metric has no baseline", "metric")
        }
        Some(Unmeasured::NoWay) => ("its metric has no target", "metric"),
        Some(Unmeasured::NoSteps) => ("its milestones cannot be counted", "milestones"),
        _ if writes("metric") => ("its metric cannot be read, see goalpost check", "metric"),
        _ if writes("milestones") => ("its milestones cannot be read, see goalpost check", "milestones"),
        _ => ("it has neither metric nor milestones", "id"),
    }
}
