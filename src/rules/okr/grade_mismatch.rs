//! A stored grade that differs from the goal's values, or that does not suit its state.

use crate::analysis::facts::Facts;
use crate::analysis::text::grade_words;
use crate::analysis::trends::{contradicted_by, contradicted_threshold, is_same_grade};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Kind, Settings, State};

pub(in crate::rules) static RULE: Rule = Rule::warning("grade-mismatch", Group::Okr, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.is_work() && !snapshot.is_long_past(goal)) {
        if let Some(report) = contradiction(snapshot, ix, goal) {
            sink.report(report);
        }
    }
    report_future(snapshot, sink);
    report_ungraded(snapshot, sink);
    let graded = snapshot
        .goals()
        .filter(|(_, goal)| matches!(goal.kind, Kind::Objective | Kind::KeyResult) && !goal.is_open())
        .filter(|(_, goal)| !snapshot.is_long_past(goal))
        .filter(|(_, goal)| contradicted_threshold(goal, snapshot.settings_of_grade(goal)).is_none())
        .filter_map(|(ix, goal)| Some((ix, goal, goal.grade.as_deref()?)));
    for (ix, goal, grade) in graded {
        let settings = snapshot.settings_of_grade(goal);
        let known = snapshot.known_final(ix);
        // A grade may be rounded to two decimals, but not across a threshold that would turn a miss into a hit.
        let differs = |a: f64, b: f64| !is_same_grade(goal, a, b, settings);
        let stored = grade.computed;
        if let Some((progress, computed)) =
            known.zip(stored).filter(|(progress, computed)| differs(*progress, *computed))
        {
            let progress = round_grade(goal, progress, settings);
            let message =
                format!("the values of `{}` result in {progress} at the end of the period, not {computed}", goal.id);
            sink.report(
                Report::at(ix, "grade.computed", message)
                    .label(format!("{progress} according to its values"))
                    .help("correct whichever is wrong; put your own judgement into `score`, with a `why`"),
            );
            continue;
        }
        // A grade written by hand may have a score alone. A dropped goal is not graded by how far it came.
        let is_judged = goal.state != State::Dropped;
        let computed = stored.or_else(|| Some(round_grade(goal, known.filter(|_| is_judged)?, settings)));
        let Some(computed) = computed.filter(|computed| differs(grade.score, *computed)) else { continue };
        if snapshot.workspace.lacks(goal, "grade.why") {
            let message = format!("`{}` was graded {}, but its values result in {computed}", goal.id, grade.score);
            sink.report(
                Report::at(ix, "grade.score", message)
                    .label("no explanation")
                    .help("add `why:` to the grade to explain what the number does not show"),
            );
        }
    }
}

/// Reports goals whose close is dated after today.
fn report_future(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.is_work()) {
        let Some(closed) = goal.closed_on().filter(|closed| snapshot.today < *closed) else { continue };
        let message =
            format!("`{}` is {}, but the day of its close, {closed}, is still to come", goal.id, goal.state.word());
        let help = format!("write the day on which it was closed, at the latest {}", snapshot.today);
        sink.report(Report::at(ix, "closed", message).label(format!("today is {}", snapshot.today)).help(help));
    }
}

/// Reports goals that were closed without a grade and whose own values say that they are not what their state says.
fn report_ungraded(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let closed = snapshot
        .goals()
        .filter(|(_, goal)| matches!(goal.kind, Kind::Objective | Kind::KeyResult) && goal.grade.is_none())
        .filter(|(_, goal)| matches!(goal.state, State::Achieved | State::Missed) && !snapshot.is_long_past(goal))
        .filter(|(_, goal)| snapshot.workspace.lacks(goal, "grade"));
    for (ix, goal) in closed {
        let Some(progress) = snapshot.known_final(ix) else { continue };
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
