//! What of a version of a goal is observed: its value, day, confidence and done milestones.

use crate::model::{Day, Done, Goal};

/// The fields of a version of a goal whose change makes an observation.
#[derive(Debug, PartialEq)]
pub(super) struct ObservedFields {
    pub(super) value: Option<f64>,
    pub(super) as_of: Option<Day>,
    pub(super) confidence: Option<f64>,
    /// The days of the done milestones, sorted: milestones in another order are not a change.
    pub(super) done: Vec<Option<Day>>,
}

impl ObservedFields {
    pub(super) fn of(goal: &Goal) -> Self {
        let metric = goal.metric.as_ref();
        let done = goal.milestones.iter().filter(|it| it.is_done()).map(|it| match it.done {
            Some(Done::On(day)) => Some(day),
            _ => None,
        });
        let mut done: Vec<Option<Day>> = done.collect();
        done.sort_unstable();
        Self {
            value: metric.and_then(|it| it.current),
            as_of: metric.and_then(|it| it.as_of),
            confidence: goal.confidence,
            done,
        }
    }

    /// Whether a version has a value or a done milestone.
    pub(super) fn brings_value(&self) -> bool {
        self.value.is_some() || !self.done.is_empty()
    }

    /// Whether a version says something that another one does not. What is only removed is no check-in.
    pub(super) fn adds_to(&self, before: &Self) -> bool {
        let dated = (self.value, self.as_of) != (before.value, before.as_of)
            // The same value without its day is nothing new.
            && (self.value != before.value || self.as_of.is_some());
        let confident = self.confidence.is_some() && self.confidence != before.confidence;
        (self.value.is_some() && dated) || confident || !is_part_of(&self.done, &before.done)
    }

    /// Whether a version lacks a value or a done milestone that another one has.
    pub(super) fn lacks(&self, before: &Self) -> bool {
        (self.value.is_none() && before.value.is_some()) || !is_part_of(&before.done, &self.done)
    }

    /// The day to which a version sets `as_of` back: its own, if all versions before it wrote a later one. A value without
    /// a day withdraws nothing.
    pub(super) fn sets_back_to(&self, before: &[Self]) -> Option<Day> {
        let to = self.as_of.filter(|_| !before.is_empty())?;
        before.iter().all(|before| before.as_of.is_some_and(|as_of| to < as_of)).then_some(to)
    }
}

/// Whether all of some sorted days are among others, as often.
fn is_part_of(days: &[Option<Day>], others: &[Option<Day>]) -> bool {
    let mut others = others.iter();
    days.iter().all(|day| others.by_ref().find(|other| *other >= day) == Some(day))
}
