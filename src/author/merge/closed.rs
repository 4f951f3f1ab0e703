//! A close beside what the other side did meanwhile: a grade is of the numbers that its side had. With others it would be the
//! grade of nothing, so that the close and the numbers are one conflict.

use super::version::{OURS, THEIRS, Version};
use crate::model::{Goal, Shape, Workspace};
use crate::source::SourceSet;

/// The fields that a close writes, and those of which a grade is made.
const FIELDS: [&str; 12] = [
    "state",
    "closed",
    "grade",
    "milestones",
    "metric.kpi",
    "metric.scale",
    "metric.baseline",
    "metric.target",
    "metric.at_least",
    "metric.at_most",
    "metric.current",
    "metric.as_of",
];

/// Whether one side graded the goal and the other gave it other numbers.
pub(super) fn is_graded_apart(read: &[Version<'_>; 3]) -> bool {
    let grade = |side: usize| read[side].tree.mapping().and_then(|mapping| mapping.get("grade"));
    if [OURS, THEIRS].iter().all(|side| grade(*side).is_none()) {
        return false;
    }
    let workspaces = read.each_ref().map(|it| Workspace::read(SourceSet::from_texts([("goal.yaml", it.text)])));
    let goals = workspaces.each_ref().map(|it| it.goals.first().map(|goal| &**goal));
    let [Some(base), Some(ours), Some(theirs)] = goals else { return false };
    let is_apart = |graded: &Goal, other: &Goal| {
        graded.grade.is_some()
            && graded.grade != base.grade
            && graded.grade != other.grade
            && changed(base, other)
            && changed(graded, other)
    };
    is_apart(ours, theirs) || is_apart(theirs, ours)
}

/// Whether a field is part of that conflict.
pub(super) fn is_of_a_close(route: &str) -> bool {
    FIELDS.contains(&route)
}

/// Whether a version has other numbers than one before it, of those that count in its grade.
fn changed(before: &Goal, after: &Goal) -> bool {
    let posts = |goal: &Goal| {
        let metric = goal.metric.as_ref();
        metric.map(|it| (it.baseline, it.target, it.at_least, it.at_most, it.scale.clone(), it.kpi.clone()))
    };
    // Beside a metric they are planned points, of which no grade is made.
    let steps = |goal: &Goal| {
        let counted = goal.milestones.iter().filter(|_| goal.metric.is_none());
        let mut steps: Vec<_> = counted.map(|it| (it.weight().to_bits(), it.is_done_by(goal.end()))).collect();
        steps.sort_unstable();
        steps
    };
    // How long a value was kept depends on its day too.
    let value = |goal: &Goal| {
        let metric = goal.metric.as_ref()?;
        Some((metric.current, metric.as_of.filter(|_| metric.shape() == Shape::Keep)))
    };
    let day = after.metric.as_ref().and_then(|metric| metric.as_of);
    let is_too_late = day.zip(after.end()).is_some_and(|(day, last)| last < day);
    posts(before) != posts(after) || steps(before) != steps(after) || (!is_too_late && value(before) != value(after))
}
