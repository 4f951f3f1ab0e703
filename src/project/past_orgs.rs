//! The organisation as it was.

use super::Project;
use super::earlier_orgs::earlier_orgs;
use crate::model::Org;

impl Project {
    /// Returns all versions of `org.yaml` in HEAD's history, in no particular order; none without git.
    pub fn past_orgs(&self) -> Vec<Org> {
        let Ok(repository) = &self.repository else { return Vec::new() };
        let earlier = repository.head().and_then(|head| earlier_orgs(repository, head, &self.workspace.settings));
        earlier.map(|(orgs, _)| orgs).unwrap_or_default()
    }
}
