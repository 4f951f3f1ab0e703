//! Whose owners took part in setting their goals.

use serde::Serialize;

use crate::analysis::alignment::{self, Participation, Population};
use crate::analysis::facts::Facts;
use crate::model::{GoalIx, Statistics};
use crate::view::align::shares::{PersonShare, TeamShare, ids, shares_by_owner, shares_by_team};
use crate::view::withheld::is_withheld;

/// Participation of owners in setting their goals.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ParticipationView {
    /// The share whose owner took part; null without git, without org.yaml, or where `people.statistics` is off.
    pub value: Option<f64>,
    /// How many goals have a known owner and a setting that history shows.
    pub of: usize,
    /// Those whose owner took no part, by id.
    pub missing: Vec<String>,
    /// Goals whose setting history does not show: not committed, or before a shallow clone begins.
    pub unknown: Vec<String>,
    /// By team of the goals; empty where statistics are off.
    pub teams: Vec<TeamShare>,
    /// By owner, only where `people.statistics` is `person`; else null.
    pub people: Option<Vec<PersonShare>>,
    /// Whether the figures are withheld because a filter leaves one person's goals, and `people.statistics` is not `person`.
    pub withheld: bool,
}

impl ParticipationView {
    pub(super) fn new(snapshot: &Facts<'_>, population: &Population, narrowed: bool) -> Self {
        let is_shown = snapshot.settings().statistics != Statistics::Off;
        let found = alignment::participation(snapshot, population).filter(|_| is_shown).unwrap_or_default();
        let withheld = narrowed && is_withheld(snapshot, found.owners.iter().map(|(ix, _)| *ix));
        let found = if withheld { Participation::default() } else { found };
        let missing = |ix: GoalIx| found.share.missing.binary_search_by(|it| by_id(snapshot, *it, ix)).is_ok();
        let parts: Vec<(GoalIx, i64, i64)> =
            found.owners.iter().map(|(ix, _)| (*ix, i64::from(!missing(*ix)), 1)).collect();
        Self {
            value: found.share.value(),
            of: found.share.of,
            missing: ids(snapshot, &found.share.missing),
            unknown: ids(snapshot, &found.unknown),
            teams: shares_by_team(snapshot, &parts, narrowed),
            people: shares_by_owner(snapshot, &parts),
            withheld,
        }
    }
}

fn by_id(snapshot: &Facts<'_>, a: GoalIx, b: GoalIx) -> std::cmp::Ordering {
    snapshot.goal(a).id.cmp(&snapshot.goal(b).id)
}
