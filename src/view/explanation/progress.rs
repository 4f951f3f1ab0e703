//! How a goal's progress was computed: from its own measure, or from its parts.

use serde::Serialize;

use super::input::{InputPlaces, InputView, PlaceView};
use super::parts::{PartsView, UncountedPart, unmeasured_reason};
use crate::analysis::numbers::{Stretch, Working, other_metric};
use crate::analysis::trends::{Derivation, ObjectiveSum};
use crate::model::{Day, Days, Done, GoalIx, Milestone, Rollup};
use crate::view::late_value::{LateValueView, late_day_words};

/// A goal's progress.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProgressView {
    /// The share of the way, 0 to 1.
    pub value: Option<f64>,
    /// Before clamping to 0 to 1; null for goals that only roll up.
    pub raw: Option<f64>,
    /// How the value was computed.
    pub how: ProgressHow,
}

/// How progress was computed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum ProgressHow {
    /// (current − baseline) / (target − baseline); a rubric's steps count from 0.
    Reach {
        /// The latest value; null while there is none.
        current: Option<InputView>,
        /// The day for which it is true.
        as_of: Option<Day>,
        /// Where that day was written; null where the file gives none.
        as_of_place: Option<PlaceView>,
        /// The baseline.
        baseline: InputView,
        /// The target.
        target: InputView,
        /// current − baseline; null while there is no value.
        made: Option<f64>,
        /// target − baseline.
        way: f64,
        /// The steps of a rubric.
        scale: Vec<String>,
        /// The reason why there is no value, or a later value that does not count; null where there is neither.
        note: Option<String>,
    },
    /// The days inside the bounds over all days.
    Keep {
        /// The lower bound.
        at_least: Option<InputView>,
        /// The upper bound.
        at_most: Option<InputView>,
        /// The days, with the value that held on them.
        stretches: Vec<ValueSpan>,
        /// The days inside.
        inside: Days,
        /// All days from the first value on.
        days: Days,
        /// Where the latest value was written.
        place: Option<PlaceView>,
        /// The reason why there is no value; null where there is one.
        note: Option<String>,
    },
    /// The weight that is done over all weight.
    Milestones {
        /// The steps.
        milestones: Vec<MilestoneView>,
        /// The weight that is done.
        done: f64,
        /// All weight.
        all: f64,
    },
    /// Σ weight × progress over Σ weight.
    Parts {
        /// Of what: `key_results` or `supporters`.
        of: String,
        /// Where `rollup` says so; null where it is the default.
        of_place: Option<PlaceView>,
        /// The parts.
        #[serde(flatten)]
        parts: PartsView,
    },
    /// The goal was closed with a grade, which keeps the progress computed from its values.
    Grade {
        /// The score of the grade.
        score: f64,
        /// Where the number is written.
        place: Option<PlaceView>,
        /// Goals linked after the close, which change nothing.
        left_out: Vec<UncountedPart>,
    },
    /// There is no progress.
    None {
        /// The reason.
        why: String,
        /// The field that explains it.
        place: Option<PlaceView>,
    },
}

/// Days on which one value was the latest.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ValueSpan {
    /// The first of them.
    pub from: Day,
    /// How many.
    pub days: Days,
    /// The value.
    pub value: f64,
    /// The unit in which it was written, where that is another one than today's.
    pub other_unit: Option<String>,
    /// Whether it lies inside the bounds, of its own time where it is in another unit.
    pub inside: bool,
    /// The commit that brought it; null for what is not committed, and without a history.
    pub commit: Option<String>,
}

/// A step that is done or not.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MilestoneView {
    /// What is reached.
    pub title: String,
    /// Its weight.
    pub weight: InputView,
    /// Whether it is done.
    pub done: bool,
    /// The day it was done, if it says so.
    pub done_on: Option<Day>,
    /// Where it is written.
    pub place: Option<PlaceView>,
    /// Why it does not count though it is done, for people.
    #[serde(skip)]
    pub late: Option<String>,
}

impl ProgressView {
    pub(super) fn new(
        places: &InputPlaces<'_, '_>,
        ix: GoalIx,
        derivation: &Derivation<'_>,
        parts: Option<(Rollup, PartsView)>,
    ) -> Self {
        let numbers = places.snapshot.numbers(ix);
        let grade = places.snapshot.goal(ix).grade.as_ref().filter(|_| places.snapshot.goal(ix).graded().is_some());
        let how = match (&derivation.made_of, parts) {
            (_, parts) if grade.is_some() => ProgressHow::Grade {
                score: grade.map_or(0.0, |grade| grade.score),
                place: places.of(ix, "grade.computed"),
                left_out: parts.map_or_else(Vec::new, |(_, parts)| parts.after_close()),
            },
            (Some(ObjectiveSum::Cycle), _) => {
                ProgressHow::None { why: "its links form a cycle".to_owned(), place: places.of(ix, "supports") }
            }
            (_, Some((of, parts))) => ProgressHow::Parts {
                of: match of {
                    Rollup::KeyResults => "key_results".to_owned(),
                    Rollup::Supporters => "supporters".to_owned(),
                },
                of_place: places.of(ix, "rollup"),
                parts,
            },
            _ => own_progress(places, ix, &derivation.working),
        };
        Self { value: numbers.progress, raw: numbers.raw, how }
    }
}

