//! How goals changed along the trunk's line (model: Goalposts), one step for each of its commits: net of what a pull
//! request moved and put back, and of what a merge threw away.

use std::sync::Arc;

use super::by_id::ById;
use crate::model::{Day, Goal};

/// A commit of the trunk's line, with the commits that landed with it.
#[derive(Debug)]
pub(super) struct Step {
    /// The commit's place in the history; of what is not on the trunk yet the newest commit's.
    pub(super) commit: usize,
    /// The day on which it took effect.
    pub(super) day: Day,
    /// How it landed.
    pub(super) landed: Landed,
    /// The places of the commits that landed with it, ancestors first; its own too if it changed goals.
    pub(super) commits: Vec<usize>,
    /// Messages of commits that landed with it and changed no goals.
    pub(super) messages: Vec<String>,
}

impl Step {
    /// The step of commits that have their places so much later.
    fn moved(mut self, offset: usize) -> Self {
        self.commit += offset;
        self.commits.iter_mut().for_each(|place| *place += offset);
        if let Landed::With(place) = &mut self.landed {
            *place += offset;
        }
        self
    }
}

/// How a commit landed on the trunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Landed {
    /// With a commit of the trunk's line, by its place in the history: a merge, or itself.
    With(usize),
    /// It has not landed yet.
    NotYet,
    /// Unknown: it is from before the time that was looked at, or the trunk cannot be read.
    Unknown,
}

/// A change of a goal along the trunk's line.
#[derive(Debug, Clone)]
pub struct LandedChange {
    /// The number of the step, the oldest first.
    pub step: usize,
    /// The goal before; none if the line had never had it.
    pub before: Option<Arc<Goal>>,
    /// The goal after; none if it was removed.
    pub after: Option<Arc<Goal>>,
    /// The goal's file, from the goals' folder; where it was, if it was removed.
    pub path: String,
    /// Whether it was removed by excluding its file.
    pub excluded: bool,
}

/// How goals changed along the trunk's line.
#[derive(Debug, Default)]
pub(super) struct Landings {
    steps: Vec<Step>,
    /// The step with which each commit landed, by the commit's place.
    of_commit: Vec<Option<usize>>,
    changes: ById<Vec<LandedChange>>,
}

impl Landings {
    /// The number of the step with which a commit landed.
    pub(super) fn step_of(&self, commit: usize) -> Option<usize> {
        self.of_commit.get(commit).copied().flatten()
    }

    /// The number of steps.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    pub(super) fn step(&self, step: usize) -> &Step {
        &self.steps[step]
    }

    /// The changes of a goal, the oldest first.
    pub(super) fn of(&self, id: &str) -> &[LandedChange] {
        self.changes.get(id).map_or(&[], Vec::as_slice)
    }

    /// The id of a goal that changed, as it is stored.
    pub(super) fn key(&self, id: &str) -> Option<&str> {
        self.changes.get_key_value(id).map(|(key, _)| key.as_str())
    }

    /// Every goal that changed, with its changes.
    pub(super) fn goals(&self) -> impl Iterator<Item = (&str, &[LandedChange])> {
        self.changes.iter().map(|(id, changes)| (id.as_str(), changes.as_slice()))
    }

    /// Adds a step and returns its number.
    pub(super) fn add_step(&mut self, step: Step) -> usize {
        let number = self.steps.len();
        for place in step.commits.iter().copied().chain([step.commit]) {
            if self.of_commit.len() <= place {
                self.of_commit.resize(place + 1, None);
            }
            self.of_commit[place].get_or_insert(number);
        }
        self.steps.push(step);
        number
    }

    /// Takes in the steps of another history, whose commits have their places `offset` later and whose files lie below `name`:
    /// in the order of days, while the steps of each keep their own order. Returns the new number of each step that was here
    /// before.
    pub(super) fn join(&mut self, other: Self, offset: usize, name: &str) -> Vec<usize> {
        let Self { steps, changes, .. } = std::mem::take(self);
        let (mut own, mut others) = (steps.into_iter().peekable(), other.steps.into_iter().peekable());
        let (mut own_numbers, mut other_numbers) = (Vec::new(), Vec::new());
        loop {
            let is_own = match (own.peek(), others.peek()) {
                (Some(own), Some(other)) => own.day <= other.day,
                (own, _) => own.is_some(),
            };
            if is_own {
                own_numbers.extend(own.next().map(|step| self.add_step(step)));
            } else if let Some(step) = others.next() {
                other_numbers.push(self.add_step(step.moved(offset)));
            } else {
                break;
            }
        }
        let mut others_changes = other.changes;
        for change in others_changes.values_mut().flatten() {
            change.path = format!("{name}/{}", change.path);
        }
        for (changes, numbers) in [(changes, &own_numbers), (others_changes, &other_numbers)] {
            for (id, changes) in changes {
                let of_goal = self.changes.entry(id).or_default();
                of_goal.extend(changes.into_iter().map(|it| LandedChange { step: numbers[it.step], ..it }));
                of_goal.sort_by_key(|it| it.step);
            }
        }
        self.sort_goals();
        own_numbers
    }

    /// Puts the goals in the order of their ids.
    pub(super) fn sort_goals(&mut self) {
        self.changes.sort_unstable_keys();
    }

    /// Lets a goal that came back be compared with its last version before.
    pub(super) fn connect(&mut self, id: &str) {
        let mut last: Option<Arc<Goal>> = None;
        for change in self.changes.get_mut(id).into_iter().flatten() {
            if change.before.is_none() {
                change.before.clone_from(&last);
            }
            last = change.after.clone().or_else(|| change.before.clone());
        }
    }

    /// Adds the changes of a goal that has none yet.
    pub(super) fn add_changes(&mut self, id: String, changes: Vec<LandedChange>) {
        self.changes.insert(id, changes);
    }

    /// Adds changes of a goal that come before those that were added.
    pub(super) fn prepend(&mut self, id: &str, mut changes: Vec<LandedChange>) {
        if let Some(later) = self.changes.get_mut(id) {
            changes.append(later);
            *later = changes;
        } else if !changes.is_empty() {
            self.changes.insert(id.to_owned(), changes);
        }
    }
}
