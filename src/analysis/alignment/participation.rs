//! Participation: the share of goals whose owner took part in setting them.

use super::population::Population;
use super::share::Share;
use crate::analysis::goalposts::setting::setters_of;
use crate::analysis::snapshot::Snapshot;
use crate::model::{GoalIx, Person};

/// The participation of owners.
#[derive(Debug, Clone, Default)]
pub struct Participation<'w> {
    /// The share of the goals with a known owner that history shows being set.
    pub share: Share,
    /// The same goals with their owners.
    pub owners: Vec<(GoalIx, &'w Person)>,
    /// The goals that were set before history begins, or that are not committed.
    pub unknown: Vec<GoalIx>,
}

/// The participation of owners in setting the goals of a population. None without history or without `org.yaml`.
pub fn participation<'w>(snapshot: &Snapshot<'w>, population: &Population) -> Option<Participation<'w>> {
    let org = snapshot.org()?;
    let mut found = Participation::default();
    for (ix, goal) in population.iter(snapshot) {
        let Some(owner) = goal.owner.as_deref().and_then(|owner| org.person(owner)) else { continue };
        let setters = setters_of(snapshot, ix)?;
        let took_part = setters.include(org, &owner.id);
        // An owner who is not seen in an incomplete history may have taken part.
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
