//! Grades: what the numbers said at the period's end, how a grade reads, and who owes a retrospective.

use crate::analysis::numbers::mean::Mean;
use crate::analysis::numbers::measure::{Measure, measure_of, raw_progress};
use crate::analysis::snapshot::Snapshot;
use crate::model::{Commitment, Day, Done, Goal, GoalIx, Kind, Milestone, Settings, State};

/// How a grade reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reading {
    /// Little of it came true.
    Red,
    /// Much of it, and not enough.
    Yellow,
    /// What was promised, or what is expected of a stretch.
    Green,
}

/// Below this a grade is red (Google re:Work: 0.0–0.3).
const RED: f64 = 0.4;

/// How a grade from 0 to 1 reads: a stretch is green from the settings' ambition, a promise at 1.0 only.
#[must_use]
pub fn reading(goal: &Goal, score: f64, settings: &Settings) -> Reading {
    let green = if goal.commitment == Some(Commitment::Aspirational) { settings.ambition } else { 1.0 };
    match score {
        score if score >= green => Reading::Green,
        score if score >= RED => Reading::Yellow,
        _ => Reading::Red,
    }
}

/// Whether a closed goal owes a retrospective: a promise that was missed, and a stretch below 0.4.
#[must_use]
pub fn owes_retrospective(goal: &Goal) -> bool {
    let score = goal.grade.as_ref().map(|grade| grade.score);
    match (goal.state, goal.commitment, score) {
        (State::Achieved | State::Missed, Some(Commitment::Aspirational), score) => {
            score.is_some_and(|score| score < RED)
        }
        (State::Achieved | State::Missed, _, Some(score)) => score < 1.0,
        (State::Missed, _, None) => true,
        _ => false,
    }
}

/// What is known of a goal's progress on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Final {
    /// This much, 0 to 1.
    Progress(f64),
    /// No value was ever given: 0 in an objective, for unknown progress counts 0.
    Nothing,
    /// Only a later value is known, or one without a day: what it was then cannot be told.
    Untold,
}

/// The progress of every goal at its period's end, from the values dated inside the period.
#[derive(Debug)]
pub struct FinalProgress(Vec<Final>);

impl FinalProgress {
    /// Computes them from the bottom of the graph to the top, each goal once.
    #[must_use]
    pub fn compute(snapshot: &Snapshot<'_>) -> Self {
        let mut finals = Self(vec![Final::Nothing; snapshot.workspace.goals.len()]);
        for ix in snapshot.graph.bottom_up() {
            let goal = snapshot.goal(*ix);
            let last = last_day(goal);
            finals.0[ix.index()] = match goal.kind {
                Kind::Objective => last.map_or(Final::Untold, |last| finals.of_objective(snapshot, *ix, last)),
                _ => last.map_or(Final::Untold, |last| of_measure(snapshot, *ix, last)),
            };
        }
        finals
    }

    /// A goal's.
    #[must_use]
    pub fn of(&self, goal: GoalIx) -> Final {
        self.0[goal.index()]
    }

    /// The weighted mean over what the objective is made of, each to its own end or the objective's, whichever is
    /// first.
    fn of_objective(&self, snapshot: &Snapshot<'_>, ix: GoalIx, last: Day) -> Final {
        let mut mean = Mean::default();
        for part in &snapshot.numbers(ix).contributions {
            let goal = snapshot.goal(part.goal);
            let in_time = last_day(goal).is_some_and(|end| end <= last);
            let progress = match (goal.kind, in_time) {
                (_, true) => self.of(part.goal),
                (Kind::Objective, false) => Final::Untold,
                (_, false) => of_measure(snapshot, part.goal, last),
            };
            match progress {
                Final::Progress(progress) => mean.add(progress, part.weight),
                Final::Nothing => mean.add(0.0, part.weight),
                Final::Untold => return Final::Untold,
            }
        }
        mean.value().map_or(Final::Nothing, Final::Progress)
    }
}

/// The last day for which a value counts in a goal's grade: its period's, or its deadline where it has no period.
fn last_day(goal: &Goal) -> Option<Day> {
    goal.period.as_ref().map(|period| period.end).or(goal.deadline)
}

/// The progress on a day of a goal with a measure of its own.
fn of_measure(snapshot: &Snapshot<'_>, ix: GoalIx, last: Day) -> Final {
    let goal = snapshot.goal(ix);
    if let Measure::Milestones(milestones) = measure_of(goal) {
        let all: f64 = milestones.iter().map(Milestone::weight).sum();
        let done: f64 = milestones.iter().filter(|it| was_done(it, last)).map(Milestone::weight).sum();
        return told(done / all);
    }
    let observations = snapshot.timeline.of(ix);
    let inside = |day: Day| day <= last && goal.start().is_none_or(|start| start <= day);
    let counted: Vec<_> = observations.iter().filter(|it| inside(it.day)).cloned().collect();
    match raw_progress(goal, counted.last().and_then(|it| it.value), &counted, last) {
        Some(raw) => told(raw),
        None if observations.is_empty() && goal.metric.as_ref().is_none_or(|it| it.kpi.is_none()) => Final::Nothing,
        None => Final::Untold,
    }
}

/// A milestone ticked without a day was done in time, as far as anyone can tell.
fn was_done(milestone: &Milestone, last: Day) -> bool {
    match milestone.done {
        Some(Done::On(day)) => day <= last,
        Some(Done::Is(done)) => done,
        None => false,
    }
}

/// Numbers so large that no share comes of them tell nothing.
fn told(raw: f64) -> Final {
    if raw.is_finite() { Final::Progress(raw.clamp(0.0, 1.0)) } else { Final::Untold }
}
