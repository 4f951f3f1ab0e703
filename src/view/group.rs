//! Goals summed up by team, perspective or key result area: a row for each.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::health_count::HealthCount;
use super::selection::Selection;
use super::standing::CountedView;
use super::withheld::is_withheld;
use crate::analysis::alignment::discipline;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Move;
use crate::analysis::numbers::{Counted, HALF, Mean};
use crate::model::{Goal, GoalIx, State, Statistics, word_table};

/// The check-ins of each goal: made, and due.
type CheckInCounts = BTreeMap<GoalIx, (i64, i64)>;

/// What is found once of all goals, however they are grouped.
struct PerGoal {
    /// None without git, where none is due and where statistics of people are off.
    check_ins: Option<CheckInCounts>,
    /// The goals with goalposts that moved after they had settled, each with whether one has no reason; none without a history.
    moved: Option<HashMap<GoalIx, bool>>,
    /// Whether a filter narrows the goals down.
    is_narrowed: bool,
}

impl PerGoal {
    fn new(snapshot: &Facts<'_>, selection: &Selection, goals: &[GoalIx]) -> Self {
        let is_moved = |ix: &&GoalIx| snapshot.goalposts(**ix).moves.iter().any(|it| !it.settling);
        let quietly = |ix: &GoalIx| (*ix, snapshot.goalposts(*ix).moves.iter().any(Move::is_quiet));
        let moved = || goals.iter().filter(is_moved).map(quietly).collect();
        Self {
            check_ins: check_ins(snapshot, selection),
            moved: snapshot.timeline.history().map(|_| moved()),
            is_narrowed: selection.is_filtered(),
        }
    }
}

/// Whether a shallow clone lacks a part of the history of some goals.
pub(super) fn may_have_moved(snapshot: &Facts<'_>, goals: &[GoalIx]) -> bool {
    let history = snapshot.timeline.history();
    history.is_some_and(|history| goals.iter().any(|ix| history.is_cut_off(&snapshot.goal(*ix).id)))
}

/// What goals are summed up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum GroupBy {
    /// By team.
    Team,
    /// By Balanced Scorecard perspective.
    Perspective,
    /// By key result area.
    Area,
}

/// The goals of a team, perspective or area. Goals are objectives, key results and growth goals.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GoalGroupView {
    /// The team's id, the perspective or the area; null for goals without one.
    pub id: Option<String>,
    /// The team's name, the perspective or the area; null for goals without one.
    pub name: Option<String>,
    /// How many goals it has.
    pub goals: usize,
    /// The mean progress of its objectives, and of its goals whose objective belongs elsewhere or does not count, that are
    /// under way or closed, 0 to 1. Goals without progress do not count; null where none has any.
    pub progress: Option<f64>,
    /// The measured share of the goals behind `progress`, and of those that would be if anything measured them, 0 to 1; null
    /// where none should be measured.
    pub coverage: Option<f64>,
    /// How many of them are measured by half or more.
    pub counted: CountedView,
    /// Whether less than half is measured, in the first cadence of whose periods nothing is said of it.
    pub too_little_measured: bool,
    /// The mean of what is expected of the same goals today, 0 to 1.
    pub expected: Option<f64>,
    /// The number of goals by health, from good to bad, without zeros.
    pub health: Vec<HealthCount>,
    /// Check-ins made of those due; null without git, where none is due, where `people.statistics` is off, and where a
    /// filter leaves one person's goals.
    pub check_ins: Option<CheckInsView>,
    /// How many goals have goalposts that moved after they had settled; null without a history, and where none is known in a
    /// shallow clone that has not all of their history.
    pub moved: Option<usize>,
    /// How many of them have no reason for it; null without a history.
    pub moved_quietly: Option<usize>,
}

/// Check-ins made of those due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CheckInsView {
    /// Check-ins made.
    pub made: i64,
    /// Check-ins due.
    pub due: i64,
}

/// The check-ins of the selected goals; none without git, where none is due and where statistics of people are off.
fn check_ins(snapshot: &Facts<'_>, selection: &Selection) -> Option<CheckInCounts> {
    if snapshot.settings().statistics == Statistics::Off {
        return None;
    }
    let made = discipline(snapshot, &selection.population(snapshot, false))?;
    Some(made.iter().map(|it| (it.goal, (it.made, it.due))).collect())
}

word_table! {
    /// All of them with their names.
    GroupBy: "team" => Team, "perspective" => Perspective, "area" => Area
}

impl GroupBy {
    /// The group of a goal.
    fn of<'w>(self, snapshot: &Facts<'w>, ix: GoalIx) -> Option<&'w str> {
        let (workspace, goal) = (snapshot.workspace, snapshot.goal(ix));
        match self {
            Self::Team => workspace.team_of(goal),
            Self::Perspective => workspace.perspective_of(goal).map(crate::model::Perspective::word),
            Self::Area => workspace.area_of(goal),
        }
    }
}

