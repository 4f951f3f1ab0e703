//! The rollup: every goal's numbers, from the bottom of the graph to the top, each looked at once.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::analysis::numbers::closing::was_linked_at_close;
use crate::analysis::numbers::expected::expected_share;
use crate::analysis::numbers::health::{Health, Standing, is_too_little_measured, kpi_health};
use crate::analysis::numbers::measure::{Measure, measure_of, raw_progress};
use crate::analysis::numbers::pace::{Pace, pace_of};
use crate::analysis::numbers::parts::{Contribution, Counted, LeftOut, MadeOf, Omission, Parts};
use crate::analysis::numbers::timeline::{LateValue, Timeline};
use crate::analysis::numbers::unread::{Unread, UnreadPart};
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
    /// What counts in it with a progress of 0, for its file cannot be read.
    pub unread: Vec<UnreadPart>,
    /// The contribution furthest behind its plan.
    pub weakest: Option<GoalIx>,
    /// For a key result that goals support: their weighted mean progress less its own.
    pub theory_gap: Option<f64>,
    /// Progress per week.
    pub pace: Pace,
    /// The day of the last observation or check-in entry, its key results' included.
    pub last_check_in: Option<Day>,
    /// Its present value, where that is of a later day than counts for it.
    pub late: Option<LateValue>,
}

/// What numbers are computed from.
#[derive(Debug, Clone, Copy)]
struct RollupInput<'a> {
    workspace: &'a Workspace,
    graph: &'a Graph,
    timeline: &'a Timeline,
    unread: &'a Unread,
    /// The day as of which they are computed.
    day: Day,
    /// Whether that day is past, so that later values are none yet.
    past: bool,
}

