//! Removed goals: goals in history that the files no longer have, and those that they have as drafts again.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::analysis::goalposts::earlier_period::timed;
use crate::analysis::goalposts::explanation::{Changed, Reasons, names_of, reason_with};
use crate::analysis::goalposts::goalpost::{Move, goalposts_of};
use crate::analysis::goalposts::settling::{LandingTime, settled};
use crate::analysis::goalposts::version_at::Moment;
use crate::analysis::history::changed_ids::{GoneGoal, became};
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::history::goal_revision::GoalRevision;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::changed_id::GoalVersion;
use crate::model::{Day, Days, Goal, GoalIx, Kind, Period, State, Workspace, plus_days};

/// A removed goal.
#[derive(Debug, Clone)]
pub struct Removal {
    /// Its id.
    pub id: String,
    /// The index in [`GoalHistory::commits`] of the commit that removed it; none if the removal is not committed.
    pub commit: Option<usize>,
    /// The path of its file.
    pub path: String,
    /// Its last version.
    pub last: Arc<Goal>,
    /// Whether its file is still there, and the settings exclude it or `.gitignore` leaves it out.
    pub excluded: bool,
    /// The same goal under a new id that `formerly` does not record.
    pub became: Option<GoalIx>,
    /// The goal, where it is still there and was made a draft again: it is in no number any more either.
    pub redrafted: Option<GoalIx>,
}

/// Every goal in history that the workspace does not have, or has as a draft though it was active, by id.
pub(in crate::analysis) fn removals(workspace: &Workspace, history: &GoalHistory) -> Vec<Removal> {
    let has_none = |id: &str| workspace.find(id).is_none() || history.is_another(id);
    let is_gone = |id: &str| has_none(id) && !workspace.is_unread(id);
    let mut removals = BTreeMap::new();
    for (id, last, path) in history.all_at_head().filter(|(id, ..)| is_gone(id)) {
        // A file that still exists and whose id cannot be read may still hold the goal: it is not removed.
        if workspace.sources.by_path(path).is_none_or(|file| workspace.documents[file.index()].id.is_some()) {
            let removal = Removal {
                id: id.to_owned(),
                commit: None,
                path: path.to_owned(),
                last: Arc::clone(last),
                excluded: history.is_ignored(path),
                became: None,
                redrafted: None,
            };
            removals.insert(id, removal);
        }
    }
    // Along the trunk's line: what a branch added and a merge threw away was promised to nobody, and what a merge dropped of
    // the trunk by taking all from a side that never had it is gone, though no commit that history shows removed it.
    for (id, changes) in history.all_landed().filter(|(id, _)| is_gone(id) && history.at_head(id).is_none()) {
        let Some(change) = changes.last().filter(|change| change.after.is_none()) else { continue };
        let Some(last) = change.before.clone() else { continue };
        let is_removing = |it: &&GoalRevision| it.after.is_none() && history.step_of(it.commit) == Some(change.step);
        let proposed = history.of(id).iter().rev().find(is_removing).map(|it| (it.commit, it.path.clone()));
        let (commit, path) = proposed.unwrap_or_else(|| (history.place_of(change.step), change.path.clone()));
        let (commit, excluded) = (Some(commit), change.excluded);
        removals.insert(id, Removal { id: id.to_owned(), commit, path, last, excluded, became: None, redrafted: None });
    }
    let mut removals: Vec<Removal> = removals.into_values().collect();
    find_changed_ids(workspace, history, &mut removals);
    let redrafted = redrafted(workspace, history);
    if !redrafted.is_empty() {
        removals.extend(redrafted);
        removals.sort_by(|a, b| a.id.cmp(&b.id));
        removals.dedup_by(|a, b| a.id == b.id);
    }
    removals
}

