//! Removed goals: goals in history that the files no longer have.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::analysis::goalposts::explanation::{Changed, Reasons, reason_with};
use crate::analysis::goalposts::settling::{LandingTime, settled};
use crate::analysis::history::changed_ids::{GoneGoal, became};
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::history::goal_revision::GoalRevision;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::changed_id::GoalVersion;
use crate::model::{Day, Goal, GoalIx, Kind, State, Workspace};

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
}

/// Every goal in history that the workspace does not have, by id.
pub(in crate::analysis) fn removals(workspace: &Workspace, history: &GoalHistory) -> Vec<Removal> {
    let has_none = |id: &str| workspace.find(id).is_none() || history.is_another(id);
    let is_gone = |id: &str| has_none(id) && !workspace.is_unread(id) && !workspace.leaves_out(id);
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
        removals.insert(id, Removal { id: id.to_owned(), commit, path, last, excluded, became: None });
    }
    let mut removals: Vec<Removal> = removals.into_values().collect();
    find_changed_ids(workspace, history, &mut removals);
    removals
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

/// An active goal that was removed after its goalposts had settled, with the key results removed along with it.
#[derive(Debug, Clone, PartialEq)]
pub struct TakenAway {
    /// The index of the goal among the removals.
    pub at: usize,
    /// The last version of the goal, with the period, level, owner and team inherited from its objective.
    pub goal: Goal,
    /// The day of its removal.
    pub day: Day,
    /// The reason of its removal.
    pub reason: Option<String>,
    /// Whether the removal needs an explanation and has none: it happened within the goal's period, recently, without a
    /// reason.
    pub is_quiet: bool,
    /// The removed key results of an objective, by their indices among the removals.
    pub key_results: Vec<usize>,
}

/// The removals of active goals that had begun, whose goalposts had settled, and that no other goal replaces. The key
/// results of a removed objective are part of its removal.
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
    // A draft, or a key result of a draft or closed objective, was not yet or no longer promised.
    if !removal.last.is_work() || [Some(&*removal.last), objective].into_iter().flatten().any(|it| !is_active(it)) {
        return None;
    }
    if removal.last.replaced_by.as_deref().is_some_and(|id| snapshot.workspace.find(id).is_some()) {
        return None;
    }
    let mut goal = (*removal.last).clone();
    if let Some(objective) = objective {
        goal.period = goal.period.or_else(|| objective.period.clone());
        goal.level = goal.level.or_else(|| objective.level.clone());
        goal.owner = goal.owner.or_else(|| objective.owner.clone());
        goal.team = goal.team.or_else(|| objective.team.clone());
    }
    let step = removal.commit.and_then(|place| history.step_of(place));
    let time = removal.commit.map(|place| LandingTime::of(snapshot, history, place, step));
    let day = time.map_or(snapshot.today, |time| time.counts_from);
    let active = history.active_since(&removal.id);
    let settled = settled(snapshot, &goal, None, active, step);
    let is_settling = |settled: Day| time.map_or(day <= settled, |time| time.is_settling(settled));
    if settled.is_some_and(is_settling) || !goal.has_begun(day) {
        return None;
    }
    let trailer = step.and_then(|step| reason_with(history, step));
    // An objective may say why a key result of its own is gone.
    let reason = trailer.or_else(|| {
        let reasons = Reasons::of(snapshot, history, &objective?.id, objective);
        let why = reasons.why(Changed { step, day, field: "key_results" })?;
        Some(why.reason)
    });
    let inside = goal.end().is_some_and(|end| day <= end);
    let is_quiet = inside && reason.is_none() && snapshot.is_recent(&goal);
    Some(TakenAway { at, goal, day, reason, is_quiet, key_results: Vec::new() })
}

fn is_active(goal: &Goal) -> bool {
    goal.state == State::Active
}
