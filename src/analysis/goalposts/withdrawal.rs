//! Withdrawals: the commits that took something back that a goal had said, and what that did to progress.

use std::collections::BTreeMap;

use crate::analysis::goalposts::explanation::{Explanation, Reasons};
use crate::analysis::goalposts::settling::LandingTime;
use crate::analysis::goalposts::taken_back::{TakenBack, taken_back};
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::numbers::measure::raw_progress;
use crate::analysis::numbers::observation::{Observation, Withdrawn};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::goalpost_change::is_comparable;
use crate::model::{Day, Days, Goal, GoalIx, Kind, Metric, days_between};

/// What is taken back within so many days is a slip that was put right.
const PROMPT: Days = 2;

/// Progress that rises by less is the same.
const TOLERANCE: f64 = 1e-9;

/// What one commit took back of a goal.
#[derive(Debug, Clone)]
pub struct Withdrawal<'s> {
    /// The goal.
    pub goal: GoalIx,
    /// The commit, by its place in [`GoalHistory::commits`](crate::analysis::history::GoalHistory::commits); none for
    /// what is not committed.
    pub by: Option<usize>,
    /// The day from which it counts: when it landed on the trunk; before that, the commit's day. Today for what is not
    /// committed.
    pub day: Day,
    /// The observations that it took back, oldest first.
    pub observations: Vec<&'s Observation>,
    /// Whether that left no value at all.
    pub removed: bool,
    /// What else it took back.
    pub parts: Vec<TakenBack>,
    /// Whether the goal says all of it again.
    pub restored: bool,
    /// The effect on progress; none where it is unknown or there are no observations among it.
    pub effect: Option<Effect>,
    /// Whether what happened to the values makes things look better.
    pub values_improve: bool,
    /// Of the parts, those without which things look better.
    pub improving: Vec<TakenBack>,
    /// For how many days the oldest of it had stood; none if that is longer than history was read.
    pub stood: Option<Days>,
    /// Why, if that was ever said.
    pub explanation: Option<Explanation>,
    /// Whether history of that day is judged.
    pub judged: bool,
}

/// Progress on a day by what was known then, 0 to 1; a KPI's is 1 inside its bounds and 0 outside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Without what was taken back; none where that left no value.
    pub without: Option<f64>,
    /// With it.
    pub with: f64,
}

impl Withdrawal<'_> {
    /// Whether somebody should say why: it makes things look better, came late, was not restored, and is not explained.
    pub fn is_quiet(&self) -> bool {
        let is_late = self.stood.is_none_or(|days| days > PROMPT);
        self.judged && self.improves() && is_late && !self.restored && self.explanation.is_none()
    }

    /// Whether any of it makes things look better.
    pub fn improves(&self) -> bool {
        self.values_improve || !self.improving.is_empty()
    }
}

/// What was taken back of a goal, by commit, in the order of history. A key result of a KPI has the observations of the
/// KPI that lie in its time.
pub fn withdrawals_of<'s>(snapshot: &'s Snapshot<'_>, ix: GoalIx) -> Vec<Withdrawal<'s>> {
    let (goal, Some(history)) = (snapshot.goal(ix), snapshot.timeline.history()) else { return Vec::new() };
    let reader = WithdrawalReader { snapshot, history, ix, goal };
    let mut found: BTreeMap<usize, Withdrawal<'s>> = BTreeMap::new();
    // What is not committed comes last.
    let place = |by: Option<usize>| by.unwrap_or(usize::MAX);
    for withdrawn in snapshot.timeline.withdrawn(ix).chunk_by(|a, b| a.by == b.by) {
        found.insert(place(withdrawn[0].by), reader.of_observations(withdrawn));
    }
    for (step, before, after) in reader.versions() {
        for part in taken_back(before, after) {
            let by = step.map(|step| history.proposed(&goal.id, step, |goal| !part.is_in(goal)));
            let entry = found.entry(place(by));
            entry.or_insert_with(|| reader.empty(by)).take(part, step, after, &reader);
        }
    }
    let mut found: Vec<Withdrawal<'s>> = found.into_values().collect();
    if !found.is_empty() {
        reader.explain(&mut found);
    }
    found
}

