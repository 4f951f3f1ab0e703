//! Grades: the progress at the period's end, the thresholds of a grade, and the goals that need a retrospective.

use crate::analysis::numbers::closing::was_linked_at_close;
use crate::analysis::numbers::health::ambition;
use crate::analysis::numbers::mean::Mean;
use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::analysis::numbers::unread::has_unread_measure;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Commitment, Day, Goal, GoalIx, Kind, Milestone, Settings, State};

/// The least grade of an aspirational goal that is not red (Google re:Work: red is 0.0 to 0.3).
const RED: f64 = 0.4;

/// The least grade of a committed goal that needs no retrospective.
const NEARLY: f64 = 0.9;

/// The tolerance for binary arithmetic: 5.1 on the way from 3 to 6 is 0.6999999999999998.
const TOLERANCE: f64 = 1e-9;

/// The tolerance for grades that earlier releases rounded to two decimals.
const ROUNDING: f64 = 0.005 + TOLERANCE;

/// Whether a grade reaches a threshold, within the tolerance. Grades are never rounded: 0.996 does not reach 1.
pub fn reaches(score: f64, threshold: f64) -> bool {
    score >= threshold - TOLERANCE
}

/// The progress to store in a grade: the shortest decimal within the tolerance that reaches the same thresholds.
pub fn kept(goal: &Goal, progress: f64, settings: &Settings) -> f64 {
    let reads_alike = |shorter: f64| {
        let thresholds = [RED, NEARLY, ambition(goal, settings), 1.0];
        thresholds.into_iter().all(|it| reaches(shorter, it) == reaches(progress, it))
    };
    (0..=16)
        .filter_map(|digits: usize| format!("{progress:.digits$}").parse::<f64>().ok())
        .find(|shorter| (shorter - progress).abs() <= TOLERANCE && reads_alike(*shorter))
        // Adding 0.0 turns a negative zero into 0.
        .map_or(progress, |shorter| shorter + 0.0)
}

/// Whether two grades of a goal are equal up to rounding: at most 0.005 apart, and on the same side of every threshold.
/// 1 for 0.996 is not rounding.
pub fn is_same_grade(goal: &Goal, a: f64, b: f64, settings: &Settings) -> bool {
    let alike = |threshold: f64| reaches(a, threshold) == reaches(b, threshold);
    (a - b).abs() <= ROUNDING && [RED, ambition(goal, settings), 1.0].into_iter().all(alike)
}

/// Whether a missed goal is called partly achieved: it is aspirational and its grade is 0.4 or more.
pub fn is_partly_achieved(goal: &Goal) -> bool {
    let score = goal.grade.as_ref().map(|grade| grade.score);
    goal.state == State::Missed
        && goal.commitment == Some(Commitment::Aspirational)
        && score.is_some_and(|score| reaches(score, RED))
}

/// The threshold for achieved, if the grade of a closed goal lies on the other side of it than its state says.
pub fn contradicted_threshold(goal: &Goal, settings: &Settings) -> Option<f64> {
    contradicted_by(goal, goal.grade.as_ref()?.score, settings)
}

/// The threshold for achieved, if a score of a closed goal lies on the other side of it than its state says.
pub fn contradicted_by(goal: &Goal, score: f64, settings: &Settings) -> Option<f64> {
    let threshold = ambition(goal, settings);
    let is_reached = reaches(score, threshold);
    let is_contradicted = matches!((goal.state, is_reached), (State::Achieved, false) | (State::Missed, true));
    is_contradicted.then_some(threshold)
}

/// Whether a closed goal needs a retrospective: a committed one below 0.9, or an aspirational one below 0.4.
pub fn owes_retrospective(goal: &Goal) -> bool {
    let score = goal.grade.as_ref().map(|grade| grade.score);
    match (goal.state, goal.commitment, score) {
        (State::Achieved | State::Missed, Some(Commitment::Aspirational), score) => {
            score.is_some_and(|score| !reaches(score, RED))
        }
        (State::Achieved | State::Missed, _, Some(score)) => !reaches(score, NEARLY),
        // Missed without a grade: nothing shows that it came close.
        (State::Missed, _, None) => true,
        _ => false,
    }
}

