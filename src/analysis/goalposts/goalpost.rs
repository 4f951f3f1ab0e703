//! The goalposts of a goal over time: every move, and its price, the effect on progress.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use crate::analysis::goalposts::ease::{is_harder, is_number, is_recast};
use crate::analysis::goalposts::explanation::{Changed, Explanation, GivenReason, Reasons};
use crate::analysis::goalposts::given_back::{forgetting, is_given_back};
use crate::analysis::goalposts::meant::{Meant, remembering};
use crate::analysis::goalposts::ownership::{by_owner_alone, owner_before};
use crate::analysis::goalposts::settling::{LandingTime, settled};
use crate::analysis::goalposts::source_step::{AskedValues, source_step};
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::history::goal_revision::GoalRevision;
use crate::analysis::history::landings::Landed;
use crate::analysis::numbers::measure::raw_progress;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::goalpost_change::{
    GoalpostChange, field_without_index, is_comparable, is_renamed, moved,
};
use crate::git::OidSet;
use crate::model::{Day, Goal, GoalIx, State, has_same_goalposts};

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
    /// The day from which it counts: when it landed on the trunk; before that, the day of the commit.
    pub day: Day,
    /// The commit that proposed it, by its place in [`GoalHistory::commits`]; none for what is not committed.
    pub commit: Option<usize>,
    /// How it landed on the trunk; none for what is not committed.
    pub landed: Option<Landed>,
    /// The step along the trunk's line with which it came; none for what is not committed.
    pub step: Option<usize>,
    /// Why, if that was ever said.
    pub explanation: Option<Explanation>,
    /// Whether the goal's owner made it without another person; none where git does not know.
    pub by_owner_alone: Option<bool>,
    /// Whether it was made before the goalposts had settled, or while the goal was a draft.
    pub settling: bool,
    /// Whether it made the goal harder, which needs no explanation.
    pub made_harder: bool,
    /// The day on which the goalpost was put back to where it stood before this move; also of the move that put it back. Of
    /// one that was removed the day on which it was set again.
    pub put_back: Option<Day>,
    /// Whether it is the move that put it back.
    pub puts_back: bool,
}

/// Why a move needs no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonWaiver {
    /// The goalpost was put back on a day to where it stood before.
    PutBack(Day),
    /// It is the move that put the goalpost back.
    PutsBack,
    /// The goalpost was removed, and set again on a day, which is for another move to explain.
    SetAgain(Day),
    /// Goalposts had not settled.
    Settling,
    /// It made the goal harder.
    MadeHarder,
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
    /// The goal just before each step that moved something; of what is not committed, as HEAD has it.
    pub before: Vec<(Option<usize>, Arc<Goal>)>,
    /// The index of the commit that first made the goal active, if history shows it.
    pub set_by: Option<usize>,
}

impl Move {
    /// The field's route without list indices: `milestones.due`.
    pub fn field_without_index(&self) -> String {
        field_without_index(&self.field)
    }

    /// Whether it is explained.
    pub fn is_explained(&self) -> bool {
        self.explanation.is_some()
    }

    /// Whether it needs an explanation and has none.
    pub fn is_quiet(&self) -> bool {
        !self.is_explained() && self.waiver().is_none()
    }

    /// Why it needs no explanation; none if it needs one.
    pub fn waiver(&self) -> Option<ReasonWaiver> {
        match self.put_back {
            Some(_) if self.puts_back => Some(ReasonWaiver::PutsBack),
            Some(day) if self.after.is_null() => Some(ReasonWaiver::SetAgain(day)),
            Some(day) => Some(ReasonWaiver::PutBack(day)),
            None if self.settling => Some(ReasonWaiver::Settling),
            None => self.made_harder.then_some(ReasonWaiver::MadeHarder),
        }
    }

    /// Whether it landed with a commit that is not among those known.
    pub fn is_new(&self, history: &GoalHistory, known: &OidSet) -> bool {
        history.is_new(self.commit, known)
    }

