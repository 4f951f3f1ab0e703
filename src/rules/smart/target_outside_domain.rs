//! A target that cannot be reached, or bounds that contradict each other.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Observation, unit_of, value_words};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{GoalIx, Kind, Metric, Workspace};
use crate::syntax::is_percent;

pub(in crate::rules) static RULE: Rule = Rule::error("target-outside-domain", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| matches!(goal.kind, Kind::KeyResult | Kind::Kpi)) {
        let Some(metric) = &goal.metric else { continue };
        let report = crossed_bounds(ix, metric)
            .or_else(|| impossible_share(snapshot, ix, metric))
            .or_else(|| stretch_behind_target(snapshot.workspace, ix, metric));
        if let Some(report) = report {
            sink.report(report);
        }
    }
}

fn crossed_bounds(ix: GoalIx, metric: &Metric) -> Option<Report> {
    let (least, most) = (metric.at_least?, metric.at_most?);
    (least > most).then(|| {
        Report::at(ix, "metric.at_least", format!("no value is at least {least} and at most {most}"))
            .label(format!("above `at_most: {most}`"))
            .related(ix, "metric.at_most", "the upper bound")
            .help(format!("if they were swapped, write `at_least: {most}` and `at_most: {least}`"))
    })
}

/// Reports a percentage outside 0 to 100. The metric is taken for a share of a whole only if its unit is `%` and its
/// baseline and all its values are inside, because other percentages, such as of a plan, may exceed 100. A value beyond
/// only the other side tells nothing: one below 0 makes no 120 % possible.
fn impossible_share(snapshot: &Facts<'_>, ix: GoalIx, metric: &Metric) -> Option<Report> {
    let workspace = snapshot.workspace;
    let share = 0.0..=100.0;
    let is_share = unit_of(workspace, metric).is_some_and(is_percent) && share.contains(&metric.baseline?);
    let values = [("target", metric.target), ("stretch", metric.stretch)];
    let outside = values.into_iter().find(|(_, value)| value.is_some_and(|value| !share.contains(&value)));
    let (field, value) = outside.filter(|_| is_share).and_then(|(field, value)| Some((field, value?)))?;
    let earlier = snapshot.timeline.of(ix).iter().filter_map(Observation::comparable);
    let shown = earlier.chain(snapshot.timeline.current(ix)).chain(metric.current);
    let is_beyond = |shown: f64| if value > 100.0 { shown > 100.0 } else { shown < 0.0 };
    if shown.into_iter().any(is_beyond) {
        return None;
    }
    let side = if value > 100.0 { "over 100 %" } else { "under 0 %" };
    let report = Report::at(ix, format!("metric.{field}"), format!("a {field} of {value} % cannot be reached"))
        .label(side)
        .help("write a value from 0 to 100; if others are possible, say so in the unit, as in `% of plan`");
    Some(report)
}

fn stretch_behind_target(workspace: &Workspace, ix: GoalIx, metric: &Metric) -> Option<Report> {
    let (baseline, target, stretch) = (metric.baseline?, metric.target?, metric.stretch?);
    let behind = (target > baseline && stretch < target) || (target < baseline && stretch > target);
    behind.then(|| {
        let say = |value| value_words(workspace, metric, value);
        let message = format!("the stretch of {} does not go beyond the target of {}", say(stretch), say(target));
        Report::at(ix, "metric.stretch", message)
            .label(format!("easier than the way from {} to {}", say(baseline), say(target)))
            .related(ix, "metric.target", "the target")
            .help("write a value beyond the target, or remove `stretch`")
    })
}
