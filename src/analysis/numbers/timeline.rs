//! The observations of goals over time. The files alone give one of each goal; history adds the others.

use std::sync::Arc;

use crate::analysis::history::goal_history::{GoalHistory, GoalRevision};
use crate::analysis::numbers::measure::raw_progress;
use crate::analysis::numbers::observation::Observation;
use crate::model::{Day, Done, Goal, GoalIx, Kind, LogKind, Metric, Workspace};

/// The observations of every goal, oldest first, and the day of its last check-in. The lists are indexed by goal.
#[derive(Debug, Default)]
pub struct Timeline {
    observations: Vec<Vec<Observation>>,
    current: Vec<Option<f64>>,
    late: Vec<Option<LateValue>>,
    /// Whether the days of the observations are known.
    dated: Vec<bool>,
    last_check_in: Vec<Option<Day>>,
    history: Option<GoalHistory>,
}

/// A value of a later day than the last one that counts for its goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LateValue {
    /// The day for which it is true.
    pub day: Day,
    /// The metric's value; none for a milestone.
    pub value: Option<f64>,
}

impl Timeline {
    /// Builds a timeline with each goal's present value as its only observation.
    ///
    /// Its day is `as_of`, else today. A key result of a KPI has the KPI's value if its day lies in the key result's
    /// period. A milestone counts from the day on which it was done.
    #[must_use]
    pub fn from_files(workspace: &Workspace, today: Day) -> Self {
        // A value without `as_of` has today's day only for want of a known one: it is not late for that.
        Self::build(workspace, |_, goal| {
            (present(goal, today), goal.metric.as_ref().is_some_and(|it| it.as_of.is_some()))
        })
    }

    /// Builds a timeline from history, with an uncommitted change as the last observation of a goal.
    ///
    /// A commit makes an observation if it changed the value, its day, the confidence or a done milestone compared with
    /// all its parents, or if it adds the file with a value. Of several for one day the last in history counts. A goal that
    /// no commit has yet has its present value alone.
    #[must_use]
    pub fn from_history(workspace: &Workspace, history: GoalHistory, today: Day) -> Self {
        let mut timeline = Self::build(workspace, |_, goal| {
            let revisions = history.of(&goal.id);
            if revisions.is_empty() && history.at_head(&goal.id).is_none() {
                return (present(goal, today), goal.metric.as_ref().is_some_and(|it| it.as_of.is_some()));
            }
            let mut observed = observed(goal, revisions, &history);
            observed.extend(uncommitted(goal, history.at_head(&goal.id), today));
            (by_day(observed), true)
        });
        timeline.history = Some(history);
        timeline
    }

    /// Builds a timeline from each goal's own observations; `own` also says whether their days are known.
    fn build(workspace: &Workspace, own: impl Fn(GoalIx, &Goal) -> (Vec<Observation>, bool)) -> Self {
        let mut timeline = Self::default();
        for (ix, goal) in workspace.iter() {
            let (observations, dated) = own(ix, goal);
            timeline.observations.push(observations);
            timeline.dated.push(dated);
        }
        for (ix, goal) in workspace.iter() {
            let mut late = late_value(goal, &timeline.observations[ix.index()], timeline.dated[ix.index()]);
            let mut current = timeline.value_by(goal, ix, goal.last_value_day());
            if let Some(kpi) = workspace.kpi_of_goal(goal) {
                let last = goal.last_value_day();
                let begun = |day: Day| goal.period.is_none() || goal.start().is_none_or(|start| start <= day);
                let inside = |day: Day| begun(day) && last.is_none_or(|last| day <= last);
                let of_kpi = timeline.observations[kpi.index()].iter().filter(|it| inside(it.day));
                let observations: Vec<_> =
                    of_kpi.map(|it| Observation { confidence: goal.confidence, ..it.clone() }).collect();
                current = observations.last().and_then(|it| it.value);
                timeline.observations[ix.index()] = observations;
                // A KPI lives longer than the key results that use it: its later values are not late values of theirs.
                late = None;
            }
            timeline.current.push(current);
            timeline.late.push(late);
            with_progress(goal, &mut timeline.observations[ix.index()]);
            let entry = goal.log.iter().filter(|entry| entry.kind == LogKind::CheckIn).map(|entry| entry.date).max();
            let observed = timeline.observations[ix.index()].last().map(|observation| observation.day);
            timeline.last_check_in.push(observed.max(entry));
        }
        timeline
    }

