//! Rescopings: what an objective is made of was changed after it had settled, and its progress rose by that.
//!
//! History is replayed commit by commit; where a commit changes what an objective is made of, its progress that day is
//! computed twice from the files as they were then: with the change, and without.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::chronicle::{Chronicle, Moment};
use super::goalpost::{is_decided, is_reasoned, settled};
use super::measure::{Measure, measure_of, raw_progress};
use super::snapshot::Snapshot;
use crate::git::Commit;
use crate::model::{Day, Goal, GoalIx, Kind, Rollup, State};

/// From here a rise of progress is one to speak of.
const RISE: f64 = 0.05;
/// How many contributions are looked at for all commits together, so that no history costs more than it is worth. Ten
/// thousand goals need a twentieth of it.
const MOST_LOOKS: usize = 1_000_000;
/// How many goals may stand above each other in what is computed.
const DEEPEST: usize = 100;

/// A change of what an objective is made of that raised its progress.
#[derive(Debug, Clone, PartialEq)]
pub struct Rescoping {
    /// The objective.
    pub objective: GoalIx,
    /// The commit, by its place in [`Chronicle::commits`]; none for what is not committed.
    pub commit: Option<usize>,
    /// Its day.
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

/// What an objective's `rollup` was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlierRollup(pub Option<Rollup>);

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
    /// Whether a commit's change of a goal is part of one.
    #[must_use]
    pub fn tell_of(&self, goal: &str, commit: Option<usize>) -> bool {
        self.causes.contains(&(goal.to_owned(), commit))
    }
}

/// Finds them in history and in what is not committed. Silent while goalposts settle, for drafts, and where the
/// objective or what changed says why.
#[must_use]
pub(super) fn rescopings(snapshot: &Snapshot<'_>, chronicle: &Chronicle) -> Rescopings {
    let mut by_commit: BTreeMap<usize, Vec<Step<'_>>> = BTreeMap::new();
    for (id, moments) in chronicle.goals() {
        for moment in moments {
            let step = Step { id, before: moment.previous().map(Arc::clone), after: moment.after.clone() };
            by_commit.entry(moment.commit).or_default().push(step);
        }
    }
    let mut replay = Replay::new(snapshot, chronicle);
    for (place, steps) in by_commit {
        let commit = &chronicle.commits[place];
        replay.step(Some((place, commit)), commit.committer.day(), &steps);
    }
    let open_root = |goal: &&Goal| snapshot.workspace.file(goal.document).root == 0;
    let differs = |goal: &&Goal| chronicle.at_head(&goal.id).is_none_or(|head| !is_same_place(head, goal));
    let changed = snapshot.workspace.goals.iter().filter(|goal| differs(goal) && open_root(goal));
    let steps: Vec<Step<'_>> = changed
        .map(|goal| {
            let before = chronicle.at_head(&goal.id).map(Arc::clone);
            Step { id: &goal.id, before, after: Some(Arc::new(goal.as_written())) }
        })
        .collect();
    if !steps.is_empty() {
        replay.catch_up();
        replay.step(None, snapshot.today, &steps);
    }
    replay.finish()
}

/// What a commit did to a goal.
struct Step<'r> {
    id: &'r str,
    before: Option<Arc<Goal>>,
    after: Option<Arc<Goal>>,
}

/// Whether two versions have the same links upward.
fn is_same_links(a: &Goal, b: &Goal) -> bool {
    a.measures == b.measures
        && a.supports.len() == b.supports.len()
        && a.supports.iter().zip(&b.supports).all(|(a, b)| (&a.goal, a.weight) == (&b.goal, b.weight))
}

/// Whether two versions contribute alike, so that nothing need be asked.
fn is_same_place(a: &Goal, b: &Goal) -> bool {
    (a.state, a.weight, a.rollup) == (b.state, b.weight, b.rollup) && is_same_links(a, b)
}

/// What an objective is made of where it differs from what the files say.
#[derive(Default)]
struct Otherwise<'r> {
    links: HashMap<&'r str, Link>,
    rollup: Option<EarlierRollup>,
}

/// A goal's place below an objective.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Link {
    /// Whether there is a link at all.
    linked: bool,
    /// Whether it measures it, rather than supports it.
    measures: bool,
    /// How much it counts; none where it is a draft or dropped, or has no link at all.
    weight: Option<f64>,
}

const UNLINKED: Link = Link { linked: false, measures: false, weight: None };

/// The goals as they were at some commit.
struct Replay<'r, 'w> {
    snapshot: &'r Snapshot<'w>,
    chronicle: &'r Chronicle,
    goals: HashMap<&'r str, Arc<Goal>>,
    children: HashMap<&'r str, BTreeSet<&'r str>>,
    looks: usize,
    found: BTreeMap<GoalIx, Vec<Rescoping>>,
}

