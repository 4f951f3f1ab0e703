//! How the indicators changed between two times.

use std::collections::BTreeSet;

use serde::Serialize;

use super::indicators::Indicators;
use crate::source::InOrder as _;

/// The same indicators at another time.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ComparisonView {
    /// What was compared with, as given.
    pub with: String,
    /// The commit, where it was a revision.
    pub revision: Option<String>,
    /// The number of goals in the indicators then.
    pub goals: usize,
    /// Each indicator's change, in the order of the indicators.
    pub changes: Vec<IndicatorChange>,
    /// The indicators then.
    pub indicators: Indicators,
}

/// An indicator's change.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct IndicatorChange {
    /// The indicator: `reach`, `allocation`, …
    pub indicator: String,
    /// What of it: a level, a strategic goal, a perspective, a team, a question; null for the whole.
    pub of: Option<String>,
    /// What it was.
    pub before: Option<f64>,
    /// What it is.
    pub after: Option<f64>,
    /// By how much it rose; null where one is not known.
    pub change: Option<f64>,
    /// Goals that are missing now and were not: they fell out, or are new, by id.
    pub now_missing: Vec<String>,
    /// Goals that were missing and are no longer, by id.
    pub no_longer_missing: Vec<String>,
}

impl ComparisonView {
    /// What changed from an earlier number of goals and their indicators to later indicators.
    pub fn new(with: &str, revision: Option<String>, before: (usize, Indicators), after: &Indicators) -> Self {
        Self {
            with: with.to_owned(),
            revision,
            goals: before.0,
            changes: changes(&before.1, after),
            indicators: before.1,
        }
    }
}

/// A number of an indicator: its name, what of it, its value, and the goals that are missing in it.
type Figure<'v> = (&'static str, Option<String>, Option<f64>, &'v [String]);

fn changes(before: &Indicators, after: &Indicators) -> Vec<IndicatorChange> {
    let (old, new) = (figures(before), figures(after));
    let mut order: Vec<(&'static str, Option<String>)> = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, of, ..) in new.iter().chain(&old) {
        if seen.insert((*name, of.clone())) {
            order.push((*name, of.clone()));
        }
    }
    // A figure that exists on one side only is listed with its indicator.
    let place = |name: &str| NAMES.iter().position(|known| *known == name).unwrap_or(NAMES.len());
    order.order_by_key(|(name, of)| (place(name), of.is_some()));
    let find = |figures: &[Figure<'_>], key: &(&str, Option<String>)| {
        figures.iter().find(|(name, of, ..)| *name == key.0 && *of == key.1).map(|it| (it.2, it.3.to_vec()))
    };
    order
        .iter()
        .map(|key| {
            let (earlier, was_missing) = find(&old, key).unwrap_or_default();
            let (later, is_missing) = find(&new, key).unwrap_or_default();
            IndicatorChange {
                indicator: key.0.to_owned(),
                of: key.1.clone(),
                before: earlier,
                after: later,
                change: earlier.zip(later).map(|(before, after)| after - before),
                now_missing: without(&is_missing, &was_missing),
                no_longer_missing: without(&was_missing, &is_missing),
            }
        })
        .collect()
}

fn without(some: &[String], others: &[String]) -> Vec<String> {
    let others: BTreeSet<&String> = others.iter().collect();
    some.iter().filter(|id| !others.contains(id)).cloned().collect()
}

/// The indicators in their order.
const NAMES: [&str; 16] = [
    "reach",
    "linked_individuals",
    "support",
    "coverage",
    "collaboration",
    "worked_across",
    "participation",
    "direction",
    "balance",
    "allocation",
    "unallocated",
    "capacity",
    "discipline",
    "understanding",
    "work",
    "goals",
];

fn figures(indicators: &Indicators) -> Vec<Figure<'_>> {
    let it = indicators;
    let none: &[String] = &[];
    let mut found: Vec<Figure<'_>> = vec![
        ("reach", None, it.reach.value, &it.reach.missing),
        ("linked_individuals", None, it.linked_individuals.value, &it.linked_individuals.missing),
        ("support", None, it.support.value, &it.support.missing),
        ("coverage", None, it.coverage.value, &it.coverage.missing),
        ("collaboration", None, it.collaboration.value, &it.collaboration.missing),
        ("worked_across", None, it.collaboration.worked.value, &it.collaboration.worked.missing),
        ("participation", None, it.participation.value, &it.participation.missing),
    ];
    found.extend(
        it.reach.levels.iter().map(|(level, share)| ("reach", Some(level.clone()), share.value, &*share.missing)),
    );
    #[expect(clippy::cast_precision_loss, reason = "numbers of goals")]
    let count = |number: usize| Some(number as f64);
    if let Some(direction) = &it.direction {
        let ways =
            [("top-down", direction.top_down), ("bottom-up", direction.bottom_up), ("together", direction.together)];
        found.extend(ways.map(|(name, number)| ("direction", Some(name.to_owned()), count(number), none)));
    }
    let portions = it.balance.perspectives.iter().chain(&it.balance.areas);
    found.extend(portions.map(|(name, portion)| ("balance", Some(name.clone()), count(portion.goals), none)));
    found.extend(it.allocation.iter().map(|row| ("allocation", Some(row.goal.clone()), row.share, none)));
    found.push(("unallocated", None, it.unallocated.share, none));
    found.extend(it.capacity.iter().map(|row| ("capacity", Some(row.team.clone()), row.load, none)));
    found.push(("discipline", None, it.discipline.value, none));
    found.push(("understanding", None, it.understanding.value, none));
    let questions = it.understanding.questions.iter();
    found.extend(questions.map(|(name, mean)| ("understanding", Some(name.clone()), Some(*mean), none)));
    if let Some(work) = &it.work {
        found.push(("work", None, work.value, &work.missing));
    }
    found
}
