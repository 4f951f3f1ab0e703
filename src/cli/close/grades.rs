//! How a goal is closed: by which values, with which grade, in words.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{LateValue, value_words};
use crate::analysis::text::grade_words;
use crate::author::Closed;
use crate::model::{GoalIx, Kind, count_of, days_between};
use crate::view::late_value::{LateArrivalView, LateValueView};
use crate::view::standing::{CountedView, measured_parts};
use crate::view::written::WrittenGrade;

/// The final state of a goal with its grade.
pub(super) fn describe_closed(snapshot: &Facts<'_>, ix: GoalIx, closed: &Closed) -> String {
    let score = match (closed.score, closed.computed) {
        #[expect(clippy::float_cmp, reason = "the same number written twice is the same bits")]
        (Some(score), Some(computed)) if score != computed => {
            Some(format!("{} (computed: {})", grade_words(score), grade_words(computed)))
        }
        (score, _) => score.map(grade_words),
    };
    // A grade that rests on less than half of the goal says so.
    let parts = measured_parts(snapshot.numbers(ix));
    let score = score.map(|score| parts.iter().fold(score, |score, parts| format!("{score}, {parts} measured")));
    match score {
        Some(score) if closed.is_partly_achieved => format!("partly achieved, {score}"),
        Some(score) => format!("{}, graded {score}", closed.state.word()),
        None => closed.state.word().to_owned(),
    }
}

/// The grade of a goal that is closed, as data.
pub(super) fn written_grade(snapshot: &Facts<'_>, ix: GoalIx, closed: &Closed) -> WrittenGrade {
    let numbers = snapshot.numbers(ix);
    WrittenGrade {
        goal: snapshot.goal(ix).id.clone(),
        state: closed.state.word().to_owned(),
        score: closed.score,
        computed: closed.computed,
        coverage: numbers.coverage,
        counted: numbers.counted.map(CountedView::from),
    }
}

/// Lists the values that the grade leaves out, and the last one it counts with its age. Returns `None` if all values
/// count and the last one is no older than the cadence.
pub(super) fn describe_values(snapshot: &Facts<'_>, ix: GoalIx) -> Option<String> {
    let goal = snapshot.goal(ix);
    if goal.kind == Kind::Objective {
        return describe_unknown_parts(snapshot, ix);
    }
    let (metric, last) = (goal.metric.as_ref(), goal.end()?);
    let say = |value: f64| metric.map_or_else(|| value.to_string(), |it| value_words(snapshot.workspace, it, value));
    let late: Vec<String> = match snapshot.numbers(ix).late {
        Some(LateValue { day, value: None }) => vec![format!("done on {day}")],
        Some(_) => {
            let late = snapshot.timeline.late_observations(snapshot.workspace, ix).iter();
            late.filter_map(|it| Some(format!("{} of {}", say(it.value?), it.day))).collect()
        }
        None => Vec::new(),
    };
    // A day of confidence alone has no value to count.
    let counted = snapshot
        .timeline
        .of(ix)
        .iter()
        .rev()
        .filter(|it| it.day <= last)
        .find_map(|it| Some((it.comparable()?, it.day)));
    let counted = counted.map(|(value, day)| (value, days_between(day, last.min(snapshot.today)), day));
    let cadence = snapshot.settings().cadence_of(goal.level.as_deref());
    if let Some(late) = LateArrivalView::of(snapshot, ix).filter(|_| late.is_empty()) {
        return Some(late.words);
    }
    if late.is_empty() && counted.is_none_or(|(_, age, _)| age <= cadence) {
        return None;
    }
    let left_out = (!late.is_empty()).then(|| format!("not counted (after the end, {last}): {}", late.join(", ")));
    let counted = counted.map(|(value, age, day)| {
        let age = count_of(usize::try_from(age).unwrap_or(0), "day");
        let until = if snapshot.today < last { "ago" } else { "before the end" };
        format!("last counted value: {} of {day}, {age} {until}", say(value))
    });
    Some(left_out.into_iter().chain(counted).collect::<Vec<_>>().join(" · "))
}

/// Lists the closed goals without a grade that count in an objective as 0, each with the value that is left out.
fn describe_unknown_parts(snapshot: &Facts<'_>, ix: GoalIx) -> Option<String> {
    let unknown = snapshot.numbers(ix).contributions.iter().filter(|part| part.progress.is_none());
    // What is still open says so where it is closed.
    let unknown = unknown.filter(|part| !snapshot.goal(part.goal).is_open()).map(|part| {
        let why = LateValueView::of(snapshot, part.goal).map_or_else(|| "no value".to_owned(), |late| late.words);
        format!("{} ({why})", snapshot.goal(part.goal).id)
    });
    let unknown: Vec<String> = unknown.collect();
    (!unknown.is_empty()).then(|| format!("counted as 0: {}", unknown.join(", ")))
}

/// Whether a goal has no value to grade.
pub(super) fn has_no_value(snapshot: &Facts<'_>, ix: GoalIx) -> bool {
    snapshot.numbers(ix).progress.is_none()
}