/// The goals that are drafts and were active before, each with its last active version and the commit that made it a draft.
fn redrafted(workspace: &Workspace, history: &GoalHistory) -> Vec<Removal> {
    let is_active = |goal: &&Arc<Goal>| goal.state == State::Active;
    let is_draft = |goal: &Goal| goal.state == State::Draft;
    let drafts = workspace.iter().filter(|(_, goal)| goal.is_work() && is_draft(goal));
    let found = drafts.filter_map(|(ix, goal)| {
        // It is still a draft in the commit, or was made one in the work tree.
        let uncommitted = history.at_head(&goal.id).filter(is_active).map(|last| (None, last));
        let (commit, last) = uncommitted.or_else(|| {
            let mut changes = history.landed(&goal.id).iter().rev();
            let change = changes.find(|it| it.before.as_ref().is_some_and(|before| !is_draft(before)))?;
            let last = change.before.as_ref().filter(is_active)?;
            change.after.as_ref().filter(|after| is_draft(after))?;
            Some((Some(history.proposed(&goal.id, change.step, is_draft)), last))
        })?;
        let path = workspace.file(goal.document).path.clone();
        let (id, last) = (goal.id.clone(), Arc::clone(last));
        Some(Removal { id, commit, path, last, excluded: false, became: None, redrafted: Some(ix) })
    });
    found.collect()
}

/// The ids that were changed by hand and that `formerly` does not list, as pairs of the earlier id and the present one.
pub fn unlisted_ids(workspace: &Workspace, history: &GoalHistory) -> Vec<(String, String)> {
    let removals = removals(workspace, history).into_iter();
    let further = removals.filter_map(|it| Some((it.id, workspace.goal(it.became?).id.clone())));
    history.changed_ids().iter().cloned().chain(further).collect()
}

fn gone(it: &Removal) -> GoneGoal<'_> {
    GoneGoal { version: GoalVersion { id: &it.id, goal: &it.last, path: &it.path }, commit: it.commit }
}

/// Finds goals of which only the id changed.
fn find_changed_ids(workspace: &Workspace, history: &GoalHistory, removals: &mut [Removal]) {
    let is_new = |goal: &Goal| history.covers(workspace.file(goal.document).root) && history.key(&goal.id).is_none();
    let found = {
        let gone: Vec<_> = removals.iter().map(gone).collect();
        became(workspace, &gone, history.goals(), is_new)
    };
    removals.iter_mut().zip(found).for_each(|(removal, became)| removal.became = became);
}

/// A goal that counted and was removed after its goalposts had settled, with the key results removed along with it.
#[derive(Debug, Clone, PartialEq)]
pub struct TakenAway {
    /// The index of the goal among the removals.
    pub at: usize,
    /// The last version of the goal, with the period, level, owner and team inherited from its objective; with the time that
    /// it had before it was put off without a reason.
    pub goal: Goal,
    /// The day of its removal.
    pub day: Day,
    /// The reason of its removal.
    pub reason: Option<String>,
    /// The goal that it named as the one that replaces it, or into which it was merged, if that can.
    pub replaced_by: Option<String>,
    /// Whether the removal needs an explanation and has none: it happened within the goal's period, or while values for that
    /// could still arrive if it was closed, recently, without a reason.
    pub is_quiet: bool,
    /// The removed key results of an objective, by their indices among the removals.
    pub key_results: Vec<usize>,
}

