//! A goal's metric, with the value from its KPI's file where it refers to one.

use serde::Serialize;

use crate::analysis::facts::Facts;

use crate::model::{Day, GoalIx, Metric, Shape};
use crate::view::brief::kpi_of;
use crate::view::late_value::counted_value;
use crate::view::standing::{goalposts_unit, other_unit_words};

/// A metric. The values of a rubric are places on its scale, from 0.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MetricView {
    /// What is measured.
    pub name: Option<String>,
    /// In what it is measured.
    pub unit: Option<String>,
    /// The KPI that it is.
    pub kpi: Option<KpiView>,
    /// `reach`, `keep` or `rubric`.
    pub shape: String,
    /// The value at the start.
    pub baseline: Option<f64>,
    /// The value to reach.
    pub target: Option<f64>,
    /// The value not to fall below.
    pub at_least: Option<f64>,
    /// The value not to rise above.
    pub at_most: Option<f64>,
    /// More than the target.
    pub stretch: Option<f64>,
    /// The steps of a rubric, lowest first.
    pub scale: Vec<String>,
    /// The latest value that counts for the goal.
    pub current: Option<f64>,
    /// The day for which that value is true.
    pub as_of: Option<Day>,
    /// Where the value comes from.
    pub source: Option<String>,
}

/// The KPI that a metric is.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KpiView {
    /// Its id, as written.
    pub id: String,
    /// Its title; null where there is no such KPI, or its file cannot be read.
    pub title: Option<String>,
    /// Its health.
    pub health: Option<String>,
    /// Its file, if that cannot be read; null where it can.
    pub unreadable: Option<String>,
    /// `its KPI is in s`: that its unit is another than that of the goalposts, so that no progress is known; else null.
    pub other_unit: Option<String>,
}

impl MetricView {
    pub(super) fn new(snapshot: &Facts<'_>, ix: GoalIx, metric: &Metric) -> Self {
        let (goal, kpi) = (snapshot.goal(ix), kpi_of(snapshot, ix));
        let of_kpi = kpi.and_then(|kpi| snapshot.goal(kpi).metric.as_ref());
        let (current, as_of) = counted_value(snapshot, ix);
        let shape = match metric.shape() {
            Shape::Reach => "reach",
            Shape::Keep => "keep",
            Shape::Rubric => "rubric",
        };
        Self {
            name: metric.name.clone().or_else(|| of_kpi?.name.clone()),
            unit: goalposts_unit(snapshot, ix).map(str::to_owned),
            kpi: metric.kpi.as_ref().map(|id| KpiView {
                id: id.clone(),
                title: kpi.map(|kpi| snapshot.goal(kpi).title.clone()),
                health: kpi.map(|kpi| snapshot.numbers(kpi).health.word().to_owned()),
                unreadable: snapshot.workspace.unread_kpi(goal).map(|it| snapshot.workspace.file(it).path.clone()),
                other_unit: other_unit_words(snapshot, ix),
            }),
            shape: shape.to_owned(),
            baseline: metric.baseline,
            target: metric.target,
            at_least: metric.at_least,
            at_most: metric.at_most,
            stretch: metric.stretch,
            scale: metric.scale.to_vec(),
            current,
            as_of,
            source: metric.source.clone().or_else(|| of_kpi?.source.clone()),
        }
    }

    /// A value in the words of the metric.
    pub fn say(&self, value: f64) -> String {
        Metric { unit: self.unit.clone(), scale: self.scale.clone().into(), ..Metric::default() }.say(value)
    }
}
