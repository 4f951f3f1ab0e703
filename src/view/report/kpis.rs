//! The KPIs of a report: values with their bounds.

use serde::Serialize;

use super::facts::Mention;
use super::goals::ReportGoal;
use crate::analysis::facts::Facts;
use crate::model::{Day, Kind};
use crate::view::kpi::KpiValueView;

/// A KPI in a report.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KpiInReport {
    /// The KPI.
    pub goal: Mention,
    /// Its value and bounds; null without a value.
    pub kpi: Option<KpiValueView>,
    /// The day of its value.
    pub last_check_in: Option<Day>,
}

impl KpiInReport {
    /// The open KPIs among the goals of a report.
    pub fn all(snapshot: &Facts<'_>, goals: &[ReportGoal]) -> Vec<Self> {
        let is_open_kpi = |goal: &&ReportGoal| goal.goal.kind == Kind::Kpi && goal.goal.health != "dropped";
        let view = |goal: &ReportGoal| {
            let ix = snapshot.workspace.find(&goal.goal.id)?;
            let mention = Mention::new(snapshot, ix);
            Some(Self { goal: mention, kpi: goal.kpi.clone(), last_check_in: goal.goal.last_check_in })
        };
        goals.iter().filter(is_open_kpi).filter_map(view).collect()
    }
}
