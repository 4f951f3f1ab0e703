//! The answer of `rollup`: the numbers of the selected goals, flat for programs, and as a tree for people.

use std::collections::HashSet;
use std::ops::Deref;

use serde::Serialize;

use super::brief::{Brief, reading_order};
use super::forecast::ForecastView;
use super::goal_words::GoalWords;
use super::late_value::{LateArrivalView, LateValueView};
use super::measure::MeasureView;
use super::moved::QuietMove;
use super::pace::UnitPaceView;
use super::selection::Selection;
use super::tally::Tally;
use super::unreadable::{UnreadableView, unreadable_name};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::Numbers;
use crate::model::{Day, GoalIx};

/// The answer of `goalpost rollup`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RollupView {
    /// The goals, by id.
    pub goals: Vec<GoalView>,
    /// The files that cannot be read.
    pub unreadable: Vec<UnreadableView>,
    /// The number of goals by health, for people.
    #[serde(skip)]
    pub tally: Tally,
    /// The rows of the tree, top to bottom, for people.
    #[serde(skip)]
    pub tree: Vec<TreeRow>,
}

/// One goal with its numbers.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GoalView {
    /// What it is, and how it stands.
    #[serde(flatten)]
    pub brief: Brief,
    /// Its first day.
    pub start: Option<Day>,
    /// Its last day.
    pub end: Option<Day>,
    /// Progress of its own measure, not clamped.
    pub raw: Option<f64>,
    /// The expected progress today, 0 to 1.
    pub expected: Option<f64>,
    /// The owner's confidence, 0 to 1.
    pub confidence: Option<f64>,
    /// The day of the last observation or check-in entry.
    pub last_check_in: Option<Day>,
    /// The actual progress per week; negative where a goal is worse than at its start.
    pub pace: Option<f64>,
    /// The progress per week still needed.
    pub pace_needed: Option<f64>,
    /// The same in the unit of its metric; null for a rubric, for milestones and bounds, and where no progress is needed.
    pub pace_in_unit: Option<UnitPaceView>,
    /// What it is measured by; null for a goal with neither metric nor milestones.
    pub measure: Option<MeasureView>,
    /// Progress over the last cadences, oldest first; null without a history.
    pub trend: Option<Vec<f64>>,
    /// The part furthest behind its plan.
    pub weakest: Option<String>,
    /// Where it is likely to end; null for goals that are not under way, and with fewer than three check-ins once half of the
    /// time is gone.
    pub forecast: Option<Box<ForecastView>>,
    /// The number of its check-ins, where they are too few for a forecast.
    pub too_few_check_ins: Option<usize>,
    /// The score of its grade.
    pub grade: Option<f64>,
    /// Whether its score is above the computed one and no owner of a parent goal has acknowledged it since.
    pub self_assessed: bool,
    /// Its present value, where it is dated after the last day that counts.
    pub late_value: Option<Box<LateValueView>>,
    /// The value that counts, where it was recorded later than values may arrive (`close_within`).
    pub late_arrival: Option<Box<LateArrivalView>>,
    /// The parts of its progress; a part whose file cannot be read is named by its path where its id is unknown.
    pub contributions: Vec<ContributionView>,
    /// Its parts that cannot be read.
    pub unreadable: Vec<UnreadableView>,
    /// What it supports or measures.
    pub supports: Vec<String>,
    /// For a key result that goals support: their mean progress less its own.
    pub theory_gap: Option<f64>,
    /// The goalposts that moved without a reason after they had settled; null where none did.
    pub quiet_move: Option<Box<QuietMove>>,
    /// What there is to say of it to people; nothing where programs read it.
    #[serde(skip)]
    pub words: GoalWords,
}

/// What one goal adds to another's progress.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ContributionView {
    /// The goal that contributes.
    pub id: String,
    /// Its weight.
    pub weight: f64,
    /// Its progress.
    pub progress: Option<f64>,
}

/// A row of the tree.
#[derive(Debug, Clone)]
pub struct TreeRow {
    /// The place of its goal in [`RollupView::goals`].
    pub goal: usize,
    /// For each step in from the left, whether it is the last of its parent's. After 64 steps goals stand below each other.
    pub last: Vec<bool>,
    /// Under which goal it is shown in full, if not here.
    pub shown_under: Option<String>,
}

