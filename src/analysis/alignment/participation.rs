//! Participation: whether those who answer for goals took part in setting them.

use super::population::Population;
use super::share::Share;
use crate::analysis::goalposts::setting::setters_of;
use crate::analysis::snapshot::Snapshot;
use crate::model::{GoalIx, Person};

/// Whose owners took part in setting them.
#[derive(Debug, Clone, Default)]
pub struct Participation<'w> {
    /// The goals with an owner who is known and a setting that history shows, and those whose owner took no part.
    pub share: Share,
    /// The same goals with their owners.
    pub owners: Vec<(GoalIx, &'w Person)>,
    /// Goals whose setting lies before history begins, or is not committed yet.
    pub unknown: Vec<GoalIx>,
}

/// The owners' part in setting the goals of a population. None without a history or without an `org.yaml`.
#[must_use]
pub fn participation<'w>(snapshot: &Snapshot<'w>, population: &Population) -> Option<Participation<'w>> {
    let org = snapshot.org()?;
    let mut found = Participation::default();
    for (ix, goal) in population.iter(snapshot) {
        let Some(owner) = goal.owner.as_deref().and_then(|owner| org.person(owner)) else { continue };
        let setters = setters_of(snapshot, ix)?;
        let took_part = setters.include(org, &owner.id);
        if !took_part && !setters.is_whole {
            found.unknown.push(ix);
            continue;
        }
        found.share.of += 1;
        found.owners.push((ix, owner));
        if !took_part {
            found.share.missing.push(ix);
        }
    }
    Some(found)
}
