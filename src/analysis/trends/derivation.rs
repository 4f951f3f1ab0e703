//! Where a goal's numbers came from: what went into the functions that computed them, as they tell it themselves.

use crate::analysis::numbers::expected::{Expectation, Point, expectation, plan};
use crate::analysis::numbers::health::{Because, Judgement, judge, kpi_health};
use crate::analysis::numbers::measure::{Working, working};
use crate::analysis::numbers::parts::{LeftOut, MadeOf, Omission, Parts};
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, GoalIx, Kind, Rollup, State};

/// Where the numbers of a goal came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Derivation<'w> {
    /// Its own measure; what it measures is nothing for a goal that only rolls up.
    pub working: Working<'w>,
    /// For an objective, what it is made of.
    pub made_of: Option<ObjectiveSum>,
    /// For a key result that goals support, these: what its theory gap compares it with.
    pub supporters: Option<Parts>,
    /// The day as of which they are told: today, or that of its close where it was closed without a grade.
    pub day: Day,
    /// The points of its plan.
    pub plan: Vec<Point>,
    /// What its plan asks for; none for a goal that only rolls up, and without a plan.
    pub expectation: Option<Expectation>,
    /// Its health.
    pub judgement: Judgement,
}

/// What an objective is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum ObjectiveSum {
    /// Nothing, for its links lead back to it.
    Cycle,
    /// Its key results or its supporters.
    Parts(Rollup, Parts),
}

impl<'w> Derivation<'w> {
    /// Asks for a goal's numbers once more, and for what went into them.
    #[must_use]
    pub fn of(snapshot: &Snapshot<'w>, ix: GoalIx) -> Self {
        let goal = snapshot.goal(ix);
        let numbers = snapshot.numbers(ix);
        let given = (snapshot.workspace, &snapshot.graph, &snapshot.timeline, &snapshot.unread);
        let parts = |of, children| snapshot.rollups.parts(given, snapshot.today, of, children);
        let made_of = (goal.kind == Kind::Objective).then(|| {
            if snapshot.graph.is_on_cycle(ix) {
                return ObjectiveSum::Cycle;
            }
            let made_of = MadeOf::find(&snapshot.graph, &snapshot.unread, goal, ix);
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
            Some(_) => snapshot.timeline.value_by(goal, ix, goal.last_value_day().min(closed).or(closed)),
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
                Kind::Kpi => Judgement { health: kpi_health(goal), because: Because::Bounds },
                _ => judge(goal, numbers.standing(), snapshot.settings(), snapshot.today),
            },
        }
    }
}
