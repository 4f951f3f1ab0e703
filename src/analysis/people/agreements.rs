//! Missing agreements of the owners of goals above to the links to their goals.

use crate::analysis::snapshot::Snapshot;
use crate::graph::{Edge, Parent};
use crate::model::{Day, Goal, Kind, Link};

/// The owner of an open goal above who has not agreed to a link, if both its team and its owner differ from this
/// goal's.
pub fn missing_agreement<'w>(snapshot: &Snapshot<'w>, goal: &Goal, parent: Parent) -> Option<&'w str> {
    let Edge::Supports { link, .. } = parent.edge else { return None };
    let owner = other_owner(snapshot, goal, snapshot.goal(parent.goal))?;
    let link = goal.supports.get(link)?;
    (!has_agreed(snapshot, goal, link, owner)).then_some(owner)
}

/// The day by which the owner of a goal above is to agree to a link: the goal below has settled by then, and the owner has had
/// as long since the link was made and the goal above was theirs. None where the goal below has no known start.
pub fn agreement_due(snapshot: &Snapshot<'_>, goal: &Goal, parent: Parent) -> Option<Day> {
    let leads_there = |link: &Link| snapshot.workspace.find(&link.goal) == Some(parent.goal);
    let made = snapshot.had_since(goal, |then| then.supports.iter().any(leads_there));
    let theirs = owned_since(snapshot, snapshot.goal(parent.goal));
    snapshot.settles_after(goal, made.max(theirs))
}

/// The day by which the owner of a goal is to agree to it: it has settled by then, and the owner has had as long since it was
/// theirs. None where it has no known start.
pub fn own_agreement_due(snapshot: &Snapshot<'_>, goal: &Goal) -> Option<Day> {
    snapshot.settles_after(goal, owned_since(snapshot, goal))
}

/// The day since which a goal belongs to its owner. A version that names none had the owner of its objective.
fn owned_since(snapshot: &Snapshot<'_>, goal: &Goal) -> Option<Day> {
    let owner = goal.owner.as_deref()?;
    let is_theirs = |then: &Goal| then.owner.as_deref().is_none_or(|then| snapshot.is_same_person(then, owner));
    snapshot.had_since(goal, is_theirs)
}

/// The owner of an open goal who has not agreed to it: of an objective, and of a key result whose objective has another
/// owner.
pub fn missing_own_agreement<'g>(snapshot: &Snapshot<'_>, goal: &'g Goal) -> Option<&'g str> {
    let owner = goal.owner.as_deref().filter(|_| goal.is_open())?;
    match goal.kind {
        Kind::Objective => {}
        Kind::KeyResult => {
            let theirs = snapshot.goal(snapshot.objective_of(goal)?).owner.as_deref()?;
            if snapshot.is_same_person(theirs, owner) {
                return None;
            }
        }
        _ => return None,
    }
    let agreed = goal.agreed.iter().any(|agreement| snapshot.is_same_person(&agreement.by, owner));
    (!agreed).then_some(owner)
}

/// Whether agreements are recorded here at all: any goal or link has one.
pub fn are_agreements_recorded(snapshot: &Snapshot<'_>) -> bool {
    let has_any = |goal: &Goal| !goal.agreed.is_empty() || goal.supports.iter().any(|link| !link.agreed.is_empty());
    snapshot.goals().any(|(_, goal)| has_any(goal))
}

/// The owner of a goal above, if it belongs to another team and another owner: within a team or for the same owner no
/// agreement is needed.
fn other_owner<'g>(snapshot: &Snapshot<'_>, goal: &Goal, above: &'g Goal) -> Option<&'g str> {
    let owner = above.owner.as_deref().filter(|_| above.is_open())?;
    let team = above.team.as_deref()?;
    let same_team = goal.team.as_deref().is_some_and(|own| snapshot.is_same_team(own, team));
    let same_owner = goal.owner.as_deref().is_some_and(|own| snapshot.is_same_person(own, owner));
    (!same_team && !same_owner).then_some(owner)
}

/// Whether a person has agreed to a link, or to the whole goal.
fn has_agreed(snapshot: &Snapshot<'_>, goal: &Goal, link: &Link, owner: &str) -> bool {
    link.agreed.iter().chain(&goal.agreed).any(|agreement| snapshot.is_same_person(&agreement.by, owner))
}
