//! Past progress: what goals had come to on past days, by the goals, links and goalposts of today.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::numbers::expected::expected_share;
use crate::analysis::numbers::mean::Mean;
use crate::analysis::numbers::measure::{Measure, measure_of, raw_progress};
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Days, GoalIx, Kind, plus_days};

/// How many cadences a trend looks back on.
const CADENCES: Days = 8;

/// The progress of some goals on the day that was looked at last.
#[derive(Debug)]
pub struct PastProgress<'s, 'w> {
    snapshot: &'s Snapshot<'w>,
    /// The goals, each after all that it is made of.
    order: Vec<GoalIx>,
    progress: Vec<Option<f64>>,
    expected: Vec<Option<f64>>,
}

impl<'s, 'w> PastProgress<'s, 'w> {
    /// Looks back on all goals.
    #[must_use]
    pub fn on_all(snapshot: &'s Snapshot<'w>) -> Self {
        Self::on(snapshot, snapshot.graph.bottom_up().to_vec())
    }

    /// Looks back on one goal and all that it is made of.
    #[must_use]
    pub fn on_one(snapshot: &'s Snapshot<'w>, goal: GoalIx) -> Self {
        let below: BTreeSet<GoalIx> = snapshot.graph.below(goal).into_iter().chain([goal]).collect();
        Self::on(snapshot, snapshot.graph.bottom_up().iter().copied().filter(|ix| below.contains(ix)).collect())
    }

    fn on(snapshot: &'s Snapshot<'w>, order: Vec<GoalIx>) -> Self {
        let none = vec![None; snapshot.workspace.goals.len()];
        Self { snapshot, order, progress: none.clone(), expected: none }
    }

    /// Looks at a day. From today on progress is today's, and from its close on that of its close; what plans ask for is told of any day.
    pub fn look_at(&mut self, day: Day) {
        for at in 0..self.order.len() {
            let ix = self.order[at];
            let goal = self.snapshot.goal(ix);
            let objective = goal.kind == Kind::Objective;
            let rests = goal.closed_on().is_some_and(|closed| closed <= day);
            self.progress[ix.index()] = if day >= self.snapshot.today || rests {
                self.snapshot.numbers(ix).progress
            } else if objective {
                self.of_parts(ix, day)
            } else {
                own(self.snapshot, ix, day)
            };
            self.expected[ix.index()] = if objective { self.plan_of_parts(ix) } else { expected_share(goal, day) };
        }
    }

    /// A goal's progress on the day looked at; none while nothing was known.
    #[must_use]
    pub fn progress(&self, goal: GoalIx) -> Option<f64> {
        self.progress[goal.index()]
    }

    /// What a goal's plan asks for on the day looked at.
    #[must_use]
    pub fn expected(&self, goal: GoalIx) -> Option<f64> {
        self.expected[goal.index()]
    }

    /// An objective: the weighted mean of what it is made of today. What was unknown counts 0 once its period had begun;
    /// where all of it was unknown, so is the objective.
    fn of_parts(&self, ix: GoalIx, day: Day) -> Option<f64> {
        let parts = &self.snapshot.numbers(ix).contributions;
        if parts.iter().all(|it| self.progress(it.goal).is_none()) {
            return None;
        }
        let counts = parts.iter().filter_map(|it| {
            let begun = self.snapshot.goal(it.goal).has_begun(day);
            Some((self.progress(it.goal).or(begun.then_some(0.0))?, it.weight))
        });
        Mean::of(counts).value()
    }

    fn plan_of_parts(&self, ix: GoalIx) -> Option<f64> {
        let parts = &self.snapshot.numbers(ix).contributions;
        Mean::of(parts.iter().filter_map(|it| Some((self.expected(it.goal)?, it.weight)))).value()
    }
}

/// A goal with a measure of its own: what the observations up to a day tell.
fn own(snapshot: &Snapshot<'_>, ix: GoalIx, day: Day) -> Option<f64> {
    let goal = snapshot.goal(ix);
    let all = snapshot.timeline.of(ix);
    // What is of a day after the period does not count in it.
    let until = goal.last_value_day().map_or(day, |last| last.min(day));
    let seen = &all[..all.partition_point(|it| it.day <= until)];
    let last = seen.last()?;
    match measure_of(goal) {
        Measure::Nothing => None,
        // Which steps were done then stands in the file as it was then.
        Measure::Milestones(_) => last.progress,
        Measure::Reach { .. } | Measure::Keep(_) => {
            raw_progress(goal, last.value, seen, day).map(|raw| raw.clamp(0.0, 1.0))
        }
    }
}

/// Every goal's progress over the last eight cadences of its level, oldest first, today last.
#[derive(Debug)]
pub struct Trends(Vec<Vec<f64>>);

impl Trends {
    /// Looks back on every goal. A day on which nothing was known of a goal is left out.
    #[must_use]
    pub fn look_back(snapshot: &Snapshot<'_>) -> Self {
        let cadence = |ix: GoalIx| snapshot.settings().cadence_of(snapshot.goal(ix).level.as_deref()).max(1);
        let mut by_cadence: BTreeMap<Days, Vec<GoalIx>> = BTreeMap::new();
        for (ix, _) in snapshot.goals() {
            by_cadence.entry(cadence(ix)).or_default().push(ix);
        }
        let mut days: BTreeMap<Day, Vec<Days>> = BTreeMap::new();
        for cadence in by_cadence.keys() {
            for step in 0..CADENCES {
                days.entry(plus_days(snapshot.today, -step * cadence)).or_default().push(*cadence);
            }
        }
        let mut past_progress = PastProgress::on_all(snapshot);
        let mut trends = vec![Vec::new(); snapshot.workspace.goals.len()];
        for (day, cadences) in days {
            past_progress.look_at(day);
            for ix in cadences.iter().filter_map(|cadence| by_cadence.get(cadence)).flatten() {
                trends[ix.index()].extend(past_progress.progress(*ix));
            }
        }
        Self(trends)
    }

    /// A goal's trend; empty where nothing was known on any of the days.
    #[must_use]
    pub fn of(&self, goal: GoalIx) -> &[f64] {
        self.0.get(goal.index()).map_or(&[], Vec::as_slice)
    }
}
