//! Edits of a project while it is open: of each change only the files that it touches are read again.

use std::sync::Arc;

use super::earlier_orgs::remember_org;
use super::edited::Edited;
use super::last_readable::{recall_goals, recall_org};
use super::other_settings::OtherSettings;
use super::recalled_settings::recalled;
use super::{Project, Site};
use crate::model::Settings;
use crate::source::{ORG_FILE, SETTINGS_FILE, SourceFile};

impl Site {
    /// Finds the files that settings include which are not saved yet.
    #[must_use]
    pub fn with_unsaved(&self, settings: Settings) -> Self {
        let other = OtherSettings { settings, unlisted: Vec::new(), are_recalled: false };
        Self { other: Some(Arc::new(other)), ..self.clone() }
    }
}

impl Project {
    /// Replaces files by others of the same path, or adds them. Earlier versions of `org.yaml` are looked up where a goal
    /// newly names somebody who is not in the present one.
    #[must_use]
    pub fn with_files(self, changed: Vec<SourceFile>) -> Self {
        let Edited { is_org_remembered, unlisted } = self.edited;
        // Other settings have everything read again, the organisation too.
        let is_of_org = |file: &SourceFile| matches!(file.path_in_root(), ORG_FILE | SETTINGS_FILE);
        let is_org_new = changed.iter().any(is_of_org);
        let mut is_org_remembered = is_org_remembered && !is_org_new;
        let of_settings = changed.iter().find(|file| file.path == SETTINGS_FILE);
        let recalled = of_settings.and_then(|file| recalled(file, &self.repository, self.revision));
        let mut workspace = self.workspace.with_files(changed, recalled.as_ref(), &unlisted);
        if let Ok(repository) = self.repository.as_ref() {
            if is_org_new {
                recall_org(&mut workspace, repository, self.revision);
            }
            if !is_org_remembered {
                is_org_remembered = remember_org(&mut workspace, repository, self.revision);
            }
            recall_goals(&mut workspace, repository, self.revision);
        }
        Self { workspace, edited: Edited { is_org_remembered, unlisted }, ..self }
    }

    /// Lets earlier ids lead to the goals that have others now, though their files do not list them, also after further
    /// edits. Returns whether these ids differ from those that did so before.
    pub fn with_unlisted(mut self, unlisted: Vec<(String, String)>) -> (Self, bool) {
        if unlisted == self.edited.unlisted {
            return (self, false);
        }
        self.edited.unlisted = unlisted;
        (self.with_files(Vec::new()), true)
    }
}
