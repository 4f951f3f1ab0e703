//! Whether a version of a goal may say less than an earlier one, in what check-ins and surveys write.

use std::collections::HashSet;

use super::goal::Goal;

/// Whether a version may take something back of an earlier one: a value or its day, the confidence, a done milestone, an
/// entry of the log, or a score. What it does not tell from an edit is true.
pub fn may_take_back(before: &Goal, after: &Goal) -> bool {
    let metric = |goal: &Goal| goal.metric.as_ref().map_or((None, None), |it| (it.current, it.as_of));
    let ((value, day), (value_now, day_now)) = (metric(before), metric(after));
    let (done, done_now) = (done_milestones(before), done_milestones(after));
    let (scores, scores_now) = (questions(before), questions(after));
    // Most logs only grow, at one end.
    let grows = after.log.starts_with(&before.log) || after.log.ends_with(&before.log);
    (value.is_some() && value_now.is_none())
        // No day is less than any.
        || day_now < day
        || (before.confidence.is_some() && after.confidence.is_none())
        || !done.is_subset(&done_now)
        || !grows
        || !scores.is_subset(&scores_now)
}

fn done_milestones(goal: &Goal) -> HashSet<&str> {
    goal.milestones.iter().filter(|it| it.is_done()).map(|it| it.title.as_str()).collect()
}

fn questions(goal: &Goal) -> HashSet<&str> {
    goal.survey.iter().flat_map(|it| &it.scores).map(|(question, _)| question.as_str()).collect()
}
