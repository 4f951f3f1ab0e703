//! What `rollup --explain` says: for every goal, where each of its numbers came from.

mod expected;
mod forecast;
mod health;
mod input;
mod parts;
mod progress;

use std::collections::HashSet;

use serde::Serialize;

use super::group::{GoalGroupView, GroupBy};
use super::rollup::RollupView;
use crate::analysis::facts::Facts;
use crate::analysis::trends::{Derivation, ObjectiveSum};
use crate::model::{Day, Days, GoalIx, Kind, days_between};

pub use expected::{ExpectedHow, ExpectedPoint, ExpectedView};
pub use forecast::{CourseSums, ForecastExplained, ForecastHow, PartForecastView};
pub use health::{HealthHow, HealthView};
pub use input::{InputView, PlaceView};
pub use parts::PartsView;
pub use progress::{MilestoneView, ProgressHow, ProgressView, ValueSpan};

use input::InputPlaces;

/// The answer of `goalpost rollup`, with `--explain` or without.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExplainedRollup {
    /// The rollup.
    #[serde(flatten)]
    pub rollup: RollupView,
    /// How the numbers were computed, in reading order; only with `--explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanations: Option<Vec<ExplanationView>>,
    /// What the goals are summed up by; only with `--by`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<GroupBy>,
    /// The goals summed up, by id, those without a team, perspective or area last; only with `--by`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<GoalGroupView>>,
}

/// How one goal's numbers were computed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExplanationView {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Its file, from the root.
    pub path: String,
    /// Its progress; null for missions and KPIs.
    pub progress: Option<ProgressView>,
    /// The expected progress today; null for missions and KPIs.
    pub expected: Option<ExpectedView>,
    /// Its health; null for missions.
    pub health: Option<HealthView>,
    /// Progress per week; null where the goal has no pace.
    pub pace: Option<PaceView>,
    /// Where it is likely to end; null where that is not known.
    pub forecast: Option<ForecastExplained>,
    /// The number of its check-ins, where they are too few for a forecast.
    pub too_few_check_ins: Option<usize>,
    /// For a key result that goals support: their mean progress less its own.
    pub theory_gap: Option<TheoryGapView>,
}

/// Progress per week.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PaceView {
    /// Progress ÷ the weeks since its start, until today or its end.
    pub so_far: Option<f64>,
    /// The days since its start, until today or its end.
    pub days_gone: Option<Days>,
    /// (1 − progress) ÷ the weeks to its end; 0 where progress is 1 or more.
    pub needed: Option<f64>,
    /// The days to its end.
    pub days_left: Option<Days>,
}

/// How far the goals that support a key result are ahead of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TheoryGapView {
    /// The mean progress of its supporters less its own.
    pub value: Option<f64>,
    /// The supporters.
    pub supporters: PartsView,
}

impl ExplainedRollup {
    /// A rollup without explanations.
    pub fn plain(rollup: RollupView) -> Self {
        Self { rollup, explanations: None, by: None, groups: None }
    }

    /// A rollup with explanations of some goals.
    pub fn new(snapshot: &Facts<'_>, rollup: RollupView, goals: &[GoalIx]) -> Self {
        let places = InputPlaces::new(snapshot);
        let explanations = goals.iter().map(|ix| ExplanationView::new(&places, *ix)).collect();
        Self { explanations: Some(explanations), ..Self::plain(rollup) }
    }

    /// A rollup with its goals summed up.
    pub fn grouped(rollup: RollupView, by: GroupBy, groups: Vec<GoalGroupView>) -> Self {
        Self { by: Some(by), groups: Some(groups), ..Self::plain(rollup) }
    }

    /// The goals of a rollup's tree from top to bottom, each once.
    pub fn in_tree(snapshot: &Facts<'_>, rollup: &RollupView) -> Vec<GoalIx> {
        let mut seen = HashSet::new();
        let ids = rollup.tree.iter().filter_map(|row| rollup.goals.get(row.goal)).map(|goal| goal.id.as_str());
        ids.filter_map(|id| snapshot.workspace.find(id)).filter(|ix| seen.insert(*ix)).collect()
    }

    /// A goal and what counts in it, each once.
    pub fn with_parts(snapshot: &Facts<'_>, goal: GoalIx) -> Vec<GoalIx> {
        let mut seen = HashSet::from([goal]);
        let parts = snapshot.numbers(goal).contributions.iter().map(|it| it.goal);
        std::iter::once(goal).chain(parts.filter(|ix| seen.insert(*ix))).collect()
    }
}

impl ExplanationView {
    fn new(places: &InputPlaces<'_, '_>, ix: GoalIx) -> Self {
        let snapshot = places.snapshot;
        let goal = snapshot.goal(ix);
        let numbers = snapshot.numbers(ix);
        let derivation = Derivation::of(snapshot, ix);
        let works = goal.is_work();
        let parts = match &derivation.made_of {
            Some(ObjectiveSum::Parts(of, parts)) => Some((*of, PartsView::new(places, ix, parts))),
            _ => None,
        };
        let days = |from: Option<Day>, to: Option<Day>| Some(days_between(from?, to?));
        let pace = PaceView {
            so_far: numbers.pace.so_far,
            days_gone: days(goal.start(), Some(goal.end().map_or(snapshot.today, |end| end.min(snapshot.today)))),
            needed: numbers.pace.needed,
            days_left: days(Some(snapshot.today), goal.end()),
        };
        Self {
            id: goal.id.clone(),
            kind: goal.kind,
            title: goal.title.clone(),
            owner: goal.owner.clone(),
            path: snapshot.workspace.file(goal.document).path.clone(),
            progress: works.then(|| ProgressView::new(places, ix, &derivation, parts.clone())),
            expected: works.then(|| ExpectedView::new(places, ix, &derivation, parts.as_ref().map(|(_, parts)| parts))),
            health: (works || goal.kind == Kind::Kpi).then(|| HealthView::new(places, ix, derivation.judgement)),
            pace: Some(pace).filter(|pace| works && (pace.so_far.is_some() || pace.needed.is_some())),
            forecast: ForecastExplained::of(snapshot, ix),
            too_few_check_ins: snapshot.forecasts().too_few(ix),
            theory_gap: derivation.supporters.as_ref().map(|parts| TheoryGapView {
                value: numbers.theory_gap,
                supporters: PartsView::new(places, ix, parts),
            }),
        }
    }
}
