//! The observations of a goal's own file: the commits that made them, and those that withdrew them.

use std::collections::HashSet;
use std::sync::Arc;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::history::goal_revision::GoalRevision;
use crate::analysis::numbers::measure::raw_progress;
use crate::analysis::numbers::observation::{Observation, Withdrawn};
use crate::model::{Day, Done, Goal};

/// The observations of one goal.
#[derive(Debug, Clone, Default)]
pub(super) struct Observed {
    /// Those that count, oldest first, one a day.
    pub(super) observations: Vec<Observation>,
    /// Those that were withdrawn, in the order in which they were.
    pub(super) withdrawn: Vec<Withdrawn>,
}

impl Observed {
    /// The observations in a goal's file, without history.
    pub(super) fn in_file(goal: &Goal, today: Day) -> Self {
        let one = |day, value| Observation {
            day,
            value,
            progress: None,
            confidence: goal.confidence,
            commit: None,
            path: String::new(),
        };
        let Some(metric) = &goal.metric else {
            let mut days: Vec<Day> = goal
                .milestones
                .iter()
                .filter_map(|milestone| match milestone.done {
                    Some(Done::On(day)) => Some(day),
                    // Done on an unknown day: at its due day at the latest, unless that is still to come.
                    Some(Done::Is(true)) => Some(milestone.due.filter(|due| *due <= today).unwrap_or(today)),
                    _ => None,
                })
                .collect();
            days.sort_unstable();
            days.dedup();
            return Self::counted(days.into_iter().map(|day| one(day, None)).collect());
        };
        Self::counted(metric.current.map(|value| one(metric.as_of.unwrap_or(today), Some(value))).into_iter().collect())
    }

    /// The observations made by commits, and an uncommitted change as the last one.
    pub(super) fn in_history(goal: &Goal, history: &GoalHistory, today: Day) -> Self {
        let mut recorder = Recorder { goal, history, points: Vec::new(), withdrawn: Vec::new() };
        for revision in history.of(&goal.id) {
            let Some(after) = &revision.after else { continue };
            recorder.record_commit(revision, after);
        }
        recorder.record_work_tree(history.last_known(&goal.id), today);
        Self { withdrawn: recorder.withdrawn, ..Self::counted(recorder.points) }
    }

    fn counted(observations: Vec<Observation>) -> Self {
        Self { observations: by_day(observations), withdrawn: Vec::new() }
    }
}

/// Sorts observations by day and keeps one of each day, the last in history.
pub(super) fn by_day(mut observed: Vec<Observation>) -> Vec<Observation> {
    observed.sort_by_key(|it| it.day);
    observed.reverse();
    observed.dedup_by_key(|it| it.day);
    observed.reverse();
    observed
}

/// The fields of a version of a goal whose change makes an observation.
#[derive(Debug, PartialEq)]
struct Tuple {
    value: Option<f64>,
    as_of: Option<Day>,
    confidence: Option<f64>,
    done: Vec<Done>,
}

impl Tuple {
    fn of(goal: &Goal) -> Self {
        let metric = goal.metric.as_ref();
        let mut done: Vec<Done> = goal.milestones.iter().filter(|it| it.is_done()).filter_map(|it| it.done).collect();
        // Milestones in another order are not a change.
        done.sort_unstable_by_key(|done| match done {
            Done::On(day) => Some(*day),
            Done::Is(_) => None,
        });
        Self {
            value: metric.and_then(|it| it.current),
            as_of: metric.and_then(|it| it.as_of),
            confidence: goal.confidence,
            done,
        }
    }

    /// Whether a version has a value or a done milestone.
    fn brings_value(&self) -> bool {
        self.value.is_some() || !self.done.is_empty()
    }

    /// The day to which a version sets `as_of` back: its own, if all versions before it wrote a later one. A value without
    /// a day withdraws nothing.
    fn sets_back_to<'b>(&self, mut before: impl Iterator<Item = &'b Self>) -> Option<Day> {
        let to = self.as_of?;
        before.all(|before| before.as_of.is_some_and(|as_of| to < as_of)).then_some(to)
    }
}

