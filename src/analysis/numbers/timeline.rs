//! Observations of goals over time. From the files alone there is one of each; history adds the others.

use std::sync::Arc;

use crate::analysis::history::goal_history::{GoalHistory, GoalRevision};
use crate::analysis::numbers::measure::raw_progress;
use crate::analysis::numbers::observation::Observation;
use crate::model::{Day, Done, Goal, GoalIx, Kind, LogKind, Metric, Workspace};

/// The observations of every goal, oldest first, and when each was last checked in on.
#[derive(Debug, Default)]
pub struct Timeline {
    observations: Vec<Vec<Observation>>,
    current: Vec<Option<f64>>,
    late: Vec<Option<LateValue>>,
    dated: Vec<bool>,
    last_check_in: Vec<Option<Day>>,
    history: Option<GoalHistory>,
}

/// A value of a day after the last that counts for its goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LateValue {
    /// The day for which it is true.
    pub day: Day,
    /// The metric's value; none for a milestone.
    pub value: Option<f64>,
}

impl Timeline {
    /// Takes each goal's present value as its one observation.
    ///
    /// Its day is `as_of`, else today: a value without a day is a value of now. A key result of a KPI has the KPI's
    /// value if its day lies in the key result's period. Milestones count from the days they were done.
    #[must_use]
    pub fn from_files(workspace: &Workspace, today: Day) -> Self {
        // A value without a day has today's for want of a better: that makes it no late one.
        Self::build(workspace, today, |_, goal| {
            (present(goal, today), goal.metric.as_ref().is_some_and(|it| it.as_of.is_some()))
        })
    }