    /// A move from a version of the goal on, which is not committed.
    fn new(before: &Goal, it: GoalpostChange, day: Day, (settling, recast): (bool, bool)) -> Self {
        let field = field_without_index(&it.field);
        let is_clear = !recast || !is_number(&field);
        let made_harder = is_clear && is_harder(&field, before.metric.as_ref(), &it.before, &it.after);
        Self {
            field: it.field,
            part: it.part,
            before: it.before,
            after: it.after,
            day,
            commit: None,
            landed: None,
            step: None,
            explanation: None,
            by_owner_alone: None,
            settling,
            made_harder,
            put_back: None,
            puts_back: false,
        }
    }

    fn changed(&self) -> Changed<'_> {
        Changed { step: self.step, day: self.day, field: &self.field }
    }
}

impl Goalposts {
    /// The goal just before a step that moved something.
    pub fn just_before(&self, step: Option<usize>) -> Option<&Arc<Goal>> {
        self.before.iter().find(|(at, _)| *at == step).map(|(_, goal)| goal)
    }

    /// Adds moves from a version of the goal on, all of one step.
    fn add(&mut self, before: &Arc<Goal>, moves: Vec<Move>) {
        let Some(first) = moves.first() else { return };
        if self.original.is_none() && moves.iter().any(|it| !it.settling) {
            self.original = Some(Arc::clone(before));
        }
        self.before.push((first.step, Arc::clone(before)));
        self.moves.extend(moves);
    }

    /// Notes that milestones are gone again that were set after goalposts had settled: what they moved is where it was.
    fn note_given_back(&mut self, milestones: &[String], day: Day) {
        let is_of_one = |it: &&mut Move| it.part.as_ref().is_some_and(|part| milestones.contains(part));
        let open = self.moves.iter_mut().filter(is_of_one).filter(|it| it.put_back.is_none() && !it.settling);
        open.filter(|it| it.field_without_index() == "milestones.value").for_each(|it| it.put_back = Some(day));
    }

    /// Finds the moves after which a goalpost came to stand where it had stood: net, nothing moved.
    fn note_put_back(&mut self) {
        let mut by_post: HashMap<(String, Option<String>), Vec<usize>> = HashMap::new();
        for (at, it) in self.moves.iter().enumerate().filter(|(_, it)| !it.settling) {
            by_post.entry((it.field_without_index(), it.part.clone())).or_default().push(at);
        }
        for moves in by_post.into_values() {
            let mut from = 0;
            while from < moves.len() {
                let before = &self.moves[moves[from]].before;
                // The last return counts: what lies between is part of the detour.
                let back = moves[from..].iter().rposition(|at| self.moves[*at].after == *before);
                let Some(to) = back.map(|back| from + back).filter(|to| *to > from) else {
                    from += 1;
                    continue;
                };
                let day = self.moves[moves[to]].day;
                moves[from..=to].iter().for_each(|at| self.moves[*at].put_back = Some(day));
                self.moves[moves[to]].puts_back = true;
                from = to + 1;
            }
        }
    }

    /// Finds the removed goalposts that a later version has again: as they were, or set anew, which is a move of its own. One
    /// that has a default, which stands in for it meanwhile, is back only as it was; so is what moved in between.
    fn note_written_again(&mut self, history: &GoalHistory, id: &str) {
        for at in 0..self.moves.len() {
            let it = &self.moves[at];
            let has_default = matches!(it.field_without_index().as_str(), "deadline" | "milestones.due");
            let is_gone = it.after.is_null() || has_default;
            let is_gone = is_gone && it.put_back.is_none() && !it.settling && it.step.is_some();
            let Some(before) = self.just_before(it.step).filter(|_| is_gone) else { continue };
            let is_it = |other: &GoalpostChange| {
                other.part == it.part && other.field_without_index() == it.field_without_index()
            };
            let is_removed =
                |other: &GoalpostChange| other.part.is_some() && other.part == it.part && other.after.is_null();
            let is_lost = |other: &GoalpostChange| {
                if has_default { is_it(other) || is_removed(other) } else { is_it(other) && other.after.is_null() }
            };
            let has_it = |goal: &Goal| !moved(before, goal).iter().any(is_lost);
            let mut later = history.landed(id).iter().filter(|change| Some(change.step) > it.step);
            let again = later.find(|change| change.after.as_ref().is_some_and(|after| has_it(after)));
            let Some((step, day)) = again.map(|change| (change.step, history.day_of(change.step))) else { continue };
            let post = (it.field_without_index(), it.part.clone());
            let is_between = |other: &Move| {
                has_default
                    && (other.field_without_index(), &other.part) == (post.0.clone(), &post.1)
                    && other.step.is_some_and(|other| other < step)
            };
            self.moves[at].put_back = Some(day);
            let between = self.moves[at + 1..].iter_mut().filter(|it| it.put_back.is_none() && is_between(it));
            between.for_each(|it| it.put_back = Some(day));
        }
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
            let place = |step: Option<usize>| step.unwrap_or(usize::MAX);
            let is_open = |it: &Move| !it.settling && !it.is_explained() && place(it.step) < place(reason.step);
            let is_only = self.moves.iter().filter(|it| is_open(it)).count() == 1;
            for it in self.moves.iter_mut().filter(|it| is_open(it)) {
                if reason.names(&it.field).unwrap_or(is_only) {
                    it.explanation = Some(reason.explains(it.changed()));
                }
            }
        }
    }
}

