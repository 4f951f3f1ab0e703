//! Since when goals are known and active.

use std::sync::Arc;

use super::goal_history::GoalHistory;
use crate::model::{Day, Goal, State};

/// When a goal began to be something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beginning {
    /// Before this day, from which on it is known.
    Before(Day),
    /// With a commit that landed on this day.
    With(Day),
}

impl GoalHistory {
    /// The day since which a goal is known: the day on which the commit landed that first made it active, or
    /// with `draft` the one that first added it. A goal that was active already where a shallow clone is cut off, or
    /// where reading began, is known from there on. None for a goal that no commit has.
    pub fn known_since(&self, id: &str, draft: bool) -> Option<Day> {
        Some(match self.begins(id, |goal| draft || goal.state != State::Draft)? {
            Beginning::With(day) | Beginning::Before(day) => day,
        })
    }

    /// The day on which the commit landed that first made a goal active; none if history does not show it.
    pub fn active_since(&self, id: &str) -> Option<Day> {
        match self.begins(id, |goal| goal.state != State::Draft)? {
            Beginning::With(day) => Some(day),
            Beginning::Before(_) => None,
        }
    }

    /// The day since which a goal has had something that it still has: the one on which the commit landed that gave it. What it
    /// had already where a shallow clone is cut off, or where reading began, it has from there on. None where no commit has
    /// it.
    pub fn had_since(&self, id: &str, has: impl Fn(&Goal) -> bool) -> Option<Day> {
        match self.since(id, &has) {
            Some(revision) => Some(self.landing_day(revision.commit)),
            None => self.at_head(id).filter(|goal| has(goal)).map(|_| self.beginning()),
        }
    }

    /// The first day on which any goal that people work for was active; none if that was before what was read.
    pub fn first_active_day(&self) -> Option<Day> {
        *self.first_active.get_or_init(|| {
            // What a mission says or a metric measures was promised to nobody.
            let is_active = |goal: &Goal| goal.state != State::Draft && goal.is_work();
            let untouched = self.head.keys().filter(|id| !self.goals.contains_key(*id));
            let mut first = None;
            for id in self.goals.keys().chain(untouched) {
                match self.begins(id, is_active) {
                    Some(Beginning::With(day)) => first = Some(first.map_or(day, |first: Day| first.min(day))),
                    Some(Beginning::Before(_)) => return None,
                    None => {}
                }
            }
            first
        })
    }

    /// When a goal began to be something; none if no version of it is so. Several branches may have made it so: it counts
    /// since the first of them landed.
    fn begins(&self, id: &str, is_so: impl Fn(&Goal) -> bool) -> Option<Beginning> {
        let revisions = self.of(id);
        let is_so = |goal: &&Arc<Goal>| is_so(goal);
        let Some(first) = revisions.iter().find(|it| it.before.iter().flatten().chain(&it.after).any(|it| is_so(&it)))
        else {
            // A goal that no commit changed was there before what was read.
            let head = self.at_head(id).filter(|_| revisions.is_empty());
            return head.filter(is_so).map(|_| Beginning::Before(self.beginning()));
        };
        if first.before.iter().flatten().any(|it| is_so(&it)) {
            return Some(Beginning::Before(self.beginning()));
        }
        if self.commits[first.commit].cut_off {
            return Some(Beginning::Before(self.landing_day(first.commit)));
        }
        let landed = self.landed(id).iter().find(|it| it.after.as_ref().is_some_and(|it| is_so(&it)));
        let day = landed.map(|change| self.day_of(change.step));
        Some(Beginning::With(day.unwrap_or_else(|| self.landing_day(first.commit))))
    }

    /// The first day of the history that was read.
    fn beginning(&self) -> Day {
        let first = || self.commits.first().map(|commit| commit.day);
        self.read_from().or_else(first).unwrap_or(Day::MIN)
    }
}
