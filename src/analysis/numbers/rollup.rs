//! The rollup: the numbers of every goal, from the bottom of the graph to the top, each computed once.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::analysis::numbers::closing::{closed_ungraded, was_linked_after_close, with_goalposts_of};
use crate::analysis::numbers::expected::expected_share;
use crate::analysis::numbers::goal_numbers::Numbers;
use crate::analysis::numbers::health::{Health, is_too_little_measured, kpi_health};
use crate::analysis::numbers::measure::{Measure, measure_of, progress_by, raw_progress};
use crate::analysis::numbers::observation::ValueTerms;
use crate::analysis::numbers::pace::pace_of;
use crate::analysis::numbers::parts::{Contribution, LeftOut, Omission, Parts, RollupCandidates};
use crate::analysis::numbers::timeline::Timeline;
use crate::analysis::numbers::unread::Unread;
use crate::graph::{Graph, Parent};
use crate::model::{Day, Goal, GoalIx, Kind, State, Workspace};

/// The input of the computation.
#[derive(Debug, Clone, Copy)]
struct RollupInput<'a> {
    workspace: &'a Workspace,
    graph: &'a Graph,
    timeline: &'a Timeline,
    unread: &'a Unread,
    /// The day as of which the numbers are computed.
    day: Day,
    /// Whether that day is past, so that values of later days do not count.
    past: bool,
    /// Whether it is the day on which an objective was closed without a grade, so that later goalposts do not count either.
    is_close: bool,
}

/// The numbers of every goal on a day.
#[derive(Debug)]
pub struct Rollups {
    numbers: Vec<Numbers>,
    /// The parts of the objectives whose numbers are those of a past day, as of that day.
    settled: HashMap<GoalIx, Parts>,
}

impl Rollups {
    /// Computes the numbers of every goal on a day.
    pub fn compute(workspace: &Workspace, graph: &Graph, timeline: &Timeline, unread: &Unread, today: Day) -> Self {
        let input = RollupInput { workspace, graph, timeline, unread, day: today, past: false, is_close: false };
        let settled = settled(input);
        let mut rollups = Self::empty(workspace);
        for ix in graph.bottom_up() {
            rollups.numbers[ix.index()] = rollups.of_goal(input, &settled, *ix);
        }
        rollups.settled = settled.into_iter().map(|(ix, (_, parts))| (ix, parts)).collect();
        rollups
    }

    fn empty(workspace: &Workspace) -> Self {
        Self { numbers: vec![Numbers::nothing(); workspace.goals.len()], settled: HashMap::new() }
    }

    /// A goal's numbers.
    pub fn of(&self, goal: GoalIx) -> &Numbers {
        &self.numbers[goal.index()]
    }

