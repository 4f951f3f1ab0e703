//! Health: the status of a goal compared with its plan.

use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::analysis::numbers::parts::HALF;
use crate::model::{Commitment, Day, Goal, Kind, Settings, State, days_between, word_table};

/// The status of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Health {
    /// The goal is a draft.
    Draft,
    /// Its period has not begun.
    NotStarted,
    /// Its progress is unknown, or too little of it is measured.
    NoData,
    /// Its progress is 1 before its end.
    AchievedEarly,
    /// Its progress reaches the threshold `on_track` of the plan.
    OnTrack,
    /// Its progress reaches the threshold `at_risk` of the plan, but not `on_track`.
    AtRisk,
    /// Its progress is below the threshold `at_risk` of the plan.
    OffTrack,
    /// It was closed as achieved.
    Achieved,
    /// It was closed as missed.
    Missed,
    /// It was dropped.
    Dropped,
}

word_table! {
    /// All of them with their names in output.
    Health:
    "draft" => Draft,
    "not-started" => NotStarted,
    "no-data" => NoData,
    "achieved-early" => AchievedEarly,
    "on-track" => OnTrack,
    "at-risk" => AtRisk,
    "off-track" => OffTrack,
    "achieved" => Achieved,
    "missed" => Missed,
    "dropped" => Dropped,
}

impl Health {
    /// The health of a goal. See `judge`.
    pub fn of(goal: &Goal, standing: Standing, settings: &Settings, today: Day) -> Self {
        judge(goal, standing, settings, today).health
    }
}

/// The numbers from which a goal's health follows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Standing {
    /// Progress, 0 to 1.
    pub progress: Option<f64>,
    /// Progress expected by the plan, 0 to 1.
    pub expected: Option<f64>,
    /// The measured share of the goal, 0 to 1; none for goals without a coverage.
    pub coverage: Option<f64>,
    /// Whether files of its contributions cannot be read.
    pub unread: bool,
    /// Whether all goals that count in it keep a measure within bounds, which may still be broken.
    pub keeps: bool,
}

/// The health of a goal, with the reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// The health.
    pub health: Health,
    /// The reason.
    pub because: HealthReason,
}

/// The reason for a goal's health.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HealthReason {
    /// Its `state`: it is a draft or closed.
    State,
    /// It has not begun.
    NotBegun,
    /// Its progress is unknown.
    NoProgress,
    /// It would be on track by its measured part, and that is too small.
    TooLittleMeasured,
    /// Its progress is 1 before its end.
    Done,
    /// It is active without a known start or end, so that no progress is expected for today.
    NoPlan,
    /// Its progress was compared with the plan.
    Plan(Comparison),
    /// A KPI's value was compared with its bounds.
    Bounds,
}

/// The thresholds with which progress was compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// The share of its target that the goal is expected to reach, 0 to 1.
    pub ambition: f64,
    /// The least progress that is on track.
    pub on_track: f64,
    /// The least progress that is at risk, and not off track.
    pub at_risk: f64,
    /// Whether it is at risk instead of off track, because it is in the first tenth of its period.
    pub spared: bool,
}

/// The health of a goal, with the reason.
///
/// With the ambition a, progress is on track from `on_track`·a·expected and at risk from `at_risk`·a·expected. In the
/// first tenth of the period no goal is worse than at risk. A goal of which too little is measured is neither on track
/// nor achieved early.
pub(in crate::analysis) fn judge(goal: &Goal, standing: Standing, settings: &Settings, today: Day) -> Judgement {
    let judged = judge_progress(goal, standing, settings, today);
    let well = matches!(judged.health, Health::OnTrack | Health::AchievedEarly);
    // A measured part that is behind shows that the goal is behind; a small part that is on track shows nothing.
    if well && is_too_little_measured(goal, standing, settings, today) {
        return Judgement { health: Health::NoData, because: HealthReason::TooLittleMeasured };
    }
    judged
}

