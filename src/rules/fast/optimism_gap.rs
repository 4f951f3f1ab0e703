//! A key result with high confidence at two check-ins in a row while it is off track.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Health, Observation, Standing, expected_share};
use crate::analysis::text::percent;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Day, Goal, GoalIx, LogKind};

pub(in crate::rules) static RULE: Rule = Rule::warning("optimism-gap", Group::Fast, check);

/// The confidence from which a target counts as likely to be reached.
const LIKELY: f64 = 0.7;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    if snapshot.history().is_none() {
        return;
    }
    for (ix, goal) in snapshot.active_key_results() {
        let running = goal.has_begun(snapshot.today) && goal.end().is_none_or(|end| snapshot.today <= end);
        let mut check_ins = snapshot.timeline.check_ins(ix).rev().filter(|it| it.commit.is_some());
        let (Some(last), Some(earlier)) = (check_ins.next(), check_ins.next()) else { continue };
        let gap = [earlier, last].iter().all(|it| is_overconfident(snapshot, goal, it));
        // A log entry may explain what the number does not show; then there is nothing to ask.
        if running && gap && !is_discussed(snapshot, goal, earlier.day) {
            sink.report(report(snapshot, ix, earlier, last));
        }
    }
}

/// Whether a check-in has a high confidence although the key result was off track on that day.
fn is_overconfident(snapshot: &Facts<'_>, goal: &Goal, it: &Observation) -> bool {
    let expected = expected_share(goal, it.day);
    let standing = Standing { progress: it.progress, expected, ..Standing::default() };
    let health = Health::of(goal, standing, snapshot.settings(), it.day);
    it.confidence.is_some_and(|confidence| confidence >= LIKELY) && health == Health::OffTrack
}

/// Whether the log of a key result or its objective has an entry since a day.
fn is_discussed(snapshot: &Facts<'_>, goal: &Goal, since: Day) -> bool {
    let objective = goal.measures.as_deref().and_then(|id| snapshot.workspace.find(id));
    let kinds = [LogKind::CheckIn, LogKind::Note, LogKind::Obstacle, LogKind::Decision];
    let has_entry = |it: &Goal| it.log.iter().any(|entry| entry.date >= since && kinds.contains(&entry.kind));
    has_entry(goal) || objective.is_some_and(|ix| has_entry(snapshot.goal(ix)))
}

fn report(snapshot: &Facts<'_>, ix: GoalIx, earlier: &Observation, last: &Observation) -> Report {
    let goal = snapshot.goal(ix);
    let confidence = last.confidence.unwrap_or_default();
    let message = format!(
        "`{}` had a confidence of {LIKELY} or more on {} and {} although it was off track",
        goal.id, earlier.day, last.day
    );
    let progress = percent(last.progress.unwrap_or_default());
    let plan = percent(expected_share(goal, last.day).unwrap_or_default());
    Report::at(ix, "confidence", message)
        .label(format!("confidence {confidence}, progress {progress}, plan {plan}"))
        .help(format!(
            "explain what the number does not show: goalpost note {} \"…\"; or lower the confidence",
            goal.id
        ))
}