    /// A goal's observations, oldest first.
    #[must_use]
    pub fn of(&self, goal: GoalIx) -> &[Observation] {
        self.observations.get(goal.index()).map_or(&[], Vec::as_slice)
    }

    /// A goal's value as of a day: the present value, or if that is of a later day, the last observation up to `day`.
    /// None if there is none up to then.
    #[must_use]
    pub fn value_by(&self, goal: &Goal, ix: GoalIx, day: Option<Day>) -> Option<f64> {
        let metric = goal.metric.as_ref()?;
        let Some(day) = day.filter(|day| present_day(metric, self.of(ix), self.dated[ix.index()]) > Some(*day)) else {
            return metric.current;
        };
        self.of(ix).iter().rev().find(|it| it.day <= day).and_then(|it| it.value)
    }

    /// The present value of a goal, if it is of a later day than the last one that counts for the goal.
    #[must_use]
    pub fn late_value(&self, goal: GoalIx) -> Option<LateValue> {
        self.late.get(goal.index()).copied().flatten()
    }

    /// A goal's observations of later days than the last one that counts for it, oldest first; empty where their days
    /// are not known.
    #[must_use]
    pub fn late_observations(&self, goal: &Goal, ix: GoalIx) -> &[Observation] {
        let Some(last) = goal.last_value_day().filter(|_| self.dated[ix.index()]) else { return &[] };
        let all = self.of(ix);
        &all[all.partition_point(|it| it.day <= last)..]
    }

    /// A goal's present value from its file or its KPI, as of the last day that counts for the goal.
    #[must_use]
    pub fn current(&self, goal: GoalIx) -> Option<f64> {
        self.current.get(goal.index()).copied().flatten()
    }

    /// The day of a goal's last observation or `check-in` entry, whichever is later.
    #[must_use]
    pub fn last_check_in(&self, goal: GoalIx) -> Option<Day> {
        self.last_check_in.get(goal.index()).copied().flatten()
    }

    /// The history from which it was built; none where it was built from files alone.
    #[must_use]
    pub fn history(&self) -> Option<&GoalHistory> {
        self.history.as_ref()
    }
}

/// The day of a metric's present value: `as_of`, else the day of its last observation; none where that is not known.
fn present_day(metric: &Metric, observations: &[Observation], dated: bool) -> Option<Day> {
    metric.as_of.or_else(|| observations.last().filter(|_| dated).map(|it| it.day))
}

/// The present value of a goal or its last done milestone, if it is of a later day than the last one that counts for
/// it.
fn late_value(goal: &Goal, observations: &[Observation], dated: bool) -> Option<LateValue> {
    let last = goal.last_value_day()?;
    let Some(metric) = &goal.metric else {
        let done =
            goal.milestones.iter().filter_map(|it| if let Some(Done::On(day)) = it.done { Some(day) } else { None });
        return done.filter(|day| *day > last).max().map(|day| LateValue { day, value: None });
    };
    let value = metric.current?;
    let day = present_day(metric, observations, dated).filter(|day| *day > last)?;
    Some(LateValue { day, value: Some(value) })
}

/// The observations in a goal's file, without history.
fn present(goal: &Goal, today: Day) -> Vec<Observation> {
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
        return days.into_iter().map(|day| one(day, None)).collect();
    };
    metric.current.map(|value| one(metric.as_of.unwrap_or(today), Some(value))).into_iter().collect()
}

