//! The settings while `goalpost.yaml` cannot be read: those of its last version in git that can.

use std::sync::Arc;

use super::last_readable::last_settings;
use super::other_settings::OtherSettings;
use super::roots::scope_of;
use super::{Project, Site};
use crate::git::{GitError, ReadScope, Repository, Revision};
use crate::model::{Settings, readable_settings, settings_of};
use crate::source::SourceFile;

impl Site {
    /// The settings in a `goalpost.yaml`, or those that hold while it cannot be read.
    pub fn settings_in(&self, file: &SourceFile) -> Settings {
        recalled(file, &Repository::open(&self.root), None).unwrap_or_else(|| settings_of(file))
    }

    /// The same site under the settings that hold while `goalpost.yaml` cannot be read.
    pub(super) fn recalling(
        &self,
        file: &SourceFile,
        repository: &Result<Repository, GitError>,
        tip: Option<Revision>,
    ) -> Option<Self> {
        if self.other.is_some() {
            return None;
        }
        let settings = recalled(file, repository, tip)?;
        let other = OtherSettings { settings, unlisted: Vec::new(), are_recalled: true };
        Some(Self { other: Some(Arc::new(other)), ..self.clone() })
    }

    /// Which files the settings in a file include.
    pub(super) fn scope_in(&self, file: &SourceFile, repository: &Repository, tip: Option<Revision>) -> ReadScope {
        let settings = readable_settings(file).or_else(|| last_settings(repository, tip));
        scope_of(&self.settings_or(Some(settings.unwrap_or_else(|| settings_of(file)))))
    }
}

/// The settings that hold while `goalpost.yaml` cannot be read; none if it can, or git has no version that can.
///
/// Without the thresholds, the fiscal year and the exclusions of all others, every number would be another.
pub(super) fn recalled(
    file: &SourceFile,
    repository: &Result<Repository, GitError>,
    tip: Option<Revision>,
) -> Option<Settings> {
    let repository = repository.as_ref().ok().filter(|_| readable_settings(file).is_none())?;
    last_settings(repository, tip)
}

impl Project {
    /// Whether `goalpost.yaml` cannot be read, and the settings are those of its last version in git that can.
    pub fn recalls_settings(&self) -> bool {
        self.site.other.as_ref().is_some_and(|other| other.are_recalled)
    }
}
