//! Objectives that measure nothing any more since the last of their contributions was taken out: what they counted for is
//! missing in the objectives above them.

use std::collections::{BTreeMap, HashMap};

use super::goal_step::GoalStep;
use super::past::{ParentLink, Past, UNLINKED};
use super::progress::{Counterfactual, EarlierRollup, ScopePart};
use crate::model::{Day, GoalIx, Kind};

/// The most levels up which objectives that measure nothing are followed.
const MAX_LEVELS: usize = 16;

/// An objective that measures nothing any more, in one above it.
pub(super) struct SilencedPart<'c, 'r> {
    /// The objective above.
    pub(super) objective: GoalIx,
    /// The id of the one that measures nothing.
    pub(super) id: &'r str,
    /// Its link to the one above.
    pub(super) link: ParentLink,
    /// Its numbers without the change.
    pub(super) part: ScopePart,
    /// What made it so.
    pub(super) causes: Vec<&'c GoalStep<'r>>,
}

pub(super) type Silenced<'c, 'r> = [SilencedPart<'c, 'r>];

impl<'r> Past<'r, '_> {
    /// Finds the objectives that measure nothing any more because of a step, with those above them, which are affected too.
    pub(super) fn silenced<'c>(
        &mut self,
        day: Day,
        affected: &mut BTreeMap<GoalIx, Vec<&'c GoalStep<'r>>>,
        known: &mut HashMap<&'r str, ScopePart>,
    ) -> Vec<SilencedPart<'c, 'r>> {
        let mut found: Vec<SilencedPart<'c, 'r>> = Vec::new();
        let mut open: Vec<GoalIx> = affected.keys().copied().collect();
        for _ in 0..MAX_LEVELS {
            let mut above = Vec::new();
            for ix in std::mem::take(&mut open) {
                let changed = affected.get(&ix).cloned().unwrap_or_default();
                let Some((id, part, causes)) = self.fallen_silent(ix, day, (&changed, &found), known) else { continue };
                let Some(version) = self.version(id).cloned() else { continue };
                for parent in self.parents(&version) {
                    let Some(objective) = self.snapshot.workspace.find(parent) else { continue };
                    let link = self.link(&version, parent);
                    let is_known = found.iter().any(|it| it.objective == objective && it.id == id);
                    if self.snapshot.goal(objective).kind != Kind::Objective || is_known || !link.linked {
                        continue;
                    }
                    let causes = causes.clone();
                    found.push(SilencedPart { objective, id, link, part, causes });
                    affected.entry(objective).or_default();
                    above.push(objective);
                }
            }
            open = above;
        }
        found
    }

    /// The numbers that an objective had without some changes, if it has none with them, and the changes.
    fn fallen_silent<'c>(
        &mut self,
        ix: GoalIx,
        day: Day,
        (changed, silenced): (&[&'c GoalStep<'r>], &[SilencedPart<'c, 'r>]),
        known: &mut HashMap<&'r str, ScopePart>,
    ) -> Option<(&'r str, ScopePart, Vec<&'c GoalStep<'r>>)> {
        let id = self.resolve(&self.snapshot.goal(ix).id)?;
        let version = self.version(id)?.clone();
        let (mut with, mut without) = (Counterfactual::default(), Counterfactual::default());
        let mut causes = Vec::new();
        for change in changed {
            let (Some(before), Some(after)) = (&change.before, change.version()) else { continue };
            if change.id == id {
                if before.rollup != after.rollup {
                    without.rollup = Some(EarlierRollup(before.rollup));
                    causes.push(*change);
                }
                continue;
            }
            let was = self.link(before, id);
            let is = if change.excluded { UNLINKED } else { self.link(after, id) };
            if change.excluded {
                with.links.insert(change.id, UNLINKED);
            }
            if was.weight.is_some() && is.weight.is_none() {
                without.links.insert(change.id, was);
                causes.push(*change);
            }
        }
        for it in silenced.iter().filter(|it| it.objective == ix) {
            without.parts.insert(it.id, it.part);
            causes.extend(it.causes.iter().copied());
        }
        if causes.is_empty() || self.objective(&version, &with, day, known, 0).progress.is_some() {
            return None;
        }
        let part = self.objective(&version, &without, day, known, 0);
        part.progress.is_some().then_some((id, part, causes))
    }
}
