//! How goals stand in words: the health, and what it rests on where that is little or old.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::agenda::days_since_check_in;
use crate::analysis::numbers::{Counted, Health, Numbers};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::trends::is_partly_achieved;
use crate::model::{GoalIx, Kind};

/// How many of a goal's own parts are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CountedView {
    /// The parts of which at least half is measured.
    pub measured: usize,
    /// All parts that should be measured.
    pub of: usize,
}

impl From<Counted> for CountedView {
    fn from(counted: Counted) -> Self {
        Self { measured: counted.measured, of: counted.of }
    }
}

/// How an aspirational goal ended that was missed and came to 0.4 or more.
pub const PARTLY: &str = "partly achieved";

/// A health in words.
#[must_use]
pub fn health_words(health: &str) -> &'static str {
    match health {
        "draft" => "draft",
        "not-started" => "not begun",
        "no-data" => "no value yet",
        "achieved-early" => "reached early",
        "on-track" => "on track",
        "at-risk" => "at risk",
        "off-track" => "off track",
        "achieved" => "achieved",
        "missed" => "missed",
        _ => "dropped",
    }
}

/// How a goal stands, in words: `on track`, `off track, from 1 of 6`, `on track, value 47 days old`.
#[must_use]
pub fn standing(snapshot: &Snapshot<'_>, ix: GoalIx) -> String {
    let numbers = snapshot.numbers(ix);
    if snapshot.goal(ix).kind == Kind::Mission {
        return "mission".to_owned();
    }
    let words = health_words(numbers.health.word());
    // Of a stretch much may have come true; whoever closed it below its ambition has not missed all of it.
    if let Some(grade) = snapshot.goal(ix).grade.as_ref().filter(|_| is_partly_achieved(snapshot.goal(ix))) {
        return format!("{PARTLY}, {}", grade.score);
    }
    match (basis(numbers), age(snapshot, ix)) {
        (Some(basis), _) => basis,
        (None, Some(age)) => format!("{words}, {age}"),
        (None, None) => words.to_owned(),
    }
}

/// The health with what little it rests on; none where enough is measured.
#[must_use]
pub fn basis(numbers: &Numbers) -> Option<String> {
    let Counted { measured, of } = numbers.counted.filter(|it| it.of > 0 && numbers.too_little_measured)?;
    match numbers.health {
        // Where nothing at all is known, "no value yet" says it all.
        Health::NoData if numbers.progress.is_none() => None,
        Health::NoData => Some(format!("too little measured: {measured} of {of}")),
        Health::AtRisk | Health::OffTrack => {
            Some(format!("{}, from {measured} of {of}", health_words(numbers.health.word())))
        }
        _ => None,
    }
}

/// How old a value is, where it is older than its cadence allows.
#[must_use]
pub fn age(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<String> {
    let days = days_since_check_in(snapshot, ix)?;
    let count = format!("{days} {}", if days == 1 { "day" } else { "days" });
    // Milestones have no value that could be old.
    let has_value = snapshot.goal(ix).metric.is_some();
    Some(if has_value { format!("value {count} old") } else { format!("last check-in {count} ago") })
}
