//! Shares of goals, overall, by team and, where that is allowed, by person.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::alignment::{Share, ratio};
use crate::analysis::facts::Facts;
use crate::model::{GoalIx, Statistics};
use crate::view::withheld::is_withheld;

/// A share of goals with those that are missing.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShareView {
    /// The share of goals that meet the criterion, 0 to 1; null without goals.
    pub value: Option<f64>,
    /// The number of goals.
    pub of: usize,
    /// The goals that do not meet the criterion, by id.
    pub missing: Vec<String>,
}

impl ShareView {
    /// The view of a share.
    pub fn new(snapshot: &Facts<'_>, share: &Share) -> Self {
        Self { value: share.value(), of: share.of, missing: ids(snapshot, &share.missing) }
    }
}

/// A team's share.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TeamShare {
    /// The team; null for goals without one.
    pub team: Option<String>,
    /// The share, 0 to 1.
    pub value: Option<f64>,
    /// Of how many goals or check-ins.
    pub of: i64,
}

/// A person's share.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PersonShare {
    /// The person.
    pub person: String,
    /// The share, 0 to 1.
    pub value: Option<f64>,
    /// Of how many goals or check-ins.
    pub of: i64,
}

/// Ids in the order given.
pub(super) fn ids(snapshot: &Facts<'_>, goals: &[GoalIx]) -> Vec<String> {
    goals.iter().map(|ix| snapshot.goal(*ix).id.clone()).collect()
}

/// The shares of teams, each from its goals' parts and wholes; none where no statistics are wanted. Of goals that were
/// narrowed down, those of teams whose goals are one person's stay out.
pub(super) fn shares_by_team(snapshot: &Facts<'_>, parts: &[(GoalIx, i64, i64)], narrowed: bool) -> Vec<TeamShare> {
    if snapshot.settings().statistics == Statistics::Off {
        return Vec::new();
    }
    let sums = sum_by(parts, |ix| Some(snapshot.workspace.team_of(snapshot.goal(ix))));
    let mut of_team: BTreeMap<Option<&str>, Vec<GoalIx>> = BTreeMap::new();
    for (ix, ..) in parts {
        of_team.entry(snapshot.workspace.team_of(snapshot.goal(*ix))).or_default().push(*ix);
    }
    let view = |(team, (made, of)): (Option<&str>, (i64, i64))| TeamShare {
        team: team.map(str::to_owned),
        value: share(made, of),
        of,
    };
    let is_shown = |(team, _): &(Option<&str>, _)| {
        !narrowed || !is_withheld(snapshot, of_team.get(team).into_iter().flatten().copied())
    };
    sums.into_iter().filter(is_shown).map(view).collect()
}

/// The shares of owners, where statistics may name people.
pub(super) fn shares_by_owner(snapshot: &Facts<'_>, parts: &[(GoalIx, i64, i64)]) -> Option<Vec<PersonShare>> {
    if snapshot.settings().statistics != Statistics::Person {
        return None;
    }
    let sums = sum_by(parts, |ix| snapshot.workspace.owner_of(snapshot.goal(ix)));
    let view = |(person, (made, of)): (&str, (i64, i64))| PersonShare {
        person: person.to_owned(),
        value: share(made, of),
        of,
    };
    Some(sums.into_iter().map(view).collect())
}

fn sum_by<K: Ord>(parts: &[(GoalIx, i64, i64)], key: impl Fn(GoalIx) -> Option<K>) -> BTreeMap<K, (i64, i64)> {
    let mut sums: BTreeMap<K, (i64, i64)> = BTreeMap::new();
    for (ix, made, of) in parts {
        let Some(key) = key(*ix) else { continue };
        let sum = sums.entry(key).or_default();
        *sum = (sum.0 + made, sum.1 + of);
    }
    sums
}

fn share(part: i64, whole: i64) -> Option<f64> {
    ratio(usize::try_from(part).unwrap_or(0), usize::try_from(whole).unwrap_or(0))
}