/// The fields whose change makes an observation: value, day, confidence and done milestones.
type Tuple = (Option<f64>, Option<Day>, Option<f64>, Vec<Done>);

/// The fields of a version of a goal whose change makes an observation.
fn tuple(goal: &Goal) -> Tuple {
    let metric: Option<&Metric> = goal.metric.as_ref();
    let done = goal.milestones.iter().filter(|it| it.is_done()).filter_map(|it| it.done).collect();
    (metric.and_then(|it| it.current), metric.and_then(|it| it.as_of), goal.confidence, done)
}

/// Whether a version has a value or a done milestone.
fn brings_value(of: &Tuple) -> bool {
    of.0.is_some() || !of.3.is_empty()
}

/// The observations made by commits, in the order of history.
fn observed(goal: &Goal, revisions: &[GoalRevision], history: &GoalHistory) -> Vec<Observation> {
    let mut last: Option<&Arc<Goal>> = None;
    let mut observed = Vec::new();
    for revision in revisions {
        let Some(after) = &revision.after else { continue };
        let now = tuple(after);
        let before: Vec<Tuple> = revision.before.iter().flatten().map(|before| tuple(before)).collect();
        let new = if before.is_empty() {
            // The file was added or restored. A restored value is no new observation if it is the one before the
            // removal.
            brings_value(&now) && last.is_none_or(|last| tuple(last) != now)
        } else {
            before.iter().all(|before| *before != now)
        };
        last = Some(after);
        if !new {
            continue;
        }
        // A value that changes under an unchanged `as_of` is dated by its commit: the written day belongs to the value
        // before it.
        let day_changed = before.iter().all(|before| before.1 != now.1);
        let commit = &history.commits[revision.commit];
        let day = now.1.filter(|_| day_changed).unwrap_or_else(|| commit.author.day());
        observed.push(Observation {
            day,
            value: now.0,
            progress: progress_then(goal, after, now.0, day),
            confidence: now.2,
            commit: Some(revision.commit),
            path: revision.path.clone(),
        });
    }
    observed
}

/// The observation of an uncommitted change: the fields of the work tree that differ from HEAD.
fn uncommitted(goal: &Goal, head: Option<&Arc<Goal>>, today: Day) -> Option<Observation> {
    let now = tuple(goal);
    let before = head.map(|head| tuple(head));
    let new = before.as_ref().map_or_else(|| brings_value(&now), |before| *before != now);
    let day = now.1.filter(|day| before.as_ref().is_none_or(|it| it.1 != Some(*day))).unwrap_or(today);
    new.then(|| Observation {
        day,
        value: now.0,
        progress: progress_then(goal, goal, now.0, day),
        confidence: now.2,
        commit: None,
        path: String::new(),
    })
}

/// The progress against a version's own goalposts, 0 to 1. That of a measure to keep needs all observations and is
/// computed by [`with_progress`].
fn progress_then(present: &Goal, version: &Goal, value: Option<f64>, day: Day) -> Option<f64> {
    let mut version = version.clone();
    version.period = version.period.or_else(|| present.period.clone());
    raw_progress(&version, value, &[], day).map(|raw| raw.clamp(0.0, 1.0))
}

/// Sorts observations by day and keeps one of each day, the last in history.
fn by_day(mut observed: Vec<Observation>) -> Vec<Observation> {
    observed.sort_by_key(|it| it.day);
    observed.reverse();
    observed.dedup_by_key(|it| it.day);
    observed.reverse();
    observed
}

/// Computes the progress of observations that depends on the earlier ones.
fn with_progress(goal: &Goal, observations: &mut [Observation]) {
    for at in 0..observations.len() {
        if observations[at].progress.is_none() && goal.kind != Kind::Kpi {
            let (value, day) = (observations[at].value, observations[at].day);
            let raw = raw_progress(goal, value, &observations[..=at], day);
            observations[at].progress = raw.map(|raw| raw.clamp(0.0, 1.0));
        }
    }
}