/// The removals of goals that counted and had begun, whose goalposts had settled, and that do not go on under another id. The
/// key results of a removed objective are part of its removal.
pub(in crate::analysis) fn taken_away(snapshot: &Snapshot<'_>, removals: &[Removal]) -> Vec<TakenAway> {
    let Some(history) = snapshot.history() else { return Vec::new() };
    let places: HashMap<&str, usize> = removals.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
    let continuing =
        snapshot.workspace.goals.iter().filter_map(|goal| Some((goal.continues.as_deref()?, goal.start())));
    let continued: HashMap<&str, Option<Day>> = continuing.collect();
    let gone_objective = |removal: &Removal| {
        let objective = removal.last.measures.as_deref().filter(|_| removal.last.kind == Kind::KeyResult)?;
        let is_gone = |it: &Removal| it.last.kind == Kind::Objective && it.became.is_none();
        places.get(objective).copied().filter(|at| is_gone(&removals[*at]))
    };
    let mut taken: BTreeMap<usize, TakenAway> = BTreeMap::new();
    for (at, removal) in removals.iter().enumerate() {
        // A goal carries on from an earlier period; within one it only takes another's place.
        let objective = || Some(snapshot.goal(snapshot.workspace.find(removal.last.measures.as_deref()?)?));
        let before = removal.last.start().or_else(|| objective()?.start());
        let is_carried = |start: &Option<Day>| before.is_none_or(|before| *start > Some(before));
        let goes_on = removal.became.is_some() || continued.get(removal.id.as_str()).is_some_and(is_carried);
        if gone_objective(removal).is_none() && !goes_on {
            taken.extend(taken_at(snapshot, history, removal, at).map(|it| (at, it)));
        }
    }
    for (at, removal) in removals.iter().enumerate() {
        let gone_with = gone_objective(removal).filter(|_| removal.became.is_none());
        if let Some(with) = gone_with.and_then(|objective| taken.get_mut(&objective)) {
            with.key_results.push(at);
        }
    }
    taken.into_values().collect()
}

/// The removal of a single goal, if it counts as taken away.
fn taken_at(snapshot: &Snapshot<'_>, history: &GoalHistory, removal: &Removal, at: usize) -> Option<TakenAway> {
    let objective = removal.last.measures.as_deref().and_then(|id| snapshot.workspace.find(id));
    let objective = objective.map(|ix| snapshot.goal(ix)).filter(|goal| goal.kind == Kind::Objective);
    // What was never more than a draft, or was part of one or of a closed objective, was not yet or no longer promised. What
    // was closed as reached or missed counts, and goes on doing so.
    let counts = |state: State| state != State::Dropped || removal.last.reason.is_none();
    let was_promised = promised(history, &removal.id, &removal.last) && counts(removal.last.state);
    let is_open = |goal: &Goal| goal.is_open() && promised(history, &goal.id, goal);
    if !removal.last.is_work() || !was_promised || !objective.is_none_or(is_open) {
        return None;
    }
    let mut goal = (*removal.last).clone();
    if let Some(objective) = objective {
        goal.period = goal.period.or_else(|| objective.period.clone());
        goal.level = goal.level.or_else(|| objective.level.clone());
        goal.owner = goal.owner.or_else(|| objective.owner.clone());
        goal.team = goal.team.or_else(|| objective.team.clone());
    }
    let earlier = put_off_from(snapshot, history, removal, objective);
    let earlier = earlier.into_iter().map(|(period, deadline)| {
        let mut goal = goal.clone();
        (goal.period, goal.deadline) = (period, deadline);
        goal
    });
    let times: Vec<Goal> = std::iter::once(goal.clone()).chain(earlier).collect();
    let taken: Vec<TakenAway> =
        times.into_iter().filter_map(|goal| taken_in(snapshot, history, (removal, at), objective, goal)).collect();
    taken.iter().find(|it| it.is_quiet).or(taken.first()).cloned()
}

