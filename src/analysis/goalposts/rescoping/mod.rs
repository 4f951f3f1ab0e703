//! Rescopings: what an objective is made of was changed after it had settled, and its progress rose by that.
//!
//! History is replayed step by step along the trunk's line; where a step changes what an objective is made of, its progress
//! that day is computed twice from the files as they were then: with the change, and without.

mod past;
mod progress;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use past::{Past, UNLINKED, is_same_links};
pub use progress::EarlierRollup;
use progress::{Otherwise, ScopePart};

use super::explanation::{Changed, Reasons, reason_with};
use super::goalpost::{LandingTime, set_by, settled};
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Goal, GoalIx, Kind, State};

/// From here a rise of progress is one to speak of.
const RISE: f64 = 0.05;
/// A change of what an objective is made of that raised its progress.
#[derive(Debug, Clone, PartialEq)]
pub struct Rescoping {
    /// The objective.
    pub objective: GoalIx,
    /// The commit that proposed it, by its place in [`GoalHistory::commits`]; none for what is not committed.
    pub commit: Option<usize>,
    /// The step along the trunk's line that brought it; none for what is not committed.
    step: Option<usize>,
    /// The day on which it landed.
    pub day: Day,
    /// Progress that day, 0 to 1.
    pub with: f64,
    /// Progress that day, had it not been changed.
    pub without: f64,
    /// The contributions that changed, by id.
    pub changes: Vec<ScopeChange>,
    /// What the objective's `rollup` was, if that changed.
    pub rollup: Option<EarlierRollup>,
    /// How many earlier changes of the same objective raised it too.
    pub earlier: usize,
}

/// A contribution that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ScopeChange {
    /// The goal that contributes, or did.
    pub id: String,
    /// How much it counted; none where it did not.
    pub before: Option<f64>,
    /// How much it counts; none where it does not.
    pub after: Option<f64>,
    /// Whether it was given up, rather than linked elsewhere.
    pub dropped: bool,
}

/// Every rescoping that still stands, the latest of each objective.
#[derive(Debug, Default)]
pub struct Rescopings {
    /// By objective.
    pub latest: Vec<Rescoping>,
    causes: HashSet<(String, Option<usize>)>,
}

impl Rescopings {
    /// Whether the change of a goal by a step along the trunk's line is part of one.
    #[must_use]
    pub fn tell_of(&self, goal: &str, step: Option<usize>) -> bool {
        self.causes.contains(&(goal.to_owned(), step))
    }
}

/// Finds them in history and in what is not committed. Silent while goalposts settle, for drafts, and where the
/// objective or what changed says why.
#[must_use]
pub(in crate::analysis) fn rescopings(snapshot: &Snapshot<'_>, history: &GoalHistory) -> Rescopings {
    let mut by_step: BTreeMap<usize, Vec<GoalStep<'_>>> = BTreeMap::new();
    for (id, changes) in history.all_landed() {
        for change in changes {
            let step = GoalStep { id, before: change.before.clone(), after: change.after.clone() };
            by_step.entry(change.step).or_default().push(step);
        }
    }
    let past = Past::new(snapshot, history);
    let mut replay = Replay { snapshot, history, past, found: BTreeMap::new() };
    for (step, changes) in by_step {
        replay.step(Some(step), history.day_of(step), &changes);
    }
    let open_root = |goal: &&Goal| snapshot.workspace.is_own(goal.document);
    let differs = |goal: &&Goal| history.at_head(&goal.id).is_none_or(|head| !is_same_place(head, goal));
    let changed = snapshot.workspace.goals.iter().filter(|goal| differs(goal) && open_root(goal));
    let steps: Vec<GoalStep<'_>> = changed
        .map(|goal| {
            let before = history.at_head(&goal.id).map(Arc::clone);
            GoalStep { id: &goal.id, before, after: Some(Arc::new(goal.as_written())) }
        })
        .collect();
    if !steps.is_empty() {
        replay.past.catch_up();
        replay.step(None, snapshot.today, &steps);
    }
    replay.finish()
}

/// What a step did to a goal.
struct GoalStep<'r> {
    id: &'r str,
    before: Option<Arc<Goal>>,
    after: Option<Arc<Goal>>,
}

/// Whether two versions contribute alike, so that nothing need be asked.
fn is_same_place(a: &Goal, b: &Goal) -> bool {
    (a.state, a.weight, a.rollup) == (b.state, b.weight, b.rollup) && is_same_links(a, b)
}

/// History, step by step, with what is found on the way.
struct Replay<'r, 'w> {
    snapshot: &'r Snapshot<'w>,
    history: &'r GoalHistory,
    past: Past<'r, 'w>,
    found: BTreeMap<GoalIx, Vec<Rescoping>>,
}