    fn of_goal(&self, input: RollupInput<'_>, settled: &Settled, ix: GoalIx) -> Numbers {
        let RollupInput { workspace, graph, timeline, day, .. } = input;
        let goal = workspace.goal(ix);
        let mut numbers = match goal.kind {
            _ if settled.contains_key(&ix) => settled[&ix].0.clone(),
            // The progress of a cycle would depend on itself.
            Kind::Objective if graph.is_on_cycle(ix) => Numbers { coverage: Some(0.0), ..Numbers::nothing() },
            Kind::Objective => self.objective(input, ix),
            _ => Self::own(input, goal, ix),
        };
        // A grade is stored: a later change of the goals below does not change it. On a day before, it was not there yet.
        let is_graded = !input.past || is_settled_by(goal, day);
        if let Some(computed) = goal.graded().filter(|_| is_graded) {
            (numbers.progress, numbers.measures) = (Some(computed), true);
        }
        numbers.late = timeline.late_value(ix);
        numbers.last_check_in = timeline.last_check_in(ix);
        if goal.kind == Kind::Objective {
            let counted = graph.key_results(ix).filter(|it| !was_linked_after_close(workspace, timeline, ix, it.goal));
            let of_key_results = counted.filter_map(|it| self.of(it.goal).last_check_in).max();
            numbers.last_check_in = numbers.last_check_in.max(of_key_results);
        }
        numbers.theory_gap = if goal.kind == Kind::KeyResult { self.theory_gap(input, ix, &numbers) } else { None };
        numbers.pace = pace_of(goal, numbers.raw.or(numbers.progress), day);
        if is_graded && goal.grade.is_some() && matches!(goal.state, State::Achieved | State::Missed) {
            // A grade covers the whole goal, measured or not.
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

    /// The numbers of a goal with a measure of its own. A goal closed without a grade keeps those of its close.
    fn own(input: RollupInput<'_>, goal: &Goal, ix: GoalIx) -> Numbers {
        match closed_ungraded(goal).filter(|closed| *closed < input.day) {
            Some(closed) => Self::measured(RollupInput { day: closed, past: true, ..input }, goal, ix),
            None => Self::measured(input, goal, ix),
        }
    }

    /// The numbers of a goal's own measure on a day; on a past day by the values up to then.
    fn measured(input: RollupInput<'_>, goal: &Goal, ix: GoalIx) -> Numbers {
        let RollupInput { timeline, day, past, .. } = input;
        // A goalpost that was moved since changes nothing in what was closed by then.
        let settled = closed_ungraded(goal).into_iter().chain(input.is_close.then_some(day)).min();
        let then = settled.filter(|it| past && *it <= day).map(|day| with_goalposts_of(timeline, goal, day));
        let goal = then.as_deref().unwrap_or(goal);
        let raw = if past {
            let until = goal.end().map_or(day, |last| last.min(day));
            let mut then = goal.clone();
            then.milestones.iter_mut().filter(|it| !it.is_done_by(Some(until))).for_each(|it| it.done = None);
            let observations = timeline.of(ix);
            let observations = &observations[..observations.partition_point(|it| it.day <= until)];
            timeline.raw_by(input.workspace, (ix, &then), observations, (until, day))
        } else {
            // Of a goal that measures something else only since its end what it came to by then is known.
            let is_other = timeline.of(ix).last().is_some_and(|it| it.terms == ValueTerms::OtherMetric);
            let until_end = || progress_by(goal, timeline.of(ix), day).filter(|_| is_other);
            raw_progress(goal, timeline.current(ix), timeline.of(ix), day).or_else(until_end)
        };
        let measures = measure_of(goal) != Measure::Nothing;
        let can_measure = matches!(goal.kind, Kind::KeyResult | Kind::Development);
        Numbers {
            raw,
            progress: raw.map(|raw| raw.clamp(0.0, 1.0)),
            expected: expected_share(goal, day),
            keeps: goal.is_open() && matches!(measure_of(goal), Measure::Keep(_)),
            measures,
            coverage: can_measure.then_some(if measures { 1.0 } else { 0.0 }),
            ..Numbers::nothing()
        }
    }

    /// The numbers of an objective: the weighted mean of its contributions.
    fn objective(&self, input: RollupInput<'_>, ix: GoalIx) -> Numbers {
        let made_of = RollupCandidates::find(input.graph, input.unread, input.workspace.goal(ix), ix);
        let parts = Parts { unread: made_of.unread, ..self.split_parts(input, Some(ix), made_of.goals) };
        let progress = parts.progress().value();
        Numbers {
            progress,
            expected: parts.expected().value(),
            keeps: input.workspace.goal(ix).is_open() && self.keeps(&parts),
            measures: progress.is_some(),
            coverage: Some(parts.coverage()),
            counted: Some(parts.counted()),
            weakest: parts.weakest(),
            contributions: parts.contributions,
            unread: parts.unread,
            ..Numbers::nothing()
        }
    }

    /// Whether all parts with a weight, and none beside them that should be measured, keep a measure within bounds: the whole
    /// is kept then, and nothing of it reached.
    fn keeps(&self, parts: &Parts) -> bool {
        let mut weighty = parts.contributions.iter().filter(|part| part.weight > 0.0).peekable();
        let alone = parts.left_out.iter().all(|it| it.coverage.is_none());
        alone && weighty.peek().is_some() && weighty.all(|part| self.of(part.goal).keeps)
    }

    /// Splits goals into those that count and those that do not: drafts, dropped goals, goals on a cycle, without a
    /// measure, or without progress before their start, and goals that were linked to the objective `of` after its
    /// close.
    pub fn parts(
        &self,
        (workspace, graph, timeline, unread): (&Workspace, &Graph, &Timeline, &Unread),
        today: Day,
        of: Option<GoalIx>,
        children: impl IntoIterator<Item = Parent>,
    ) -> Parts {
        if let Some(parts) = of.and_then(|of| self.settled.get(&of)) {
            return parts.clone();
        }
        self.split_parts(
            RollupInput { workspace, graph, timeline, unread, day: today, past: false, is_close: false },
            of,
            children,
        )
    }

    fn split_parts(
        &self,
        input: RollupInput<'_>,
        of: Option<GoalIx>,
        children: impl IntoIterator<Item = Parent>,
    ) -> Parts {
        let mut parts = Parts::default();
        for child in children {
            let (goal, weight) = (child.goal, child.edge.weight());
            let coverage = self.of(goal).coverage.unwrap_or(0.0);
            let (progress, expected, day) = self.counted(input, of, goal);
            if let Some(why) = self.omission(input, of, goal, (progress, day)) {
                let expected = self.should_be_measured(input.workspace.goal(goal), goal, why, day);
                parts.left_out.push(LeftOut { goal, weight, why, coverage: expected.then_some(coverage) });
            } else {
                parts.contributions.push(Contribution { goal, edge: child.edge, weight, progress, expected, coverage });
            }
        }
        parts
    }

    /// The progress and the expected progress of a part as they count in the objective `of`, and the day as of which they do.
    /// Once the objective is over, only values up to its end count, as they will in its grade.
    fn counted(&self, input: RollupInput<'_>, of: Option<GoalIx>, part: GoalIx) -> (Option<f64>, Option<f64>, Day) {
        let goal = input.workspace.goal(part);
        let end = of.and_then(|of| input.workspace.goal(of).last_day_of_parts()).filter(|end| *end < input.day);
        // A part that was closed by then counts with its grade. An objective that runs longer settles this one's numbers.
        let graded = |end: Day| goal.graded().is_some() && is_settled_by(goal, end);
        match end.filter(|end| goal.kind != Kind::Objective && runs_longer(goal, *end) && !graded(*end)) {
            Some(end) => {
                let then = Self::measured(RollupInput { day: end, past: true, ..input }, goal, part);
                (then.progress, then.expected, end)
            }
            None => (self.of(part).progress, self.of(part).expected, input.day),
        }
    }

    /// The reason why a goal does not count in the objective `of`; none if it counts. `counted` is its progress there, and
    /// the day as of which it is.
    fn omission(
        &self,
        input: RollupInput<'_>,
        of: Option<GoalIx>,
        ix: GoalIx,
        counted: (Option<f64>, Day),
    ) -> Option<Omission> {
        let RollupInput { workspace, graph, .. } = input;
        let goal = workspace.goal(ix);
        let (progress, day) = counted;
        match goal.state {
            _ if of.is_some_and(|of| was_linked_after_close(workspace, input.timeline, of, ix)) => {
                Some(Omission::AfterClose)
            }
            State::Draft => Some(Omission::Draft),
            // What was dropped later counted then.
            State::Dropped if day >= input.day && !input.past || is_settled_by(goal, day) => Some(Omission::Dropped),
            _ if goal.kind == Kind::Objective && graph.is_on_cycle(ix) => Some(Omission::OnCycle),
            _ if !self.of(ix).measures => Some(Omission::MeasuresNothing),
            // Once it has begun, a goal without a value counts as 0. What begins after the end of the objective had not begun
            // then: the next period's key results change nothing in this one's past.
            _ if !goal.has_begun(day) && (progress.is_none() || is_later(input, of, goal)) => Some(Omission::NotBegun),
            _ => None,
        }
    }

    /// Whether a part that does not count should be measured, so that it lowers the coverage.
    fn should_be_measured(&self, part: &Goal, ix: GoalIx, why: Omission, today: Day) -> bool {
        match why {
            Omission::Draft | Omission::Dropped | Omission::NotBegun | Omission::AfterClose | Omission::OtherKind => {
                false
            }
            // A development goal needs no number. With milestones it is expected to be measured by them.
            Omission::MeasuresNothing if part.kind == Kind::Development && part.milestones.is_empty() => false,
            Omission::MeasuresNothing | Omission::OnCycle => self.of(ix).progress.is_some() || part.has_begun(today),
        }
    }

    /// The weighted mean progress of a key result's supporters minus its own; none where either is unknown.
    fn theory_gap(&self, input: RollupInput<'_>, ix: GoalIx, own: &Numbers) -> Option<f64> {
        let supporters = self.split_parts(input, None, input.graph.supporters(ix));
        Some(supporters.progress().value()? - own.progress?)
    }
}

/// Whether a goal ends after a day, or never.
fn runs_longer(goal: &Goal, day: Day) -> bool {
    goal.end().is_none_or(|last| day < last)
}

/// Whether the close of a goal counts on a day: it was closed by then, or its time was over.
fn is_settled_by(goal: &Goal, day: Day) -> bool {
    !runs_longer(goal, day) || goal.closed_on().is_some_and(|closed| closed <= day)
}

/// Whether a part begins after the end of the objective `of`, which is past: then it is none of what ended with it.
fn is_later(input: RollupInput<'_>, of: Option<GoalIx>, part: &Goal) -> bool {
    let end = of.and_then(|of| input.workspace.goal(of).last_day_of_parts());
    end.is_some_and(|end| (end < input.day || input.past && end == input.day) && !part.has_begun(end))
}

/// The numbers of objectives as of a past day, each with its parts.
type Settled = HashMap<GoalIx, (Numbers, Parts)>;

/// The past day as of which the numbers of an objective are: of its close, where it was closed without a grade; of its end,
/// where an objective that supports it runs longer. None for one whose numbers are those of today.
fn settled_on(input: RollupInput<'_>, ix: GoalIx, goal: &Goal) -> Option<Day> {
    if goal.kind != Kind::Objective || input.graph.is_on_cycle(ix) {
        return None;
    }
    let closed = goal.closed_on();
    let over = goal.last_day_of_parts().into_iter().chain(closed).min().filter(|day| *day < input.day);
    let made_of = |day: Day| {
        let parts = input.graph.children(ix).map(|child| input.workspace.goal(child.goal));
        parts.into_iter().any(|part| part.kind == Kind::Objective && runs_longer(part, day))
    };
    over.filter(|day| made_of(*day)).or_else(|| closed_ungraded(goal).filter(|day| *day < input.day))
}

/// The numbers of the objectives that are those of a past day.
///
/// Each distinct day takes a rollup of the goals below its objectives.
fn settled(input: RollupInput<'_>) -> Settled {
    let mut by_day: BTreeMap<(Day, bool), Vec<GoalIx>> = BTreeMap::new();
    for (ix, goal) in input.workspace.iter() {
        if let Some(day) = settled_on(input, ix, goal) {
            by_day.entry((day, closed_ungraded(goal) == Some(day))).or_default().push(ix);
        }
    }
    let mut settled = Settled::new();
    for ((day, is_close), objectives) in by_day {
        let input = RollupInput { day, past: true, is_close, ..input };
        let mut below: HashSet<GoalIx> = objectives.iter().copied().collect();
        for ix in input.graph.bottom_up().iter().rev() {
            if input.graph.parents(*ix).any(|parent| below.contains(&parent.goal)) {
                below.insert(*ix);
            }
        }
        let mut then = Rollups::empty(input.workspace);
        for ix in input.graph.bottom_up().iter().filter(|ix| below.contains(ix)) {
            then.numbers[ix.index()] = then.of_goal(input, &settled, *ix);
        }
        for ix in objectives {
            let made_of = RollupCandidates::find(input.graph, input.unread, input.workspace.goal(ix), ix);
            let parts = then.split_parts(input, Some(ix), made_of.goals);
            settled.insert(ix, (then.of(ix).clone(), parts));
        }
    }
    settled
}