/// Whether a closed goal needs a retrospective of its own and has none: one at an objective covers its key results, and so
/// does the demand for one.
pub fn lacks_retrospective(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    let lacks_its_own = |goal: &Goal| owes_retrospective(goal) && snapshot.workspace.lacks(goal, "retrospective");
    let goal = snapshot.goal(ix);
    let objective = snapshot.objective_of(goal).map(|objective| snapshot.goal(objective));
    let is_covered = objective
        .is_some_and(|objective| !snapshot.workspace.lacks(objective, "retrospective") || lacks_its_own(objective));
    lacks_its_own(goal) && !is_covered
}

/// Whether a closed goal's score is above its computed progress, and no owner of a goal above has graded it or
/// acknowledged it since the close.
pub(in crate::analysis) fn is_self_assessed(
    snapshot: &Snapshot<'_>,
    ix: GoalIx,
    known_final: impl FnOnce() -> Option<f64>,
) -> bool {
    let goal = snapshot.goal(ix);
    let Some(grade) = goal.grade.as_ref().filter(|_| !goal.is_open()) else { return false };
    // A grade written by hand may have a score alone: then its values say what was reached, where they are known.
    let Some(computed) = grade.computed.or_else(known_final) else { return false };
    if grade.score <= computed || is_same_grade(goal, grade.score, computed, snapshot.settings()) {
        return false;
    }
    let own = snapshot.workspace.owner_of(goal);
    let above = snapshot.graph.above(ix);
    let is_above = |person: &str| {
        let owners = above.iter().filter_map(|ix| snapshot.workspace.owner_of(snapshot.goal(*ix)));
        own.is_none_or(|own| !snapshot.is_same_person(own, person))
            && owners.into_iter().any(|owner| snapshot.is_same_person(owner, person))
    };
    // An agreement from before the close is about the goal, not about its grade.
    let since_close = |day: Option<Day>| goal.closed.is_none_or(|closed| day.is_some_and(|day| closed <= day));
    !grade.by.as_deref().is_some_and(is_above) && !goal.agreed.iter().any(|it| since_close(it.date) && is_above(&it.by))
}

/// The progress of a goal on its last day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Final {
    /// Known progress, 0 to 1.
    Progress(f64),
    /// There is no value: it was never written, or it was removed. It counts as 0 in an objective.
    Nothing,
    /// Only a later value is known, or one without a day: the progress at the end is unknown. It counts as 0 in an objective
    /// that is being closed, and judges nothing in one that is closed.
    Unknown,
}

/// The progress of every goal on its last day, from the values dated up to then.
#[derive(Debug)]
pub struct FinalProgress(Vec<Final>);

impl FinalProgress {
    /// Computes them from the bottom of the graph to the top, each goal once. Of a goal that is not over, and of one that was
    /// closed before its end, the days that were still to come count for nothing.
    pub fn compute(snapshot: &Snapshot<'_>) -> Self {
        let mut finals = Self(vec![Final::Nothing; snapshot.workspace.goals.len()]);
        for ix in snapshot.graph.bottom_up() {
            let goal = snapshot.goal(*ix);
            let closing = closing_day(snapshot, goal);
            // What has no end is over when it is closed. Of what was closed on no day nobody knows when.
            let without_end = Some(closing).filter(|_| goal.is_open() || goal.closed_on().is_some());
            let last = if goal.kind == Kind::Objective { goal.last_day_of_parts() } else { goal.end() };
            finals.0[ix.index()] = match (goal.kind, last.or(without_end)) {
                (_, None) => Final::Unknown,
                (Kind::Objective, Some(last)) => finals.of_objective(snapshot, *ix, last),
                (_, Some(last)) => of_measure(snapshot, *ix, last, closing),
            };
        }
        finals
    }

    /// The final progress of a goal.
    pub fn of(&self, goal: GoalIx) -> Final {
        self.0[goal.index()]
    }