/// The removal of a goal that had its time, if its goalposts had settled by then.
fn taken_in(
    snapshot: &Snapshot<'_>,
    history: &GoalHistory,
    (removal, at): (&Removal, usize),
    objective: Option<&Goal>,
    goal: Goal,
) -> Option<TakenAway> {
    let step = removal.commit.and_then(|place| history.step_of(place));
    let time = removal.commit.map(|place| LandingTime::of(snapshot, history, place, step));
    let day = time.map_or(snapshot.today, |time| time.counts_from);
    let active = history.active_since(&removal.id);
    let settled = settled(snapshot, &goal, None, active, step);
    let is_settling = |settled: Day| time.map_or(day <= settled, |time| time.is_settling(settled));
    if settled.is_some_and(is_settling) || !goal.has_begun(day) {
        return None;
    }
    let names = names_of(&removal.id, Some(&removal.last));
    let trailer = step.and_then(|step| reason_with(history, step, &names));
    // What is there as a draft may say why itself, as for a moved goalpost.
    let changed = Changed { step, day, field: "state" };
    let present = removal.redrafted.map(|ix| snapshot.goal(ix));
    let own = || Reasons::of(snapshot, history, &removal.id, Some(present?)).why(changed).map(|why| why.reason);
    let trailer = trailer.or_else(own);
    // An objective may say why a key result of its own is gone.
    let reason = trailer.or_else(|| {
        let reasons = Reasons::of(snapshot, history, &objective?.id, objective);
        let why = reasons.why(Changed { step, day, field: "key_results" })?;
        Some(why.reason)
    });
    let removed = present.unwrap_or(&removal.last);
    // Anybody may list a former id later: that is told, and excuses nothing.
    let successor = removed.replaced_by.as_deref().and_then(|id| replacing(snapshot, removed, id));
    let replaced_by = successor.clone().or_else(|| replacing(snapshot, removed, &removal.id));
    let last = goal.end().map(|end| if goal.is_open() { end } else { plus_days(end, close_within(snapshot, &goal)) });
    let inside = last.is_some_and(|last| day <= last);
    let is_quiet = inside && reason.is_none() && successor.is_none() && snapshot.is_recent(&goal);
    Some(TakenAway { at, goal, day, reason, replaced_by, is_quiet, key_results: Vec::new() })
}

/// Whether a goal was more than a draft at some time.
fn promised(history: &GoalHistory, id: &str, last: &Goal) -> bool {
    let is_promised = |goal: &Option<Arc<Goal>>| goal.as_ref().is_some_and(|goal| goal.state != State::Draft);
    last.state != State::Draft || history.landed(id).iter().any(|it| is_promised(&it.before) || is_promised(&it.after))
}

/// The days after a removed goal's end in which its values may still arrive.
fn close_within(snapshot: &Snapshot<'_>, goal: &Goal) -> Days {
    goal.close_within.unwrap_or(snapshot.settings().close_within)
}

/// The goal that replaces a removed one by an id: the one that this named, or one that lists its id among its former ones, as
/// the goal does into which several were merged. Neither what is no work or a draft, nor what the removed goal counted in,
/// takes its place.
fn replacing(snapshot: &Snapshot<'_>, removed: &Goal, id: &str) -> Option<String> {
    let ix = snapshot.workspace.find(id)?;
    let goal = snapshot.goal(ix);
    let mut above = removed.measures.iter().chain(removed.supports.iter().map(|link| &link.goal));
    let is_above = above.any(|id| snapshot.workspace.find(id) == Some(ix));
    (goal.is_work() && goal.state.counts() && goal.id != removed.id && !is_above).then(|| goal.id.clone())
}

/// The times that a removed goal had before it was put off without a reason: its own, or those of its objective.
fn put_off_from(
    snapshot: &Snapshot<'_>,
    history: &GoalHistory,
    removal: &Removal,
    objective: Option<&Goal>,
) -> Vec<(Option<Period>, Option<Day>)> {
    let inherits = removal.last.period.is_none();
    let objective = objective.filter(|_| inherits).map(|it| (it.id.as_str(), snapshot.workspace.find(&it.id)));
    let mut found = Vec::new();
    for (id, now) in std::iter::once((removal.id.as_str(), None)).chain(objective) {
        let goalposts = goalposts_of(snapshot, history, id, now);
        let is_of_time = |it: &&Move| matches!(it.field.as_str(), "period" | "deadline" | "measures");
        for it in goalposts.moves.iter().filter(is_of_time).filter(|it| it.is_quiet()) {
            let Some(before) = goalposts.just_before(it.step) else { continue };
            let at = Moment { step: it.step, is_after: false };
            let timed = timed(snapshot, Some(history), before, at);
            found.push((timed.and_then(|timed| timed.period.clone()), before.deadline));
        }
    }
    found
}
