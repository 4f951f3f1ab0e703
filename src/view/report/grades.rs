//! The grades of closed goals, period by period: those chosen, and of today's report those of the half year before.

use std::collections::HashSet;

use serde::Serialize;

use super::facts::Mention;
use crate::analysis::facts::Facts;
use crate::analysis::numbers::Mean;
use crate::model::{Day, GoalIx, Kind};

/// The closed goals of a period.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClosedPeriodView {
    /// The period; null for goals without one.
    pub period: Option<String>,
    /// The mean score of its graded objectives, 0 to 1; null without any.
    pub grade: Option<f64>,
    /// How many objectives that is the mean of.
    pub graded: usize,
    /// Its closed goals: objectives, each with its key results, then other goals.
    pub goals: Vec<ClosedGoalView>,
}

/// A closed goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClosedGoalView {
    /// The goal.
    pub goal: Mention,
    /// The score of its grade, 0 to 1; null for a goal that was closed without one.
    pub grade: Option<f64>,
    /// The score by its numbers when it was closed, 0 to 1; null where that is not known.
    pub computed: Option<f64>,
    /// Whether it is a key result whose objective is listed above it.
    pub is_part: bool,
    /// The day it was closed, else its last day.
    pub day: Option<Day>,
}

impl ClosedPeriodView {
    /// The closed ones of some goals, the latest period first.
    pub fn all(snapshot: &Facts<'_>, closed: &[GoalIx]) -> Vec<Self> {
        let work: Vec<GoalIx> = closed.iter().copied().filter(|ix| snapshot.goal(*ix).is_work()).collect();
        let known: HashSet<GoalIx> = work.iter().copied().collect();
        // Key results stand below their objectives.
        let heads = |ix: &GoalIx| {
            let objective = snapshot.objective_of(snapshot.goal(*ix)).filter(|objective| known.contains(objective));
            objective.unwrap_or(*ix)
        };
        let mut keyed: Vec<_> = work
            .iter()
            .map(|ix| {
                let head = heads(ix);
                let goal = snapshot.goal(head);
                let period = goal.period.as_ref().map(|period| (period.end, period.start, period.name.clone()));
                let kind = usize::from(goal.kind != Kind::Objective);
                (std::cmp::Reverse(period), kind, &goal.id, head != *ix, &snapshot.goal(*ix).id, *ix)
            })
            .collect();
        keyed.sort();
        let mut periods: Vec<Self> = Vec::new();
        for (period, _, _, is_part, _, ix) in keyed {
            let name = period.0.map(|(_, _, name)| name);
            if periods.last().is_none_or(|last| last.period != name) {
                periods.push(Self { period: name, grade: None, graded: 0, goals: Vec::new() });
            }
            if let Some(last) = periods.last_mut() {
                last.goals.push(ClosedGoalView::new(snapshot, ix, is_part));
            }
        }
        for period in &mut periods {
            let objectives = period.goals.iter().filter(|it| it.goal.kind == Kind::Objective);
            let grades: Vec<f64> = objectives.filter_map(|it| it.grade).collect();
            period.graded = grades.len();
            period.grade = Mean::of(grades.into_iter().map(|grade| (grade, 1.0))).value();
        }
        periods
    }
}

impl ClosedGoalView {
    fn new(snapshot: &Facts<'_>, ix: GoalIx, is_part: bool) -> Self {
        let goal = snapshot.goal(ix);
        let grade = goal.grade.as_ref();
        Self {
            goal: Mention::new(snapshot, ix),
            grade: grade.map(|grade| grade.score),
            computed: grade.and_then(|grade| grade.computed),
            is_part,
            day: goal.closed.or(goal.end()),
        }
    }
}