impl RollupView {
    /// The numbers of the chosen goals; of one goal and all below it where `of` names one.
    pub fn new(snapshot: &Facts<'_>, selection: &Selection, of: Option<GoalIx>) -> Self {
        let order = in_order(snapshot, &choose(snapshot, selection, of));
        let goals = order.iter().map(|ix| GoalView::new(snapshot, *ix)).collect();
        let (tally, tree) = (Tally::default(), Vec::new());
        Self { goals, unreadable: UnreadableView::all(snapshot, true), tally, tree }
    }

    /// The same with what there is to say of the goals to people, and as a tree.
    pub fn for_people(snapshot: &Facts<'_>, selection: &Selection, of: Option<GoalIx>, depth: Option<usize>) -> Self {
        let ChosenGoals { order, tally, tree } = ChosenGoals::new(snapshot, selection, of, depth);
        let goals = order.iter().map(|ix| GoalView::for_people(snapshot, *ix)).collect();
        Self { goals, unreadable: UnreadableView::all(snapshot, true), tally, tree }
    }
}

/// The chosen goals; one goal and all below it where `of` names one.
fn choose(snapshot: &Facts<'_>, selection: &Selection, of: Option<GoalIx>) -> HashSet<GoalIx> {
    match of {
        Some(top) => std::iter::once(top).chain(snapshot.graph.below(top)).collect(),
        None => snapshot.goals().filter(|(_, goal)| selection.covers(snapshot, goal)).map(|(ix, _)| ix).collect(),
    }
}

/// Goals by id.
fn in_order(snapshot: &Facts<'_>, goals: &HashSet<GoalIx>) -> Vec<GoalIx> {
    let mut order: Vec<GoalIx> = goals.iter().copied().collect();
    order.sort_by(|a, b| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id));
    order
}

/// The chosen goals without their numbers.
pub(super) struct ChosenGoals {
    /// The goals, by id.
    pub(super) order: Vec<GoalIx>,
    /// The number of goals by health.
    pub(super) tally: Tally,
    /// The rows of the tree, top to bottom.
    pub(super) tree: Vec<TreeRow>,
}

impl ChosenGoals {
    /// The chosen goals; of one goal and all below it where `of` names one.
    pub(super) fn new(snapshot: &Facts<'_>, selection: &Selection, of: Option<GoalIx>, depth: Option<usize>) -> Self {
        let chosen = choose(snapshot, selection, of);
        let order = in_order(snapshot, &chosen);
        let mut tree =
            TreeBuilder { snapshot, chosen: &chosen, order: &order, depth, rows: Vec::new(), shown: HashSet::new() };
        tree.grow(of);
        let tree = tree.rows;
        let tally = Tally::of(snapshot, order.iter().copied(), true);
        Self { order, tally, tree }
    }
}

impl Deref for GoalView {
    type Target = Brief;

    fn deref(&self) -> &Brief {
        &self.brief
    }
}

impl GoalView {
    /// What there is to say of its values that are late.
    pub fn late_words(&self) -> impl Iterator<Item = &str> {
        let late = self.late_value.as_ref().map(|it| it.words.as_str());
        late.into_iter().chain(self.late_arrival.as_ref().map(|it| it.words.as_str()))
    }

    /// Its forecast, if it is behind its plan: that is where one is wanted unasked.
    pub fn forecast_if_behind(&self) -> Option<&ForecastView> {
        self.forecast.as_deref().filter(|_| matches!(self.health.as_str(), "at-risk" | "off-track"))
    }

