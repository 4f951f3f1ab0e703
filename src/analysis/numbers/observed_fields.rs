//! What of a version of a goal is observed: its value, day, confidence and done milestones.

use crate::analysis::numbers::goalpost_unit::differ;
use crate::model::{Day, Done, Goal, Metric};

/// The fields of a version of a goal whose change makes an observation.
#[derive(Debug)]
pub(super) struct ObservedFields {
    /// The value; a step of a rubric by its place on today's scale, else on its own.
    pub(super) value: Option<f64>,
    /// A step that today's scale does not have.
    step: Option<String>,
    pub(super) as_of: Option<Day>,
    pub(super) confidence: Option<f64>,
    /// The unit of the value.
    unit: Option<String>,
    /// The days of the done milestones, sorted: milestones in another order are not a change.
    pub(super) done: Vec<Option<Day>>,
}

impl PartialEq for ObservedFields {
    fn eq(&self, other: &Self) -> bool {
        let rest = |it: &Self| (it.as_of, it.confidence);
        self.has_same_value(other) && rest(self) == rest(other) && self.done == other.done
    }
}

impl ObservedFields {
    /// The fields of a version of a goal. A step of a rubric is what its name says: a scale that gets more steps observes
    /// nothing.
    pub(super) fn of(goal: &Goal, present: &Goal) -> Self {
        let metric = goal.metric.as_ref();
        let (value, step) = metric.map(|it| value_now(it, present.metric.as_ref())).unwrap_or_default();
        let done = goal.milestones.iter().filter(|it| it.is_done()).map(|it| match it.done {
            Some(Done::On(day)) => Some(day),
            _ => None,
        });
        let mut done: Vec<Option<Day>> = done.collect();
        done.sort_unstable();
        let (as_of, unit) = (metric.and_then(|it| it.as_of), metric.and_then(|it| it.unit.clone()));
        Self { value, step, as_of, confidence: goal.confidence, unit, done }
    }

    /// Whether two versions have one value.
    pub(super) fn has_same_value(&self, other: &Self) -> bool {
        match (&self.step, &other.step) {
            (None, None) => self.value == other.value,
            (one, other) => one == other,
        }
    }

    /// Whether a version says the value of another one in another unit: for the same day, which was written.
    pub(super) fn converts(&self, before: &Self) -> bool {
        let is_other = || differ(self.unit.as_deref(), before.unit.as_deref());
        self.as_of.is_some() && self.as_of == before.as_of && is_other()
    }

    /// Whether a version has a value or a done milestone.
    pub(super) fn brings_value(&self) -> bool {
        self.value.is_some() || !self.done.is_empty()
    }

    /// Whether a version says something that another one does not. What is only removed is no check-in.
    pub(super) fn adds_to(&self, before: &Self) -> bool {
        let is_same = self.has_same_value(before);
        // The same value without its day is nothing new.
        let dated = !is_same || (self.as_of != before.as_of && self.as_of.is_some());
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

/// The value of a version's metric, a step of a rubric by its place on today's scale; its name where that does not have it.
fn value_now(then: &Metric, now: Option<&Metric>) -> (Option<f64>, Option<String>) {
    let Some(value) = then.current.filter(|_| !then.scale.is_empty()) else { return (then.current, None) };
    let step = then.say(value);
    let place = now.and_then(|now| now.place_of_step(&step));
    #[expect(clippy::cast_precision_loss, reason = "a scale has few steps")]
    match place {
        Some(place) => (Some(place as f64), None),
        None => (Some(value), Some(step)),
    }
}

/// Whether all of some sorted days are among others, as often.
fn is_part_of(days: &[Option<Day>], others: &[Option<Day>]) -> bool {
    let mut others = others.iter();
    days.iter().all(|day| others.by_ref().find(|other| *other >= day) == Some(day))
}