/// The health of a goal by its measured part.
fn judge_progress(goal: &Goal, standing: Standing, settings: &Settings, today: Day) -> Judgement {
    let of = |health, because| Judgement { health, because };
    match goal.state {
        State::Draft => return of(Health::Draft, HealthReason::State),
        State::Achieved => return of(Health::Achieved, HealthReason::State),
        State::Missed => return of(Health::Missed, HealthReason::State),
        State::Dropped => return of(Health::Dropped, HealthReason::State),
        State::Active => {}
    }
    if !goal.has_begun(today) {
        return of(Health::NotStarted, HealthReason::NotBegun);
    }
    let Some(progress) = standing.progress else { return of(Health::NoData, HealthReason::NoProgress) };
    // Bounds that are kept so far may still be broken: keep is never achieved early.
    let keep = matches!(measure_of(goal), Measure::Keep(_));
    if progress >= 1.0 && !keep && !standing.keeps && goal.end().is_some_and(|end| today < end) {
        return of(Health::AchievedEarly, HealthReason::Done);
    }
    let ambition = ambition(goal, settings);
    // Without a known start or end anything up to the whole target may be expected today: the goal is on track only if
    // it would be on its last day. Otherwise a delay is unknown, and it is not reported as at risk or off track.
    let demand = ambition * standing.expected.unwrap_or(1.0);
    let (on_track, at_risk) = (settings.thresholds.on_track * demand, settings.thresholds.at_risk * demand);
    if standing.expected.is_none() && !keep && progress < on_track {
        return of(Health::NoData, HealthReason::NoPlan);
    }
    let spared = progress < at_risk && in_first_tenth(goal, today);
    let because = HealthReason::Plan(Comparison { ambition, on_track, at_risk, spared });
    // Plain doubles without a tolerance: health changes daily, and unlike a grade is not stored.
    if progress >= on_track {
        of(Health::OnTrack, because)
    } else if progress >= at_risk || spared {
        of(Health::AtRisk, because)
    } else {
        of(Health::OffTrack, because)
    }
}

/// Whether less than half of an active goal is measured. In the first cadence of its period that is not
/// judged, because the first values may still come; a file that cannot be read is judged at once.
pub(super) fn is_too_little_measured(goal: &Goal, standing: Standing, settings: &Settings, today: Day) -> bool {
    let cadence = settings.cadence_of(goal.level.as_deref());
    let waited = goal.start().is_none_or(|start| days_between(start, today) >= cadence);
    let too_little = standing.coverage.is_some_and(|coverage| coverage < HALF);
    goal.state == State::Active && too_little && (waited || standing.unread)
}

/// Whether less than a tenth of the goal's days is over.
fn in_first_tenth(goal: &Goal, today: Day) -> bool {
    let (Some(start), Some(end)) = (goal.start(), goal.end()) else { return false };
    10 * days_between(start, today) < days_between(start, end) + 1
}

/// The share of its target that a goal is expected to reach: `ambition` of the settings for an aspirational goal, else
/// 1. A measure to keep always expects 1.
pub fn ambition(goal: &Goal, settings: &Settings) -> f64 {
    let keep = matches!(measure_of(goal), Measure::Keep(_));
    if goal.commitment == Some(Commitment::Aspirational) && !keep { settings.ambition } else { 1.0 }
}

/// A KPI's health: whether its latest value lies within its bounds. Without bounds there is none.
pub fn kpi_health(goal: &Goal) -> Health {
    match goal.state {
        State::Draft => return Health::Draft,
        State::Dropped => return Health::Dropped,
        _ => {}
    }
    let value = goal.metric.as_ref().filter(|_| goal.kind == Kind::Kpi).and_then(|it| Some((it, it.current?)));
    match value {
        None => Health::NoData,
        Some((metric, _)) if metric.at_least.is_none() && metric.at_most.is_none() => Health::NoData,
        Some((metric, value)) if metric.holds(value) => Health::OnTrack,
        Some(_) => Health::OffTrack,
    }
}