    /// Takes each goal's observations from history, and what is not committed as a last one.
    ///
    /// A commit makes one if it changed value, day, confidence or done marks against all its parents; the one that adds
    /// the file, if it brings a value. Of several for one day the last in history stands. What no commit has yet (`None`
    /// in the history) has its present value alone.
    #[must_use]
    pub fn from_history(workspace: &Workspace, history: GoalHistory, today: Day) -> Self {
        let mut timeline = Self::build(workspace, today, |_, goal| {
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

    /// Takes each goal's own observations, and whether their days are known.
    fn build(workspace: &Workspace, today: Day, own: impl Fn(GoalIx, &Goal) -> (Vec<Observation>, bool)) -> Self {
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
                let inside: Vec<_> =
                    of_kpi.map(|it| Observation { confidence: goal.confidence, ..it.clone() }).collect();
                current = inside.last().and_then(|it| it.value);
                // A KPI goes on after the goals that refer to it: that is no value of theirs once they are closed.
                let newest = timeline.observations[kpi.index()].last().filter(|_| goal.is_open());
                let newest = newest.filter(|it| timeline.dated[kpi.index()] && last.is_some_and(|last| last < it.day));
                late = newest.and_then(|it| Some(LateValue { day: it.day, value: Some(it.value?) }));
                timeline.observations[ix.index()] = inside;
            }
            timeline.current.push(current);
            timeline.late.push(late);
            with_progress(goal, &mut timeline.observations[ix.index()]);
            let entries = goal.log.iter().filter(|entry| entry.kind == LogKind::CheckIn).map(|entry| entry.date);
            let observed = timeline.observations[ix.index()].iter().map(|observation| observation.day);
            // A day to come is a slip of the pen: nobody has checked in then.
            timeline.last_check_in.push(entries.chain(observed).filter(|day| *day <= today).max());
        }
        timeline
    }

    /// A goal's observations, oldest first.
    #[must_use]
    pub fn of(&self, goal: GoalIx) -> &[Observation] {
        self.observations.get(goal.index()).map_or(&[], Vec::as_slice)
    }

    /// A goal's value as of a day: what its file says, or the last observation by then where that is of a later day.
    /// None where nothing is known of that time.
    #[must_use]
    pub fn value_by(&self, goal: &Goal, ix: GoalIx, day: Option<Day>) -> Option<f64> {
        let metric = goal.metric.as_ref()?;
        let Some(day) = day.filter(|day| present_day(metric, self.of(ix), self.dated[ix.index()]) > Some(*day)) else {
            return metric.current;
        };
        self.of(ix).iter().rev().find(|it| it.day <= day).and_then(|it| it.value)
    }

    /// The present value of a goal, if it is of a later day than counts for it.
    #[must_use]
    pub fn late_value(&self, goal: GoalIx) -> Option<LateValue> {
        self.late.get(goal.index()).copied().flatten()
    }

    /// A goal's observations of later days than count for it, oldest first; none where their days are not known.
    #[must_use]
    pub fn late_observations(&self, goal: &Goal, ix: GoalIx) -> &[Observation] {
        let Some(last) = goal.last_value_day().filter(|_| self.dated[ix.index()]) else { return &[] };
        let all = self.of(ix);
        &all[all.partition_point(|it| it.day <= last)..]
    }

    /// A goal's present value: its file's, or that of its KPI, as of the last day that counts for the goal.
    #[must_use]
    pub fn current(&self, goal: GoalIx) -> Option<f64> {
        self.current.get(goal.index()).copied().flatten()
    }

    /// The day of a goal's last observation or `check-in` entry, whichever is later.
    #[must_use]
    pub fn last_check_in(&self, goal: GoalIx) -> Option<Day> {
        self.last_check_in.get(goal.index()).copied().flatten()
    }

    /// The history behind it, where there is one.
    #[must_use]
    pub fn history(&self) -> Option<&GoalHistory> {
        self.history.as_ref()
    }
}

/// The day of a metric's present value, where it is known.
fn present_day(metric: &Metric, observations: &[Observation], dated: bool) -> Option<Day> {
    metric.as_of.or_else(|| observations.last().filter(|_| dated).map(|it| it.day))
}

/// The present value of a goal or its last milestone, if it is of a later day than counts for the goal.
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

/// What the file says now.
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

/// What an observation is made of: value, day, confidence and done marks.
type Tuple = (Option<f64>, Option<Day>, Option<f64>, Vec<Done>);

fn tuple(goal: &Goal) -> Tuple {
    let metric: Option<&Metric> = goal.metric.as_ref();
    let done = goal.milestones.iter().filter(|it| it.is_done()).filter_map(|it| it.done).collect();
    (metric.and_then(|it| it.current), metric.and_then(|it| it.as_of), goal.confidence, done)
}

/// Whether a goal as it is brings a value at all.
fn brings_value(of: &Tuple) -> bool {
    of.0.is_some() || !of.3.is_empty()
}

/// The observations that commits have made, in their order.
fn observed(goal: &Goal, revisions: &[GoalRevision], history: &GoalHistory) -> Vec<Observation> {
    let mut last: Option<&Arc<Goal>> = None;
    let mut observed = Vec::new();
    for revision in revisions {
        let Some(after) = &revision.after else { continue };
        let now = tuple(after);
        let before: Vec<Tuple> = revision.before.iter().flatten().map(|before| tuple(before)).collect();
        let new = if before.is_empty() {
            // Added, or brought back: what stood before it was gone is no news.
            brings_value(&now) && last.is_none_or(|last| tuple(last) != now)
        } else {
            before.iter().all(|before| *before != now)
        };
        last = Some(after);
        if !new {
            continue;
        }
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

/// What the work tree says that HEAD does not.
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

/// Progress by a version's own goalposts; of keeping it is told later, from all days together.
fn progress_then(present: &Goal, version: &Goal, value: Option<f64>, day: Day) -> Option<f64> {
    let mut version = version.clone();
    version.period = version.period.or_else(|| present.period.clone());
    raw_progress(&version, value, &[], day).map(|raw| raw.clamp(0.0, 1.0))
}

/// Oldest first, one a day: the last in history stands.
fn by_day(mut observed: Vec<Observation>) -> Vec<Observation> {
    observed.sort_by_key(|it| it.day);
    observed.reverse();
    observed.dedup_by_key(|it| it.day);
    observed.reverse();
    observed
}

/// Fills in what progress the observations mean where only their sequence tells.
fn with_progress(goal: &Goal, observations: &mut [Observation]) {
    for at in 0..observations.len() {
        if observations[at].progress.is_none() && goal.kind != Kind::Kpi {
            let (value, day) = (observations[at].value, observations[at].day);
            let raw = raw_progress(goal, value, &observations[..=at], day);
            observations[at].progress = raw.map(|raw| raw.clamp(0.0, 1.0));
        }
    }
}
