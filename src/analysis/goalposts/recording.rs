//! Recordings: the day on which a value was written, beside the day for which it is true.

use std::cell::OnceCell;

use crate::analysis::goalposts::explanation::Reasons;
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::goalpost_change::is_comparable;
use crate::git::Commit;
use crate::model::{Day, Done, Goal, GoalIx, plus_days};

/// A commit, or an uncommitted change, that set the value of a goal's metric or its day.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// The day for which the value is true (`as_of`).
    pub as_of: Day,
    /// The value.
    pub value: Option<f64>,
    /// The author's day in the author's time zone; today if it is not committed.
    pub written: Day,
    /// The index of the commit in [`GoalHistory::commits`]; none if it is not committed.
    pub commit: Option<usize>,
    /// The day and the value in each parent; empty if the goal was new.
    pub before: Vec<(Option<Day>, Option<f64>)>,
}

impl Recording {
    /// Whether it came with the goal, so that its value is the goal's first.
    pub fn is_first(&self) -> bool {
        self.before.is_empty()
    }

    /// Whether it changed the day.
    pub fn brings_day(&self) -> bool {
        self.before.iter().all(|(as_of, _)| *as_of != Some(self.as_of))
    }
}

/// The day and the value of a version's metric.
fn dated_value(goal: &Goal) -> (Option<Day>, Option<f64>) {
    goal.metric.as_ref().map_or((None, None), |metric| (metric.as_of, metric.current))
}

/// The recordings of a goal's values that have a day.
pub struct Recordings<'s, 'w> {
    /// In the order of history, an uncommitted one last.
    pub all: Vec<Recording>,
    snapshot: &'s Snapshot<'w>,
    goal: &'s Goal,
    /// The reasons in the history of the goal, read on first use.
    reasons: OnceCell<Reasons<'s>>,
}

impl Recordings<'_, '_> {
    /// Whether a recording is explained, as a move of a goalpost is.
    pub fn is_explained(&self, it: &Recording) -> bool {
        let Some(history) = self.snapshot.history() else { return false };
        let reasons = self.reasons.get_or_init(|| Reasons::of(self.snapshot, history, &self.goal.id, Some(self.goal)));
        let day = it.commit.map_or(self.snapshot.today, |place| history.commits[place].day);
        reasons.explain(it.commit, day, "metric.current")
    }

    /// Whether a recording gave the metric another unit, scale or KPI, so that numbers before it mean something else.
    pub fn is_remeasured(&self, it: &Recording) -> bool {
        let Some(history) = self.snapshot.history() else { return false };
        let is_other = |before: &Goal, after: &Goal| !is_comparable(self.snapshot.workspace, before, after);
        let Some(place) = it.commit else {
            return history.last_known(&self.goal.id).is_some_and(|head| is_other(head, self.goal));
        };
        let mut revisions = history.of(&self.goal.id).iter().filter(|revision| revision.commit == place);
        revisions.any(|revision| {
            let after = revision.after.as_deref();
            after.is_some_and(|after| revision.before.iter().flatten().any(|before| is_other(before, after)))
        })
    }
}

/// The recordings of a goal's values that have a day.
pub fn recordings_of<'s, 'w>(snapshot: &'s Snapshot<'w>, ix: GoalIx) -> Recordings<'s, 'w> {
    let goal = snapshot.goal(ix);
    let all = snapshot.history().map_or_else(Vec::new, |history| values_of(snapshot, history, goal));
    Recordings { all, snapshot, goal, reasons: OnceCell::new() }
}

fn values_of(snapshot: &Snapshot<'_>, history: &GoalHistory, goal: &Goal) -> Vec<Recording> {
    let mut recordings = Vec::new();
    for revision in history.of(&goal.id) {
        let commit = &history.commits[revision.commit];
        let Some(after) = revision.after.as_deref().filter(|_| !commit.cut_off) else { continue };
        let before: Vec<_> = revision.before.iter().flatten().map(|before| dated_value(before)).collect();
        let (Some(as_of), value) = dated_value(after) else { continue };
        // A value that one parent has came from there.
        if before.contains(&(Some(as_of), value)) {
            continue;
        }
        let (written, commit) = (commit.author.day(), Some(revision.commit));
        recordings.push(Recording { as_of, value, written, commit, before });
    }
    if !snapshot.has_history_of(goal.document) {
        return recordings;
    }
    let head = history.last_known(&goal.id);
    if let (Some(as_of), value) = dated_value(goal)
        && head.is_none_or(|head| dated_value(head) != (Some(as_of), value))
    {
        let before: Vec<_> = head.map(|head| dated_value(head)).into_iter().collect();
        recordings.push(Recording { as_of, value, written: snapshot.today, commit: None, before });
    }
    recordings
}

/// The last day that the author of a commit can know of: the author's day in their own time zone, one day more for a
/// bot, which writes for people in any zone. Today without a commit.
pub(super) fn last_known_day(snapshot: &Snapshot<'_>, commit: Option<&Commit>) -> Day {
    let Some(commit) = commit else { return snapshot.today };
    let bot = snapshot.org().is_some_and(|org| org.is_bot(&commit.author.email));
    plus_days(commit.author.day(), i64::from(bot))
}

/// A day that was in the future when it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FutureDated {
    /// The field's route.
    pub field: String,
    /// The day.
    pub day: Day,
    /// The index of the commit in [`GoalHistory::commits`]; none if it is not committed.
    pub commit: Option<usize>,
}

/// The days of a goal's present value and done milestones that were in the future when they were written.
pub fn future_dated(snapshot: &Snapshot<'_>, ix: GoalIx) -> Vec<FutureDated> {
    let (goal, Some(history)) = (snapshot.goal(ix), snapshot.history()) else { return Vec::new() };
    let mut dated: Vec<(String, Day, Option<usize>)> = Vec::new();
    if let Some(day) = goal.metric.as_ref().and_then(|metric| metric.as_of) {
        dated.push(("metric.as_of".to_owned(), day, None));
    }
    for (at, milestone) in goal.milestones.iter().enumerate() {
        if let Some(Done::On(day)) = milestone.done {
            dated.push((format!("milestones[{at}].done"), day, Some(at)));
        }
    }
    let mut found = Vec::new();
    for (field, day, milestone) in dated {
        let has_day = |version: &Goal| match milestone {
            None => version.metric.as_ref().and_then(|metric| metric.as_of) == Some(day),
            Some(at) => {
                let title = &goal.milestones[at].title;
                version.milestones.iter().any(|it| it.title == *title && it.done == Some(Done::On(day)))
            }
        };
        let commit = match since(snapshot, history, goal, has_day) {
            Some(StateChange::Commit(place)) => Some(place),
            Some(StateChange::Uncommitted) => None,
            None => continue,
        };
        let last = last_known_day(snapshot, commit.map(|place| &history.commits[place]));
        if day > last {
            found.push(FutureDated { field, day, commit });
        }
    }
    found
}

/// The change since which a goal has its present state.
enum StateChange {
    Commit(usize),
    Uncommitted,
}

/// The change since which `holds` is true of a goal; none if it was true before history begins.
fn since(
    snapshot: &Snapshot<'_>,
    history: &GoalHistory,
    goal: &Goal,
    holds: impl Fn(&Goal) -> bool,
) -> Option<StateChange> {
    if !snapshot.has_history_of(goal.document) {
        return None;
    }
    if !history.at_head(&goal.id).is_some_and(|head| holds(head)) {
        return Some(StateChange::Uncommitted);
    }
    let since = history.since(&goal.id, holds)?;
    (!history.commits[since.commit].cut_off).then_some(StateChange::Commit(since.commit))
}
