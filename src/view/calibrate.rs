//! The answer of `calibrate`: how often forecasts and stated confidence came true, on closed goals.

use std::collections::BTreeMap;

use serde::Serialize;

use super::forecast::out_of_ten;
use super::selection::{Selection, Time};
use super::withheld::is_withheld;
use crate::analysis::facts::Facts;
use crate::analysis::numbers::forecast::{CUTS, ENOUGH};
use crate::analysis::text::percent;
use crate::analysis::trends::{
    Calibration, ConfidenceScore, CutScore, ForecastScore, ReplayedGoal, closed_goals, is_closed_lately,
};
use crate::model::{Goal, Statistics, count_of};

/// The number of goals with one stated confidence from which the first sentence is about them.
const ENOUGH_ALIKE: usize = 5;

/// How often forecasts and stated confidence came true.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CalibrationView {
    /// All selected closed goals.
    #[serde(flatten)]
    pub all: GroupView,
    /// The teams with at least ten closed goals of at least three people.
    pub teams: Vec<NamedGroupView>,
    /// The levels with at least ten closed goals of at least three people.
    pub levels: Vec<NamedGroupView>,
    /// Whether nothing is shown because it would be about one person, or `people.statistics` is `off`.
    pub withheld: bool,
    /// Whether fewer than ten goals can be judged.
    pub too_few: bool,
    /// Whether `people.statistics` is `off`, for people.
    #[serde(skip)]
    pub is_off: bool,
}

/// The calibration of a team or of a level.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NamedGroupView {
    /// The team's or the level's id.
    pub id: String,
    /// Its goals.
    #[serde(flatten)]
    pub group: GroupView,
}

/// The calibration of some closed goals.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GroupView {
    /// The number of closed goals that can be judged.
    pub goals: usize,
    /// The number of their owners.
    pub people: usize,
    /// The number of goals that were achieved.
    pub achieved: usize,
    /// The forecasts at 25, 50 and 75 % of the period, by the shipped constants.
    pub forecasts: Vec<ForecastScoreView>,
    /// What people stated at 25, 50 and 75 % of the period.
    pub confidence: Vec<ConfidenceScoreView>,
}

/// Forecasts at one share of the period, against what became of the goals.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ForecastScoreView {
    /// The share of the period.
    pub at: f64,
    /// The number of goals with a forecast then. With fewer than ten the other numbers are null.
    pub goals: usize,
    /// The share of goals that ended within the 80 % interval.
    pub interval_held: Option<f64>,
    /// The Brier score of the probabilities: the smaller, the better.
    pub brier: Option<f64>,
    /// The Brier score of giving every goal the share of those that arrived.
    pub brier_base_rate: Option<f64>,
    /// The mean distance of the median from the end.
    pub error: Option<f64>,
    /// The same if the last value had been forecast: the mean distance of that from the end.
    pub error_if_unchanged: Option<f64>,
}

/// Stated confidence at one share of the period, against what became of the goals.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ConfidenceScoreView {
    /// The share of the period.
    pub at: f64,
    /// The number of goals with a stated confidence then. With fewer than ten the other numbers are null.
    pub goals: usize,
    /// The mean stated confidence.
    pub stated: Option<f64>,
    /// The share of goals that were achieved.
    pub achieved: Option<f64>,
    /// The Brier score of the confidence: the smaller, the better.
    pub brier: Option<f64>,
    /// The Brier score of giving every goal the share of those that were achieved.
    pub brier_base_rate: Option<f64>,
    /// The goals by what was stated, lowest first.
    pub called: Vec<ConfidenceGroup>,
}

/// The goals of which the same was stated.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ConfidenceGroup {
    /// What was stated, in tenths.
    pub tenths: u8,
    /// The number of goals.
    pub goals: usize,
    /// The number of them that were achieved.
    pub achieved: usize,
}

impl CalibrationView {
    /// The calibration of the selected closed goals. `own` tells whether a person asks about themselves.
    pub fn new(snapshot: &Facts<'_>, selection: &Selection, own: bool) -> Self {
        Self::among(snapshot, |goal| selection.covers(snapshot, goal), own)
    }

    /// The calibration of the selected goals that were closed lately, whatever their period; none where these are too few, or
    /// all of one person.
    pub fn lately(snapshot: &Facts<'_>, selection: &Selection) -> Option<Self> {
        let whenever = Selection { time: Time::All, ..selection.clone() };
        let is_chosen = |goal: &Goal| whenever.covers(snapshot, goal) && is_closed_lately(goal, snapshot.today);
        Some(Self::among(snapshot, is_chosen, false)).filter(|it| !it.withheld && !it.too_few)
    }

