//! How the settings changed along the trunk's line.

use std::sync::Arc;

use crate::git::{GitError, Oid, OidMap, Repository};
use crate::model::{Settings, readable_settings};
use crate::source::{SETTINGS_FILE, SourceFile};

/// A change of the settings along the trunk's line.
#[derive(Debug, Clone)]
pub struct SettingsChange {
    /// The number of the step.
    pub step: usize,
    /// The settings before.
    pub before: Arc<Settings>,
    /// The settings after.
    pub after: Arc<Settings>,
}

/// The settings along the trunk's line.
#[derive(Debug, Default)]
pub(super) struct SettingsHistory {
    /// The changes, the oldest first.
    pub(super) changes: Vec<SettingsChange>,
    /// The settings in the commit from which history was read.
    pub(super) head: Arc<Settings>,
    /// Whether any commit had the file.
    pub(super) is_known: bool,
}

/// A folder in which a goal's file lay before it was moved.
#[derive(Debug)]
pub struct LeftFolder<'h> {
    /// The path of the file there.
    pub path: String,
    /// The settings when it left.
    pub settings: &'h Settings,
}

impl SettingsHistory {
    /// Reads the contents of `goalpost.yaml` that steps replaced: the number of a step, the content before and after.
    /// A version that cannot be read changes nothing.
    pub(super) fn read(
        repository: &Repository,
        steps: Vec<(usize, Option<Oid>, Option<Oid>)>,
        head: Option<Oid>,
    ) -> Result<Self, GitError> {
        let mut known: OidMap<Option<Arc<Settings>>> = OidMap::default();
        let mut settings = |oid: Option<Oid>| -> Result<Option<Arc<Settings>>, GitError> {
            // Without the file the defaults hold.
            let Some(oid) = oid else { return Ok(Some(Arc::default())) };
            if let Some(settings) = known.get(&oid) {
                return Ok(settings.clone());
            }
            let read = readable_settings(&SourceFile::from_bytes(SETTINGS_FILE, repository.blob(oid)?)).map(Arc::new);
            known.insert(oid, read.clone());
            Ok(read)
        };
        let mut history = Self::default();
        let mut last: Option<Arc<Settings>> = None;
        let mut is_known = false;
        for (step, old, new) in steps {
            // With the first file nothing was changed: until then nobody had set anything.
            if old.is_none() && !is_known {
                is_known = true;
                last = settings(new)?;
                continue;
            }
            is_known = true;
            let before = last.take().or(settings(old)?);
            let after = settings(new)?.or_else(|| before.clone());
            if let (Some(before), Some(after)) = (before, &after)
                && before != *after
            {
                history.changes.push(SettingsChange { step, before, after: Arc::clone(after) });
            }
            last = after;
        }
        history.is_known = is_known || head.is_some();
        history.head = settings(head)?.or(last).unwrap_or_default();
        Ok(history)
    }

    /// The settings just before a step along the trunk's line.
    pub(super) fn before(&self, step: usize) -> &Settings {
        match self.changes.iter().find(|change| step <= change.step) {
            Some(later) => &later.before,
            None => self.changes.last().map_or(&*self.head, |change| &change.after),
        }
    }
}
