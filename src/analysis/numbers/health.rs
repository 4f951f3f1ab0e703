//! Health: how a goal stands against its plan, in one word.

use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::analysis::numbers::parts::HALF;
use crate::model::{Commitment, Day, Goal, Kind, Settings, State, days_between};

/// How a goal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Health {
    /// Not decided yet.
    Draft,
    /// Its period has not begun.
    NotStarted,
    /// Nothing is known of its progress.
    NoData,
    /// Reached before its end.
    AchievedEarly,
    /// As far as the plan asks, or nearly.
    OnTrack,
    /// Behind the plan.
    AtRisk,
    /// Far behind the plan.
    OffTrack,
    /// Closed: reached.
    Achieved,
    /// Closed: not reached.
    Missed,
    /// Given up.
    Dropped,
}

impl Health {
    /// All of them with their names in output.
    pub const WORDS: [(&'static str, Self); 10] = [
        ("draft", Self::Draft),
        ("not-started", Self::NotStarted),
        ("no-data", Self::NoData),
        ("achieved-early", Self::AchievedEarly),
        ("on-track", Self::OnTrack),
        ("at-risk", Self::AtRisk),
        ("off-track", Self::OffTrack),
        ("achieved", Self::Achieved),
        ("missed", Self::Missed),
        ("dropped", Self::Dropped),
    ];

    /// Its name in output.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, health)| *health == self).map_or("", |(word, _)| word)
    }

    /// The health of a goal. See [`judge`].
    #[must_use]
    pub fn of(goal: &Goal, standing: Standing, settings: &Settings, today: Day) -> Self {
        judge(goal, standing, settings, today).health
    }
}

/// What a goal's health is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Standing {
    /// Progress, 0 to 1.
    pub progress: Option<f64>,
    /// What the plan asks for, 0 to 1.
    pub expected: Option<f64>,
    /// How much of the goal is measured, 0 to 1; none where that is not asked.
    pub coverage: Option<f64>,
    /// Whether files that count in it cannot be read.
    pub unread: bool,
}

/// How a goal stands, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// How it stands.
    pub health: Health,
    /// Why.
    pub because: Because,
}

/// Why a goal stands as it does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Because {
    /// Its `state` says so.
    State,
    /// It has not begun.
    NotBegun,
    /// Its progress is unknown.
    NoProgress,
    /// It would be on track by the little of it that is measured.
    TooLittleMeasured,
    /// It is all done before its end.
    Done,
    /// It is under way, and no day is known by which it is to be done: nothing says how much to expect today.
    NoPlan,
    /// Its progress was held against the plan.
    Plan(Comparison),
    /// A KPI's value was held against its bounds.
    Bounds,
}

/// Progress held against the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// What the goal is expected to reach of its target.
    pub ambition: f64,
    /// From here on it is on track.
    pub on_track: f64,
    /// From here on it is at risk.
    pub at_risk: f64,
    /// Whether it would be off track, were it not for the first tenth of its time.
    pub spared: bool,
}

/// The health of a goal.
///
/// With a the ambition: on track from `on_track`·a·expected, at risk from `at_risk`·a·expected. In the first tenth of
/// the period nothing is worse than at risk. What is too little measured is neither on track nor reached early.
#[must_use]
pub fn judge(goal: &Goal, standing: Standing, settings: &Settings, today: Day) -> Judgement {
    let judged = judge_progress(goal, standing, settings, today);
    let well = matches!(judged.health, Health::OnTrack | Health::AchievedEarly);
    // Bad news of a part is news of the whole; good news of a small part is not.
    if well && is_too_little_measured(goal, standing, settings, today) {
        return Judgement { health: Health::NoData, because: Because::TooLittleMeasured };
    }
    judged
}

/// The health of a goal by what of it is measured.
fn judge_progress(goal: &Goal, standing: Standing, settings: &Settings, today: Day) -> Judgement {
    let of = |health, because| Judgement { health, because };
    match goal.state {
        State::Draft => return of(Health::Draft, Because::State),
        State::Achieved => return of(Health::Achieved, Because::State),
        State::Missed => return of(Health::Missed, Because::State),
        State::Dropped => return of(Health::Dropped, Because::State),
        State::Active => {}
    }
    if !goal.has_begun(today) {
        return of(Health::NotStarted, Because::NotBegun);
    }
    let Some(progress) = standing.progress else { return of(Health::NoData, Because::NoProgress) };
    let keep = matches!(measure_of(goal), Measure::Keep(_));
    if progress >= 1.0 && !keep && goal.end().is_some_and(|end| today < end) {
        return of(Health::AchievedEarly, Because::Done);
    }
    let ambition = ambition(goal, settings);
    // A goal whose time is unknown may be expected to have reached anything up to its whole target: on track is only what
    // would be on track on the last day. The worse healths would accuse it of a delay that nobody can know of.
    let asked = ambition * standing.expected.unwrap_or(1.0);
    let (on_track, at_risk) = (settings.thresholds.on_track * asked, settings.thresholds.at_risk * asked);
    if standing.expected.is_none() && !keep && progress < on_track {
        return of(Health::NoData, Because::NoPlan);
    }
    let spared = progress < at_risk && in_first_tenth(goal, today);
    let because = Because::Plan(Comparison { ambition, on_track, at_risk, spared });
    if progress >= on_track {
        of(Health::OnTrack, because)
    } else if progress >= at_risk || spared {
        of(Health::AtRisk, because)
    } else {
        of(Health::OffTrack, because)
    }
}

/// Whether less than half of an active goal is measured, once one cadence of its period is over: before, the first values
/// may still come. A file that cannot be read is not waited for.
#[must_use]
pub(super) fn is_too_little_measured(goal: &Goal, standing: Standing, settings: &Settings, today: Day) -> bool {
    let cadence = settings.cadence_of(goal.level.as_deref());
    let waited = goal.start().is_none_or(|start| days_between(start, today) >= cadence);
    let too_little = standing.coverage.is_some_and(|coverage| coverage < HALF);
    goal.state == State::Active && too_little && (waited || standing.unread)
}

fn in_first_tenth(goal: &Goal, today: Day) -> bool {
    let (Some(start), Some(end)) = (goal.start(), goal.end()) else { return false };
    10 * days_between(start, today) < days_between(start, end) + 1
}

/// What a goal is expected to reach: the settings' ambition if it is aspirational, else 1. Keep is always 1.
#[must_use]
pub fn ambition(goal: &Goal, settings: &Settings) -> f64 {
    let keep = matches!(measure_of(goal), Measure::Keep(_));
    if goal.commitment == Some(Commitment::Aspirational) && !keep { settings.ambition } else { 1.0 }
}

/// A KPI's health: its latest value against its bounds.
#[must_use]
pub fn kpi_health(goal: &Goal) -> Health {
    match goal.state {
        State::Draft => return Health::Draft,
        State::Dropped => return Health::Dropped,
        _ => {}
    }
    let value = goal.metric.as_ref().filter(|_| goal.kind == Kind::Kpi).and_then(|it| Some((it, it.current?)));
    match value {
        None => Health::NoData,
        Some((metric, value)) if metric.holds(value) => Health::OnTrack,
        Some(_) => Health::OffTrack,
    }
}