    /// The weighted mean of an objective's contributions, for a closed one those at its close. Each counts up to its
    /// own end or the objective's, whichever is first; a graded one counts with its grade.
    fn of_objective(&self, snapshot: &Snapshot<'_>, ix: GoalIx, last: Day) -> Final {
        // The contribution of a file that cannot be read is unknown, and a wrong grade would be stored for good.
        if !snapshot.numbers(ix).unread.is_empty() {
            return Final::Unknown;
        }
        let objective = snapshot.goal(ix);
        let closing = closing_day(snapshot, objective);
        let mut mean = Mean::default();
        for part in &snapshot.numbers(ix).contributions {
            let goal = snapshot.goal(part.goal);
            // An open key result of a closed objective was either left open or added later. Without history nobody
            // knows.
            let is_late = !objective.is_open() && goal.is_open() && goal.kind == Kind::KeyResult;
            if is_late && was_linked_at_close(snapshot.workspace, &snapshot.timeline, ix, part.goal).is_none() {
                return Final::Unknown;
            }
            let in_time = goal.end().is_some_and(|end| end <= last);
            let by_then = in_time || goal.closed_on().is_some_and(|closed| closed <= last);
            let graded = goal.graded().filter(|_| by_then);
            let progress = match (goal.kind, in_time) {
                _ if graded.is_some() => graded.map_or(Final::Nothing, clamped),
                (Kind::Objective, true) => self.of(part.goal),
                // Its progress on the last day is that of the rollup, if all values below it are known.
                (Kind::Objective, false) if has_unknown_below(snapshot, part.goal, last) => Final::Unknown,
                (Kind::Objective, false) => part.progress.map_or(Final::Nothing, clamped),
                (_, true) if objective.is_open() || !goal.is_open() => self.of(part.goal),
                (_, true) => of_measure(snapshot, part.goal, goal.end().unwrap_or(last), closing),
                (_, false) => of_measure(snapshot, part.goal, last, closing),
            };
            // An open objective is graded by what is known of it, as the rollup shows it: what has begun and has no value up to
            // its end counts as 0, or the objective could never be closed. One that is closed was graded by values that may
            // since have been replaced.
            let is_settled = || objective.is_open() && is_all_read(snapshot, part.goal);
            let progress = match (progress, part.progress) {
                (Final::Unknown, None) if is_settled() => Final::Nothing,
                (Final::Unknown, Some(shown)) if goal.kind == Kind::Objective && is_settled() => clamped(shown),
                (progress, _) => progress,
            };
            match progress {
                Final::Progress(progress) => mean.add(progress, part.weight),
                Final::Nothing => mean.add(0.0, part.weight),
                Final::Unknown => return Final::Unknown,
            }
        }
        mean.value().map_or(Final::Nothing, Final::Progress)
    }
}

/// The day of a goal's close; of an open one today.
fn closing_day(snapshot: &Snapshot<'_>, goal: &Goal) -> Day {
    goal.closed_on().unwrap_or(snapshot.today)
}

/// Whether a goal and all below it can be read: of what cannot be, a wrong grade would be stored for good.
fn is_all_read(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    let is_read = |ix: GoalIx| {
        let goal = snapshot.goal(ix);
        let measured = !has_unread_measure(snapshot.workspace, goal) && snapshot.workspace.unread_kpi(goal).is_none();
        measured && snapshot.numbers(ix).unread.is_empty()
    };
    is_read(ix) && snapshot.graph.below(ix).into_iter().all(is_read)
}

/// Whether the progress on a day of a goal below another, which had begun, is unknown.
fn has_unknown_below(snapshot: &Snapshot<'_>, ix: GoalIx, last: Day) -> bool {
    snapshot.graph.below(ix).into_iter().any(|ix| {
        let goal = snapshot.goal(ix);
        let counts = measure_of(goal) != Measure::Nothing && goal.state != State::Draft && goal.has_begun(last);
        counts && of_measure(snapshot, ix, last, last) == Final::Unknown
    })
}