/// Reads the withdrawals of one goal.
struct WithdrawalReader<'s, 'w> {
    snapshot: &'s Snapshot<'w>,
    history: &'s GoalHistory,
    ix: GoalIx,
    goal: &'s Goal,
}

impl<'s> Withdrawal<'s> {
    fn take(&mut self, part: TakenBack, step: Option<usize>, after: &Goal, reader: &WithdrawalReader<'s, '_>) {
        if part.improves(after) {
            self.improving.push(part.clone());
        }
        self.restored &= part.is_in(reader.goal);
        self.stood = self.stood.zip(reader.stood(&part, step, self.day)).map(|(a, b)| a.max(b));
        self.parts.push(part);
    }
}

impl<'s> WithdrawalReader<'s, '_> {
    /// The versions of the goal along the trunk's line, each with the one before it; the uncommitted one last.
    fn versions(&self) -> impl Iterator<Item = (Option<usize>, &'s Goal, &'s Goal)> {
        let landed = self.history.landed(&self.goal.id).iter();
        let landed = landed.filter_map(|it| Some((Some(it.step), it.before.as_deref()?, it.after.as_deref()?)));
        let is_known = self.snapshot.has_history_of(self.goal.document);
        // What cannot be read is not taken back.
        let head = self.history.last_known(&self.goal.id).filter(|_| is_known && self.goal.unread.is_empty());
        landed.chain(head.map(|head| (None, &**head, self.goal)))
    }

    fn empty(&self, by: Option<usize>) -> Withdrawal<'s> {
        let day = self.day_of(by);
        Withdrawal {
            goal: self.ix,
            by,
            day,
            judged: self.snapshot.is_judged(day),
            observations: Vec::new(),
            removed: false,
            parts: Vec::new(),
            restored: true,
            effect: None,
            values_improve: false,
            improving: Vec::new(),
            stood: Some(0),
            explanation: None,
        }
    }

    fn of_observations(&self, withdrawn: &'s [Withdrawn]) -> Withdrawal<'s> {
        let by = withdrawn[0].by;
        let day = self.day_of(by);
        let mut observations: Vec<&Observation> = withdrawn.iter().map(|it| &it.observation).collect();
        observations.sort_by_key(|it| it.day);
        // Values that go with their measure were those of another one: that is a changed metric, not a withdrawal.
        let effect = if self.is_measure_replaced(by) { None } else { self.effect(withdrawn, day) };
        let counted = self.snapshot.timeline.of(self.ix);
        let is_back = |it: &&Observation| counted.iter().any(|now| (now.day, now.value) == (it.day, it.value));
        Withdrawal {
            removed: withdrawn.iter().any(|it| it.removed),
            restored: observations.iter().all(is_back),
            values_improve: effect.is_some_and(|it| it.without.is_none_or(|without| without > it.with + TOLERANCE)),
            effect,
            stood: observations.iter().map(|it| days_between(self.day_of(it.commit), day)).max().or(Some(0)),
            observations,
            ..self.empty(by)
        }
    }

    /// The day from which a commit counts.
    fn day_of(&self, commit: Option<usize>) -> Day {
        let of = |commit| LandingTime::of(self.snapshot, self.history, commit, self.history.step_of(commit));
        commit.map_or(self.snapshot.today, |commit| of(commit).counts_from)
    }

    /// Whether a commit gave the goal another measure: of another kind or unit, or another name with another way to go.
    fn is_measure_replaced(&self, by: Option<usize>) -> bool {
        let step = by.and_then(|by| self.history.step_of(by));
        let found = match (by, step) {
            // A merge threw the commit away: only its own revision knows what it did.
            (Some(by), None) => {
                let revision = self.history.of(&self.goal.id).iter().find(|it| it.commit == by);
                revision.and_then(|it| Some((&**it.previous()?, it.after.as_deref()?)))
            }
            _ => self.versions().find(|it| it.0 == step).map(|(_, before, after)| (before, after)),
        };
        found.is_some_and(|(before, after)| match (&before.metric, &after.metric) {
            (Some(old), Some(new)) => {
                let way = |metric: &Metric| (metric.baseline, metric.target, metric.at_least, metric.at_most);
                !is_comparable(self.snapshot.workspace, before, after) || (old.name != new.name && way(old) != way(new))
            }
            (Some(_), None) => true,
            (None, _) => false,
        })
    }

    /// For how many days something had stood that a step took back; none if that is longer than history was read.
    fn stood(&self, part: &TakenBack, step: Option<usize>, day: Day) -> Option<Days> {
        let landed = self.history.landed(&self.goal.id).iter();
        let earlier = landed.filter(|it| step.is_none_or(|step| it.step < step));
        let has = |goal: &Option<std::sync::Arc<Goal>>| goal.as_ref().is_some_and(|goal| part.is_in(goal));
        let since = earlier.rev().find(|it| has(&it.after) && !has(&it.before)).map(|it| self.history.day_of(it.step));
        since.map(|since| days_between(since, day))
    }

    /// Progress on the day on which observations were taken back, by what was known on the trunk then: without them, and
    /// with them.
    fn effect(&self, withdrawn: &[Withdrawn], day: Day) -> Option<Effect> {
        let goal = self.goal;
        let step = |commit: usize| self.history.step_of(commit).unwrap_or(usize::MAX);
        let by = withdrawn[0].by;
        let was_known = |it: &&Observation| {
            by.is_none_or(|by| it.commit.is_some_and(|commit| step(commit) <= step(by) && commit <= by))
        };
        let counts = |it: &&Observation| goal.end().is_none_or(|last| it.day <= last);
        let known = self.snapshot.timeline.check_ins(self.ix).filter(was_known).filter(counts);
        let without: Vec<Observation> = known.cloned().collect();
        let mut with = without.clone();
        with.extend(withdrawn.iter().map(|it| &it.observation).filter(counts).cloned());
        with.sort_by_key(|it| it.day);
        let progress = |observations: &[Observation]| {
            let value = observations.last().and_then(|it| it.value);
            match (goal.kind, &goal.metric) {
                (Kind::Kpi, Some(metric)) => value.map(|value| f64::from(u8::from(metric.holds(value)))),
                _ => raw_progress(goal, value, observations, day).map(|raw| raw.clamp(0.0, 1.0)),
            }
        };
        // A value of another time may leave none that counts.
        let without = if withdrawn.iter().any(|it| it.removed) { None } else { progress(&without) };
        Some(Effect { without, with: progress(&with)? })
    }

    /// Finds the reason of each withdrawal. The values of a KPI are explained in the KPI's own file.
    fn explain(&self, found: &mut [Withdrawal<'_>]) {
        let keeper = self.snapshot.workspace.keeper_of(self.goal);
        let reasons = Reasons::of(self.snapshot, self.history, &keeper.id, Some(keeper));
        let own = (keeper.id != self.goal.id)
            .then(|| Reasons::of(self.snapshot, self.history, &self.goal.id, Some(self.goal)));
        for it in found {
            let values = ["metric.current", "metric.as_of"].into_iter().filter(|_| !it.observations.is_empty());
            let why = |reasons: &Reasons<'_>, field: &str| reasons.why_of(it.by, it.day, field);
            let mut values = values;
            let of_values = values.find_map(|field| why(&reasons, field));
            let own = own.as_ref().unwrap_or(&reasons);
            let of_part = |part: &TakenBack| why(own, part.field());
            // A reason for one thing explains no other: all that makes things look better needs one.
            let needed: Option<Vec<Explanation>> = it
                .values_improve
                .then(|| of_values.clone())
                .into_iter()
                .chain(it.improving.iter().map(of_part))
                .collect();
            it.explanation = match needed.as_deref() {
                Some([]) => of_values.or_else(|| it.parts.iter().find_map(of_part)),
                Some([.., last]) => Some(last.clone()),
                None => None,
            };
        }
    }
}
