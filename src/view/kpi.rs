//! A KPI: its value and the bounds it is to stay within, in words.

use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{bounds_words, value_words};
use crate::model::{GoalIx, Kind};

/// The value of a KPI.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KpiValueView {
    /// Its value with the unit.
    pub value: String,
    /// Its bounds: `at least 99.5 %`; null without any.
    pub bounds: Option<String>,
}

impl KpiValueView {
    /// The value of a KPI; none for other goals, and for a KPI without a value.
    pub fn of(snapshot: &Facts<'_>, ix: GoalIx) -> Option<Self> {
        let goal = snapshot.goal(ix);
        let metric = goal.metric.as_ref().filter(|_| goal.kind == Kind::Kpi)?;
        let say = |value: f64| value_words(snapshot.workspace, metric, value);
        Some(Self { value: say(metric.current?), bounds: bounds_words(metric.at_least, metric.at_most, say) })
    }
}
