//! The progress of an objective on a past day, with and without a change.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::past::{ParentLink, Past};
use crate::analysis::numbers::mean::Mean;
use crate::analysis::numbers::measure::{Measure, measure_of, raw_progress};
use crate::model::{Day, Goal, Kind, Rollup};

/// The most contributions that are visited for all commits together, to bound the time for a hostile history. 10,000
/// goals need a twentieth of it.
const MAX_VISITS: usize = 1_000_000;

/// The most levels of goals below an objective that are computed.
const MAX_DEPTH: usize = 100;

/// The earlier `rollup` of an objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlierRollup(pub Option<Rollup>);

/// The links and the `rollup` of an objective without a change, where they differ from the files.
#[derive(Default)]
pub(super) struct Counterfactual<'r> {
    pub(super) links: HashMap<&'r str, ParentLink>,
    pub(super) rollup: Option<EarlierRollup>,
    /// The versions of goals whose kind changed.
    pub(super) versions: HashMap<&'r str, Arc<Goal>>,
    /// The numbers of objectives that measured something before the change, and measure nothing any more.
    pub(super) parts: HashMap<&'r str, ScopePart>,
}

/// The numbers with which a goal counts in the objective above it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ScopePart {
    pub(super) progress: Option<f64>,
    measures: bool,
    begun: bool,
}

impl<'r> Past<'r, '_> {
    /// Whether the limit of visits is reached.
    pub(super) fn is_exhausted(&self) -> bool {
        self.visits >= MAX_VISITS
    }

    /// The numbers of an objective: the weighted mean of its contributions, as in a rollup of that day.
    pub(super) fn objective(
        &mut self,
        goal: &Goal,
        counterfactual: &Counterfactual<'r>,
        day: Day,
        known: &mut HashMap<&'r str, ScopePart>,
        depth: usize,
    ) -> ScopePart {
        let nothing = ScopePart { begun: goal.has_begun(day), ..ScopePart::default() };
        let Some(id) = self.resolve(&goal.id) else { return nothing };
        let mut children: BTreeSet<&'r str> = self.children.get(id).cloned().unwrap_or_default();
        children.extend(counterfactual.links.keys());
        let links: Vec<(&'r str, ParentLink)> = children
            .into_iter()
            .filter_map(|child| {
                let version = self.version(child)?;
                Some((child, counterfactual.links.get(child).copied().unwrap_or_else(|| self.link(version, id))))
            })
            .filter(|(_, link)| link.linked)
            .collect();
        self.visits += links.len();
        let of_key_results = match counterfactual.rollup.map_or(goal.rollup, |earlier| earlier.0) {
            Some(Rollup::KeyResults) => true,
            Some(Rollup::Supporters) => false,
            None => links.iter().any(|(_, link)| link.measures),
        };
        let mut mean = Mean::default();
        for (child, link) in links.into_iter().filter(|(_, link)| link.measures == of_key_results) {
            let Some(weight) = link.weight else { continue };
            let part = match (counterfactual.parts.get(child), counterfactual.versions.get(child)) {
                (Some(part), _) => *part,
                (None, Some(version)) if version.kind != Kind::Objective => self.own(child, version, day),
                _ => self.part(child, day, known, depth + 1),
            };
            if part.measures && (part.progress.is_some() || part.begun) {
                mean.add(part.progress.unwrap_or(0.0), weight);
            }
        }
        let progress = mean.value().filter(|it: &f64| it.is_finite());
        ScopePart { progress, measures: progress.is_some(), ..nothing }
    }

    /// The numbers of a goal below an objective. A goal on a cycle or below the depth limit does not count.
    fn part(&mut self, id: &'r str, day: Day, known: &mut HashMap<&'r str, ScopePart>, depth: usize) -> ScopePart {
        if let Some(part) = known.get(id) {
            return *part;
        }
        // The entry ends a cycle: a goal that is reached again while it is computed does not count.
        known.insert(id, ScopePart::default());
        let Some(goal) = self.version(id).map(Arc::clone).filter(|_| depth <= MAX_DEPTH) else {
            return ScopePart::default();
        };
        let part = if goal.kind == Kind::Objective {
            self.objective(&goal, &Counterfactual::default(), day, known, depth)
        } else {
            self.own(id, &goal, day)
        };
        known.insert(id, part);
        part
    }

    /// The numbers of a goal with a measure of its own, by its file of that day.
    fn own(&self, id: &str, goal: &Goal, day: Day) -> ScopePart {
        let objective = goal.measures.as_deref().and_then(|id| self.version(self.resolve(id)?));
        let mut goal = Cow::Borrowed(goal);
        if let Some(period) =
            objective.and_then(|objective| objective.period.as_ref()).filter(|_| goal.period.is_none())
        {
            goal.to_mut().period = Some(period.clone());
        }
        let metric = goal.metric.as_ref();
        let kpi = metric.and_then(|it| it.kpi_among(|id| self.version(self.resolve(id)?), |kpi| kpi.kind));
        let of_kpi = kpi.and_then(|kpi| kpi.metric.as_ref());
        let inside = |day: Day| goal.period.as_ref().is_none_or(|period| period.contains(day));
        let value = match of_kpi {
            Some(of_kpi) => of_kpi.current.filter(|_| inside(of_kpi.as_of.unwrap_or(day))),
            None => metric.and_then(|it| it.current),
        };
        // A measure to keep needs all observations so far, which the file does not have.
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