/// Collects the observations of a goal, revision by revision.
struct Recorder<'a> {
    goal: &'a Goal,
    history: &'a GoalHistory,
    points: Vec<Observation>,
    withdrawn: Vec<Withdrawn>,
}

impl Recorder<'_> {
    fn record_commit(&mut self, revision: &GoalRevision, after: &Goal) {
        let now = Tuple::of(after);
        let before: Vec<Tuple> = revision.before.iter().flatten().map(|before| Tuple::of(before)).collect();
        let is_new = if before.is_empty() { now.brings_value() } else { before.iter().all(|before| *before != now) };
        if !is_new {
            return;
        }
        let commit = Some(revision.commit);
        if let Some(to) = now.sets_back_to(before.iter()).filter(|_| !before.is_empty())
            && self.withdraw(&now, to, commit)
        {
            return;
        }
        // A value that changes under an unchanged `as_of` is dated by its commit: the written day belongs to the value
        // before it.
        let brings_day = before.iter().all(|before| before.as_of != now.as_of);
        let written = self.history.commits[revision.commit].author.day();
        let day = now.as_of.filter(|_| brings_day).unwrap_or(written);
        self.record(after, &now, day, commit, &revision.path);
    }

    /// The observation of an uncommitted change: the fields of the work tree that differ from HEAD.
    fn record_work_tree(&mut self, head: Option<&Arc<Goal>>, today: Day) {
        let (now, before) = (Tuple::of(self.goal), head.map(|head| Tuple::of(head)));
        if before.as_ref().map_or_else(|| !now.brings_value(), |before| *before == now) {
            return;
        }
        if let Some(to) = now.sets_back_to(before.iter()).filter(|_| before.is_some())
            && self.withdraw(&now, to, None)
        {
            return;
        }
        let day = now.as_of.filter(|day| before.as_ref().is_none_or(|it| it.as_of != Some(*day))).unwrap_or(today);
        self.record(self.goal, &now, day, None, "");
    }

    fn record(&mut self, version: &Goal, now: &Tuple, day: Day, commit: Option<usize>, path: &str) {
        self.points.push(Observation {
            day,
            value: now.value,
            progress: progress_then(self.goal, version, now.value, day),
            confidence: now.confidence,
            commit,
            path: path.to_owned(),
        });
    }

    /// Withdraws the observations of later days that were made by ancestors of a commit. Returns whether the commit restores
    /// what was observed for its day before: then it makes no observation, and the earlier one stays with its author.
    fn withdraw(&mut self, now: &Tuple, to: Day, by: Option<usize>) -> bool {
        let first = self.points.iter().filter(|it| to <= it.day).filter_map(|it| it.commit).min();
        let ancestors: Option<HashSet<usize>> = by.zip(first).map(|(by, first)| self.history.ancestors(by, first));
        // Every commit is before the work tree.
        let is_before = |it: &Observation| match (&ancestors, it.commit) {
            (Some(ancestors), Some(commit)) => ancestors.contains(&commit),
            _ => by.is_none(),
        };
        let (later, points): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.points).into_iter().partition(|it| to < it.day && is_before(it));
        self.withdrawn.extend(later.into_iter().map(|observation| Withdrawn { observation, by }));
        let known = points.iter().rfind(|it| it.day == to && is_before(it));
        let returns = known.is_some_and(|it| (it.value, it.confidence) == (now.value, now.confidence));
        self.points = points;
        returns
    }
}

/// The progress against a version's own goalposts, 0 to 1. That of a measure to keep needs all observations and is
/// computed by the timeline.
pub(super) fn progress_then(present: &Goal, version: &Goal, value: Option<f64>, day: Day) -> Option<f64> {
    let mut version = version.clone();
    version.period = version.period.or_else(|| present.period.clone());
    raw_progress(&version, value, &[], day).map(|raw| raw.clamp(0.0, 1.0))
}
