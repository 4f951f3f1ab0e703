//! Recordings: when a value was written down, beside the day that it is said to be true for.

use crate::analysis::goalposts::explanation::Reasons;
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::git::Commit;
use crate::model::{Day, Done, Goal, GoalIx, plus_days};

/// A commit that gave a goal's metric a value or a day, or what is not committed of the kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// The day that the value is said to be true for.
    pub as_of: Day,
    /// The value.
    pub value: Option<f64>,
    /// The author's day, in their own zone; today for what is not committed.
    pub written: Day,
    /// The commit, by its place in [`GoalHistory::commits`]; none for what is not committed.
    pub commit: Option<usize>,
    /// The day and the value just before, by parent; none where the goal was new.
    pub before: Vec<(Option<Day>, Option<f64>)>,
    /// Whether it says why, as a moved goalpost would.
    pub explained: bool,
}

impl Recording {
    /// Whether the goal was new with it: its value says where it began.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.before.is_empty()
    }

    /// Whether it brought another day.
    #[must_use]
    pub fn brings_day(&self) -> bool {
        self.before.iter().all(|(as_of, _)| *as_of != Some(self.as_of))
    }
}

/// What a version says of its value.
fn said(goal: &Goal) -> (Option<Day>, Option<f64>) {
    goal.metric.as_ref().map_or((None, None), |metric| (metric.as_of, metric.current))
}

/// The recordings of a goal whose values have days, in the order of history, what is not committed last.
#[must_use]
pub fn recordings_of(snapshot: &Snapshot<'_>, ix: GoalIx) -> Vec<Recording> {
    let (goal, Some(history)) = (snapshot.goal(ix), snapshot.history()) else { return Vec::new() };
    let mut recordings = Vec::new();
    let reasons = Reasons::of(snapshot, history, &goal.id, Some(goal));
    let explained = |commit: Option<usize>, day: Day| reasons.explain(commit, day, "metric.current");
    for revision in history.of(&goal.id) {
        let commit = &history.commits[revision.commit];
        let Some(after) = revision.after.as_deref().filter(|_| !commit.cut_off) else { continue };
        let before: Vec<_> = revision.before.iter().flatten().map(|before| said(before)).collect();
        let (Some(as_of), value) = said(after) else { continue };
        if before.contains(&(Some(as_of), value)) {
            continue;
        }
        let explained = explained(Some(revision.commit), commit.day);
        let written = commit.author.day();
        recordings.push(Recording { as_of, value, written, commit: Some(revision.commit), before, explained });
    }
    if !snapshot.workspace.is_own(goal.document) {
        return recordings;
    }
    let head = history.last_known(&goal.id);
    if let (Some(as_of), value) = said(goal)
        && head.is_none_or(|head| said(head) != (Some(as_of), value))
    {
        let before: Vec<_> = head.map(|head| said(head)).into_iter().collect();
        let explained = explained(None, snapshot.today);
        recordings.push(Recording { as_of, value, written: snapshot.today, commit: None, before, explained });
    }
    recordings
}

/// The last day that a commit can tell of: its author's, in their own zone. A bot writes for people whose day may have
/// begun already.
#[must_use]
pub fn last_day_told(snapshot: &Snapshot<'_>, commit: Option<&Commit>) -> Day {
    let Some(commit) = commit else { return snapshot.today };
    let bot = snapshot.org().is_some_and(|org| org.is_bot(&commit.author.email));
    plus_days(commit.author.day(), i64::from(bot))
}

/// A day that lies later than the writing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FutureDated {
    /// The field's route.
    pub field: String,
    /// The day.
    pub day: Day,
    /// The commit, by its place in [`GoalHistory::commits`]; none for what is not committed.
    pub commit: Option<usize>,
}

/// The days of a goal's present value and done marks that had not come when they were written.
#[must_use]
pub fn future_dated(snapshot: &Snapshot<'_>, ix: GoalIx) -> Vec<FutureDated> {
    let (goal, Some(history)) = (snapshot.goal(ix), snapshot.history()) else { return Vec::new() };
    let mut said: Vec<(String, Day, Option<usize>)> = Vec::new();
    if let Some(day) = goal.metric.as_ref().and_then(|metric| metric.as_of) {
        said.push(("metric.as_of".to_owned(), day, None));
    }
    for (at, milestone) in goal.milestones.iter().enumerate() {
        if let Some(Done::On(day)) = milestone.done {
            said.push((format!("milestones[{at}].done"), day, Some(at)));
        }
    }
    let mut found = Vec::new();
    for (field, day, milestone) in said {
        let says = |version: &Goal| match milestone {
            None => version.metric.as_ref().and_then(|metric| metric.as_of) == Some(day),
            Some(at) => {
                let title = &goal.milestones[at].title;
                version.milestones.iter().any(|it| it.title == *title && it.done == Some(Done::On(day)))
            }
        };
        let commit = match first_said(snapshot, history, goal, says) {
            Some(Since::Commit(place)) => Some(place),
            Some(Since::Uncommitted) => None,
            None => continue,
        };
        let last = last_day_told(snapshot, commit.map(|place| &history.commits[place]));
        if day > last {
            found.push(FutureDated { field, day, commit });
        }
    }
    found
}

/// Since when a goal's file says something.
enum Since {
    Commit(usize),
    Uncommitted,
}

/// Since when a goal's file says something; none if it was so before history begins.
fn first_said(
    snapshot: &Snapshot<'_>,
    history: &GoalHistory,
    goal: &Goal,
    says: impl Fn(&Goal) -> bool,
) -> Option<Since> {
    if !snapshot.workspace.is_own(goal.document) {
        return None;
    }
    if !history.at_head(&goal.id).is_some_and(|head| says(head)) {
        return Some(Since::Uncommitted);
    }
    let since = history.since(&goal.id, says)?;
    (!history.commits[since.commit].cut_off).then_some(Since::Commit(since.commit))
}
