//! The number of a goal by name, and the goal's aim for it in words.

use crate::analysis::numbers::measure_words::bounds_words;
use crate::analysis::snapshot::Snapshot;
use crate::model::{GoalIx, Shape, exact};

/// The name of a goal's number: that of its KPI, else of its metric, else the goal's title.
pub fn number_name<'w>(snapshot: &Snapshot<'w>, ix: GoalIx) -> &'w str {
    let goal = snapshot.goal(ix);
    let metric = goal.metric.as_ref();
    let kpi = snapshot.workspace.kpi_of_goal(goal).map(|kpi| snapshot.goal(kpi));
    let of_kpi = kpi.map(|kpi| kpi.metric.as_ref().and_then(|metric| metric.name.as_deref()).unwrap_or(&kpi.title));
    of_kpi.or(metric.and_then(|metric| metric.name.as_deref())).unwrap_or(&goal.title)
}

/// A goal's aim for its number in words: `up from 3 to 6`, `at least 40`.
pub fn aim(snapshot: &Snapshot<'_>, ix: GoalIx) -> String {
    let Some(metric) = &snapshot.goal(ix).metric else { return String::new() };
    match (metric.shape(), metric.baseline, metric.target) {
        (Shape::Reach, Some(from), Some(to)) => {
            format!("{} from {} to {}", if to > from { "up" } else { "down" }, exact(from), exact(to))
        }
        _ => bounds_words(metric.at_least, metric.at_most, exact)
            .unwrap_or_else(|| "wants something else of it".to_owned()),
    }
}
