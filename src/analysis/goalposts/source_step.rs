//! The step in a value where it is asked of another source, or with another query.

use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Goal, GoalIx, Origin, Pulled};
use crate::source::InOrder as _;

/// The last value pulled under an old question, and the first under a new one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SourceStep {
    /// The last value under the old question.
    pub before: f64,
    /// The first value under the new question.
    pub after: f64,
}

/// The step from the question of an earlier version of a goal to the present one, at the last change to it; none where they ask
/// the same, or where nothing was pulled under one of the two.
pub fn source_step(snapshot: &Snapshot<'_>, ix: GoalIx, earlier: &Goal) -> Option<SourceStep> {
    let goal = snapshot.goal(ix);
    let (old, new) = origin_of(earlier).zip(origin_of(goal)).filter(|(old, new)| old != new)?;
    let readings = AskedValues::of(snapshot.timeline.history()?, &goal.id, Some(goal));
    let since = readings.all.iter().rposition(|it| it.origin != new).map_or(0, |other| other + 1);
    readings.step_at(since, (old, new))
}

/// What was pulled for a goal under which question, in the order in which it landed.
pub(super) struct AskedValues<'h> {
    /// The readings; of versions in a row with the same, one.
    all: Vec<AskedValue<'h>>,
    /// The places of the readings under each question, named by how it is written out.
    by_origin: HashMap<String, Vec<usize>>,
}

/// What was pulled under a question.
struct AskedValue<'h> {
    origin: &'h Origin,
    pulled: Pulled,
    /// The first and the last step with which versions with it landed.
    steps: [usize; 2],
    /// The next reading under the same question that is another one.
    next_other: Option<usize>,
}

impl<'h> AskedValues<'h> {
    /// The readings of a goal in the versions that landed, and in the present one.
    pub(super) fn of(history: &'h GoalHistory, id: &str, present: Option<&'h Goal>) -> Self {
        let landed = history.of(id).iter().filter_map(|revision| {
            Some((history.step_of(revision.commit)?, revision.after.as_ref().map(Arc::as_ref)?))
        });
        let mut versions: Vec<(usize, &Goal)> = landed.collect();
        // What was proposed earlier may have landed later.
        versions.order_by_key(|(step, _)| *step);
        versions.extend(present.map(|goal| (usize::MAX, goal)));
        let mut all: Vec<AskedValue<'_>> = Vec::new();
        for (step, goal) in versions {
            let pulled = goal.metric.as_ref().and_then(|metric| metric.pulled.as_deref().copied());
            let Some((origin, pulled)) = origin_of(goal).zip(pulled) else { continue };
            match all.last_mut().filter(|last| last.origin == origin && last.pulled == pulled) {
                Some(last) => last.steps[1] = step,
                None => all.push(AskedValue { origin, pulled, steps: [step; 2], next_other: None }),
            }
        }
        let mut by_origin: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, reading) in all.iter().enumerate() {
            by_origin.entry(name_of(reading.origin)).or_default().push(at);
        }
        for places in by_origin.values() {
            for pair in places.windows(2).rev() {
                let is_other = all[pair[0]].pulled != all[pair[1]].pulled;
                all[pair[0]].next_other = if is_other { Some(pair[1]) } else { all[pair[1]].next_other };
            }
        }
        Self { all, by_origin }
    }

    /// Whether a change of the question that landed with a step changed no number: both gave the same value, within what they
    /// are rounded to.
    pub(super) fn are_same(&self, step: usize, before: &Goal, after: &Goal) -> bool {
        let Some((old, new)) = origin_of(before).zip(origin_of(after)) else { return false };
        // The last reading under the old question up to the step, of which a pull request may have several.
        let under_old = self.under(old);
        let last = under_old[..under_old.partition_point(|at| self.all[*at].steps[0] <= step)].last();
        let since = self.all.partition_point(|it| it.steps[1] < step);
        let found = self.step_at(last.map_or(since, |last| since.max(last + 1)), (old, new));
        found.is_some_and(|step| {
            let tolerance = old.tolerance(step.before).max(new.tolerance(step.after));
            (step.after - step.before).abs() <= tolerance
        })
    }

    /// The last value under the old question before a place, and the first other one under the new question from there on.
    fn step_at(&self, since: usize, (old, new): (&Origin, &Origin)) -> Option<SourceStep> {
        let (under_old, under_new) = (self.under(old), self.under(new));
        let last = &self.all[*under_old[..under_old.partition_point(|at| *at < since)].last()?];
        let first = &self.all[*under_new.get(under_new.partition_point(|at| *at < since))?];
        // A value that was written before the question was changed is not an answer to the new one.
        let first = if first.pulled == last.pulled { &self.all[first.next_other?] } else { first };
        Some(SourceStep { before: last.pulled.value, after: first.pulled.value })
    }

    fn under(&self, origin: &Origin) -> &[usize] {
        self.by_origin.get(&name_of(origin)).map_or(&[], Vec::as_slice)
    }
}

fn origin_of(goal: &Goal) -> Option<&Origin> {
    goal.metric.as_ref()?.from.as_deref()
}

fn name_of(origin: &Origin) -> String {
    format!("{origin:?}")
}
