//! The numbers of goals as gauges, for programs that scrape them.

use super::late_value::counted_value;
use crate::analysis::facts::Facts;
use crate::model::{Day, GoalIx};
use crate::source::InOrder as _;

/// The goals with their numbers.
#[derive(Debug, Clone)]
pub struct GaugesView {
    /// The goals, by id.
    pub goals: Vec<GaugedGoal>,
}

/// A goal with its numbers.
#[derive(Debug, Clone)]
pub struct GaugedGoal {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its team.
    pub team: Option<String>,
    /// Its level.
    pub level: Option<String>,
    /// Its period.
    pub period: Option<String>,
    /// The unit of its metric.
    pub unit: Option<String>,
    /// Its health.
    pub health: &'static str,
    /// Its progress, 0 to 1.
    pub progress: Option<f64>,
    /// The progress expected today, 0 to 1.
    pub expected: Option<f64>,
    /// The owner's confidence, 0 to 1.
    pub confidence: Option<f64>,
    /// The share of it that is measured; none for missions and KPIs.
    pub coverage: Option<f64>,
    /// The latest value of its metric.
    pub value: Option<f64>,
    /// The day for which the value is true.
    pub as_of: Option<Day>,
}

impl GaugesView {
    /// The open goals and KPIs of the root.
    pub fn new(snapshot: &Facts<'_>) -> Self {
        let own = snapshot.active_goals().filter(|(_, goal)| snapshot.workspace.is_own(goal.document));
        let mut goals: Vec<GaugedGoal> = own.map(|(ix, _)| GaugedGoal::new(snapshot, ix)).collect();
        goals.order_by(|a, b| a.id.cmp(&b.id));
        Self { goals }
    }
}

impl GaugedGoal {
    fn new(snapshot: &Facts<'_>, ix: GoalIx) -> Self {
        let goal = snapshot.goal(ix);
        let numbers = snapshot.numbers(ix);
        let keeper = snapshot.workspace.keeper_of(goal);
        let metric = keeper.metric.as_ref();
        let (value, as_of) = counted_value(snapshot, ix);
        Self {
            id: goal.id.clone(),
            kind: goal.kind.word(),
            team: snapshot.workspace.team_of(goal).map(str::to_owned),
            level: goal.level.clone(),
            period: goal.period.as_ref().map(|period| period.name.clone()),
            unit: metric.and_then(|metric| metric.unit.clone()),
            health: numbers.health.word(),
            progress: numbers.progress,
            expected: numbers.expected,
            confidence: goal.confidence,
            coverage: numbers.coverage,
            value,
            as_of,
        }
    }
}
