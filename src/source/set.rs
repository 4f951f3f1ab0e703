//! All files of a goals repository, from whatever source: a folder, a revision, the index, an editor.

use std::path::PathBuf;

use super::file::SourceFile;
use super::root::RefusedRoot;

/// The place of a file in its [`SourceSet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileIx(pub u32);

impl FileIx {
    /// The place as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The files of a goals repository, the settings and organisation among them, ordered by path.
#[derive(Debug, Clone, Default)]
pub struct SourceSet {
    /// The root folder as it was named or found.
    pub root: PathBuf,
    /// Every file, by path.
    pub files: Vec<SourceFile>,
    /// Roots that the settings name and that are not read.
    pub refused: Vec<RefusedRoot>,
}

impl SourceSet {
    /// Some files of a root.
    #[must_use]
    pub fn new(root: PathBuf, mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { root, files, refused: Vec::new() }
    }

    /// A set of texts at hand, for tests, editors and examples.
    #[must_use]
    pub fn from_texts<P: Into<String>, T: Into<String>>(texts: impl IntoIterator<Item = (P, T)>) -> Self {
        let files = texts.into_iter().map(|(path, text)| SourceFile::from_text(path, text)).collect();
        Self::new(PathBuf::from("."), files)
    }

    /// The file at a place.
    #[must_use]
    pub fn file(&self, ix: FileIx) -> &SourceFile {
        &self.files[ix.index()]
    }

    /// The file with a path, if the set holds it.
    #[must_use]
    pub fn by_path(&self, path: &str) -> Option<FileIx> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        u32::try_from(at).ok().map(FileIx)
    }

    /// Every place with its file.
    pub fn iter(&self) -> impl Iterator<Item = (FileIx, &SourceFile)> {
        (0..).map(FileIx).zip(&self.files)
    }
}