impl Numbers {
    /// What its health is judged by.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing {
            progress: self.progress,
            expected: self.expected,
            coverage: self.coverage,
            unread: !self.unread.is_empty(),
        }
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
    pub fn compute(workspace: &Workspace, graph: &Graph, timeline: &Timeline, unread: &Unread, today: Day) -> Self {
        let given = RollupInput { workspace, graph, timeline, unread, day: today, past: false };
        let settled = settled(given);
        let mut rollups = Self::empty(workspace);
        for ix in graph.bottom_up() {
            rollups.numbers[ix.index()] = rollups.of_goal(given, &settled, *ix);
        }
        rollups
    }

    fn empty(workspace: &Workspace) -> Self {
        Self { numbers: vec![Self::nothing(); workspace.goals.len()] }
    }

    /// A goal's numbers.
    #[must_use]
    pub fn of(&self, goal: GoalIx) -> &Numbers {
        &self.numbers[goal.index()]
    }

    fn of_goal(&self, given: RollupInput<'_>, settled: &HashMap<GoalIx, Numbers>, ix: GoalIx) -> Numbers {
        let RollupInput { workspace, graph, timeline, day, .. } = given;
        let goal = workspace.goal(ix);
        let mut numbers = match goal.kind {
            _ if settled.contains_key(&ix) => settled[&ix].clone(),
            // What leads back to itself is measured by nothing.
            Kind::Objective if graph.is_on_cycle(ix) => Numbers { coverage: Some(0.0), ..Self::nothing() },
            Kind::Objective => self.objective(given, ix),
            _ => Self::own(given, goal, ix),
        };
        // What was graded stays what it was graded, whatever becomes of what it was made of.
        if let Some(computed) = goal.graded() {
            (numbers.progress, numbers.measures) = (Some(computed), true);
        }
        numbers.late = timeline.late_value(ix);
        numbers.last_check_in = timeline.last_check_in(ix);
        if goal.kind == Kind::Objective {
            let counted = graph.key_results(ix).filter(|it| !is_after_close(given, ix, it.goal));
            let of_key_results = counted.filter_map(|it| self.of(it.goal).last_check_in).max();
            numbers.last_check_in = numbers.last_check_in.max(of_key_results);
        }
        numbers.theory_gap = if goal.kind == Kind::KeyResult { self.theory_gap(given, ix, &numbers) } else { None };
        numbers.pace = pace_of(goal, numbers.raw.or(numbers.progress), day);
        if goal.grade.is_some() && matches!(goal.state, State::Achieved | State::Missed) {
            // Whoever closed it with a grade has judged all of it.
            numbers.coverage = numbers.coverage.map(|_| 1.0);
        }
        let standing = numbers.standing();
        numbers.too_little_measured = is_too_little_measured(goal, standing, &workspace.settings, day);
        numbers.health = match goal.kind {
            Kind::Kpi => kpi_health(goal),
            _ => Health::of(goal, standing, &workspace.settings, day),
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
            unread: Vec::new(),
            weakest: None,
            theory_gap: None,
            pace: Pace::default(),
            last_check_in: None,
            late: None,
        }
    }

    /// A goal with a measure of its own. One that was closed without a grade has the numbers of that day.
    fn own(given: RollupInput<'_>, goal: &Goal, ix: GoalIx) -> Numbers {
        match goal.closed_on().filter(|closed| goal.graded().is_none() && *closed < given.day) {
            Some(closed) => Self::measured(RollupInput { day: closed, past: true, ..given }, goal, ix),
            None => Self::measured(given, goal, ix),
        }
    }

    /// The numbers of a goal's own measure on a day; with a past one by what was known of it then.
    fn measured(given: RollupInput<'_>, goal: &Goal, ix: GoalIx) -> Numbers {
        let RollupInput { timeline, day, past, .. } = given;
        let raw = if past {
            let until = goal.last_value_day().map_or(day, |last| last.min(day));
            let mut then = goal.clone();
            then.milestones.iter_mut().filter(|it| !it.is_done_by(Some(until))).for_each(|it| it.done = None);
            let seen = timeline.of(ix);
            let seen = &seen[..seen.partition_point(|it| it.day <= until)];
            let value = match given.workspace.kpi_of_goal(goal) {
                Some(_) => seen.last().and_then(|it| it.value),
                None => timeline.value_by(goal, ix, Some(until)),
            };
            raw_progress(&then, value, seen, day)
        } else {
            raw_progress(goal, timeline.current(ix), timeline.of(ix), day)
        };
        let measures = measure_of(goal) != Measure::Nothing;
        let can_measure = matches!(goal.kind, Kind::KeyResult | Kind::Development);
        Numbers {
            raw,
            progress: raw.map(|raw| raw.clamp(0.0, 1.0)),
            expected: expected_share(goal, day),
            measures,
            coverage: can_measure.then_some(if measures { 1.0 } else { 0.0 }),
            ..Self::nothing()
        }
    }

    /// An objective: the weighted mean of what it is made of.
    fn objective(&self, given: RollupInput<'_>, ix: GoalIx) -> Numbers {
        let made_of = MadeOf::find(given.graph, given.unread, given.workspace.goal(ix), ix);
        let parts = Parts { unread: made_of.unread, ..self.parts_given(given, Some(ix), made_of.goals) };
        let progress = parts.progress().value();
        Numbers {
            progress,
            expected: parts.expected().value(),
            measures: progress.is_some(),
            coverage: Some(parts.coverage()),
            counted: Some(parts.counted()),
            weakest: parts.weakest(),
            contributions: parts.contributions,
            unread: parts.unread,
            ..Self::nothing()
        }
    }

    /// What counts of some goals: nothing that is a draft or dropped, that lies on a loop, that measures nothing, that
    /// is unknown and not begun, or that was linked to the objective `of` after its close.
    #[must_use]
    pub fn parts(
        &self,
        (workspace, graph, timeline, unread): (&Workspace, &Graph, &Timeline, &Unread),
        today: Day,
        of: Option<GoalIx>,
        children: impl IntoIterator<Item = Parent>,
    ) -> Parts {
        self.parts_given(RollupInput { workspace, graph, timeline, unread, day: today, past: false }, of, children)
    }

    fn parts_given(
        &self,
        given: RollupInput<'_>,
        of: Option<GoalIx>,
        children: impl IntoIterator<Item = Parent>,
    ) -> Parts {
        let mut parts = Parts::default();
        for child in children {
            let (goal, weight) = (child.goal, child.edge.weight());
            let coverage = self.of(goal).coverage.unwrap_or(0.0);
            if let Some(why) = self.omission(given, of, goal) {
                let expected = self.should_be_measured(given.workspace.goal(goal), goal, why, given.day);
                parts.left_out.push(LeftOut { goal, weight, why, coverage: expected.then_some(coverage) });
            } else {
                let (progress, expected) = self.counted(given, of, goal);
                parts.contributions.push(Contribution { goal, edge: child.edge, weight, progress, expected, coverage });
            }
        }
        parts
    }

    /// A part's progress and plan as they count in an objective: once that is over, no longer than to its end. Its grade
    /// will say the same.
    fn counted(&self, given: RollupInput<'_>, of: Option<GoalIx>, part: GoalIx) -> (Option<f64>, Option<f64>) {
        let goal = given.workspace.goal(part);
        let end = of.and_then(|of| given.workspace.goal(of).last_value_day()).filter(|end| *end < given.day);
        let longer = end.filter(|end| goal.last_value_day().is_none_or(|last| last > *end));
        // What was graded by then is what its grade says.
        let graded = |end: Day| goal.graded().is_some() && goal.closed_on().is_some_and(|closed| closed <= end);
        match longer.filter(|end| goal.kind != Kind::Objective && !graded(*end)) {
            Some(end) => {
                let then = Self::measured(RollupInput { day: end, past: true, ..given }, goal, part);
                (then.progress, then.expected)
            }
            None => (self.of(part).progress, self.of(part).expected),
        }
    }

    fn omission(&self, given: RollupInput<'_>, of: Option<GoalIx>, ix: GoalIx) -> Option<Omission> {
        let RollupInput { workspace, graph, day, .. } = given;
        let goal = workspace.goal(ix);
        let numbers = self.of(ix);
        match goal.state {
            _ if of.is_some_and(|of| is_after_close(given, of, ix)) => Some(Omission::AfterClose),
            State::Draft => Some(Omission::Draft),
            State::Dropped => Some(Omission::Dropped),
            _ if goal.kind == Kind::Objective && graph.is_on_cycle(ix) => Some(Omission::OnCycle),
            _ if !numbers.measures => Some(Omission::MeasuresNothing),
            _ if numbers.progress.is_none() && !goal.has_begun(day) => Some(Omission::NotBegun),
            _ => None,
        }
    }

    /// Whether a part that does not count should be measured, so that its goal stands on less without it.
    fn should_be_measured(&self, part: &Goal, ix: GoalIx, why: Omission, today: Day) -> bool {
        match why {
            Omission::Draft | Omission::Dropped | Omission::NotBegun | Omission::AfterClose | Omission::OtherKind => {
                false
            }
            // Growth is not asked for a number; whoever writes milestones wants them counted.
            Omission::MeasuresNothing if part.kind == Kind::Development && part.milestones.is_empty() => false,
            Omission::MeasuresNothing | Omission::OnCycle => self.of(ix).progress.is_some() || part.has_begun(today),
        }
    }

    fn theory_gap(&self, given: RollupInput<'_>, ix: GoalIx, own: &Numbers) -> Option<f64> {
        let supporters = self.parts_given(given, None, given.graph.supporters(ix));
        Some(supporters.progress().value()? - own.progress?)
    }
}

