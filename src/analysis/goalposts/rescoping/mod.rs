//! Rescopings: changes of an objective's contributions after it had settled that raised its progress.
//!
//! History is replayed step by step along the trunk's line. For each step that changes an objective's contributions its
//! progress on that day is computed twice from the files of that time: with the change and without it.

mod goal_step;
mod past;
mod progress;
mod silenced;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use goal_step::GoalStep;
use past::{ParentLink, Past, UNLINKED, is_same_links};
use progress::{Counterfactual, EarlierRollup, ScopePart};
use silenced::Silenced;

use super::explanation::{Changed, Reasons, names_of, reason_with};
use super::settling::{LandingTime, settled};
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Goal, GoalIx, Kind, Rollup, State};

/// The least rise of progress that counts as a rescoping: 5 percentage points.
const RISE: f64 = 0.05;

/// A change of an objective's contributions that raised its progress.
#[derive(Debug, Clone, PartialEq)]
pub struct Rescoping {
    /// The objective.
    pub objective: GoalIx,
    /// The commit that proposed it, by its place in [`GoalHistory::commits`]; none for what is not committed.
    pub commit: Option<usize>,
    /// The day on which it landed.
    pub day: Day,
    /// The day of the first of several changes, none of which alone raised progress enough to count.
    pub since: Option<Day>,
    /// The progress on that day, 0 to 1.
    pub with: f64,
    /// The progress on that day without the change, 0 to 1.
    pub without: f64,
    /// The changed contributions, sorted by id.
    pub changes: Vec<ScopeChange>,
    /// The earlier `rollup` of the objective, if that changed.
    pub rollup: Option<EarlierRollup>,
    /// The number of earlier rescopings of the same objective.
    pub earlier: usize,
}

/// A contribution that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ScopeChange {
    /// The id of the contributing goal.
    pub id: String,
    /// Its earlier weight; none if it did not count.
    pub before: Option<f64>,
    /// Its later weight; none if it no longer counts.
    pub after: Option<f64>,
    /// Its later state: it may have been dropped or made a draft, rather than linked elsewhere.
    pub state: State,
    /// Whether its file was excluded.
    pub excluded: bool,
    /// Whether it counts as before, and measures nothing any more because none of its own contributions is left.
    pub silenced: bool,
    /// Its earlier link.
    was: ParentLink,
    /// The step that changed it.
    step: Option<usize>,
}

/// The rescopings that were not undone.
#[derive(Debug, Default)]
pub struct Rescopings {
    /// The latest rescoping of each objective.
    pub latest: Vec<Rescoping>,
    causes: HashSet<(String, Option<usize>)>,
}

impl Rescopings {
    /// Whether the change of a goal by a step is part of a rescoping, so that it is not reported again.
    pub fn include(&self, goal: &str, step: Option<usize>) -> bool {
        self.causes.contains(&(goal.to_owned(), step))
    }
}

/// Finds the rescopings in history and in uncommitted changes. Changes while goalposts settle, of drafts, and with an
/// explanation by the objective or the contribution are none.
pub(in crate::analysis) fn rescopings(snapshot: &Snapshot<'_>, history: &GoalHistory) -> Rescopings {
    let mut by_step: BTreeMap<usize, Vec<GoalStep<'_>>> = BTreeMap::new();
    for (id, changes) in history.all_landed() {
        for change in changes {
            let (before, after, excluded) = (change.before.clone(), change.after.clone(), change.excluded);
            let step = GoalStep { id, before, after, excluded };
            by_step.entry(change.step).or_default().push(step);
        }
    }
    let past = Past::new(snapshot, history);
    let (found, links, rollups, small) = (BTreeMap::new(), HashMap::new(), HashMap::new(), HashMap::new());
    let mut replay = Replay { snapshot, history, past, found, links, rollups, small };
    for (step, changes) in by_step {
        replay.step(Some(step), history.day_of(step), &changes);
    }
    let is_judged = |goal: &&Goal| snapshot.shows_uncommitted(goal.document);
    let differs = |goal: &&Goal| history.at_head(&goal.id).is_none_or(|head| !is_same_place(head, goal));
    let changed = snapshot.workspace.goals.iter().map(Box::as_ref).filter(|goal| differs(goal) && is_judged(goal));
    let steps: Vec<GoalStep<'_>> = changed
        .map(|goal| {
            let before = history.at_head(&goal.id).map(Arc::clone);
            GoalStep { id: &goal.id, before, after: Some(Arc::new(goal.as_written())), excluded: false }
        })
        .collect();
    if !steps.is_empty() {
        replay.past.catch_up();
        replay.step(None, snapshot.today, &steps);
    }
    replay.finish()
}

