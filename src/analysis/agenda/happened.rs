//! Recent events of goals: values, done milestones, log entries, added and closed goals.

use crate::analysis::numbers::measure::has_other_keeper;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Days, Done, GoalIx, LogKind, State, plus_days};

/// An event of a goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Happening {
    /// The goal.
    pub goal: GoalIx,
    /// The day.
    pub day: Day,
    /// The kind of event.
    pub what: Happened,
}

/// The kind of an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Happened {
    /// The goal was closed.
    Closed,
    /// The goal was added, as history shows.
    Added,
    /// Its progress changed by check-ins.
    Progress {
        /// The progress before the days asked about; none if unknown.
        before: Option<f64>,
        /// The progress now.
        after: f64,
    },
    /// A milestone was done, by its index in `milestones`.
    Milestone(usize),
    /// An entry was added to its log, by its index there. Feedback is left out, because it is between people.
    Said(usize),
    /// An obstacle was resolved, by its index in the log.
    Resolved(usize),
}

/// The events of some goals in the last `days` days including today, the latest first. `before` is the state on the day
/// before, if it is known.
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
        if let Some(last) = snapshot.timeline.check_ins(*ix).next_back().filter(|_| goal.is_work()) {
            let then = before.and_then(|it| Some((it, it.workspace.find_same(snapshot.workspace, goal)?)));
            let is_other = then.is_some_and(|(before, then)| {
                has_other_keeper((before.workspace, before.goal(then)), (snapshot.workspace, goal))
            });
            let before = then.and_then(|(before, then)| before.numbers(then).progress);
            let after = snapshot.numbers(*ix).progress.filter(|_| !is_other);
            if let Some(after) = after.filter(|after| before != Some(*after)) {
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

/// The day on which a goal was added; none if history does not show it.
fn added_on(snapshot: &Snapshot<'_>, id: &str) -> Option<Day> {
    let history = snapshot.timeline.history()?;
    let first = history.of(id).first().filter(|revision| revision.previous().is_none())?;
    let commit = &history.commits[first.commit];
    (!commit.cut_off).then_some(commit.day)
}
