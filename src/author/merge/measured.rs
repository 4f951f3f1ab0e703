//! What a merged goal is measured by: numbers of both sides together may mean what neither of them wrote.

use crate::model::{Goal, Metric, Workspace, exact};
use crate::source::SourceSet;

/// Why the numbers of a merged goal would mean what no side wrote; none if they do not.
pub(super) fn refusal([base, ours, theirs]: [&[u8]; 3], merged: &[u8]) -> Option<String> {
    let sides = [ours, theirs].map(goal);
    let [Some(ours), Some(theirs)] = sides.each_ref().map(|it| it.as_ref().and_then(metric)) else { return None };
    let merged = goal(merged)?;
    let merged = metric(&merged)?;
    if let (Some(rises), Some(is), Some(was)) = (direction(merged), direction(ours), direction(theirs))
        && rises != is
        && rises != was
    {
        let (from, to) = (merged.baseline.map(exact)?, merged.target.map(exact)?);
        let (verb, other) = if rises { ("rise", "falls") } else { ("fall", "rises") };
        return Some(format!("the goal would {verb}, from {from} to {to}, and in both versions it {other}"));
    }
    let base = goal(base);
    let base = base.as_ref().and_then(metric)?;
    let sides = [(ours, theirs), (theirs, ours)];
    sides.into_iter().find_map(|(own, other)| foreign_value(base, own, other, merged))
}

fn goal(text: &[u8]) -> Option<Goal> {
    let text = std::str::from_utf8(text).ok()?;
    let workspace = Workspace::read(SourceSet::from_texts([("goal.yaml", text)]));
    workspace.goals.first().map(|goal| (**goal).clone())
}

fn metric(goal: &Goal) -> Option<&Metric> {
    goal.metric.as_ref()
}

/// Whether a metric is to rise; none if it does neither.
fn direction(metric: &Metric) -> Option<bool> {
    let (baseline, target) = (metric.baseline?, metric.target?);
    (baseline < target || target < baseline).then_some(baseline < target)
}

/// What a metric measures, in what.
fn subject(metric: &Metric) -> [Option<&str>; 3] {
    [metric.name.as_deref(), metric.unit.as_deref(), metric.kpi.as_deref()]
}

/// The value of one side in a metric that the other one made another: it gave it another name, unit or KPI, with other
/// numbers. A name that is only spelt otherwise leaves the numbers as they are.
fn foreign_value(base: &Metric, own: &Metric, other: &Metric, merged: &Metric) -> Option<String> {
    let numbers = |it: &Metric| (it.current, it.baseline, it.target, it.at_least, it.at_most);
    let is_another = subject(own) != subject(base) && subject(own) != subject(other) && numbers(own) != numbers(base);
    let value = merged.current.filter(|value| Some(*value) == other.current && other.current != base.current)?;
    if !is_another || subject(merged) != subject(own) || own.current == other.current {
        return None;
    }
    let of = |it: &Metric| {
        let differs = subject(own).into_iter().zip(subject(other)).position(|(own, other)| own != other);
        let known = differs.and_then(|at| subject(it)[at]);
        known.map_or_else(|| "nothing".to_owned(), |it| format!("`{it}`"))
    };
    Some(format!("the value {} is one of {}, and the goal would be measured in {}", exact(value), of(other), of(own)))
}
