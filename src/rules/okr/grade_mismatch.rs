//! A stored grade that differs from the goal's values, or that does not suit its state.

use crate::analysis::facts::Facts;
use crate::analysis::text::grade_words;
use crate::analysis::trends::{Final, FinalProgress, contradicted_by, contradicted_threshold, is_same_grade};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Grade, Kind, Settings, State};

pub(in crate::rules) static RULE: Rule = Rule::warning("grade-mismatch", Group::Okr, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.is_work() && !snapshot.is_long_past(goal)) {
        if let Some(report) = contradiction(snapshot, ix, goal) {
            sink.report(report);
        }
    }
    report_ungraded(snapshot, sink);
    let graded: Vec<(GoalIx, &Goal, &Grade, f64)> = snapshot
        .goals()
        .filter(|(_, goal)| matches!(goal.kind, Kind::Objective | Kind::KeyResult) && !goal.is_open())
        .filter(|(_, goal)| !snapshot.is_long_past(goal))
        .filter(|(_, goal)| contradicted_threshold(goal, snapshot.settings_of_grade(goal)).is_none())
        .filter_map(|(ix, goal)| {
            let grade = goal.grade.as_deref()?;
            Some((ix, goal, grade, grade.computed?))
        })
        .collect();
    if graded.is_empty() {
        return;
    }
    let finals = FinalProgress::compute(snapshot);
    for (ix, goal, grade, computed) in graded {
        let known = match finals.of(ix) {
            Final::Progress(progress) => Some(progress),
            Final::Nothing | Final::Unknown => None,
        };
        let known = known.filter(|_| snapshot.knows_progress(ix));
        // A grade may be rounded to two decimals, but not across a threshold that would turn a miss into a hit.
        let differs = |a: f64, b: f64| !is_same_grade(goal, a, b, snapshot.settings_of_grade(goal));
        if let Some(progress) = known.filter(|progress| differs(*progress, computed)) {
            let progress = round_grade(goal, progress, snapshot.settings_of_grade(goal));
            let message =
                format!("the values of `{}` result in {progress} at the end of the period, not {computed}", goal.id);
            sink.report(
                Report::at(ix, "grade.computed", message)
                    .label(format!("{progress} according to its values"))
                    .help("correct whichever is wrong; put your own judgement into `score`, with a `why`"),
            );
        } else if differs(grade.score, computed) && snapshot.workspace.lacks(goal, "grade.why") {
            let message = format!("`{}` was graded {}, but its values result in {computed}", goal.id, grade.score);
            sink.report(
                Report::at(ix, "grade.score", message)
                    .label("no explanation")
                    .help("add `why:` to the grade to explain what the number does not show"),
            );
        }
    }
}

/// Reports goals that were closed without a grade and whose own values say that they are not what their state says.
fn report_ungraded(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let closed: Vec<(GoalIx, &Goal)> = snapshot
        .goals()
        .filter(|(_, goal)| matches!(goal.kind, Kind::Objective | Kind::KeyResult) && goal.grade.is_none())
        .filter(|(_, goal)| matches!(goal.state, State::Achieved | State::Missed) && !snapshot.is_long_past(goal))
        .filter(|(_, goal)| snapshot.workspace.lacks(goal, "grade"))
        .collect();
    if closed.is_empty() {
        return;
    }
    let finals = FinalProgress::compute(snapshot);
    for (ix, goal) in closed {
        let Final::Progress(progress) = finals.of(ix) else { continue };
        if !snapshot.knows_progress(ix) {
            continue;
        }
        let Some(threshold) = contradicted_by(goal, progress, snapshot.settings_of_grade(goal)) else { continue };
        let progress = round_grade(goal, progress, snapshot.settings_of_grade(goal));
        let is = if goal.state == State::Achieved { "below" } else { "at or above" };
        let state = goal.state.word();
        let message = format!(
            "`{}` is {state}, but its values result in {progress}, {is} {threshold}, the threshold for achieved",
            goal.id
        );
        sink.report(
            Report::at(ix, "state", message)
                .label(format!("{progress} according to its values"))
                .help("correct whichever is wrong, or put your own judgement into a `grade`, with a `why`"),
        );
    }
}

/// A grade that does not suit the state: of an open goal, or on the other side of the threshold for achieved.
fn contradiction(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal) -> Option<Report> {
    let grade = goal.grade.as_deref()?;
    if goal.is_open() {
        let message = format!("`{}` has a grade, but its state is {}", goal.id, goal.state.word());
        let help = format!("close it with `goalpost close {}`, or remove the grade", goal.id);
        return Some(Report::at(ix, "grade", message).label("a grade of an open goal").help(help));
    }
    let threshold = contradicted_threshold(goal, snapshot.settings_of_grade(goal))?;
    let score = grade_words(grade.score);
    let (is, other) = match goal.state {
        State::Achieved => ("is below", State::Missed.word()),
        _ => ("reaches", State::Achieved.word()),
    };
    let message = format!(
        "`{}` is {}, but its grade {score} {is} {threshold}, the threshold for achieved",
        goal.id,
        goal.state.word()
    );
    let help = format!("correct whichever is wrong: write `state: {other}`, or the right grade");
    Some(Report::at(ix, "state", message).label(format!("its grade is {score}")).help(help))
}

/// Rounds a progress to two decimals, or to as many as it takes not to cross a threshold.
fn round_grade(goal: &Goal, progress: f64, settings: &Settings) -> f64 {
    let shorter = (2..9).filter_map(|digits: usize| format!("{progress:.digits$}").parse().ok());
    shorter.into_iter().find(|it| is_same_grade(goal, *it, progress, settings)).unwrap_or(progress)
}
