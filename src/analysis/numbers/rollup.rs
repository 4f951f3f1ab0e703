//! The rollup: every goal's numbers, from the bottom of the graph to the top, each looked at once.

use crate::analysis::numbers::expected::expected_share;
use crate::analysis::numbers::health::{Health, Standing, is_too_little_measured, kpi_health};
use crate::analysis::numbers::measure::{Measure, measure_of, raw_progress};
use crate::analysis::numbers::pace::{Pace, pace_of};
use crate::analysis::numbers::parts::{Contribution, Counted, LeftOut, Omission, Parts, parts_of};
use crate::analysis::numbers::timeline::Timeline;
use crate::graph::{Graph, Parent};
use crate::model::{Day, Goal, GoalIx, Kind, State, Workspace};

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
    /// How much of it is measured, 0 to 1; none for missions, KPIs and surveys.
    pub coverage: Option<f64>,
    /// How many of its own parts are measured; none for a goal with a measure of its own.
    pub counted: Option<Counted>,
    /// Whether so little of it is measured that its health says so.
    pub too_little_measured: bool,
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

impl Numbers {
    /// What its health is judged by.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing { progress: self.progress, expected: self.expected, coverage: self.coverage }
    }
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
            // What leads back to itself is measured by nothing.
            Kind::Objective if graph.is_on_loop(ix) => Numbers { coverage: Some(0.0), ..Self::nothing() },
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
        if goal.grade.is_some() && matches!(goal.state, State::Achieved | State::Missed) {
            // Whoever closed it with a grade has judged all of it.
            numbers.coverage = numbers.coverage.map(|_| 1.0);
        }
        let standing = numbers.standing();
        numbers.too_little_measured = is_too_little_measured(goal, standing.coverage, &workspace.settings, today);
        numbers.health = match goal.kind {
            Kind::Kpi => kpi_health(goal),
            _ => Health::of(goal, standing, &workspace.settings, today),
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
            coverage: None,
            counted: None,
            too_little_measured: false,
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
        let measures = measure_of(goal) != Measure::Nothing;
        let can_measure = matches!(goal.kind, Kind::KeyResult | Kind::Development);
        Numbers {
            raw,
            progress: raw.map(|raw| raw.clamp(0.0, 1.0)),
            expected: expected_share(goal, today),
            measures,
            coverage: can_measure.then_some(if measures { 1.0 } else { 0.0 }),
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
            coverage: Some(parts.coverage()),
            counted: Some(parts.counted()),
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
            let coverage = numbers.coverage.unwrap_or(0.0);
            if let Some(why) = self.omission(workspace, graph, today, goal) {
                let expected = self.should_be_measured(workspace.goal(goal), goal, why, today);
                parts.left_out.push(LeftOut { goal, weight, why, coverage: expected.then_some(coverage) });
            } else {
                let (progress, expected) = (numbers.progress, numbers.expected);
                parts.contributions.push(Contribution { goal, edge: child.edge, weight, progress, expected, coverage });
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

    /// Whether a part that does not count should be measured, so that its goal stands on less without it.
    fn should_be_measured(&self, part: &Goal, ix: GoalIx, why: Omission, today: Day) -> bool {
        match why {
            Omission::Draft | Omission::Dropped | Omission::NotBegun => false,
            // Growth is not asked for a number; whoever writes milestones wants them counted.
            Omission::MeasuresNothing if part.kind == Kind::Development && part.milestones.is_empty() => false,
            Omission::MeasuresNothing | Omission::OnLoop => self.of(ix).progress.is_some() || part.has_begun(today),
        }
    }

    fn theory_gap(&self, workspace: &Workspace, graph: &Graph, today: Day, ix: GoalIx, own: &Numbers) -> Option<f64> {
        let supporters = self.parts(workspace, graph, today, graph.supporters(ix));
        Some(supporters.progress().value()? - own.progress?)
    }
}