impl GoalGroupView {
    /// The groups of some goals, by id; goals without one come last.
    pub fn all(snapshot: &Facts<'_>, selection: &Selection, goals: &[GoalIx], by: GroupBy) -> Vec<Self> {
        Self::with(snapshot, goals, by, &PerGoal::new(snapshot, selection, goals))
    }

    /// The groups by team, by perspective and by area. Without any perspective or area there are no such groups: one row
    /// would repeat the whole.
    pub fn by_all(snapshot: &Facts<'_>, selection: &Selection, goals: &[GoalIx]) -> [Vec<Self>; 3] {
        let found = PerGoal::new(snapshot, selection, goals);
        [GroupBy::Team, GroupBy::Perspective, GroupBy::Area].map(|by| {
            let is_named = by == GroupBy::Team || goals.iter().any(|ix| by.of(snapshot, *ix).is_some());
            if is_named { Self::with(snapshot, goals, by, &found) } else { Vec::new() }
        })
    }

    fn with(snapshot: &Facts<'_>, goals: &[GoalIx], by: GroupBy, found: &PerGoal) -> Vec<Self> {
        let mut groups: BTreeMap<Option<&str>, Vec<GoalIx>> = BTreeMap::new();
        for ix in goals.iter().copied().filter(|ix| snapshot.goal(*ix).is_work()) {
            groups.entry(by.of(snapshot, ix)).or_default().push(ix);
        }
        let last = groups.remove(&None).map(|goals| (None, goals));
        let groups = groups.into_iter().chain(last);
        groups.map(|(id, goals)| Self::new(snapshot, by, id, &goals, found)).collect()
    }

    fn new(snapshot: &Facts<'_>, by: GroupBy, id: Option<&str>, goals: &[GoalIx], found: &PerGoal) -> Self {
        let name = match by {
            GroupBy::Team => id.map(|id| snapshot.org().and_then(|org| org.team(id)).map_or(id, |team| &team.name)),
            GroupBy::Perspective | GroupBy::Area => id,
        };
        let here: HashSet<GoalIx> = goals.iter().copied().collect();
        let should_count = |ix: &&GoalIx| {
            let goal = snapshot.goal(**ix);
            let is_judged =
                |goal: &Goal| !matches!(goal.state, State::Draft | State::Dropped) && goal.has_begun(snapshot.today);
            // A draft or dropped objective has no number that its key results could be in.
            let counts = |objective: GoalIx| here.contains(&objective) && is_judged(snapshot.goal(objective));
            is_judged(goal) && !snapshot.objective_of(goal).is_some_and(counts)
        };
        let tops: Vec<GoalIx> = goals.iter().filter(should_count).copied().collect();
        let has_progress = |ix: &GoalIx| snapshot.numbers(*ix).progress.is_some();
        let counted: Vec<GoalIx> = tops.iter().copied().filter(has_progress).collect();
        let coverages = || tops.iter().filter_map(|ix| snapshot.numbers(*ix).coverage);
        let coverage = mean(coverages().map(Some));
        let is_little = coverage.is_some_and(|coverage| coverage < HALF);
        let moved = found.moved.as_ref().map(|moved| goals.iter().filter_map(|ix| moved.get(ix)).collect::<Vec<_>>());
        let moved = moved.filter(|moved| !moved.is_empty() || !may_have_moved(snapshot, goals));
        // As in `align`: the check-ins of all goals are shown by team, those of goals that were narrowed down only
        // where they are not one person's.
        let of_one = found.is_narrowed && is_withheld(snapshot, goals.iter().copied());
        Self {
            id: id.map(str::to_owned),
            name: name.map(str::to_owned),
            goals: goals.len(),
            progress: mean(counted.iter().map(|ix| snapshot.numbers(*ix).progress)),
            coverage,
            counted: Counted::of(coverages()).into(),
            too_little_measured: is_little && tops.iter().any(|ix| snapshot.numbers(*ix).too_little_measured),
            expected: mean(counted.iter().map(|ix| snapshot.numbers(*ix).expected)),
            health: HealthCount::all(snapshot, goals),
            check_ins: found.check_ins.as_ref().filter(|_| !of_one).and_then(|made| CheckInsView::of(goals, made)),
            moved: moved.as_ref().map(Vec::len),
            moved_quietly: moved.map(|moved| moved.into_iter().filter(|is_quiet| **is_quiet).count()),
        }
    }

    /// Its name, or what goals without one have: `no team`.
    pub fn title(&self, by: GroupBy) -> String {
        self.name.clone().unwrap_or_else(|| format!("no {}", by.word()))
    }
}

impl CheckInsView {
    fn of(goals: &[GoalIx], made: &CheckInCounts) -> Option<Self> {
        let found = goals.iter().filter_map(|ix| made.get(ix));
        let sum =
            found.fold(Self { made: 0, due: 0 }, |sum, (made, due)| Self { made: sum.made + made, due: sum.due + due });
        (sum.due > 0).then_some(sum)
    }
}

/// The mean of the numbers that are known.
fn mean(numbers: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    Mean::of(numbers.flatten().map(|number| (number, 1.0))).value()
}
