//! What services know the people of the agenda by.

use std::collections::BTreeSet;

use serde::Serialize;

use super::item::AgendaItem;
use crate::analysis::facts::Facts;

/// A person who has to act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PersonLogins {
    /// The id.
    pub id: String,
    /// The login at GitHub.
    pub github: Option<String>,
    /// The login at GitLab.
    pub gitlab: Option<String>,
}

impl PersonLogins {
    /// The people who have to act, by id; teams and those whom org.yaml does not know are none.
    pub(super) fn all(snapshot: &Facts<'_>, items: &[AgendaItem]) -> Vec<Self> {
        let Some(org) = snapshot.org() else { return Vec::new() };
        let ids: BTreeSet<&String> = items.iter().flat_map(|item| &item.who).collect();
        let people = ids.into_iter().filter_map(|id| org.person(id));
        people
            .map(|person| Self { id: person.id.clone(), github: person.github.clone(), gitlab: person.gitlab.clone() })
            .collect()
    }
}
