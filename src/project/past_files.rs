//! The organisation and the settings as they were.

use super::Project;
use super::earlier_orgs::earlier_orgs;
use crate::model::{Org, Settings, readable_settings};
use crate::source::{SETTINGS_FILE, SourceFile};

impl Project {
    /// Returns all versions of `org.yaml` in HEAD's history, in no particular order; none without git.
    pub fn past_orgs(&self) -> Vec<Org> {
        let Ok(repository) = &self.repository else { return Vec::new() };
        let earlier = repository.head().and_then(|head| earlier_orgs(repository, head, &self.workspace.settings));
        earlier.map(|(orgs, _)| orgs).unwrap_or_default()
    }

    /// Returns all readable versions of `goalpost.yaml` in HEAD's history, in no particular order; none without git.
    pub fn past_settings(&self) -> Vec<Settings> {
        let Ok(repository) = &self.repository else { return Vec::new() };
        let earlier = repository.head().and_then(|head| repository.earlier_texts(head.oid, SETTINGS_FILE));
        let texts = earlier.map(|earlier| earlier.texts).unwrap_or_default();
        texts.into_iter().filter_map(|text| readable_settings(&SourceFile::from_bytes(SETTINGS_FILE, text))).collect()
    }
}
