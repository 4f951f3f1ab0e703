//! What a version of a goal is measured against where its file does not say so: the period of its objective, what counts in
//! an objective by default, and what the goal said before it fell silent.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::earlier_period::objective_at;
use super::version_at::{Moment, version_at};
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::goalpost_change::{GoalpostChange, moved};
use crate::model::{Goal, Metric, Period, Rollup, has_same_goalposts};

/// What a goal takes from others.
#[derive(Debug, Clone, Default)]
struct Taken {
    period: Option<Period>,
    rollup: Option<Rollup>,
}

/// A version of a goal with all that it means, to compare later versions with.
pub(super) struct Meant<'g> {
    /// The version, with what it takes from others where a later version sets it itself.
    pub(super) before: Cow<'g, Goal>,
    later: Taken,
    /// The KPI that takes the place of a metric of the goal's own, and has another value.
    kpi: Option<String>,
    /// The unit that the later version's KPI had at the time: a version that leaves the unit to it has that one.
    unit_of_kpi: Option<String>,
}

impl<'g> Meant<'g> {
    /// A version just before a step that made it `after`; without a history as of now. `lost` is what the goal said before.
    pub(super) fn of(
        snapshot: &Snapshot<'_>,
        history: Option<&GoalHistory>,
        (before, after): (&'g Goal, &Goal),
        lost: Option<&Goal>,
        step: Option<usize>,
    ) -> Self {
        let mut meant = Self { before: Cow::Borrowed(before), later: Taken::default(), kpi: None, unit_of_kpi: None };
        if has_same_goalposts(before, after) {
            return meant;
        }
        let (then, now) = (Moment { step, is_after: false }, Moment { step, is_after: true });
        let period = |version: &Goal, at| objective_at(snapshot, history, version, at)?.period.clone();
        // Where neither has a period of its own, that of the objective may still be the day on which something is due.
        if before.period.is_none()
            && let Some(period) = period(before, then)
        {
            meant.later.period = after.period.is_none().then(|| period.clone());
            meant.before.to_mut().period = Some(period);
        } else if after.period.is_none() {
            meant.later.period = period(after, now);
        }
        let default = |at| default_rollup(snapshot, history, &after.id, at);
        match (before.rollup, after.rollup) {
            (Some(_), None) => meant.later.rollup = Some(default(now)),
            (None, Some(_)) => meant.before.to_mut().rollup = Some(default(then)),
            _ => {}
        }
        if let Some(lost) = lost {
            take_lost(&mut meant.before, after, lost);
        }
        meant.kpi = other_kpi(snapshot, history, (&meant.before, after), now);
        let kpi = || version_at(snapshot, history, after.metric.as_ref()?.kpi.as_deref()?, now);
        meant.unit_of_kpi = kpi().and_then(|kpi| kpi.metric.as_ref()?.unit.clone());
        meant
    }

    /// Every goalpost that moved from it to a version.
    pub(super) fn moved(&self, after: &Goal) -> Vec<GoalpostChange> {
        let mut after = Cow::Borrowed(after);
        if after.period.is_none() && self.later.period.is_some() {
            after.to_mut().period.clone_from(&self.later.period);
        }
        if after.rollup.is_none() && self.later.rollup.is_some() {
            after.to_mut().rollup = self.later.rollup;
        }
        let mut found = moved(&self.before, &after);
        let is_left_to_kpi = |it: &GoalpostChange| {
            it.field == "metric.unit"
                && it.after.is_null()
                && self.unit_of_kpi.as_ref().is_some_and(|unit| it.before == *unit)
        };
        found.retain(|it| !is_left_to_kpi(it));
        let kpi = after.metric.as_ref().and_then(|metric| metric.kpi.as_ref());
        if let Some(kpi) = kpi.filter(|kpi| self.kpi.as_ref() == Some(kpi)) {
            let (field, after) = ("metric.kpi".to_owned(), json!(kpi));
            found.push(GoalpostChange { field, part: None, before: Value::Null, after });
        }
        found
    }
}

/// A version with all that it or the one before it said of what is measured: what a version leaves out is not forgotten.
pub(super) fn remembering(version: &Goal, before: &Goal) -> Option<Goal> {
    let mut full = Cow::Borrowed(version);
    take_lost(&mut full, before, before);
    if let Cow::Owned(full) = full { Some(full) } else { None }
}

/// Lets a version have what it lost of what another version sets.
fn take_lost(version: &mut Cow<'_, Goal>, set: &Goal, lost: &Goal) {
    if version.period.is_none() && set.period.is_some() && lost.period.is_some() {
        version.to_mut().period.clone_from(&lost.period);
    }
    if version.measures.is_none() && set.measures.is_some() && lost.measures.is_some() {
        version.to_mut().measures.clone_from(&lost.measures);
    }
    let has = |goal: &Goal, title: &str| goal.milestones.iter().any(|it| it.title == title);
    let missing = lost.milestones.iter().filter(|it| has(set, &it.title) && !has(version, &it.title));
    let missing: Vec<_> = missing.cloned().collect();
    if !missing.is_empty() {
        version.to_mut().milestones.extend(missing);
    }
    let (Some(set), Some(lost)) = (&set.metric, &lost.metric) else { return };
    let own = version.metric.clone().unwrap_or_default();
    let number = |own: Option<f64>, set: Option<f64>, lost: Option<f64>| own.or(lost.filter(|_| set.is_some()));
    let text = |own: &Option<String>, set: &Option<String>, lost: &Option<String>| {
        own.clone().or_else(|| lost.clone().filter(|_| set.is_some()))
    };
    let full = Metric {
        baseline: number(own.baseline, set.baseline, lost.baseline),
        target: number(own.target, set.target, lost.target),
        at_least: number(own.at_least, set.at_least, lost.at_least),
        at_most: number(own.at_most, set.at_most, lost.at_most),
        unit: text(&own.unit, &set.unit, &lost.unit),
        kpi: text(&own.kpi, &set.kpi, &lost.kpi),
        scale: if own.scale.is_empty() && !set.scale.is_empty() { lost.scale.clone() } else { own.scale.clone() },
        ..own.clone()
    };
    if full != own {
        version.to_mut().metric = Some(full);
    }
}

/// What counts in an objective that does not say so: its key results if it has any, else its supporters.
fn default_rollup(snapshot: &Snapshot<'_>, history: Option<&GoalHistory>, id: &str, at: Moment) -> Rollup {
    let Some(history) = history.filter(|_| at.step.is_some()) else {
        let ix = snapshot.workspace.find(id);
        let has_any = ix.is_some_and(|ix| snapshot.graph.key_results(ix).next().is_some());
        return if has_any { Rollup::KeyResults } else { Rollup::Supporters };
    };
    let present =
        |id: &str| snapshot.workspace.find(id).map_or_else(|| id.to_owned(), |ix| snapshot.goal(ix).id.clone());
    let measures = |goal: &Goal| goal.measures.as_deref().is_some_and(|objective| present(objective) == id);
    let landed = history.all_landed().any(|(_, changes)| {
        let version = match changes.iter().rfind(|change| at.has(change.step)) {
            Some(change) => change.after.as_ref(),
            None => changes.first().and_then(|change| change.before.as_ref()),
        };
        version.is_some_and(|goal| measures(goal))
    });
    let mut others = history.all_at_head().filter(|(id, ..)| history.landed(id).is_empty());
    let has_any = landed || others.any(|(_, goal, _)| measures(goal));
    if has_any { Rollup::KeyResults } else { Rollup::Supporters }
}

/// The KPI by which a goal is measured that had a value of its own before; none if that value only went to the KPI's file.
fn other_kpi(
    snapshot: &Snapshot<'_>,
    history: Option<&GoalHistory>,
    (before, after): (&Goal, &Goal),
    at: Moment,
) -> Option<String> {
    let (old, new) = (before.metric.as_ref()?, after.metric.as_ref()?);
    let (own, kpi) = (old.current?, new.kpi.as_deref().filter(|_| old.kpi.is_none())?);
    let value = version_at(snapshot, history, kpi, at)?.metric.as_ref()?.current;
    value.is_none_or(|value| (value - own).abs() > f64::EPSILON * own.abs()).then(|| kpi.to_owned())
}
