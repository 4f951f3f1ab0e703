//! What an objective came to on a day of the past, with a change and without.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::past::{ParentLink, Past};
use crate::analysis::numbers::mean::Mean;
use crate::analysis::numbers::measure::{Measure, measure_of, raw_progress};
use crate::model::{Day, Goal, Kind, Rollup};

/// How many contributions are looked at for all commits together, so that no history costs more than it is worth. Ten
/// thousand goals need a twentieth of it.
const MOST_LOOKS: usize = 1_000_000;

/// How many goals may stand above each other in what is computed.
const DEEPEST: usize = 100;

/// What an objective's `rollup` was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlierRollup(pub Option<Rollup>);

/// What an objective is made of where it differs from what the files say.
#[derive(Default)]
pub(super) struct Otherwise<'r> {
    pub(super) links: HashMap<&'r str, ParentLink>,
    pub(super) rollup: Option<EarlierRollup>,
}

/// What a goal adds to the objective above it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ScopePart {
    pub(super) progress: Option<f64>,
    measures: bool,
    begun: bool,
}

impl<'r> Past<'r, '_> {
    /// Whether so much was looked at that no more is.
    pub(super) fn is_spent(&self) -> bool {
        self.looks >= MOST_LOOKS
    }

    /// An objective: the weighted mean over what it is made of, as a rollup of that day would have it.
    pub(super) fn objective(
        &mut self,
        goal: &Goal,
        otherwise: &Otherwise<'r>,
        day: Day,
        known: &mut HashMap<&'r str, ScopePart>,
        depth: usize,
    ) -> ScopePart {
        let nothing = ScopePart { begun: goal.has_begun(day), ..ScopePart::default() };
        let Some(id) = self.resolve(&goal.id) else { return nothing };
        let mut children: BTreeSet<&'r str> = self.children.get(id).cloned().unwrap_or_default();
        children.extend(otherwise.links.keys());
        let links: Vec<(&'r str, ParentLink)> = children
            .into_iter()
            .filter_map(|child| {
                let version = self.version(child)?;
                Some((child, otherwise.links.get(child).copied().unwrap_or_else(|| self.link(version, id))))
            })
            .filter(|(_, link)| link.linked)
            .collect();
        self.looks += links.len();
        let of_key_results = match otherwise.rollup.map_or(goal.rollup, |earlier| earlier.0) {
            Some(Rollup::KeyResults) => true,
            Some(Rollup::Supporters) => false,
            None => links.iter().any(|(_, link)| link.measures),
        };
        let mut mean = Mean::default();
        for (child, link) in links.into_iter().filter(|(_, link)| link.measures == of_key_results) {
            let Some(weight) = link.weight else { continue };
            let part = self.part(child, day, known, depth + 1);
            if part.measures && (part.progress.is_some() || part.begun) {
                mean.add(part.progress.unwrap_or(0.0), weight);
            }
        }
        let progress = mean.value().filter(|it: &f64| it.is_finite());
        ScopePart { progress, measures: progress.is_some(), ..nothing }
    }

    /// A goal below an objective; one that leads back to itself, or lies too deep, counts for nothing.
    fn part(&mut self, id: &'r str, day: Day, known: &mut HashMap<&'r str, ScopePart>, depth: usize) -> ScopePart {
        if let Some(part) = known.get(id) {
            return *part;
        }
        known.insert(id, ScopePart::default());
        let Some(goal) = self.version(id).map(Arc::clone).filter(|_| depth <= DEEPEST) else {
            return ScopePart::default();
        };
        let part = if goal.kind == Kind::Objective {
            self.objective(&goal, &Otherwise::default(), day, known, depth)
        } else {
            self.own(id, &goal, day)
        };
        known.insert(id, part);
        part
    }

    /// A goal with a measure of its own, by its file of that day.
    fn own(&self, id: &str, goal: &Goal, day: Day) -> ScopePart {
        let objective = goal.measures.as_deref().and_then(|id| self.version(self.resolve(id)?));
        let mut goal = Cow::Borrowed(goal);
        if let Some(period) =
            objective.and_then(|objective| objective.period.as_ref()).filter(|_| goal.period.is_none())
        {
            goal.to_mut().period = Some(period.clone());
        }
        let metric = goal.metric.as_ref();
        let kpi = metric.and_then(|it| it.kpi.as_deref()).and_then(|id| self.version(self.resolve(id)?));
        let kept = kpi.filter(|kpi| kpi.kind == Kind::Kpi).and_then(|kpi| kpi.metric.as_ref());
        let inside = |day: Day| goal.period.as_ref().is_none_or(|period| period.contains(day));
        let value = match kept {
            Some(kept) => kept.current.filter(|_| inside(kept.as_of.unwrap_or(day))),
            None => metric.and_then(|it| it.current),
        };
        // Keeping is a matter of all days so far; these alone are not in the file.
        let observations = match (measure_of(&goal), self.snapshot.workspace.find(id)) {
            (Measure::Keep(_), Some(ix)) => {
                let all = self.snapshot.timeline.of(ix);
                &all[..all.partition_point(|it| it.day <= day)]
            }
            _ => &[],
        };
        let raw = raw_progress(&goal, value, observations, day);
        let measures = measure_of(&goal) != Measure::Nothing;
        ScopePart { progress: raw.map(|raw| raw.clamp(0.0, 1.0)), measures, begun: goal.has_begun(day) }
    }
}
