//! Who agreed to a goal and its links, and whose agreement is missing.

use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::analysis::people::{missing_agreement, missing_own_agreement};
use crate::model::{Agreement, Goal, GoalIx};

/// Who agreed to a goal, and whose agreement is missing.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AgreementsView {
    /// Who agreed to the goal; agreements to links are listed with the links.
    pub agreed: Vec<Agreement>,
    /// Whose agreement is missing, while the goal is open.
    pub missing: Vec<MissingView>,
}

/// A person whose agreement is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MissingView {
    /// The person.
    pub person: String,
    /// The goal whose owner they are: this one, or one that it supports.
    pub owner_of: String,
    /// Whether it is the link to that goal that they have not agreed to.
    pub link: bool,
}

impl AgreementsView {
    /// The owner is missed on objectives, and on key results that are not of the objective's owner; a parent's owner on
    /// links to other owners and other teams, as `one-sided-link` has it.
    pub(super) fn new(snapshot: &Facts<'_>, ix: GoalIx) -> Self {
        let goal = snapshot.goal(ix);
        let mut missing = Vec::new();
        if goal.is_open() {
            let own = missing_own_agreement(snapshot, goal);
            missing.extend(own.map(|owner| missing_of(owner, goal, false)));
            for parent in snapshot.graph.parents(ix) {
                let owner = missing_agreement(snapshot, goal, parent);
                missing.extend(owner.map(|owner| missing_of(owner, snapshot.goal(parent.goal), true)));
            }
            missing.dedup();
        }
        Self { agreed: goal.agreed.clone(), missing }
    }
}

fn missing_of(owner: &str, goal: &Goal, link: bool) -> MissingView {
    MissingView { person: owner.to_owned(), owner_of: goal.id.clone(), link }
}