impl<'r> Replay<'r, '_> {
    /// Takes a step in, and asks what it did to each objective whose parts it changed.
    fn step(&mut self, step: Option<usize>, day: Day, changes: &[GoalStep<'r>]) {
        for change in changes {
            self.past.put(change.id, change.after.as_ref());
        }
        if step.is_some_and(|step| self.history.step(step).0.cut_off) || self.past.is_spent() {
            return;
        }
        let mut asked: BTreeMap<GoalIx, Vec<&GoalStep<'r>>> = BTreeMap::new();
        for change in changes {
            // What was removed is for its own rule to say.
            let (before, Some(after)) = (&change.before, &change.after) else { continue };
            if before.as_ref().is_some_and(|before| is_same_place(before, after)) {
                continue;
            }
            let mut parents = self.past.parents(after);
            parents.extend(before.iter().flat_map(|before| self.past.parents(before)));
            if before.as_ref().is_some_and(|before| before.rollup != after.rollup) {
                parents.extend(self.past.resolve(change.id));
            }
            for parent in parents.into_iter().filter_map(|id| self.snapshot.workspace.find(id)) {
                if self.snapshot.goal(parent).kind == Kind::Objective {
                    asked.entry(parent).or_default().push(change);
                }
            }
        }
        if asked.is_empty() || step.is_some_and(|step| reason_with(self.history, step).is_some()) {
            return;
        }
        let mut known = HashMap::new();
        for (objective, changed) in asked {
            self.ask(objective, step, day, &changed, &mut known);
        }
    }

    /// What changes of an objective's parts did to its progress.
    fn ask(
        &mut self,
        ix: GoalIx,
        step: Option<usize>,
        day: Day,
        changed: &[&GoalStep<'r>],
        known: &mut HashMap<&'r str, ScopePart>,
    ) {
        let present = self.snapshot.goal(ix);
        let Some(version) = self.past.version(&present.id).map(Arc::clone) else { return };
        let commit = step.and_then(|step| self.proposed(step, changed));
        let time = commit.map(|commit| LandingTime::of(self.snapshot, self.history, commit, step));
        if !self.is_asked(ix, &version, day, time) || self.is_explained(&present.id, step, day) {
            return;
        }
        let mut otherwise = Otherwise::default();
        let mut parts = Vec::new();
        for change in changed {
            let (before, Some(after)) = (change.before.as_ref(), change.after.as_ref()) else { continue };
            if change.id == present.id {
                let rollup = before.map(|before| before.rollup).filter(|before| *before != after.rollup);
                otherwise.rollup = rollup.map(EarlierRollup);
                continue;
            }
            let was = before.map_or(UNLINKED, |before| self.past.link(before, &present.id));
            let is = self.past.link(after, &present.id);
            if was == is || self.is_explained(change.id, step, day) {
                continue;
            }
            let dropped = after.state == State::Dropped;
            otherwise.links.insert(change.id, was);
            parts.push(ScopeChange { id: change.id.to_owned(), before: was.weight, after: is.weight, dropped });
        }
        if parts.is_empty() && otherwise.rollup.is_none() {
            return;
        }
        let with = self.past.objective(&version, &Otherwise::default(), day, known, 0).progress;
        let without = self.past.objective(&version, &otherwise, day, known, 0).progress;
        let (Some(with), Some(without)) = (with, without) else { return };
        if with - without >= RISE - 1e-9 {
            parts.sort_by(|a: &ScopeChange, b| a.id.cmp(&b.id));
            let rollup = otherwise.rollup;
            let rescoping =
                Rescoping { objective: ix, commit, step, day, with, without, changes: parts, rollup, earlier: 0 };
            self.found.entry(ix).or_default().push(rescoping);
        }
    }

    /// The commit that proposed the first of some changes.
    fn proposed(&self, step: usize, changed: &[&GoalStep<'r>]) -> Option<usize> {
        let first = changed.first()?;
        let after = first.after.as_ref()?;
        Some(self.history.proposed(first.id, step, |goal| is_same_place(goal, after)))
    }

    /// Whether an objective is one to ask about on a day: active, settled, and not long past.
    fn is_asked(&self, ix: GoalIx, version: &Goal, day: Day, time: Option<LandingTime>) -> bool {
        let present = self.snapshot.goal(ix);
        let active = set_by(self.history.of(&present.id), self.history).map(|place| self.history.landing_day(place));
        let is_settling = |settled: Day| time.map_or(day <= settled, |time| time.is_settling(settled));
        let settling = settled(self.snapshot, version, Some(present), active).is_some_and(is_settling);
        let open = !matches!(present.state, State::Draft | State::Dropped) && version.state == State::Active;
        open && !settling && self.snapshot.is_recent_on(present, day)
    }

    /// Whether a goal says why a step changed it. Giving a goal up is explained by its reason whenever that was written.
    fn is_explained(&self, id: &str, step: Option<usize>, day: Day) -> bool {
        let present = self.snapshot.workspace.find(id).map(|ix| self.snapshot.goal(ix));
        let dropped = present.is_some_and(|goal| goal.state == State::Dropped && goal.reason.is_some());
        let reasons = || Reasons::of(self.snapshot, self.history, id, present);
        dropped || reasons().why(Changed { step, day, field: "rollup" }).is_some()
    }

    /// Keeps what still stands: a part that counts again as it did before the change counts for nothing.
    fn finish(mut self) -> Rescopings {
        let mut rescopings = Rescopings::default();
        let workspace = self.snapshot.workspace;
        for (ix, mut found) in std::mem::take(&mut self.found) {
            let objective = self.snapshot.goal(ix);
            let stands = |change: &ScopeChange| {
                let now = workspace.find(&change.id).map(|it| self.past.link(self.snapshot.goal(it), &objective.id));
                now.and_then(|link| link.weight) != change.before
            };
            found.retain(|it| {
                it.rollup.is_some_and(|before| before.0 != objective.rollup) || it.changes.iter().any(stands)
            });
            for it in &found {
                rescopings.causes.extend(it.changes.iter().map(|change| (change.id.clone(), it.step)));
            }
            let earlier = found.len().saturating_sub(1);
            rescopings.latest.extend(found.pop().map(|latest| Rescoping { earlier, ..latest }));
        }
        rescopings
    }
}
