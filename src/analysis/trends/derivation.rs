//! The derivation of a goal's numbers: the inputs and intermediate results of the functions that compute them.

use crate::analysis::numbers::expected::{Expectation, Point, expectation, plan};
use crate::analysis::numbers::health::{HealthReason, Judgement, judge, kpi_health};
use crate::analysis::numbers::measure::{Working, working};
use crate::analysis::numbers::parts::{LeftOut, Omission, Parts, RollupCandidates};
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, GoalIx, Kind, Rollup, State};

/// The derivation of a goal's numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Derivation<'w> {
    /// Its own measure; [`Working::Nothing`] for a goal that only rolls up.
    pub working: Working<'w>,
    /// For an objective, its contributions.
    pub made_of: Option<ObjectiveSum>,
    /// For a key result with a theory gap, the goals that support it.
    pub supporters: Option<Parts>,
    /// The day as of which the numbers are computed: today, or the day of its close if it was closed without a grade.
    pub day: Day,
    /// The points of its plan.
    pub plan: Vec<Point>,
    /// The progress that its plan expects; none for a goal that only rolls up, and without a plan.
    pub expectation: Option<Expectation>,
    /// Its health.
    pub judgement: Judgement,
}

/// The contributions of an objective.
#[derive(Debug, Clone, PartialEq)]
pub enum ObjectiveSum {
    /// None, because its links form a cycle.
    Cycle,
    /// Its key results or its supporters.
    Parts(Rollup, Parts),
}

impl<'w> Derivation<'w> {
    /// Computes the numbers of a goal again, with their inputs.
    pub fn of(snapshot: &Snapshot<'w>, ix: GoalIx) -> Self {
        let goal = snapshot.goal(ix);
        let numbers = snapshot.numbers(ix);
        let input = (snapshot.workspace, &snapshot.graph, &snapshot.timeline, &snapshot.unread);
        let parts = |of, children| snapshot.rollups.parts(input, snapshot.today, of, children);
        let made_of = (goal.kind == Kind::Objective).then(|| {
            if snapshot.graph.is_on_cycle(ix) {
                return ObjectiveSum::Cycle;
            }
            let made_of = RollupCandidates::find(&snapshot.graph, &snapshot.unread, goal, ix);
            let mut found = Parts { unread: made_of.unread, ..parts(Some(ix), made_of.goals) };
            let others = made_of.others.iter().filter(|other| snapshot.goal(other.goal).state != State::Dropped);
            found.left_out.extend(others.map(|other| {
                let (goal, weight) = (other.goal, other.edge.weight());
                LeftOut { goal, weight, why: Omission::OtherKind, coverage: None }
            }));
            ObjectiveSum::Parts(made_of.of, found)
        });
        let closed = goal.closed_on().filter(|closed| goal.graded().is_none() && *closed < snapshot.today);
        let day = closed.unwrap_or(snapshot.today);
        let value = match closed {
            Some(closed) => {
                let until = goal.end().map_or(closed, |end| end.min(closed));
                snapshot.timeline.value_on(snapshot.workspace, ix, goal, until)
            }
            None => snapshot.timeline.current(ix),
        };
        let supporters = parts(None, snapshot.graph.supporters(ix).collect());
        Self {
            working: working(goal, value, snapshot.timeline.of(ix), day),
            day,
            made_of,
            supporters: Some(supporters).filter(|_| numbers.theory_gap.is_some()),
            plan: plan(goal),
            expectation: expectation(goal, day),
            judgement: match goal.kind {
                Kind::Kpi => Judgement { health: kpi_health(goal), because: HealthReason::Bounds },
                _ => judge(goal, numbers.standing(), snapshot.settings(), snapshot.today),
            },
        }
    }
}
