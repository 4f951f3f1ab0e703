//! The goalposts of a goal over time: every move, and its price, the effect on progress.

use std::sync::Arc;

use serde_json::Value;

use crate::analysis::goalposts::explanation::{Changed, Explanation, GivenReason, Reasons};
use crate::analysis::goalposts::ownership::by_owner_alone;
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::history::goal_revision::GoalRevision;
use crate::analysis::numbers::measure::raw_progress;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::goalpost_change::{GoalpostChange, is_comparable, moved, post};
use crate::model::{Day, Goal, GoalIx, State, plus_days};

/// A change of one goalpost.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The field's route.
    pub field: String,
    /// The list entry that it belongs to: a milestone's title or the id of a link's goal.
    pub part: Option<String>,
    /// The earlier value.
    pub before: Value,
    /// The later value; null where it was removed.
    pub after: Value,
    /// The committer's day.
    pub day: Day,
    /// The index of the commit in [`GoalHistory::commits`]; none if it is not committed.
    pub commit: Option<usize>,
    /// Its explanation, if there is one.
    pub explanation: Option<Explanation>,
    /// Whether the goal's owner made it without another person; none where git does not know.
    pub by_owner_alone: Option<bool>,
    /// Whether it was made before the goalposts had settled, or while the goal was a draft.
    pub settling: bool,
}

/// The effect of moved goalposts on progress.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Price {
    /// Today's progress against the original goalposts, 0 to 1; none where it cannot be compared.
    pub against_original: Option<f64>,
    /// Today's progress against the present goalposts, 0 to 1.
    pub present: Option<f64>,
}

/// The goalposts of one goal over time.
#[derive(Debug, Clone, Default)]
pub struct Goalposts {
    /// Every move, oldest first.
    pub moves: Vec<Move>,
    /// The goal with its settled goalposts, if they moved since.
    pub original: Option<Arc<Goal>>,
    /// The goal just before each commit that moved a goalpost; for an uncommitted move the goal at HEAD.
    pub before: Vec<(Option<usize>, Arc<Goal>)>,
    /// The index of the commit that first made the goal active, if history shows it.
    pub set_by: Option<usize>,
}

impl Move {
    /// The field's route without list indices: `milestones.due`.
    #[must_use]
    pub fn post(&self) -> String {
        post(&self.field)
    }

    /// Whether it is explained.
    #[must_use]
    pub fn is_explained(&self) -> bool {
        self.explanation.is_some()
    }

    /// Whether it needs an explanation and has none.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        !self.settling && !self.is_explained()
    }

    fn changed(&self) -> Changed<'_> {
        Changed { commit: self.commit, day: self.day, field: &self.field }
    }
}

impl Goalposts {
    /// The goal just before a commit that moved a goalpost.
    #[must_use]
    pub fn just_before(&self, commit: Option<usize>) -> Option<&Arc<Goal>> {
        self.before.iter().find(|(at, _)| *at == commit).map(|(_, goal)| goal)
    }

    /// Adds the moves from a version of the goal to the next.
    fn take(&mut self, before: &Arc<Goal>, moved: Vec<GoalpostChange>, how: Circumstances) {
        let Circumstances { day, commit, by_owner_alone, settling } = how;
        if !settling && self.original.is_none() {
            self.original = Some(Arc::clone(before));
        }
        self.before.push((commit, Arc::clone(before)));
        self.moves.extend(moved.into_iter().map(|it| Move {
            field: it.field,
            part: it.part,
            before: it.before,
            after: it.after,
            day,
            commit,
            explanation: None,
            by_owner_alone,
            settling,
        }));
    }

    /// Finds the explanation of each move: a reason that landed with it, else a later one. A later decision that names
    /// no field explains a move only if it is the single unexplained one at that time.
    fn explain(&mut self, reasons: &Reasons<'_>) {
        for it in &mut self.moves {
            it.explanation = reasons.with(it.changed());
        }
        let Some(first) = self.moves.iter().position(|it| !it.is_explained()) else { return };
        let later: Vec<&GivenReason> = reasons.later(self.moves[first].changed()).collect();
        for reason in later {
            let place = |commit: Option<usize>| commit.unwrap_or(usize::MAX);
            let is_open = |it: &Move| !it.settling && !it.is_explained() && place(it.commit) < place(reason.commit);
            let is_only = self.moves.iter().filter(|it| is_open(it)).count() == 1;
            for it in self.moves.iter_mut().filter(|it| is_open(it)) {
                if reason.names(&it.field).unwrap_or(is_only) {
                    it.explanation = Some(reason.explains(it.changed()));
                }
            }
        }
    }
}

/// The properties that all moves of one commit share.
#[derive(Clone, Copy)]
struct Circumstances {
    day: Day,
    commit: Option<usize>,
    by_owner_alone: Option<bool>,
    settling: bool,
}

