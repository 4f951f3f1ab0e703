//! Where the files of a goals root are, and which of them the editor has open.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;

use super::buffers::Buffer;
use super::uri::uri_of;
use crate::source::{Root, SETTINGS_FILE, SourceFile, SourceSet};

/// The folders of a goals root and of the roots that it reads with itself, and the open texts.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The real folder of the root itself.
    folder: PathBuf,
    /// The real folders of further roots, by the start of their files' paths.
    further: Vec<(String, PathBuf)>,
    /// Folders inside the root that are goals roots themselves.
    inner: Vec<PathBuf>,
    /// The open texts, by their real paths.
    pub(super) open: HashMap<PathBuf, Buffer>,
}

impl Places {
    /// Creates the places of a root in a real folder.
    pub(super) fn new(folder: PathBuf, open: HashMap<PathBuf, Buffer>) -> Self {
        Self { folder, further: Vec::new(), inner: Vec::new(), open }
    }

    /// Learns from the files of the root which further roots there are.
    pub(super) fn learn(&mut self, sources: &SourceSet) {
        self.further.clear();
        for file in sources.files.iter().filter(|file| !file.is_own()) {
            let name = file.path.strip_suffix(file.path_in_root()).unwrap_or_default().trim_end_matches('/');
            if self.further.last().is_none_or(|(last, _)| last != name) {
                let folder = self.folder.join(name);
                self.further.push((name.to_owned(), folder.canonicalize().unwrap_or(folder)));
            }
        }
        let settings = sources.files.iter().filter(|file| file.is_own() && file.path != SETTINGS_FILE);
        let inner = settings.filter_map(|file| file.path.strip_suffix(SETTINGS_FILE)?.strip_suffix('/'));
        self.inner = inner.map(|folder| self.folder.join(folder)).collect();
    }

    /// Returns the file of the settings as the editor has it open.
    pub(super) fn unsaved_settings(&self) -> Option<SourceFile> {
        let buffer = self.open.get(&self.folder.join(SETTINGS_FILE))?;
        Some(SourceFile::from_text(SETTINGS_FILE, &*buffer.text))
    }

    /// Returns the real folder of the root itself.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the real path of a file.
    pub(super) fn path_of(&self, file: &SourceFile) -> PathBuf {
        let name = file.path.strip_suffix(file.path_in_root()).unwrap_or_default().trim_end_matches('/');
        match self.further.iter().find(|(further, _)| !file.is_own() && further == name) {
            Some((_, folder)) => folder.join(file.path_in_root()),
            None => self.folder.join(&file.path),
        }
    }

    /// Returns the path by which the root knows a file, whether or not there is one; none outside of its folders.
    pub(super) fn name_of(&self, path: &Path) -> Option<String> {
        let further =
            self.further.iter().find_map(|(name, folder)| Some((Some(name), path.strip_prefix(folder).ok()?)));
        let (name, below) = further.or_else(|| Some((None, path.strip_prefix(&self.folder).ok()?)))?;
        let below = below.to_str()?;
        Some(name.map_or_else(|| below.to_owned(), |name| format!("{name}/{below}")))
    }

    /// Returns the address of a path, as the editor writes it if it has the file open.
    pub(super) fn uri_of(&self, path: &Path) -> Uri {
        self.open.get(path).map_or_else(|| uri_of(path), |buffer| buffer.uri.clone())
    }

    /// Tells whether findings on a file are reported here, and not for another root whose file it is first of all.
    pub(super) fn is_reported_here(&self, file: &SourceFile, path: &Path) -> bool {
        match file.root {
            Root::Own => !self.inner.iter().any(|inner| path.starts_with(inner)),
            Root::Included(_) => {
                let is_root = |(_, folder): &&(String, PathBuf)| path.starts_with(folder);
                !self.further.iter().find(is_root).is_some_and(|(_, folder)| folder.join(SETTINGS_FILE).is_file())
            }
            Root::Outer => false,
        }
    }
}