    /// The calibration of some closed goals.
    pub fn among(snapshot: &Facts<'_>, is_chosen: impl Fn(&Goal) -> bool, own: bool) -> Self {
        let goals: Vec<ReplayedGoal<'_>> =
            closed_goals(snapshot).into_iter().filter(|it| is_chosen(snapshot.goal(it.goal))).collect();
        let is_off = snapshot.settings().statistics == Statistics::Off;
        // People may look at their own numbers: nobody else sees them.
        if !own && (is_off || is_withheld(snapshot, goals.iter().map(|it| it.goal))) {
            let (teams, levels) = (Vec::new(), Vec::new());
            let too_few = goals.is_empty();
            return Self { all: GroupView::default(), teams, levels, withheld: !too_few, too_few, is_off };
        }
        let all = Calibration::of(&goals.iter().collect::<Vec<_>>());
        let groups = |of: fn(&Goal) -> Option<&String>| {
            let mut groups: BTreeMap<&String, Vec<&ReplayedGoal<'_>>> = BTreeMap::new();
            for it in goals.iter().filter(|_| !own) {
                if let Some(name) = of(snapshot.goal(it.goal)) {
                    groups.entry(name).or_default().push(it);
                }
            }
            let group = |(name, goals): (&String, Vec<&ReplayedGoal<'_>>)| {
                let group = Calibration::of(&goals);
                group.is_of_a_group().then(|| NamedGroupView { id: name.clone(), group: GroupView::new(&group) })
            };
            groups.into_iter().filter_map(group).collect()
        };
        Self {
            too_few: all.is_too_few(),
            all: GroupView::new(&all),
            teams: groups(|goal| goal.team.as_ref()),
            levels: groups(|goal| goal.level.as_ref()),
            withheld: false,
            is_off,
        }
    }

    /// The first sentence: whether forecasts held, and whether people were right.
    pub fn sentence(&self) -> String {
        if self.withheld && self.is_off {
            return "withheld: statistics are off (people.statistics)".to_owned();
        }
        if self.withheld {
            return "withheld: this would be a statistic of one person (people.statistics)".to_owned();
        }
        let goals = count_of(self.all.goals, "closed goal");
        if self.too_few {
            return format!("too few closed goals to judge: {ENOUGH} are needed, and {goals} can be judged");
        }
        let mut parts = Vec::new();
        let held = best_known(&self.all.forecasts, |it| it.interval_held.is_some());
        parts.extend(held.and_then(|it| {
            let held = percent(it.interval_held?);
            Some(format!("the 80 % interval held {held} of the time at {} of the period", percent(it.at)))
        }));
        parts.extend(self.best_known_confidence().and_then(|it| {
            let most = it.called.iter().filter(|it| it.goals >= ENOUGH_ALIKE).max_by_key(|it| (it.goals, it.tenths));
            if let Some(ConfidenceGroup { tenths, goals, achieved }) = most {
                let were = if *achieved == 1 { "was" } else { "were" };
                return Some(format!("of {goals} goals called {tenths} of 10, {achieved} {were} achieved"));
            }
            // A share of a few goals is not one of ten.
            let (called, achieved) = (out_of_ten(it.stated?), percent(it.achieved?));
            Some(format!("{} goals called {called} on average: {achieved} of them were achieved", it.goals))
        }));
        format!("{goals}: {}", parts.join("; "))
    }

    /// What people stated, at half of the period if enough did, else at three quarters or at one.
    pub fn best_known_confidence(&self) -> Option<&ConfidenceScoreView> {
        best_known(&self.all.confidence, |it| it.stated.is_some())
    }
}

/// The score at half of the period if it is known, else that at three quarters or at one.
fn best_known<T>(scores: &[T], is_known: impl Fn(&T) -> bool) -> Option<&T> {
    [1, 2, 0].into_iter().filter_map(|at| scores.get(at)).find(|it| is_known(it))
}

impl GroupView {
    fn new(calibration: &Calibration) -> Self {
        let cuts = || CUTS.into_iter().zip(&calibration.cuts);
        Self {
            goals: calibration.goals,
            people: calibration.people,
            achieved: calibration.reached,
            forecasts: cuts().map(|(at, cut)| ForecastScoreView::new(at, cut)).collect(),
            confidence: cuts().map(|(at, cut)| ConfidenceScoreView::new(at, cut)).collect(),
        }
    }
}

impl ForecastScoreView {
    fn new(at: f64, cut: &CutScore) -> Self {
        let score: Option<&ForecastScore> = cut.forecasts.as_ref();
        Self {
            at,
            goals: cut.forecast_goals,
            interval_held: score.map(|it| it.held),
            brier: score.map(|it| it.brier),
            brier_base_rate: score.map(|it| it.base_rate),
            error: score.map(|it| it.error),
            error_if_unchanged: score.map(|it| it.error_if_unchanged),
        }
    }
}

impl ConfidenceScoreView {
    fn new(at: f64, cut: &CutScore) -> Self {
        let score: Option<&ConfidenceScore> = cut.confidence.as_ref();
        let called = score.iter().flat_map(|it| &it.tenths);
        let called = called.map(|(tenths, (goals, achieved))| ConfidenceGroup {
            tenths: *tenths,
            goals: *goals,
            achieved: *achieved,
        });
        Self {
            at,
            goals: cut.confidence_goals,
            stated: score.map(|it| it.stated),
            achieved: score.map(|it| it.reached),
            brier: score.map(|it| it.brier),
            brier_base_rate: score.map(|it| it.base_rate),
            called: called.collect(),
        }
    }
}