/// The goalposts of a goal in history. `now` is the goal in the workspace, if it still exists.
#[must_use]
pub fn goalposts_of(snapshot: &Snapshot<'_>, history: &GoalHistory, id: &str, now: Option<GoalIx>) -> Goalposts {
    let present = now.map(|ix| snapshot.goal(ix));
    let revisions = history.of(id);
    let mut found = Goalposts { set_by: set_by(revisions, history), ..Goalposts::default() };
    let active_since = found.set_by.map(|commit| history.commits[commit].day);
    let mut was_active = false;
    for revision in revisions {
        let (Some(after), Some(before)) = (&revision.after, revision.previous()) else { continue };
        was_active |= before.state != State::Draft;
        // A merge moves only what differs from every parent: the rest was moved on one of its sides.
        let others = revision.before.iter().flatten().skip(1);
        let mut moved = moved_between(snapshot, before, after);
        for other in others {
            let against = self::moved(other, after);
            moved.retain(|it| against.iter().any(|other| other.field == it.field && other.part == it.part));
        }
        if moved.is_empty() {
            continue;
        }
        let commit = &history.commits[revision.commit];
        let day = commit.day;
        let settled = settled(snapshot, before, present, active_since);
        // A goal that was active once is no draft any more, whatever it says for a while.
        let settling = (after.state == State::Draft && !was_active) || settled.is_some_and(|settled| day <= settled);
        let by_owner_alone =
            snapshot.org().and_then(|org| by_owner_alone(org, before, present, history, revision.commit));
        let how = Circumstances { day, commit: Some(revision.commit), by_owner_alone, settling };
        found.take(before, moved, how);
    }
    if let (Some(now), Some(head)) = (now, history.last_known(id)) {
        uncommitted(snapshot, head, now, active_since, &mut found);
    }
    if !found.moves.is_empty() {
        found.explain(&Reasons::of(snapshot, history, id, present));
    }
    found
}

/// Adds the moves of the work tree compared with HEAD.
fn uncommitted(snapshot: &Snapshot<'_>, head: &Arc<Goal>, now: GoalIx, active: Option<Day>, found: &mut Goalposts) {
    let present = snapshot.goal(now);
    let written = present.as_written();
    let moved = moved_between(snapshot, head, &written);
    if moved.is_empty() {
        return;
    }
    let settled = settled(snapshot, head, Some(present), active);
    let settling = present.state == State::Draft || settled.is_some_and(|settled| snapshot.today <= settled);
    let how = Circumstances { day: snapshot.today, commit: None, by_owner_alone: None, settling };
    found.take(head, moved, how);
}

/// The last day on which goalposts may still settle: the later of its start plus `settle`, and the day on which it
/// became active. A goal without a period starts when it becomes active.
pub(in crate::analysis) fn settled(
    snapshot: &Snapshot<'_>,
    version: &Goal,
    present: Option<&Goal>,
    active: Option<Day>,
) -> Option<Day> {
    let start = version.start().or_else(|| present.and_then(Goal::start)).or(active);
    start.map(|start| plus_days(start, snapshot.settings().settle)).max(active)
}

/// The index of the commit that first made a goal active; none if history does not show it.
pub(in crate::analysis) fn set_by(revisions: &[GoalRevision], history: &GoalHistory) -> Option<usize> {
    let is_active = |goal: &Arc<Goal>| goal.state != State::Draft;
    let mut known =
        revisions.iter().flat_map(|it| it.before.iter().flatten().chain(&it.after).map(move |goal| (it, goal)));
    let (first, _) = known.find(|(_, goal)| is_active(goal))?;
    let sets = first.after.as_ref().is_some_and(is_active) && !first.previous().is_some_and(is_active);
    (sets && !history.commits[first.commit].cut_off).then_some(first.commit)
}

/// Every goalpost that moved between two versions of a goal. A reference to a goal whose id changed is no move.
#[must_use]
pub fn moved_between(snapshot: &Snapshot<'_>, before: &Goal, after: &Goal) -> Vec<GoalpostChange> {
    let mut moved = moved(before, after);
    moved.retain(|it| !is_renamed(snapshot, it));
    moved
}

/// Whether a change only names the same goal by another of its ids.
fn is_renamed(snapshot: &Snapshot<'_>, it: &GoalpostChange) -> bool {
    let reference = matches!(it.field.as_str(), "measures" | "metric.kpi");
    let goal = |value: &Value| value.as_str().and_then(|id| snapshot.workspace.find(id));
    reference && goal(&it.before).is_some() && goal(&it.before) == goal(&it.after)
}

/// The time of the first commit that moved a goalpost or removed a goal, in seconds since 1970; none if there is none.
#[must_use]
pub fn first_move(history: &GoalHistory) -> Option<i64> {
    let moves = |revision: &GoalRevision| match (revision.previous(), &revision.after) {
        (Some(before), Some(after)) => {
            let links = |goal: &Goal| goal.supports.iter().map(|link| link.goal.clone()).collect::<Vec<_>>();
            before.state != after.state || links(before) != links(after) || !moved(before, after).is_empty()
        }
        (before, _) => before.is_some(),
    };
    let places = history.goals().flat_map(|(_, revisions)| revisions.iter().filter(|it| moves(it)));
    places.map(|revision| history.commits[revision.commit].committer.time).min()
}

/// The effect of a goal's moved goalposts on its progress; none if none moved since they settled.
#[must_use]
pub fn price_of(snapshot: &Snapshot<'_>, ix: GoalIx, goalposts: &Goalposts) -> Option<Price> {
    let original = goalposts.original.as_ref()?;
    let goal = snapshot.goal(ix);
    let mut then = original.as_ref().clone();
    then.period = then.period.or_else(|| goal.period.clone());
    then.deadline = then.deadline.or(goal.deadline);
    // The original plan is judged by today's done milestones.
    for milestone in &mut then.milestones {
        milestone.done =
            goal.milestones.iter().find(|it| it.title == milestone.title).map_or(milestone.done, |it| it.done);
    }
    let value = snapshot.timeline.current(ix);
    // Against another unit, scale or KPI today's value means nothing.
    let raw =
        raw_progress(&then, value, snapshot.timeline.of(ix), snapshot.today).filter(|_| is_comparable(original, goal));
    Some(Price { against_original: raw.map(|raw| raw.clamp(0.0, 1.0)), present: snapshot.numbers(ix).progress })
}
