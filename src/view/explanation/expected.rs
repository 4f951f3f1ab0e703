//! The expected progress of a goal today: the points of its plan, and the two that today lies between.

use std::collections::HashSet;

use serde::Serialize;

use super::input::{InputPlaces, PlaceView};
use super::parts::PartsView;
use crate::analysis::numbers::{Corner, ExpectedReason, Point};
use crate::analysis::trends::Derivation;
use crate::model::{Day, Days, GoalIx, days_between};

/// The expected progress today.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExpectedView {
    /// The share of the way, 0 to 1.
    pub value: Option<f64>,
    /// How the value was computed.
    pub how: ExpectedHow,
    /// The points of the plan, by day.
    pub points: Vec<ExpectedPoint>,
    /// Milestones that are not points of the plan, each with the reason.
    pub left_out: Vec<String>,
}

/// How the expected progress was computed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum ExpectedHow {
    /// Linear in days between two points of the plan: from + (to − from) × days / of days.
    Plan {
        /// The point before, by its place among the points.
        from: usize,
        /// The point after.
        to: usize,
        /// The days from the point before to today.
        days: Days,
        /// The days from point to point.
        of_days: Days,
    },
    /// A value to keep is expected from the first day on.
    Keep,
    /// The goal can only be all or nothing: 0 before its due day, 1 from it on.
    Step {
        /// The day.
        due: Day,
    },
    /// The goal starts on a later day.
    NotBegun {
        /// The day.
        start: Option<Day>,
    },
    /// The goal's last day is today or past.
    Over {
        /// The day.
        end: Option<Day>,
    },
    /// Σ weight × expected over Σ weight, of the parts that have a plan.
    Parts {
        /// Σ weight × expected.
        sum: f64,
        /// Σ weight.
        weights: f64,
    },
    /// There is no plan.
    None {
        /// The reason.
        why: String,
    },
}

/// A point of a plan.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExpectedPoint {
    /// The day.
    pub day: Day,
    /// The planned value there; null where steps are counted.
    pub value: Option<f64>,
    /// The share of the way.
    pub share: f64,
    /// What it is: `start`, `milestone` or `end`.
    pub at: String,
    /// The milestone's title, or what the day is.
    pub title: String,
    /// Where it is written.
    pub place: Option<PlaceView>,
}

impl ExpectedView {
    pub(super) fn new(
        places: &InputPlaces<'_, '_>,
        ix: GoalIx,
        derivation: &Derivation<'_>,
        parts: Option<&PartsView>,
    ) -> Self {
        let goal = places.snapshot.goal(ix);
        let points: Vec<_> = derivation.plan.iter().map(|point| ExpectedPoint::new(places, ix, point)).collect();
        let at = |point: &Point| derivation.plan.iter().position(|it| it == point).unwrap_or(0);
        let how = match (derivation.expectation.map(|it| it.because), parts) {
            (_, Some(parts)) if parts.expected_weights > 0.0 => {
                ExpectedHow::Parts { sum: parts.expected_sum, weights: parts.expected_weights }
            }
            (_, Some(_)) => ExpectedHow::None { why: "none of its parts has a plan".to_owned() },
            (Some(ExpectedReason::Between(from, to)), _) => ExpectedHow::Plan {
                from: at(&from),
                to: at(&to),
                days: days_between(from.day, derivation.day),
                of_days: days_between(from.day, to.day),
            },
            (Some(ExpectedReason::Keep), _) => ExpectedHow::Keep,
            (Some(ExpectedReason::Step(due)), _) => ExpectedHow::Step { due },
            (Some(ExpectedReason::NotBegun), _) => ExpectedHow::NotBegun { start: goal.start() },
            (Some(ExpectedReason::Over), _) => ExpectedHow::Over { end: goal.end() },
            (None, None) => {
                let why = match (goal.start(), goal.end()) {
                    _ if !places.snapshot.numbers(ix).measures => "it measures nothing",
                    (None, Some(_)) => "a deadline without a period gives no plan",
                    _ => "it has no period",
                };
                ExpectedHow::None { why: why.to_owned() }
            }
        };
        let left_out = if points.is_empty() { Vec::new() } else { left_out(places, ix, &derivation.plan) };
        Self { value: places.snapshot.numbers(ix).expected, how, points, left_out }
    }
}

/// The milestones that are no points of a plan.
fn left_out(places: &InputPlaces<'_, '_>, ix: GoalIx, plan: &[Point]) -> Vec<String> {
    let goal = places.snapshot.goal(ix);
    let metric = goal.metric.is_some();
    let milestone = |point: &Point| if let Corner::Milestone(at) = point.corner { Some(at) } else { None };
    let planned: HashSet<usize> = plan.iter().filter_map(milestone).collect();
    let left_out = goal.milestones.iter().enumerate().filter(|(at, _)| !planned.contains(at));
    let end = goal.end();
    let notes = left_out.filter_map(|(_, it)| match (it.due, it.value) {
        (_, None) if metric => Some(format!("`{}` has no planned value", it.title)),
        (None, _) if metric => Some(format!("`{}` has no due day", it.title)),
        (Some(due), _) if metric => Some(format!("`{}` is due on {due}, the day of the target", it.title)),
        (Some(due), _) if Some(due) > end => Some(format!("`{}` is due on {due}, counted at the end", it.title)),
        _ => None,
    });
    notes.collect()
}

impl ExpectedPoint {
    fn new(places: &InputPlaces<'_, '_>, ix: GoalIx, point: &Point) -> Self {
        let goal = places.snapshot.goal(ix);
        let metric = goal.metric.as_ref();
        let (at, value, title, route) = match point.corner {
            Corner::Start => {
                let period = goal.period.as_ref().map_or("", |period| period.name.as_str());
                ("start", metric.and_then(|it| it.baseline), format!("start of {period}"), "period".to_owned())
            }
            Corner::End => {
                let target = metric.and_then(|it| it.target);
                match (&goal.deadline, &goal.period) {
                    (Some(_), _) => ("end", target, "deadline".to_owned(), "deadline".to_owned()),
                    (None, period) => {
                        let name = period.as_ref().map_or("", |period| period.name.as_str());
                        ("end", target, format!("end of {name}"), "period".to_owned())
                    }
                }
            }
            Corner::Milestone(at) => {
                let milestone = goal.milestones.get(at);
                let title = milestone.map(|it| it.title.clone()).unwrap_or_default();
                let index = milestone.map_or(0, |it| it.index);
                ("milestone", milestone.and_then(|it| it.value), title, format!("milestones[{index}]"))
            }
        };
        let place = places.of(ix, &route);
        Self { day: point.day, value, share: point.share, at: at.to_owned(), title, place }
    }
}
