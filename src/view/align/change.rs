//! How the indicators changed between two times.

use std::collections::BTreeSet;

use serde::Serialize;

use super::indicators::Indicators;

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
    /// Of those that are missing now, the goals that did not count then: they are new, or of another period.
    pub now_counted: Vec<String>,
    /// Goals that were missing and do not count any more: they are gone, or of another period.
    pub no_longer_counted: Vec<String>,
}

/// The ids of all goals that count in the indicators, then and now.
#[derive(Debug)]
pub struct CountedGoals {
    /// Then.
    pub before: BTreeSet<String>,
    /// Now.
    pub after: BTreeSet<String>,
}

impl IndicatorChange {
    /// What people read of: how the goals are called that entered or left the list, and their ids. Between two periods
    /// most goals are others, which says nothing of any goal.
    pub fn lists(&self, between_periods: bool) -> Vec<(&'static str, Vec<&String>)> {
        let is_told = |id: &&String| !between_periods || !self.now_counted.contains(id);
        let mut lists = vec![
            ("now missing", self.now_missing.iter().filter(is_told).collect::<Vec<_>>()),
            ("no longer missing", self.no_longer_missing.iter().collect()),
        ];
        if !between_periods {
            lists.push(("no longer counted", self.no_longer_counted.iter().collect()));
        }
        lists.retain(|(_, ids)| !ids.is_empty());
        lists
    }
}

impl ComparisonView {
    /// What changed from earlier indicators to later ones.
    pub fn new(
        with: &str,
        revision: Option<String>,
        before: Indicators,
        after: &Indicators,
        counted: &CountedGoals,
    ) -> Self {
        Self {
            with: with.to_owned(),
            revision,
            goals: counted.before.len(),
            changes: changes(&before, after, counted),
            indicators: before,
        }
    }
}

/// A number of an indicator: its name, what of it, its value, and the goals that are missing in it.
type Figure<'v> = (&'static str, Option<String>, Option<f64>, &'v [String]);

fn changes(before: &Indicators, after: &Indicators, counted: &CountedGoals) -> Vec<IndicatorChange> {
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
    order.sort_by_key(|(name, of)| (place(name), of.is_some()));
    let find = |figures: &[Figure<'_>], key: &(&str, Option<String>)| {
        figures.iter().find(|(name, of, ..)| *name == key.0 && *of == key.1).map(|it| (it.2, it.3.to_vec()))
    };
    order
        .iter()
        .map(|key| {
            let (earlier, was_missing) = find(&old, key).unwrap_or_default();
            let (later, is_missing) = find(&new, key).unwrap_or_default();
            let now_missing = without(&is_missing, &was_missing);
            let of_then = |id: &String| counted.before.contains(id);
            let (no_longer_missing, no_longer_counted) =
                without(&was_missing, &is_missing).into_iter().partition(|id| counted.after.contains(id));
            IndicatorChange {
                indicator: key.0.to_owned(),
                of: key.1.clone(),
                before: earlier,
                after: later,
                change: earlier.zip(later).map(|(before, after)| after - before),
                now_counted: now_missing.iter().filter(|id| !of_then(id)).cloned().collect(),
                now_missing,
                no_longer_missing,
                no_longer_counted,
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