/// The goalposts of a goal along the trunk's line. `now` is the goal in the workspace, if it is still there.
pub(in crate::analysis) fn goalposts_of(
    snapshot: &Snapshot<'_>,
    history: &GoalHistory,
    id: &str,
    now: Option<GoalIx>,
) -> Goalposts {
    let present = now.map(|ix| snapshot.goal(ix));
    let mut found = Goalposts { set_by: set_by(history.of(id), history), ..Goalposts::default() };
    let active = LazyCell::new(|| history.active_since(id));
    let mut was_active = false;
    let mut readings: Option<AskedValues<'_>> = None;
    // What a version left out is still what the next one is compared with.
    let mut lost: Option<Goal> = None;
    for change in history.landed(id) {
        let (Some(before), Some(after)) = (&change.before, &change.after) else { continue };
        was_active |= before.state != State::Draft;
        // Most versions check in: they move nothing, and say all of what is measured that the one before said.
        if has_same_goalposts(before, after) {
            lost = lost.and_then(|lost| remembering(after, &lost));
            continue;
        }
        let meant = Meant::of(snapshot, Some(history), (before, after), lost.as_ref(), Some(change.step));
        let mut changes = moves_to(snapshot, &meant, after);
        let mut given_back: Vec<String> = Vec::new();
        changes.retain(|it| {
            let is_back = is_given_back(snapshot, (history, id, change.step), it, after);
            given_back.extend(it.part.clone().filter(|_| is_back));
            !is_back
        });
        found.note_given_back(&given_back, history.day_of(change.step));
        // A question that gives the same number is none that moves anything.
        changes.retain(|it| {
            let mut are_same = || {
                let readings = readings.get_or_insert_with(|| AskedValues::of(history, id, present));
                readings.are_same(change.step, before, after)
            };
            it.field != "metric.from" || !are_same()
        });
        if changes.is_empty() {
            lost = forgetting(remembering(after, lost.as_ref().unwrap_or(before)), &given_back);
            continue;
        }
        let settled = settled(snapshot, before, present, *active, Some(change.step));
        let recast = recasts(&changes);
        let to_move = |it: GoalpostChange| {
            let commit = history.proposed(id, change.step, |goal| meant.moved(goal).iter().any(|to| to.is_same(&it)));
            let time = LandingTime::of(snapshot, history, commit, Some(change.step));
            // A goal that was active once is no draft any more, whatever it says for a while.
            let is_draft = after.state == State::Draft && !was_active;
            let settling = is_draft || settled.is_some_and(|settled| time.is_settling(settled));
            let owner = owner_before(snapshot, history, before, change.step);
            let by_owner_alone =
                snapshot.org().and_then(|org| by_owner_alone(org, owner, (history, id), commit, change.step));
            let (step, landed) = (Some(change.step), Some(history.step(change.step).1));
            let own = Move::new(&meant.before, it, time.counts_from, (settling, recast));
            Move { commit: Some(commit), landed, step, by_owner_alone, ..own }
        };
        let moves: Vec<Move> = changes.into_iter().map(to_move).collect();
        // What was taken away while goalposts settled was never promised.
        let is_promised = moves.iter().any(|it| !it.settling);
        lost = forgetting(remembering(after, lost.as_ref().unwrap_or(before)), &given_back).filter(|_| is_promised);
        found.add(&Arc::new(meant.before.into_owned()), moves);
    }
    // Of two files with one id the workspace reads the first by path, and history the one that had it before: the difference
    // between them is nobody's change. `duplicate-id` reports it.
    let is_one = || !snapshot.workspace.taken.iter().any(|it| !it.former && it.id == id);
    if let (Some(now), Some(head)) = (now.filter(|_| is_one()), history.last_known(id)) {
        let present = snapshot.goal(now);
        let written = present.as_written();
        let written = written.with_unread_of(Some(head));
        let meant = Meant::of(snapshot, Some(history), (head, &written), lost.as_ref(), None);
        let changes = moves_to(snapshot, &meant, &written);
        if !changes.is_empty() {
            let settled = settled(snapshot, head, Some(present), *active, None);
            let settling = present.state == State::Draft || settled.is_some_and(|settled| snapshot.today <= settled);
            let how = (settling, recasts(&changes));
            let moves = changes.into_iter().map(|it| Move::new(&meant.before, it, snapshot.today, how)).collect();
            found.add(&Arc::new(meant.before.into_owned()), moves);
        }
    }
    if !found.moves.is_empty() {
        found.note_put_back();
        found.note_written_again(history, id);
        found.explain(&Reasons::of(snapshot, history, id, present));
    }
    found
}

