//! Past progress: the progress of goals on past days, by today's goals, links and goalposts.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::numbers::closing::{closed_ungraded, with_goalposts_of};
use crate::analysis::numbers::expected::expected_share;
use crate::analysis::numbers::mean::Mean;
use crate::analysis::numbers::measure::{Measure, measure_of, progress_by};
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Days, GoalIx, Kind, plus_days};

/// The number of cadences in a trend.
const CADENCES: Days = 8;

/// The progress of some goals on the day that was looked at last, and what plans expect on such a day.
#[derive(Debug)]
pub struct PastProgress<'s, 'w> {
    snapshot: &'s Snapshot<'w>,
    /// The goals, each after its contributions.
    order: Vec<GoalIx>,
    progress: Vec<Option<f64>>,
    expected: Vec<Option<f64>>,
}

impl<'s, 'w> PastProgress<'s, 'w> {
    /// Prepares the past progress of all goals.
    pub fn on_all(snapshot: &'s Snapshot<'w>) -> Self {
        Self::on(snapshot, snapshot.graph.bottom_up().to_vec())
    }

    /// Prepares the past progress of one goal and its contributions.
    pub fn on_one(snapshot: &'s Snapshot<'w>, goal: GoalIx) -> Self {
        let below: BTreeSet<GoalIx> = snapshot.graph.below(goal).into_iter().chain([goal]).collect();
        Self::on(snapshot, snapshot.graph.bottom_up().iter().copied().filter(|ix| below.contains(ix)).collect())
    }

    fn on(snapshot: &'s Snapshot<'w>, order: Vec<GoalIx>) -> Self {
        let none = vec![None; snapshot.workspace.goals.len()];
        Self { snapshot, order, progress: none.clone(), expected: none }
    }

    /// Computes the progress on a day. From today on it is today's; from its close on a goal has the progress of its close.
    pub fn look_at(&mut self, day: Day) {
        for at in 0..self.order.len() {
            let ix = self.order[at];
            let goal = self.snapshot.goal(ix);
            let objective = goal.kind == Kind::Objective;
            // What stood at the end of an objective stays, whatever becomes of what supports it.
            let over = goal.last_day_of_parts().filter(|_| objective);
            let rests = goal.closed_on().is_some_and(|closed| closed <= day) || over.is_some_and(|last| last < day);
            self.progress[ix.index()] = if day >= self.snapshot.today || rests {
                self.snapshot.numbers(ix).progress
            } else if objective {
                self.of_parts(ix, day)
            } else {
                own(self.snapshot, ix, day)
            };
        }
    }

    /// Computes the progress that plans expect on a day.
    pub fn look_at_plans(&mut self, day: Day) {
        for at in 0..self.order.len() {
            let ix = self.order[at];
            let goal = self.snapshot.goal(ix);
            let is_made_of_parts = goal.kind == Kind::Objective;
            self.expected[ix.index()] =
                if is_made_of_parts { self.plan_of_parts(ix) } else { expected_share(goal, day) };
        }
    }

    /// A goal's progress on the day that was looked at; none if unknown.
    pub fn progress(&self, goal: GoalIx) -> Option<f64> {
        self.progress[goal.index()]
    }

    /// The progress that a goal's plan expects on the day whose plans were looked at; none without a plan.
    pub fn expected(&self, goal: GoalIx) -> Option<f64> {
        self.expected[goal.index()]
    }

    /// An objective: the weighted mean of today's contributions. Unknown progress counts as 0 once the contribution had
    /// begun; if all of it is unknown, the objective is unknown, since values may be older than the history.
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

    /// The weighted mean of the progress that the plans of an objective's contributions expect.
    fn plan_of_parts(&self, ix: GoalIx) -> Option<f64> {
        let parts = &self.snapshot.numbers(ix).contributions;
        Mean::of(parts.iter().filter_map(|it| Some((self.expected(it.goal)?, it.weight)))).value()
    }
}

/// The progress of a goal with a measure of its own, by its observations up to a day.
fn own(snapshot: &Snapshot<'_>, ix: GoalIx, day: Day) -> Option<f64> {
    let goal = snapshot.goal(ix);
    // By the goalposts that it has today, and those of its close if it has no grade.
    let closed = closed_ungraded(goal).filter(|closed| *closed < snapshot.today);
    let then = closed.map(|closed| with_goalposts_of(&snapshot.timeline, goal, closed));
    let goal = then.as_deref().unwrap_or(goal);
    let all = snapshot.timeline.of(ix);
    // A value of a day after the goal's end does not count.
    let until = goal.end().map_or(day, |last| last.min(day));
    let counted = &all[..all.partition_point(|it| it.day <= until)];
    let last = counted.last()?;
    match measure_of(goal) {
        Measure::Nothing => None,
        // The done milestones of that day are in the file of that day only.
        Measure::Milestones(_) => last.progress,
        Measure::Reach { .. } | Measure::Keep(_) => progress_by(goal, counted, day).map(|raw| raw.clamp(0.0, 1.0)),
    }
}

/// Every goal's progress over the last eight cadences of its level, oldest first, today last.
#[derive(Debug)]
pub(in crate::analysis) struct Trends(Vec<Vec<f64>>);

impl Trends {
    /// Computes the trend of every goal. A day on which a goal's progress is unknown is left out.
    pub(in crate::analysis) fn look_back(snapshot: &Snapshot<'_>) -> Self {
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

    /// A goal's trend; empty if its progress is unknown on all of the days.
    pub(in crate::analysis) fn of(&self, goal: GoalIx) -> &[f64] {
        self.0.get(goal.index()).map_or(&[], Vec::as_slice)
    }
}
