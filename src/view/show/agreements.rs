//! Who agreed to a goal and its links, and whose agreement is missing.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::model::{Agreement, Goal, GoalIx, Kind};

/// Who agreed to a goal, and whose agreement is missing.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AgreementsView {
    /// Who agreed to the goal; agreements to links are listed with the links.
    pub agreed: Vec<Agreement>,
    /// Whose agreement is missing, while the goal is open.
    pub missing: Vec<MissingView>,
}

/// A person whose agreement is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MissingView {
    /// The person.
    pub person: String,
    /// The goal whose owner they are: this one, or one that it supports.
    pub owner_of: String,
    /// Whether it is the link to that goal that they have not agreed to.
    pub link: bool,
}

impl AgreementsView {
    /// The owner is missed on objectives, and on key results that are not of the objective's owner; a
    /// parent's owner on links to other owners and other teams, as `one-sided-link` has it.
    pub(super) fn new(snapshot: &Facts<'_>, ix: GoalIx) -> Self {
        let goal = snapshot.goal(ix);
        let mut missing = Vec::new();
        if goal.is_open() {
            missing.extend(missing_owner(snapshot, goal));
            for link in &goal.supports {
                let Some(parent) = snapshot.workspace.find(&link.goal).filter(|parent| *parent != ix) else { continue };
                missing.extend(missing_parent_owner(snapshot, goal, snapshot.goal(parent), &link.agreed));
            }
            missing.dedup();
        }
        Self { agreed: goal.agreed.clone(), missing }
    }
}

fn missing_owner(snapshot: &Facts<'_>, goal: &Goal) -> Option<MissingView> {
    let owner = goal.owner.as_ref().filter(|_| matches!(goal.kind, Kind::Objective | Kind::KeyResult))?;
    if goal.kind == Kind::KeyResult {
        let objective = snapshot.workspace.find(goal.measures.as_deref()?)?;
        let theirs = snapshot.goal(objective).owner.as_deref();
        if theirs.is_none_or(|theirs| same_person(snapshot, theirs, owner)) {
            return None;
        }
    }
    let agreed = has_agreed(snapshot, owner, &goal.agreed);
    (!agreed).then(|| MissingView { person: owner.clone(), owner_of: goal.id.clone(), link: false })
}

fn missing_parent_owner(snapshot: &Facts<'_>, goal: &Goal, parent: &Goal, agreed: &[Agreement]) -> Option<MissingView> {
    let owner = parent.owner.as_ref()?;
    let team = parent.team.as_ref()?;
    let same = goal.team.as_ref() == Some(team)
        || goal.owner.as_ref().is_some_and(|own| same_person(snapshot, own, owner))
        || !parent.is_open();
    let agreed = has_agreed(snapshot, owner, agreed) || has_agreed(snapshot, owner, &goal.agreed);
    (!same && !agreed).then(|| MissingView { person: owner.clone(), owner_of: parent.id.clone(), link: true })
}

fn has_agreed(snapshot: &Facts<'_>, person: &str, agreed: &[Agreement]) -> bool {
    agreed.iter().any(|it| same_person(snapshot, &it.by, person))
}

/// Whether two ids are one person's, earlier ids included.
fn same_person(snapshot: &Facts<'_>, a: &str, b: &str) -> bool {
    let known = |id: &str| snapshot.org().and_then(|org| org.person(id)).map(|person| person.index);
    a == b || (known(a).is_some() && known(a) == known(b))
}