/// Whether a part of a closed objective was linked to it after its close.
///
/// Without a history that shows the close a key result that is open gives itself away: its only value is a later one.
fn is_after_close(given: RollupInput<'_>, objective: GoalIx, part: GoalIx) -> bool {
    let (of, goal) = (given.workspace.goal(objective), given.workspace.goal(part));
    if of.is_open() {
        return false;
    }
    was_linked_at_close(given.workspace, given.timeline, objective, part).map_or_else(
        || {
            let later = |closed: Day| given.timeline.of(part).first().is_some_and(|it| it.day > closed);
            goal.is_open() && of.closed.is_some_and(later)
        },
        |linked| !linked,
    )
}

/// The numbers of the objectives that were closed without a grade, as of the day of each.
///
/// Takes time in proportion to the days on which such objectives were closed, and the goals below them.
fn settled(given: RollupInput<'_>) -> HashMap<GoalIx, Numbers> {
    let mut by_day: BTreeMap<Day, Vec<GoalIx>> = BTreeMap::new();
    for (ix, goal) in given.workspace.iter() {
        let ungraded = goal.kind == Kind::Objective && goal.graded().is_none() && !given.graph.is_on_cycle(ix);
        if let Some(closed) = goal.closed_on().filter(|closed| ungraded && *closed < given.day) {
            by_day.entry(closed).or_default().push(ix);
        }
    }
    let mut settled: HashMap<GoalIx, Numbers> = HashMap::new();
    for (day, objectives) in by_day {
        let given = RollupInput { day, past: true, ..given };
        let mut below: HashSet<GoalIx> = objectives.iter().copied().collect();
        for ix in given.graph.bottom_up().iter().rev() {
            if given.graph.parents(*ix).any(|parent| below.contains(&parent.goal)) {
                below.insert(*ix);
            }
        }
        let mut then = Rollups::empty(given.workspace);
        for ix in given.graph.bottom_up().iter().filter(|ix| below.contains(ix)) {
            then.numbers[ix.index()] = then.of_goal(given, &settled, *ix);
        }
        settled.extend(objectives.into_iter().map(|ix| (ix, then.of(ix).clone())));
    }
    settled
}
