//! Missing agreements: of the owner of a goal, and of the owners of goals above to the links to their goals.

use crate::analysis::snapshot::Snapshot;
use crate::graph::{Edge, Parent};
use crate::model::{Agreement, Goal, Kind};

/// The owner of an open goal above who has not agreed to a link, if both its team and its owner differ from this
/// goal's. Agreeing to the whole goal includes its links.
#[must_use]
pub fn missing_agreement<'w>(snapshot: &Snapshot<'w>, goal: &Goal, parent: Parent) -> Option<&'w str> {
    let Edge::Supports { link, .. } = parent.edge else { return None };
    let owner = other_owner(snapshot, goal, snapshot.goal(parent.goal))?;
    let mut agreed = goal.supports.get(link)?.agreed.iter().chain(&goal.agreed);
    (!agreed.any(|it| is_by(snapshot, it, owner))).then_some(owner)
}

/// The owner of an objective, or of a key result with another owner than its objective, who has not agreed to it.
#[must_use]
pub fn missing_owner_agreement<'g>(snapshot: &Snapshot<'_>, goal: &'g Goal) -> Option<&'g str> {
    let owner = goal.owner.as_deref().filter(|_| matches!(goal.kind, Kind::Objective | Kind::KeyResult))?;
    if goal.kind == Kind::KeyResult {
        let objective = snapshot.workspace.find(goal.measures.as_deref()?)?;
        let theirs = snapshot.goal(objective).owner.as_deref()?;
        if snapshot.is_same_person(theirs, owner) {
            return None;
        }
    }
    (!goal.agreed.iter().any(|it| is_by(snapshot, it, owner))).then_some(owner)
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

fn is_by(snapshot: &Snapshot<'_>, agreement: &Agreement, person: &str) -> bool {
    snapshot.is_same_person(&agreement.by, person)
}