    /// One goal's numbers.
    pub fn new(snapshot: &Facts<'_>, ix: GoalIx) -> Self {
        let goal = snapshot.goal(ix);
        let numbers: &Numbers = snapshot.numbers(ix);
        let id = |ix: GoalIx| snapshot.goal(ix).id.clone();
        Self {
            brief: Brief::new(snapshot, ix),
            start: goal.start(),
            end: goal.end(),
            raw: numbers.raw,
            expected: numbers.expected,
            confidence: goal.confidence,
            last_check_in: numbers.last_check_in,
            pace: numbers.pace.so_far,
            pace_needed: numbers.pace.needed,
            pace_in_unit: UnitPaceView::of(snapshot, ix),
            measure: MeasureView::of(snapshot, ix),
            trend: snapshot.trend(ix).map(<[f64]>::to_vec),
            weakest: numbers.weakest.map(id),
            forecast: ForecastView::of(snapshot, ix).map(Box::new),
            too_few_check_ins: snapshot.forecasts().too_few(ix),
            grade: goal.grade.as_ref().map(|grade| grade.score),
            self_assessed: snapshot.is_self_assessed(ix),
            late_value: LateValueView::of(snapshot, ix).map(Box::new),
            late_arrival: LateArrivalView::of(snapshot, ix).map(Box::new),
            contributions: numbers
                .contributions
                .iter()
                .map(|it| ContributionView { id: id(it.goal), weight: it.weight, progress: it.progress })
                .chain(numbers.unread.iter().map(|it| ContributionView {
                    id: unreadable_name(snapshot, it),
                    weight: it.weight,
                    progress: None,
                }))
                .collect(),
            unreadable: UnreadableView::parts(snapshot, ix),
            supports: snapshot.graph.parents(ix).map(|parent| id(parent.goal)).collect(),
            theory_gap: numbers.theory_gap,
            quiet_move: QuietMove::of(snapshot, ix).map(Box::new),
            words: GoalWords::default(),
        }
    }

    /// One goal's numbers, with what there is to say of them to people.
    pub fn for_people(snapshot: &Facts<'_>, ix: GoalIx) -> Self {
        Self { words: GoalWords::of(snapshot, ix), ..Self::new(snapshot, ix) }
    }
}

/// Grows the tree from the top: each goal in full under the first chosen goal that it serves.
struct TreeBuilder<'s, 'w> {
    snapshot: &'s Facts<'w>,
    chosen: &'s HashSet<GoalIx>,
    order: &'s [GoalIx],
    depth: Option<usize>,
    rows: Vec<TreeRow>,
    shown: HashSet<GoalIx>,
}

/// What is still to be shown: a goal, the steps in to it, and under whom.
type TreeRoot = (GoalIx, Vec<bool>, Option<GoalIx>);

/// The most steps that a goal is set in by.
const DEEPEST: usize = 64;

impl TreeBuilder<'_, '_> {
    fn grow(&mut self, of: Option<GoalIx>) {
        let is_top = |ix: &GoalIx| match of {
            Some(top) => *ix == top,
            None => !self.snapshot.graph.parents(*ix).any(|parent| self.chosen.contains(&parent.goal)),
        };
        let mut tops: Vec<GoalIx> = self.order.iter().copied().filter(is_top).collect();
        tops.sort_by_key(|ix| reading_order(self.snapshot, *ix));
        let mut open: Vec<TreeRoot> = tops.into_iter().rev().map(|ix| (ix, Vec::new(), None)).collect();
        self.drain(&mut open);
        // Goals on a cycle have no top; they are shown from the lowest id.
        for ix in self.order {
            if of.is_none() && !self.shown.contains(ix) && self.snapshot.graph.is_on_cycle(*ix) {
                self.drain(&mut vec![(*ix, Vec::new(), None)]);
            }
        }
    }

    fn drain(&mut self, open: &mut Vec<TreeRoot>) {
        while let Some((ix, last, _)) = open.pop() {
            let Ok(goal) = self.order.binary_search_by(|it| self.id(*it).cmp(self.id(ix))) else { continue };
            let again = !self.shown.insert(ix);
            let shown_under = if again { self.first_parent(ix) } else { None };
            let below = !again && self.depth.is_none_or(|depth| last.len() < depth);
            if below {
                let mut children: Vec<GoalIx> =
                    self.snapshot.graph.children(ix).map(|it| it.goal).filter(|it| self.chosen.contains(it)).collect();
                children.sort_by_key(|child| reading_order(self.snapshot, *child));
                for (at, child) in children.iter().enumerate().rev() {
                    // A chain of thousands would take more room to set in than to say.
                    let mut steps = last[..last.len().min(DEEPEST - 1)].to_vec();
                    steps.push(at + 1 == children.len());
                    open.push((*child, steps, Some(ix)));
                }
            }
            self.rows.push(TreeRow { goal, last, shown_under });
        }
    }

    fn id(&self, ix: GoalIx) -> &str {
        &self.snapshot.goal(ix).id
    }

    fn first_parent(&self, ix: GoalIx) -> Option<String> {
        self.snapshot.graph.parents(ix).find(|it| self.chosen.contains(&it.goal)).map(|it| self.id(it.goal).to_owned())
    }
}