impl<'r, 'w> Replay<'r, 'w> {
    /// The goals as they were when history begins.
    fn new(snapshot: &'r Snapshot<'w>, chronicle: &'r Chronicle) -> Self {
        let (goals, children) = (HashMap::new(), HashMap::new());
        let mut replay = Self { snapshot, chronicle, goals, children, looks: 0, found: BTreeMap::new() };
        for (id, moments) in chronicle.goals() {
            if let Some(before) = moments.first().and_then(Moment::previous) {
                replay.put(id, Some(before));
            }
        }
        for (id, goal, _) in chronicle.all_at_head().filter(|(id, ..)| chronicle.of(id).is_empty()) {
            replay.put(id, Some(goal));
        }
        replay
    }

    /// The goals as HEAD has them.
    fn catch_up(&mut self) {
        let stale: Vec<&'r str> =
            self.goals.keys().copied().filter(|id| self.chronicle.at_head(id).is_none()).collect();
        for id in stale {
            self.put(id, None);
        }
        for (id, goal, _) in self.chronicle.all_at_head() {
            self.put(id, Some(goal));
        }
    }

    /// The id that a goal has today, from any that it had; none for what never was a goal.
    fn resolve(&self, id: &str) -> Option<&'r str> {
        let workspace = self.snapshot.workspace;
        workspace.find(id).map(|ix| workspace.goal(ix).id.as_str()).or_else(|| self.chronicle.key(id))
    }

    /// The goals that a version of a goal may count in.
    fn parents(&self, goal: &Goal) -> BTreeSet<&'r str> {
        let named = goal.measures.iter().chain(goal.supports.iter().map(|link| &link.goal));
        named.filter_map(|id| self.resolve(id)).collect()
    }

    fn put(&mut self, id: &'r str, goal: Option<&Arc<Goal>>) {
        let old = match goal {
            Some(goal) => self.goals.insert(id, Arc::clone(goal)),
            None => self.goals.remove(id),
        };
        if let (Some(old), Some(new)) = (&old, goal)
            && is_same_links(old, new)
        {
            return;
        }
        for parent in old.map(|old| self.parents(&old)).unwrap_or_default() {
            if let Some(children) = self.children.get_mut(parent) {
                children.remove(id);
            }
        }
        for parent in goal.map(|new| self.parents(new)).unwrap_or_default() {
            self.children.entry(parent).or_default().insert(id);
        }
    }

    /// The place of a version of a goal below an objective.
    fn link(&self, goal: &Goal, objective: &str) -> Link {
        let counts = !matches!(goal.state, State::Draft | State::Dropped);
        if goal.measures.as_deref().is_some_and(|id| self.resolve(id) == Some(objective)) {
            let weight = counts.then(|| goal.weight.unwrap_or(1.0));
            return Link { linked: true, measures: true, weight };
        }
        let entry = goal.supports.iter().find(|link| self.resolve(&link.goal) == Some(objective));
        entry.map_or(UNLINKED, |link| {
            let weight = counts.then(|| link.weight.unwrap_or(1.0));
            Link { linked: true, measures: false, weight }
        })
    }

    /// Takes a commit in, and asks what it did to each objective whose parts it changed.
    fn step(&mut self, commit: Option<(usize, &Commit)>, day: Day, steps: &[Step<'r>]) {
        for step in steps {
            self.put(step.id, step.after.as_ref());
        }
        if commit.is_some_and(|(_, commit)| commit.cut_off) || self.looks >= MOST_LOOKS {
            return;
        }
        let mut asked: BTreeMap<GoalIx, Vec<&Step<'r>>> = BTreeMap::new();
        for step in steps {
            // What was removed is for its own rule to say.
            let (before, Some(after)) = (&step.before, &step.after) else { continue };
            if before.as_ref().is_some_and(|before| is_same_place(before, after)) {
                continue;
            }
            let mut parents = self.parents(after);
            parents.extend(before.iter().flat_map(|before| self.parents(before)));
            if before.as_ref().is_some_and(|before| before.rollup != after.rollup) {
                parents.extend(self.resolve(step.id));
            }
            for parent in parents.into_iter().filter_map(|id| self.snapshot.workspace.find(id)) {
                if self.snapshot.goal(parent).kind == Kind::Objective {
                    asked.entry(parent).or_default().push(step);
                }
            }
        }
        if asked.is_empty() || commit.is_some_and(|(_, commit)| is_reasoned(commit)) {
            return;
        }
        let own: HashMap<&str, &Step<'r>> = steps.iter().map(|step| (step.id, step)).collect();
        let mut known = HashMap::new();
        for (objective, changed) in asked {
            let own = own.get(self.snapshot.goal(objective).id.as_str()).copied();
            self.ask(objective, commit.map(|(place, _)| place), day, own, &changed, &mut known);
        }
    }

    /// What changes of an objective's parts did to its progress. `own` is what the commit did to the objective itself.
    fn ask(
        &mut self,
        ix: GoalIx,
        commit: Option<usize>,
        day: Day,
        own: Option<&Step<'r>>,
        changed: &[&Step<'r>],
        known: &mut HashMap<&'r str, Part>,
    ) {
        let present = self.snapshot.goal(ix);
        let Some(version) = self.goals.get(present.id.as_str()).map(Arc::clone) else { return };
        if !self.is_asked(ix, &version, day) || self.is_explained(&present.id, own, day) {
            return;
        }
        let mut otherwise = Otherwise::default();
        let mut parts = Vec::new();
        for step in changed {
            let (before, Some(after)) = (step.before.as_ref(), step.after.as_ref()) else { continue };
            if step.id == present.id {
                let rollup = before.map(|before| before.rollup).filter(|before| *before != after.rollup);
                otherwise.rollup = rollup.map(EarlierRollup);
                continue;
            }
            let was = before.map_or(UNLINKED, |before| self.link(before, &present.id));
            let is = self.link(after, &present.id);
            if was == is || self.is_explained(step.id, Some(step), day) {
                continue;
            }
            let dropped = after.state == State::Dropped;
            otherwise.links.insert(step.id, was);
            parts.push(ScopeChange { id: step.id.to_owned(), before: was.weight, after: is.weight, dropped });
        }
        if parts.is_empty() && otherwise.rollup.is_none() {
            return;
        }
        let with = self.objective(&version, &Otherwise::default(), day, known, 0).progress;
        let without = self.objective(&version, &otherwise, day, known, 0).progress;
        let (Some(with), Some(without)) = (with, without) else { return };
        if with - without >= RISE - 1e-9 {
            parts.sort_by(|a: &ScopeChange, b| a.id.cmp(&b.id));
            let rollup = otherwise.rollup;
            let rescoping = Rescoping { objective: ix, commit, day, with, without, changes: parts, rollup, earlier: 0 };
            self.found.entry(ix).or_default().push(rescoping);
        }
    }

    /// Whether an objective is one to ask about on a day: active, settled, and not long past.
    fn is_asked(&self, ix: GoalIx, version: &Goal, day: Day) -> bool {
        let present = self.snapshot.goal(ix);
        let active = self.snapshot.goalposts(ix).set_by.map(|place| self.chronicle.commits[place].committer.day());
        let settling = settled(self.snapshot, version, Some(present), active).is_some_and(|settled| day <= settled);
        let open = !matches!(present.state, State::Draft | State::Dropped) && version.state == State::Active;
        open && !settling && self.snapshot.is_recent_on(present, day)
    }

    /// Whether a goal says why it changed: a new reason, or a decision. Giving a goal up is explained by its reason
    /// whenever that was written.
    fn is_explained(&self, id: &str, step: Option<&Step<'_>>, day: Day) -> bool {
        let present = self.snapshot.workspace.find(id).map(|ix| self.snapshot.goal(ix));
        let dropped = present.is_some_and(|goal| goal.state == State::Dropped && goal.reason.is_some());
        let newly = step.is_some_and(|step| {
            let reason = |goal: &Option<Arc<Goal>>| goal.as_ref().and_then(|goal| goal.reason.clone());
            reason(&step.after).is_some() && reason(&step.after) != reason(&step.before)
        });
        let decided = self.goals.get(id).is_some_and(|goal| is_decided(goal, day));
        newly || decided || dropped || present.is_some_and(|goal| is_decided(goal, day))
    }

    /// An objective: the weighted mean over what it is made of, as a rollup of that day would have it.
    fn objective(
        &mut self,
        goal: &Goal,
        otherwise: &Otherwise<'r>,
        day: Day,
        known: &mut HashMap<&'r str, Part>,
        depth: usize,
    ) -> Part {
        let nothing = Part { begun: goal.has_begun(day), ..Part::default() };
        let Some(id) = self.resolve(&goal.id) else { return nothing };
        let mut children: BTreeSet<&'r str> = self.children.get(id).cloned().unwrap_or_default();
        children.extend(otherwise.links.keys());
        let links: Vec<(&'r str, Link)> = children
            .into_iter()
            .filter_map(|child| {
                let version = self.goals.get(child)?;
                Some((child, otherwise.links.get(child).copied().unwrap_or_else(|| self.link(version, id))))
            })
            .filter(|(_, link)| link.linked)
            .collect();
        self.looks += links.len();
        let of_key_results = match otherwise.rollup.map_or(goal.rollup, |earlier| earlier.0) {
            Some(Rollup::KeyResults) => true,
            Some(Rollup::Supporters) => false,
            None => links.iter().any(|(_, link)| link.measures),
        };
        let (mut sum, mut weights) = (0.0, 0.0);
        for (child, link) in links.into_iter().filter(|(_, link)| link.measures == of_key_results) {
            let Some(weight) = link.weight else { continue };
            let part = self.part(child, day, known, depth + 1);
            if part.measures && (part.progress.is_some() || part.begun) {
                sum += part.progress.unwrap_or(0.0) * weight;
                weights += weight;
            }
        }
        let progress = (weights > 0.0).then(|| sum / weights).filter(|it: &f64| it.is_finite());
        Part { progress, measures: progress.is_some(), ..nothing }
    }

    /// A goal below an objective; one that leads back to itself, or lies too deep, counts for nothing.
    fn part(&mut self, id: &'r str, day: Day, known: &mut HashMap<&'r str, Part>, depth: usize) -> Part {
        if let Some(part) = known.get(id) {
            return *part;
        }
        known.insert(id, Part::default());
        let Some(goal) = self.goals.get(id).map(Arc::clone).filter(|_| depth <= DEEPEST) else {
            return Part::default();
        };
        let part = if goal.kind == Kind::Objective {
            self.objective(&goal, &Otherwise::default(), day, known, depth)
        } else {
            self.own(id, &goal, day)
        };
        known.insert(id, part);
        part
    }

    /// A goal with a measure of its own, by its file of that day.
    fn own(&self, id: &str, goal: &Goal, day: Day) -> Part {
        let objective = goal.measures.as_deref().and_then(|id| self.goals.get(self.resolve(id)?));
        let mut goal = Cow::Borrowed(goal);
        if let Some(period) =
            objective.and_then(|objective| objective.period.as_ref()).filter(|_| goal.period.is_none())
        {
            goal.to_mut().period = Some(period.clone());
        }
        let metric = goal.metric.as_ref();
        let kpi = metric.and_then(|it| it.kpi.as_deref()).and_then(|id| self.goals.get(self.resolve(id)?));
        let kept = kpi.filter(|kpi| kpi.kind == Kind::Kpi).and_then(|kpi| kpi.metric.as_ref());
        let inside = |day: Day| goal.period.as_ref().is_none_or(|period| period.contains(day));
        let value = match kept {
            Some(kept) => kept.current.filter(|_| inside(kept.as_of.unwrap_or(day))),
            None => metric.and_then(|it| it.current),
        };
        // Keeping is a matter of all days so far; these alone are not in the file.
        let observations = match (measure_of(&goal), self.snapshot.workspace.find(id)) {
            (Measure::Keep(_), Some(ix)) => {
                let all = self.snapshot.timeline.of(ix);
                &all[..all.partition_point(|it| it.day <= day)]
            }
            _ => &[],
        };
        let raw = raw_progress(&goal, value, observations, day);
        let measures = measure_of(&goal) != Measure::Nothing;
        Part { progress: raw.map(|raw| raw.clamp(0.0, 1.0)), measures, begun: goal.has_begun(day) }
    }

    /// Keeps what still stands: a part that counts again as it did before the change counts for nothing.
    fn finish(mut self) -> Rescopings {
        let mut rescopings = Rescopings::default();
        let workspace = self.snapshot.workspace;
        for (ix, mut found) in std::mem::take(&mut self.found) {
            let objective = self.snapshot.goal(ix);
            let stands = |change: &ScopeChange| {
                let now = workspace.find(&change.id).map(|it| self.link(self.snapshot.goal(it), &objective.id));
                now.and_then(|link| link.weight) != change.before
            };
            found.retain(|it| {
                it.rollup.is_some_and(|before| before.0 != objective.rollup) || it.changes.iter().any(stands)
            });
            for it in &found {
                rescopings.causes.extend(it.changes.iter().map(|change| (change.id.clone(), it.commit)));
            }
            let earlier = found.len().saturating_sub(1);
            rescopings.latest.extend(found.pop().map(|latest| Rescoping { earlier, ..latest }));
        }
        rescopings
    }
}

/// What a goal adds to the objective above it.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    progress: Option<f64>,
    measures: bool,
    begun: bool,
}