/// The progress of a goal's own measure.
fn own_progress(places: &InputPlaces<'_, '_>, ix: GoalIx, working: &Working<'_>) -> ProgressHow {
    let goal = places.snapshot.goal(ix);
    let metric = goal.metric.as_ref();
    match working {
        Working::Reach { baseline, target, current } => {
            let now_value = *current;
            let now = current.map(|value| places.current(ix, value));
            let (current, as_of, as_of_place) = match now {
                Some((current, as_of, place)) => (Some(current), as_of, place),
                None => (None, None, None),
            };
            ProgressHow::Reach {
                note: match &current {
                    Some(_) => LateValueView::of(places.snapshot, ix).map(|late| late.words),
                    None => Some(no_value(places, ix)),
                },
                current,
                as_of,
                as_of_place,
                baseline: places.value(ix, "metric.baseline", *baseline),
                target: places.value(ix, "metric.target", *target),
                made: now_value.map(|value| value - baseline),
                way: target - baseline,
                scale: metric.map(|metric| metric.scale.to_vec()).unwrap_or_default(),
            }
        }
        Working::Keep { stretches } => {
            let bound = |route, value: Option<f64>| value.map(|value| places.value(ix, route, value));
            let days = |inside: bool| stretches.iter().filter(|it| it.inside || !inside).map(|it| it.days).sum();
            ProgressHow::Keep {
                at_least: bound("metric.at_least", metric.and_then(|metric| metric.at_least)),
                at_most: bound("metric.at_most", metric.and_then(|metric| metric.at_most)),
                stretches: stretches.iter().map(|it| ValueSpan::new(places, ix, it)).collect(),
                inside: days(true),
                days: days(false),
                place: places.of(ix, "metric.current"),
                note: stretches.is_empty().then(|| no_value(places, ix)),
            }
        }
        Working::Milestones { milestones, done, all } => ProgressHow::Milestones {
            milestones: milestones.iter().map(|it| MilestoneView::new(places, ix, it)).collect(),
            done: *done,
            all: *all,
        },
        Working::Nothing => {
            let (why, route) = unmeasured_reason(places, ix);
            ProgressHow::None { why: format!("it measures nothing: {why}"), place: places.of(ix, route) }
        }
    }
}

/// Why a metric has no value that counts.
fn no_value(places: &InputPlaces<'_, '_>, ix: GoalIx) -> String {
    let goal = places.snapshot.goal(ix);
    if let Some(document) = places.snapshot.workspace.unread_kpi(goal) {
        return format!("its value is in {}, which cannot be read", places.snapshot.workspace.file(document).path);
    }
    let own = goal.metric.as_ref();
    let kpi = places.snapshot.workspace.kpi_of_goal(goal).map(|kpi| places.snapshot.goal(kpi));
    let metric = kpi.map_or(own, |kpi| kpi.metric.as_ref());
    let whose = kpi.map_or_else(|| "the value".to_owned(), |kpi| format!("the value of `{}`", kpi.id));
    if let Some(unit) = places.snapshot.timeline.other_unit(ix) {
        let in_unit = metric.and_then(|metric| metric.unit.as_deref()).unwrap_or_default();
        return format!("{whose} is in {in_unit}, and the goalposts are in {unit}: write them in {in_unit}");
    }
    match metric.map(|metric| (metric.current, metric.as_of)) {
        Some((Some(_), Some(day))) if goal.start().is_some_and(|start| day < start) => {
            format!("{whose} is dated {day}, before the goal's period")
        }
        Some((Some(_), Some(day))) => format!("{whose} is dated {day}, after the last day that counts"),
        _ => "no value yet".to_owned(),
    }
}

impl ValueSpan {
    fn new(places: &InputPlaces<'_, '_>, ix: GoalIx, stretch: &Stretch) -> Self {
        let observations = places.snapshot.timeline.of(ix);
        let observation =
            observations.binary_search_by_key(&stretch.from, |it| it.day).ok().map(|at| &observations[at]);
        Self {
            from: stretch.from,
            days: stretch.days,
            value: stretch.value,
            other_unit: observation.and_then(|it| other_metric(it)?.unit.clone()),
            inside: stretch.inside,
            commit: observation.and_then(|it| it.commit).and_then(|commit| places.commit(commit)),
        }
    }
}

impl MilestoneView {
    fn new(places: &InputPlaces<'_, '_>, ix: GoalIx, milestone: &Milestone) -> Self {
        let route = format!("milestones[{}]", milestone.index);
        let done_on = match milestone.done {
            Some(Done::On(day)) => Some(day),
            _ => None,
        };
        Self {
            title: milestone.title.clone(),
            weight: places.number(ix, &format!("{route}.weight"), milestone.weight()),
            done: milestone.is_done(),
            done_on,
            place: places.of(ix, &route),
            late: done_on.and_then(|day| late_day_words(places.snapshot.goal(ix), day)),
        }
    }
}
