//! The files of a goals repository, read from a folder, a revision, the index or an editor.

use std::path::PathBuf;

use super::file::SourceFile;
use super::in_order::InOrder as _;
use super::root::RefusedRoot;

/// The index of a file in its [`SourceSet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileIx(pub u32);

impl FileIx {
    /// The index as a `usize`.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The files of a goals repository, including the settings and organisation, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct SourceSet {
    /// The root folder, as it was named or found.
    pub root: PathBuf,
    /// All files, sorted by path.
    pub files: Vec<SourceFile>,
    /// The roots that the settings name but that are not read.
    pub refused: Vec<RefusedRoot>,
}

impl SourceSet {
    /// Creates a set of files.
    #[must_use]
    pub fn new(root: PathBuf, mut files: Vec<SourceFile>) -> Self {
        files.order_by(|a, b| a.path.cmp(&b.path));
        Self { root, files, refused: Vec::new() }
    }

    /// Creates a set from texts by path, for tests, editors and examples.
    #[must_use]
    pub fn from_texts<P: Into<String>, T: Into<String>>(texts: impl IntoIterator<Item = (P, T)>) -> Self {
        let files = texts.into_iter().map(|(path, text)| SourceFile::from_text(path, text)).collect();
        Self::new(PathBuf::from("."), files)
    }

    /// The file at an index.
    pub fn file(&self, ix: FileIx) -> &SourceFile {
        &self.files[ix.index()]
    }

    /// The file with a path, if there is one.
    pub fn by_path(&self, path: &str) -> Option<FileIx> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        u32::try_from(at).ok().map(FileIx)
    }

    /// All files with their indexes.
    pub fn iter(&self) -> impl Iterator<Item = (FileIx, &SourceFile)> {
        (0..).map(FileIx).zip(&self.files)
    }
}
