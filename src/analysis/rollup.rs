//! The rollup: every goal's numbers, from the bottom of the graph to the top, each looked at once.

use super::expected::expected_share;
use super::health::{Health, kpi_health};
use super::measure::{Measure, measure_of, raw_progress};
use super::pace::{Pace, pace_of};
use super::timeline::Timeline;
use crate::graph::{Graph, Parent};
use crate::model::{Day, Goal, GoalIx, Kind, Rollup, State, Workspace};

/// What one goal adds to another's progress.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// The goal that contributes.
    pub goal: GoalIx,
    /// How much it counts.
    pub weight: f64,
    /// Its own progress; unknown counts as 0 here.
    pub progress: Option<f64>,
    /// What its plan asks for.
    pub expected: Option<f64>,
}

/// The numbers of one goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    /// Progress of its own measure, not clamped; none for goals that only roll up.
    pub raw: Option<f64>,
    /// Progress, 0 to 1.
    pub progress: Option<f64>,
    /// What the plan asks for today, 0 to 1.
    pub expected: Option<f64>,
    /// How it stands.
    pub health: Health,
    /// Whether it measures anything, so that it counts in what is above it.
    pub measures: bool,
    /// What its progress is made of; empty for a goal with a measure of its own.
    pub contributions: Vec<Contribution>,
    /// The contribution furthest behind its plan.
    pub weakest: Option<GoalIx>,
    /// For a key result that goals support: their weighted mean progress less its own.
    pub theory_gap: Option<f64>,
    /// Progress per week.
    pub pace: Pace,
    /// The day of the last observation or check-in entry, its key results' included.
    pub last_check_in: Option<Day>,
}

/// The numbers of every goal on a day.
#[derive(Debug)]
pub struct Rollups {
    numbers: Vec<Numbers>,
}

impl Rollups {
    /// Computes every goal's numbers.
    #[must_use]
    pub fn compute(workspace: &Workspace, graph: &Graph, timeline: &Timeline, today: Day) -> Self {
        let mut rollups = Self { numbers: vec![Self::nothing(); workspace.goals.len()] };
        for ix in graph.bottom_up() {
            rollups.numbers[ix.index()] = rollups.of_goal(workspace, graph, timeline, today, *ix);
        }
        rollups
    }

    /// A goal's numbers.
    #[must_use]
    pub fn of(&self, goal: GoalIx) -> &Numbers {
        &self.numbers[goal.index()]
    }

    fn of_goal(&self, workspace: &Workspace, graph: &Graph, timeline: &Timeline, today: Day, ix: GoalIx) -> Numbers {
        let goal = workspace.goal(ix);
        let mut numbers = match goal.kind {
            Kind::Objective if graph.is_on_loop(ix) => Self::nothing(),
            Kind::Objective => self.objective(workspace, graph, today, ix),
            _ => Self::own(goal, timeline, today, ix),
        };
        numbers.last_check_in = timeline.last_check_in(ix);
        if goal.kind == Kind::Objective {
            let of_key_results = graph.key_results(ix).filter_map(|it| self.of(it.goal).last_check_in).max();
            numbers.last_check_in = numbers.last_check_in.max(of_key_results);
        }
        numbers.theory_gap =
            if goal.kind == Kind::KeyResult { self.theory_gap(workspace, graph, today, ix, &numbers) } else { None };
        numbers.pace = pace_of(goal, numbers.progress, today);
        numbers.health = match goal.kind {
            Kind::Kpi => kpi_health(goal),
            _ => Health::of(goal, numbers.progress, numbers.expected, &workspace.settings, today),
        };
        numbers
    }

    fn nothing() -> Numbers {
        Numbers {
            raw: None,
            progress: None,
            expected: None,
            health: Health::NoData,
            measures: false,
            contributions: Vec::new(),
            weakest: None,
            theory_gap: None,
            pace: Pace::default(),
            last_check_in: None,
        }
    }

    /// A goal with a measure of its own.
    fn own(goal: &Goal, timeline: &Timeline, today: Day, ix: GoalIx) -> Numbers {
        let raw = raw_progress(goal, timeline.current(ix), timeline.of(ix), today);
        Numbers {
            raw,
            progress: raw.map(|raw| raw.clamp(0.0, 1.0)),
            expected: expected_share(goal, today),
            measures: measure_of(goal) != Measure::Nothing,
            ..Self::nothing()
        }
    }

    /// An objective: the weighted mean of what it is made of.
    fn objective(&self, workspace: &Workspace, graph: &Graph, today: Day, ix: GoalIx) -> Numbers {
        let goal = workspace.goal(ix);
        let contributions = self.contributions(workspace, graph, parts_of(graph, goal, ix).into_iter(), today);
        let weakest = contributions
            .iter()
            .filter_map(|it| Some((it.goal, it.expected? - it.progress.unwrap_or(0.0))))
            .filter(|(_, behind)| *behind > 0.0)
            .max_by(|(a, behind_a), (b, behind_b)| behind_a.total_cmp(behind_b).then_with(|| b.cmp(a)))
            .map(|(goal, _)| goal);
        let progress = mean(contributions.iter().map(|it| (it.progress.unwrap_or(0.0), it.weight)));
        Numbers {
            progress,
            expected: mean(contributions.iter().filter_map(|it| Some((it.expected?, it.weight)))),
            measures: progress.is_some(),
            contributions,
            weakest,
            ..Self::nothing()
        }
    }

    /// What counts: nothing that is a draft or dropped, that measures nothing, or that is unknown and not begun.
    fn contributions(
        &self,
        workspace: &Workspace,
        graph: &Graph,
        children: impl Iterator<Item = Parent>,
        today: Day,
    ) -> Vec<Contribution> {
        children
            .filter(|child| {
                let goal = workspace.goal(child.goal);
                let counts = !matches!(goal.state, State::Draft | State::Dropped);
                let on_loop = goal.kind == Kind::Objective && graph.is_on_loop(child.goal);
                let numbers = self.of(child.goal);
                let known = numbers.progress.is_some() || goal.has_begun(today);
                counts && !on_loop && numbers.measures && known
            })
            .map(|child| {
                let numbers = self.of(child.goal);
                let weight = child.edge.weight();
                Contribution { goal: child.goal, weight, progress: numbers.progress, expected: numbers.expected }
            })
            .collect()
    }

    fn theory_gap(&self, workspace: &Workspace, graph: &Graph, today: Day, ix: GoalIx, own: &Numbers) -> Option<f64> {
        let supporters = self.contributions(workspace, graph, graph.supporters(ix), today);
        let theirs = mean(supporters.iter().map(|it| (it.progress.unwrap_or(0.0), it.weight)))?;
        Some(theirs - own.progress?)
    }
}

/// What an objective is made of: its key results or its supporters, as its `rollup` says. Not all of them count.
#[must_use]
pub fn parts_of(graph: &Graph, objective: &Goal, ix: GoalIx) -> Vec<Parent> {
    let key_results: Vec<_> = graph.key_results(ix).collect();
    match objective.rollup {
        Some(Rollup::KeyResults) => key_results,
        None if !key_results.is_empty() => key_results,
        _ => graph.supporters(ix).collect(),
    }
}

/// The weighted mean of (value, weight) pairs; none without weight.
fn mean(pairs: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (value, weight) in pairs {
        sum += value * weight;
        weights += weight;
    }
    (weights > 0.0).then(|| sum / weights)
}