/// The index of the commit that first made a goal active; none if history does not show it.
fn set_by(revisions: &[GoalRevision], history: &GoalHistory) -> Option<usize> {
    let is_active = |goal: &Arc<Goal>| goal.state != State::Draft;
    let mut known =
        revisions.iter().flat_map(|it| it.before.iter().flatten().chain(&it.after).map(move |goal| (it, goal)));
    let (first, _) = known.find(|(_, goal)| is_active(goal))?;
    let sets = first.after.as_ref().is_some_and(is_active) && !first.previous().is_some_and(is_active);
    (sets && !history.commits[first.commit].cut_off).then_some(first.commit)
}

/// Every goalpost that moved between two versions of a goal, with what they take now from other goals. A reference to a goal
/// whose id changed is no move.
pub fn moved_between(snapshot: &Snapshot<'_>, before: &Goal, after: &Goal) -> Vec<GoalpostChange> {
    moves_to(snapshot, &Meant::of(snapshot, None, (before, after), None, None), after)
}

fn moves_to(snapshot: &Snapshot<'_>, before: &Meant<'_>, after: &Goal) -> Vec<GoalpostChange> {
    let mut moved = before.moved(after);
    moved.retain(|it| !is_renamed(snapshot.workspace, it));
    moved
}

/// Whether changes that were made at once put the numbers among them in other terms.
fn recasts(changes: &[GoalpostChange]) -> bool {
    is_recast(changes.iter().map(|it| (it.field.as_str(), [&it.before, &it.after])))
}

/// What a goal's moved goalposts do to its progress; none where nothing has moved since they settled.
pub fn price_of(snapshot: &Snapshot<'_>, ix: GoalIx, goalposts: &Goalposts) -> Option<Price> {
    let original = goalposts.original.as_ref()?;
    let goal = snapshot.goal(ix);
    let mut then = original.as_ref().clone();
    then.period = then.period.or_else(|| goal.period.clone());
    then.deadline = then.deadline.or(goal.deadline);
    // The original plan is judged by today's done milestones.
    for milestone in &mut then.milestones {
        if let Some(now) = goal.milestones.iter().find(|it| it.title == milestone.title) {
            milestone.done.clone_from(&now.done);
        }
    }
    let value = snapshot.timeline.current(ix);
    // Under the original question today's value would be another one, by the step that the change made.
    let step = source_step(snapshot, ix, original).map_or(0.0, |step| step.after - step.before);
    let value = value.map(|value| value - step);
    // Against another unit, scale or KPI today's value means nothing; nor where a KPI with another value took the metric's place.
    let is_replaced =
        |it: &Move| it.field == "metric.kpi" && it.before.is_null() && !it.settling && it.put_back.is_none();
    let is_comparable = is_comparable(snapshot.workspace, original, goal) && !goalposts.moves.iter().any(is_replaced);
    let raw = raw_progress(&then, value, snapshot.timeline.of(ix), snapshot.today).filter(|_| is_comparable);
    Some(Price { against_original: raw.map(|raw| raw.clamp(0.0, 1.0)), present: snapshot.numbers(ix).progress })
}
