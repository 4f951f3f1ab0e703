//! What happened to goals in some days: values, steps done, what people said, goals begun and closed.

use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Days, Done, GoalIx, LogKind, State, plus_days};

/// Something that happened to a goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Happening {
    /// The goal.
    pub goal: GoalIx,
    /// The day.
    pub day: Day,
    /// What.
    pub what: Happened,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Happened {
    /// It was closed.
    Closed,
    /// It came into being, as history shows.
    Added,
    /// Its progress changed by check-ins: what it was on the day before those looked at, and what it is.
    Progress {
        /// Before; none where that is not known.
        before: Option<f64>,
        /// Now.
        after: f64,
    },
    /// A step was done, by its place in [`crate::model::Goal::milestones`].
    Milestone(usize),
    /// Something was said in its log, by its place there. Feedback is not among it: that is between people.
    Said(usize),
    /// An obstacle was moved out of the way, by its place in the log.
    Resolved(usize),
}

/// What happened to some goals in the last so many days, today among them; the latest first. `before` is how all stood on
/// the day before, where that is known.
#[must_use]
pub fn happened_within(
    snapshot: &Snapshot<'_>,
    before: Option<&Snapshot<'_>>,
    goals: &[GoalIx],
    days: Days,
) -> Vec<Happening> {
    let first = plus_days(snapshot.today, 1 - days);
    let lately = |day: Day| (first..=snapshot.today).contains(&day);
    let mut happened = Vec::new();
    for ix in goals {
        let goal = snapshot.goal(*ix);
        let mut note = |day: Day, what: Happened| {
            if lately(day) {
                happened.push(Happening { goal: *ix, day, what });
            }
        };
        if let Some(day) = goal.closed.filter(|_| !goal.is_open()) {
            note(day, Happened::Closed);
        }
        if let Some(day) = added_on(snapshot, &goal.id).filter(|_| goal.state != State::Draft && goal.is_work()) {
            note(day, Happened::Added);
        }
        if let Some(last) = snapshot.timeline.of(*ix).last().filter(|_| goal.is_work()) {
            let then =
                before.and_then(|before| Some(before.numbers(before.workspace.find_same(snapshot.workspace, goal)?)));
            let before = then.and_then(|then| then.progress);
            if let Some(after) = snapshot.numbers(*ix).progress.filter(|after| before != Some(*after)) {
                note(last.day, Happened::Progress { before, after });
            }
        }
        for (at, milestone) in goal.milestones.iter().enumerate() {
            if let Some(Done::On(day)) = milestone.done {
                note(day, Happened::Milestone(at));
            }
        }
        for (at, entry) in goal.log.iter().enumerate() {
            if matches!(entry.kind, LogKind::Recognition | LogKind::Obstacle | LogKind::Decision) {
                note(entry.date, Happened::Said(at));
            }
            if let Some(day) = entry.resolved.filter(|_| entry.kind == LogKind::Obstacle) {
                note(day, Happened::Resolved(at));
            }
        }
    }
    let id = |it: &Happening| snapshot.goal(it.goal).id.as_str();
    happened.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| id(a).cmp(id(b))));
    happened
}

/// The day on which history shows a goal first; none where it is cut off there.
fn added_on(snapshot: &Snapshot<'_>, id: &str) -> Option<Day> {
    let history = snapshot.timeline.history()?;
    let first = history.of(id).first().filter(|revision| revision.previous().is_none())?;
    let commit = &history.commits[first.commit];
    (!commit.cut_off).then(|| commit.committer.day())
}