/// Whether a rise of progress counts. The tolerance absorbs rounding: a rise from 0.55 to 0.6 is 5 points.
fn is_rise(rise: f64) -> bool {
    rise >= RISE - 1e-9
}

/// Whether two versions contribute alike to the goals above, so that the change is no rescoping.
fn is_same_place(a: &Goal, b: &Goal) -> bool {
    (a.kind, a.state, a.weight, a.rollup) == (b.kind, b.state, b.weight, b.rollup) && is_same_links(a, b)
}

/// The replay of history step by step, with the rescopings found so far.
struct Replay<'r, 'w> {
    snapshot: &'r Snapshot<'w>,
    history: &'r GoalHistory,
    past: Past<'r, 'w>,
    found: BTreeMap<GoalIx, Vec<Rescoping>>,
    /// The links of changed contributions as they had settled, by the objective and the contribution.
    links: HashMap<(GoalIx, &'r str), ParentLink>,
    /// The `rollup` of changed objectives as it had settled.
    rollups: HashMap<GoalIx, Option<Rollup>>,
    /// The steps that changed an objective's progress by less than counts: many small ones count together.
    small: HashMap<GoalIx, Vec<SmallStep>>,
}

/// A step that changed an objective's progress by less than counts.
struct SmallStep {
    day: Day,
    /// By how much progress rose on that day; below 0 if it fell. What a goal reached later is no effect of the step.
    rise: f64,
    changes: Vec<ScopeChange>,
}

impl<'r> Replay<'r, '_> {
    /// Applies a step, and judges its effect on each objective whose contributions it changed.
    fn step(&mut self, step: Option<usize>, day: Day, changes: &[GoalStep<'r>]) {
        // What is excluded contributes nothing any more, but its numbers are needed for the comparison.
        for change in changes {
            self.past.put(change.id, change.version());
        }
        self.judge_all(step, day, changes);
        for change in changes.iter().filter(|change| change.excluded) {
            self.past.put(change.id, None);
        }
    }

    fn judge_all(&mut self, step: Option<usize>, day: Day, changes: &[GoalStep<'r>]) {
        if step.is_some_and(|step| self.history.step(step).0.cut_off) || self.past.is_exhausted() {
            return;
        }
        let mut affected: BTreeMap<GoalIx, Vec<&GoalStep<'r>>> = BTreeMap::new();
        for change in changes {
            // Removing a goal is a finding of its own (`deleted-goal`).
            let (before, Some(after)) = (&change.before, change.version()) else { continue };
            if !change.excluded && before.as_ref().is_some_and(|before| is_same_place(before, after)) {
                continue;
            }
            let mut parents = self.past.parents(after);
            parents.extend(before.iter().flat_map(|before| self.past.parents(before)));
            if before.as_ref().is_some_and(|before| before.rollup != after.rollup) {
                parents.extend(self.past.resolve(change.id));
            }
            for parent in parents.into_iter().filter_map(|id| self.snapshot.workspace.find(id)) {
                if self.snapshot.goal(parent).kind == Kind::Objective {
                    affected.entry(parent).or_default().push(change);
                }
            }
        }
        let mut known = HashMap::new();
        let silenced = self.past.silenced(day, &mut affected, &mut known);
        for (objective, changed) in affected {
            self.judge(objective, step, day, (&changed, &silenced), &mut known);
        }
    }

    /// Compares an objective's progress with and without the changes of its contributions.
    fn judge(
        &mut self,
        ix: GoalIx,
        step: Option<usize>,
        day: Day,
        (changed, silenced): (&[&GoalStep<'r>], &Silenced<'_, 'r>),
        known: &mut HashMap<&'r str, ScopePart>,
    ) {
        let present = self.snapshot.goal(ix);
        let Some(version) = self.past.version(&present.id).map(Arc::clone) else { return };
        let silenced: Vec<_> = silenced.iter().filter(|it| it.objective == ix).collect();
        let causes: Vec<&GoalStep<'r>> =
            changed.iter().copied().chain(silenced.iter().flat_map(|it| it.causes.iter().copied())).collect();
        let commit = step.and_then(|step| self.proposed(step, &causes));
        let time = commit.map(|commit| LandingTime::of(self.snapshot, self.history, commit, step));
        let is_judged = self.is_judged(ix, &version, day, time);
        let names = || names_of(&present.id, Some(present));
        let has_reason = || step.is_some_and(|step| reason_with(self.history, step, &names()).is_some());
        let is_explained = is_judged && (has_reason() || self.is_explained(&present.id, step, day));
        let (mut actual, mut counterfactual) = (Counterfactual::default(), Counterfactual::default());
        let mut parts = Vec::new();
        for change in changed {
            let (before, Some(after)) = (change.before.as_ref(), change.version()) else { continue };
            if change.id == present.id {
                let was = before.map(|before| before.rollup).filter(|before| *before != after.rollup);
                let Some(was) = was else { continue };
                if !is_judged {
                    self.rollups.insert(ix, after.rollup);
                } else if *self.rollups.entry(ix).or_insert(was) != after.rollup {
                    counterfactual.rollup = Some(EarlierRollup(was));
                }
                continue;
            }
            let was = before.map_or(UNLINKED, |before| self.past.link(before, &present.id));
            let is = if change.excluded { UNLINKED } else { self.past.link(after, &present.id) };
            // Whoever puts back what stood when goalposts had settled takes nothing out of the count.
            let settled = if is_judged {
                *self.links.entry((ix, change.id)).or_insert(was)
            } else {
                self.links.insert((ix, change.id), is);
                is
            };
            if is.counts_as(settled) {
                self.undo(ix, change.id);
            }
            if was == is || is == settled || is_explained || self.is_explained(change.id, step, day) {
                continue;
            }
            let state = after.state;
            counterfactual.links.insert(change.id, was);
            // What is another kind of goal now has no measure to compare any more: that of before tells.
            if let Some(before) = before.filter(|before| before.kind != after.kind) {
                counterfactual.versions.insert(change.id, Arc::clone(before));
            }
            if change.excluded {
                actual.links.insert(change.id, UNLINKED);
            }
            let (before, after, excluded) = (was.weight, is.weight, change.excluded);
            let id = change.id.to_owned();
            parts.push(ScopeChange { id, before, after, state, excluded, silenced: false, was, step });
        }
        for it in silenced {
            let is_reason = |id: &str| self.is_explained(id, step, day);
            if !is_judged || is_explained || is_reason(it.id) || it.causes.iter().any(|cause| is_reason(cause.id)) {
                continue;
            }
            counterfactual.parts.insert(it.id, it.part);
            if parts.iter().all(|part: &ScopeChange| part.id != it.id) {
                let id = it.id.to_owned();
                let (before, after, was) = (it.link.weight, None, it.link);
                let (state, excluded, silenced) = (State::Active, false, true);
                parts.push(ScopeChange { id, before, after, state, excluded, silenced, was, step });
            }
        }
        if is_explained || (parts.is_empty() && counterfactual.rollup.is_none()) {
            return;
        }
        let with = self.past.objective(&version, &actual, day, known, 0).progress;
        let without = self.past.objective(&version, &counterfactual, day, known, 0).progress;
        let (Some(with), Some(without)) = (with, without) else { return };
        parts.sort_by(|a: &ScopeChange, b| a.id.cmp(&b.id));
        let rollup = counterfactual.rollup;
        let found =
            Rescoping { objective: ix, commit, day, since: None, with, without, changes: parts, rollup, earlier: 0 };
        if is_rise(with - without) {
            self.found.entry(ix).or_default().push(found);
        } else if rollup.is_none() {
            self.add_up(&found);
        }
    }

    /// Notes a change that alone did not raise progress enough, and counts it together with those before it.
    fn add_up(&mut self, last: &Rescoping) {
        let small = self.small.entry(last.objective).or_default();
        let rise = last.with - last.without;
        small.push(SmallStep { day: last.day, rise, changes: last.changes.clone() });
        let rise: f64 = small.iter().map(|it| it.rise).sum();
        let since = small.first().map(|it| it.day);
        let found = self.found.entry(last.objective).or_default();
        // What was found of the same changes before is part of it.
        found.retain(|it| it.since.is_none());
        if !is_rise(rise) {
            return;
        }
        let mut changes: BTreeMap<&str, ScopeChange> = BTreeMap::new();
        for change in small.iter().flat_map(|it| &it.changes) {
            let (before, was) = changes.get(&*change.id).map_or((change.before, change.was), |it| (it.before, it.was));
            changes.insert(&change.id, ScopeChange { before, was, ..change.clone() });
        }
        let changes = changes.into_values().collect();
        found.push(Rescoping { since, without: last.with - rise, changes, ..last.clone() });
    }

    /// Forgets the small changes of a contribution that is as it was when goalposts had settled.
    fn undo(&mut self, objective: GoalIx, id: &str) {
        let Some(small) = self.small.get_mut(&objective) else { return };
        for step in small.iter_mut() {
            step.changes.retain(|it| it.id != id);
        }
        small.retain(|it| !it.changes.is_empty());
    }

    /// The commit that proposed the first of some changes.
    fn proposed(&self, step: usize, changed: &[&GoalStep<'r>]) -> Option<usize> {
        let first = changed.first()?;
        Some(match &first.after {
            Some(after) => self.history.proposed(first.id, step, |goal| is_same_place(goal, after)),
            None => self.history.proposed(first.id, step, |_| false),
        })
    }

    /// Whether changes of an objective on a day are judged: it is active, settled, and recent.
    fn is_judged(&self, ix: GoalIx, version: &Goal, day: Day, time: Option<LandingTime>) -> bool {
        let present = self.snapshot.goal(ix);
        let active = self.history.active_since(&present.id);
        let is_settling = |settled: Day| time.map_or(day <= settled, |time| time.is_settling(settled));
        let settling = settled(self.snapshot, version, Some(present), active, None).is_some_and(is_settling);
        let open = present.state.counts() && version.state == State::Active;
        open && !settling && self.snapshot.is_recent_change(present, version, day)
    }

    /// Whether a step's change of a goal is explained. Dropping a goal is explained by its `reason`, whenever that was
    /// written.
    fn is_explained(&self, id: &str, step: Option<usize>, day: Day) -> bool {
        let present = self.snapshot.workspace.find(id).map(|ix| self.snapshot.goal(ix));
        let dropped = present.is_some_and(|goal| goal.state == State::Dropped && goal.reason.is_some());
        let reasons = || Reasons::of(self.snapshot, self.history, id, present);
        dropped || reasons().why(Changed { step, day, field: "rollup" }).is_some()
    }

    /// Returns the rescopings that were not undone: a contribution that has its earlier weight again is left out.
    fn finish(mut self) -> Rescopings {
        let mut rescopings = Rescopings::default();
        let workspace = self.snapshot.workspace;
        for (ix, mut found) in std::mem::take(&mut self.found) {
            let objective = self.snapshot.goal(ix);
            let stands = |change: &ScopeChange| {
                if change.silenced {
                    let now = workspace.find(&change.id).map(|ix| self.snapshot.numbers(ix).progress);
                    return now.flatten().is_none();
                }
                let now = workspace.find(&change.id).map(|it| self.past.link(self.snapshot.goal(it), &objective.id));
                !now.unwrap_or(UNLINKED).counts_as(change.was)
            };
            found.retain(|it| {
                it.rollup.is_some_and(|before| before.0 != objective.rollup) || it.changes.iter().any(stands)
            });
            for it in &found {
                rescopings.causes.extend(it.changes.iter().map(|change| (change.id.clone(), change.step)));
            }
            let earlier = found.len().saturating_sub(1);
            rescopings.latest.extend(found.pop().map(|latest| Rescoping { earlier, ..latest }));
        }
        rescopings
    }
}
