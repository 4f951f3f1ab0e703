//! Whether a version of a goal may say less than an earlier one, in what check-ins and surveys write.

use std::cell::LazyCell;
use std::collections::HashSet;

use super::goal::Goal;

/// Whether a version may take something back of an earlier one: a value or its day, the confidence, a done milestone, an
/// entry of the log, or a score. What it does not tell from an edit is true.
pub fn may_take_back(before: &Goal, after: &Goal) -> bool {
    let metric = |goal: &Goal| goal.metric.as_ref().map_or((None, None), |it| (it.current, it.as_of));
    let ((value, day), (value_now, day_now)) = (metric(before), metric(after));
    // Most goals have neither, and all of their versions are asked.
    let done_now = LazyCell::new(|| done_milestones(after).collect::<HashSet<_>>());
    let scores_now = LazyCell::new(|| questions(after).collect::<HashSet<_>>());
    // Most logs only grow, at one end.
    let grows = after.log.starts_with(&before.log) || after.log.ends_with(&before.log);
    (value.is_some() && value_now.is_none())
        // No day is less than any.
        || day_now < day
        || (before.confidence.is_some() && after.confidence.is_none())
        || !done_milestones(before).all(|title| done_now.contains(title))
        || !grows
        || !questions(before).all(|question| scores_now.contains(question))
}

fn done_milestones(goal: &Goal) -> impl Iterator<Item = &str> {
    goal.milestones.iter().filter(|it| it.is_done()).map(|it| it.title.as_str())
}

fn questions(goal: &Goal) -> impl Iterator<Item = &str> {
    goal.survey.iter().flat_map(|it| &it.scores).map(|(question, _)| question.as_str())
}
