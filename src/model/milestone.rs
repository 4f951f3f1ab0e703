//! Milestones: planned points on the way, or steps that are done or not.

use schemars::JsonSchema;
use serde::Serialize;

use super::day::Day;
use super::metric::NumberOrStep;

/// A step on the way to a goal.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Milestone {
    /// What is reached.
    pub title: String,
    /// The day it is planned for.
    #[schemars(with = "Option<Day>")]
    pub due: Option<Day>,
    /// With a metric: the planned value on that day.
    #[schemars(with = "Option<NumberOrStep>")]
    pub value: Option<f64>,
    /// Without a metric: the day it was done, or true or false.
    #[schemars(with = "Option<DoneText>")]
    pub done: Option<Done>,
    /// Without a metric: its weight; 1 by default.
    #[schemars(range(min = 0))]
    pub weight: Option<f64>,
    /// Its place in the list, from 0, for the route `milestones[n]`.
    #[serde(skip)]
    pub index: usize,
}

/// Whether and when a milestone was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Done {
    /// On a day.
    On(Day),
    /// Done or not, no day given.
    Is(bool),
}

/// How `done` is written.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum DoneText {
    /// The day it was done.
    On(Day),
    /// Done or not.
    Is(bool),
}

impl Milestone {
    /// Whether it is done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        !matches!(self.done, None | Some(Done::Is(false)))
    }

    /// Whether it counts as done by a day. One ticked without a day was done in time, as far as anyone can tell.
    #[must_use]
    pub fn is_done_by(&self, day: Option<Day>) -> bool {
        match self.done {
            Some(Done::On(done)) => day.is_none_or(|day| done <= day),
            Some(Done::Is(done)) => done,
            None => false,
        }
    }

    /// Its weight, 1 by default.
    #[must_use]
    pub fn weight(&self) -> f64 {
        self.weight.unwrap_or(1.0)
    }
}