/// The progress of a goal with a measure of its own, by the values up to its last day. It is closed on `closing`: the days from
/// there to the last one have not happened, and no milestone was done on them.
fn of_measure(snapshot: &Snapshot<'_>, ix: GoalIx, last: Day, closing: Day) -> Final {
    let goal = snapshot.goal(ix);
    let day = last.min(closing);
    if let Measure::Milestones(milestones) = measure_of(goal) {
        let all: f64 = milestones.iter().map(Milestone::weight).sum();
        let done: f64 = milestones.iter().filter(|it| it.is_done_by(Some(day))).map(Milestone::weight).sum();
        return clamped(done / all);
    }
    let observations = snapshot.timeline.of(ix);
    // A value from before its first day stands until there is another, as in the rollup.
    let counted: Vec<_> = observations.iter().filter(|it| it.day <= last).cloned().collect();
    // The value that `rollup` shows on the last day: one may have been removed, and another written for an earlier day.
    let raw = || snapshot.timeline.raw_by(snapshot.workspace, (ix, goal), &counted, (last, day));
    let has_none = || match &goal.metric {
        Some(metric) if metric.kpi.is_some() => observations.last().is_some_and(|it| it.takes_back),
        metric => observations.is_empty() || metric.as_ref().is_none_or(|it| it.current.is_none()),
    };
    match raw().filter(|_| !counted.is_empty()) {
        Some(raw) => clamped(raw),
        None if has_none() => Final::Nothing,
        None => Final::Unknown,
    }
}

/// Raw progress clamped to 0..1; unknown if the numbers are too large to divide.
fn clamped(raw: f64) -> Final {
    if raw.is_finite() { Final::Progress(raw.clamp(0.0, 1.0) + 0.0) } else { Final::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Grade, Workspace};
    use crate::source::{SourceFile, SourceSet};

    fn goal(commitment: &str) -> Goal {
        let text = format!("kind: key_result\nid: a\ntitle: A\nmeasures: b\n{commitment}");
        let files = vec![SourceFile::from_text("a.yaml", &text)];
        let workspace = Workspace::read(SourceSet { root: "".into(), files, refused: Vec::new() });
        workspace.goals[0].as_ref().clone()
    }

    #[test]
    fn a_grade_is_never_rounded_over_a_threshold() {
        let (promise, stretch) = (goal(""), goal("commitment: aspirational\n"));
        let settings = Settings::default();
        let kept = |goal: &Goal, progress| super::kept(goal, progress, &settings);
        let written = |goal: &Goal, progress| kept(goal, progress).to_string();
        assert_eq!([written(&promise, 0.996), written(&stretch, 0.696)], ["0.996", "0.696"]);
        assert_eq!(written(&stretch, (5.1 - 3.0) / (6.0 - 3.0)), "0.7");
        assert_eq!(written(&promise, 2.0 / 3.0), "0.666666667");
        assert_eq!(written(&promise, -0.0), "0");
        for short in [1.4e-9, 1.6e-9, 2e-9, 1e-7] {
            let below = kept(&stretch, 0.7 - short);
            assert!(!reaches(below, 0.7), "0.7 - {short} is kept as {below}");
            assert!((below - (0.7 - short)).abs() <= TOLERANCE);
        }
        assert_eq!(written(&promise, 1.0 - 1e-10), "1");
    }

    #[test]
    fn rounding_is_no_judgement_but_for_what_it_would_turn() {
        let (promise, stretch) = (goal(""), goal("commitment: aspirational\n"));
        let settings = Settings::default();
        assert!(is_same_grade(&promise, 0.67, 2.0 / 3.0, &settings));
        assert!(!is_same_grade(&promise, 1.0, 0.996, &settings));
        assert!(!is_same_grade(&stretch, 0.7, 0.696, &settings));
        assert!(!is_same_grade(&stretch, 0.68, 0.696, &settings));
    }

    #[test]
    fn a_stretch_of_two_fifths_is_partly_achieved_and_a_promise_of_nine_tenths_owes_nothing() {
        let closed = |commitment: &str, score| {
            let mut closed = Goal { state: State::Missed, ..goal(commitment) };
            closed.grade = Some(Box::new(Grade { score, computed: None, by: None, why: None }));
            closed
        };
        let stretch = |score| closed("commitment: aspirational\n", score);
        assert!(is_partly_achieved(&stretch(0.4)) && !is_partly_achieved(&stretch(0.39)));
        assert!(!is_partly_achieved(&closed("", 0.99)));
        assert!(owes_retrospective(&closed("", 0.89)) && !owes_retrospective(&closed("", 0.9)));
        assert!(owes_retrospective(&stretch(0.39)) && !owes_retrospective(&stretch(0.4)));
    }
}
