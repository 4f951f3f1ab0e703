//! The values that a measure can have.

use std::ops::RangeInclusive;

use crate::analysis::numbers::measure::{Measure, measure_of, share_of_way, unit_of};
use crate::model::{Goal, Metric, Milestone, Workspace};
use crate::syntax::is_percent;

/// The values that the unit of a metric allows; none where it allows all. If baseline, target or bounds are outside them,
/// the unit evidently allows more (such as `%` of a plan).
pub fn domain_of(workspace: &Workspace, metric: &Metric) -> Option<RangeInclusive<f64>> {
    let domain = match unit_of(workspace, metric) {
        Some(unit) if is_percent(unit) => 0.0..=100.0,
        Some("count") => 0.0..=f64::INFINITY,
        _ => return None,
    };
    let planned = [metric.baseline, metric.target, metric.at_least, metric.at_most];
    let aimed = metric.target.or(metric.at_least).or(metric.at_most).is_some();
    (aimed && planned.iter().flatten().all(|value| domain.contains(value))).then_some(domain)
}

/// The raw progress that a goal's measure can have, by its unit, with values that this allows. A number that is to fall, of
/// which baseline, target and every value are not below 0, is taken for one that cannot be.
pub(in crate::analysis) fn raw_domain_of(
    workspace: &Workspace,
    goal: &Goal,
    values: impl Iterator<Item = f64>,
) -> Option<RangeInclusive<f64>> {
    let Measure::Reach { baseline, target } = measure_of(goal) else { return None };
    let falls_to_zero = || (0.0 <= target && target < baseline).then_some(0.0..=f64::INFINITY);
    let domain = domain_of(workspace, goal.metric.as_ref()?).or_else(falls_to_zero)?;
    if values.into_iter().any(|value| !domain.contains(&value)) {
        return None;
    }
    let [a, b] = [*domain.start(), *domain.end()].map(|value| share_of_way(value, baseline, target));
    Some(a.min(b)..=a.max(b))
}

/// The raw progress that is possible, in ascending order, where that is by steps: of a scale, or of milestones that are
/// done in the order of their due days. Empty where any number is possible.
pub(in crate::analysis) fn attainable(goal: &Goal, done: f64) -> Vec<f64> {
    let mut steps: Vec<f64> = match measure_of(goal) {
        Measure::Milestones(milestones) => {
            let all: f64 = milestones.iter().map(Milestone::weight).sum();
            let mut open: Vec<&Milestone> = milestones.iter().filter(|it| !it.is_done()).collect();
            open.sort_by_key(|it| (it.due.is_none(), it.due));
            let open = open.into_iter().scan(done, |sum, it| {
                *sum += it.weight() / all;
                Some(sum.min(1.0))
            });
            std::iter::once(done).chain(open).collect()
        }
        Measure::Reach { baseline, target } => {
            let scale = goal.metric.as_ref().map_or(&[][..], |metric| &*metric.scale);
            (0_u32..).zip(scale).map(|(at, _)| share_of_way(f64::from(at), baseline, target)).collect()
        }
        Measure::Keep(_) | Measure::Nothing => Vec::new(),
    };
    steps.sort_by(f64::total_cmp);
    steps
}
