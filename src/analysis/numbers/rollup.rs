//! The rollup: every goal's numbers, from the bottom of the graph to the top, each looked at once.

use crate::analysis::numbers::expected::expected_share;
use crate::analysis::numbers::health::{Health, kpi_health};
use crate::analysis::numbers::measure::{Measure, measure_of, raw_progress};
use crate::analysis::numbers::pace::{Pace, pace_of};
use crate::analysis::numbers::timeline::Timeline;
use crate::graph::{Edge, Graph, Parent};
use crate::model::{Day, Goal, GoalIx, Kind, Rollup, State, Workspace};

/// What one goal adds to another's progress.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// The goal that contributes.
    pub goal: GoalIx,
    /// The link by which it does.
    pub edge: Edge,
    /// How much it counts.
    pub weight: f64,
    /// Its own progress; unknown counts as 0 here.
    pub progress: Option<f64>,
    /// What its plan asks for.
    pub expected: Option<f64>,
}

/// What a part of a goal adds nothing for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Omission {
    /// It is a draft.
    Draft,
    /// It was dropped.
    Dropped,
    /// Its links lead back to it.
    OnLoop,
    /// It measures nothing.
    MeasuresNothing,
    /// Its progress is unknown, and it has not begun.
    NotBegun,
}

/// A part of a goal that adds nothing to its progress.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeftOut {
    /// The part.
    pub goal: GoalIx,
    /// How much it would count.
    pub weight: f64,
    /// Why it does not.
    pub why: Omission,
}

/// The parts of a goal: what counts, and what does not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    /// What counts.
    pub contributions: Vec<Contribution>,
    /// What does not, with the reason.
    pub left_out: Vec<LeftOut>,
}

impl Parts {
    /// The mean of what their progress is; unknown progress counts as 0.
    #[must_use]
    pub fn progress(&self) -> Mean {
        Mean::of(self.contributions.iter().map(|it| (it.progress.unwrap_or(0.0), it.weight)))
    }

    /// The mean of what their plans ask for, over those that have one.
    #[must_use]
    pub fn expected(&self) -> Mean {
        Mean::of(self.contributions.iter().filter_map(|it| Some((it.expected?, it.weight))))
    }

    /// The part furthest behind its plan.
    #[must_use]
    pub fn weakest(&self) -> Option<GoalIx> {
        self.contributions
            .iter()
            .filter_map(|it| Some((it.goal, it.expected? - it.progress.unwrap_or(0.0))))
            .filter(|(_, behind)| *behind > 0.0)
            .max_by(|(a, behind_a), (b, behind_b)| behind_a.total_cmp(behind_b).then_with(|| b.cmp(a)))
            .map(|(goal, _)| goal)
    }
}

/// A weighted mean on its way: Σ weight × value, and Σ weight.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Mean {
    /// Σ weight × value.
    pub sum: f64,
    /// Σ weight.
    pub weights: f64,
}

impl Mean {
    fn of(pairs: impl Iterator<Item = (f64, f64)>) -> Self {
        pairs.fold(Self::default(), |mean, (value, weight)| Self {
            sum: mean.sum + value * weight,
            weights: mean.weights + weight,
        })
    }

    /// The mean; none without weight.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.weights > 0.0).then(|| self.sum / self.weights)
    }
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
        let parts = self.parts(workspace, graph, today, parts_of(graph, workspace.goal(ix), ix));
        let progress = parts.progress().value();
        Numbers {
            progress,
            expected: parts.expected().value(),
            measures: progress.is_some(),
            weakest: parts.weakest(),
            contributions: parts.contributions,
            ..Self::nothing()
        }
    }

    /// What counts of some goals: nothing that is a draft or dropped, that lies on a loop, that measures nothing, or
    /// that is unknown and not begun.
    #[must_use]
    pub fn parts(
        &self,
        workspace: &Workspace,
        graph: &Graph,
        today: Day,
        children: impl IntoIterator<Item = Parent>,
    ) -> Parts {
        let mut parts = Parts::default();
        for child in children {
            let (goal, weight) = (child.goal, child.edge.weight());
            let numbers = self.of(goal);
            if let Some(why) = self.omission(workspace, graph, today, goal) {
                parts.left_out.push(LeftOut { goal, weight, why });
            } else {
                let (progress, expected) = (numbers.progress, numbers.expected);
                parts.contributions.push(Contribution { goal, edge: child.edge, weight, progress, expected });
            }
        }
        parts
    }

    fn omission(&self, workspace: &Workspace, graph: &Graph, today: Day, ix: GoalIx) -> Option<Omission> {
        let goal = workspace.goal(ix);
        let numbers = self.of(ix);
        match goal.state {
            State::Draft => Some(Omission::Draft),
            State::Dropped => Some(Omission::Dropped),
            _ if goal.kind == Kind::Objective && graph.is_on_loop(ix) => Some(Omission::OnLoop),
            _ if !numbers.measures => Some(Omission::MeasuresNothing),
            _ if numbers.progress.is_none() && !goal.has_begun(today) => Some(Omission::NotBegun),
            _ => None,
        }
    }

    fn theory_gap(&self, workspace: &Workspace, graph: &Graph, today: Day, ix: GoalIx, own: &Numbers) -> Option<f64> {
        let supporters = self.parts(workspace, graph, today, graph.supporters(ix));
        Some(supporters.progress().value()? - own.progress?)
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
