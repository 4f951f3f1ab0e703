//! Milestones: planned values of a metric, or steps that are done or not.

use super::day::Day;
use super::done::Done;
use super::field_row::field_table;
use super::lower::done::done;
use super::lower::meaning::Holder;
use super::lower::number::{value, weight};
use super::lower::scalar::{day, place_in_list};
#[cfg(test)]
use super::schema::parts::Done as DoneText;
#[cfg(test)]
use super::schema::scalar::Amount;
use crate::syntax::Decoder;

field_table! {
    /// A step on the way.
    Milestone(Default): "a milestone", Holder::Milestone, known by &[&["title"], &["due"]], keeps {
        /// Its place in the list, from 0, for the route `milestones[n]`.
        index: usize = place_in_list,
    }, given scale: &[String];
    /// What is reached, in a few words: `failover drill`.
    expected title: String, Text, Decoder::text, about Wording;
    /// The day it is planned for, as `YYYY-MM-DD`. Default: the goal's last day.
    optional due: Option<Day>, Day, day;
    /// With a metric: the planned value on that day, in the metric's unit or as a step of its scale.
    ///
    /// The plan then runs through this point instead of straight from baseline to target.
    optional value: Option<f64>, Value, |decoder, node| value(decoder, node, None, scale);
    /// Without a metric: the day it was done, as `YYYY-MM-DD`, or `true` or `false`; or the source that tells.
    ///
    /// `goalpost pull` asks `{source: tracker, issue: 12}` and writes the day once it is done.
    optional done: Option<Done>, Done, done, about Progress, schema DoneText;
    /// Without a metric: its weight among the milestones, 0 or more. Default: 1.
    optional weight: Option<f64>, Number, weight, schema Amount;
}

impl Milestone {
    /// Whether it is done.
    pub fn is_done(&self) -> bool {
        matches!(self.done, Some(Done::On(_) | Done::Is(true)))
    }

    /// Whether it counts as done by a day. One that is done on an unknown day counts as done in time.
    pub fn is_done_by(&self, day: Option<Day>) -> bool {
        match self.done {
            Some(Done::On(done)) => day.is_none_or(|day| done <= day),
            Some(Done::Is(done)) => done,
            Some(Done::Asked(_)) | None => false,
        }
    }

    /// Its weight, 1 by default.
    pub fn weight(&self) -> f64 {
        self.weight.unwrap_or(1.0)
    }
}
