//! Reads `.mailmap` (gitmailmap(5)), which maps names and addresses of people to canonical ones.

use std::path::PathBuf;

use git2::{ErrorCode, Mailmap};

use super::backend::Backend;
use super::error::GitError;
use super::objects::FileContent;
use super::oids::Oid;
use super::repository::Repository;
use crate::source::read_regular_text;

/// The largest mailmap of a commit that is read, in bytes.
const MAX_BYTES: u64 = 5 << 20;

impl Repository {
    /// The mailmap that a commit has at its top; none if it has none, or one that is too large.
    ///
    /// # Errors
    /// An object is missing or corrupt.
    pub(super) fn mailmap_in(&self, commit: Oid) -> Result<Option<Mailmap>, GitError> {
        let Some(FileContent::Whole(bytes)) = self.file_in(commit, ".mailmap", MAX_BYTES)? else { return Ok(None) };
        Ok(Mailmap::from_buffer(&String::from_utf8_lossy(&bytes)).ok())
    }

    /// The repository's mailmap; none if it has none, or one that cannot be read.
    pub(super) fn mailmap(&self) -> Option<Mailmap> {
        // Libgit2 opens a named pipe and blocks until something writes to it, so only regular files are left to it.
        let own = self.top.as_ref().map(|top| top.join(".mailmap"));
        let is_regular = own.as_ref().is_none_or(|own| own.is_file() || own.symlink_metadata().is_err());
        if let Backend::Library(git) = &self.backend
            && is_regular
            && (!self.is_bare() || self.promisor().is_none())
        {
            // An empty one would be asked for the author and the committer of every commit.
            let has_own = own.is_none_or(|own| own.is_file());
            return if has_own || names_mailmap(git) { git.mailmap().ok() } else { None };
        }
        // In git's order, where later entries override earlier ones: work tree, `mailmap.blob`, `mailmap.file`.
        let program = self.program();
        let file = |path: PathBuf| read_regular_text(&path).ok();
        let blob = |name: &str| {
            let oid = program.parse(name).ok()??;
            self.blob(oid).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        };
        let own = own.and_then(file);
        let named = program.setting("mailmap.blob").or_else(|| self.is_bare().then(|| "HEAD:.mailmap".to_owned()));
        let elsewhere = program.path("mailmap.file").map(|path| self.home().join(path));
        let texts = [own, named.and_then(|name| blob(&name)), elsewhere.and_then(file)];
        let text = texts.into_iter().flatten().collect::<Vec<_>>().join("\n");
        Mailmap::from_buffer(&text).ok()
    }
}

/// Whether the settings of a repository name a mailmap besides the one at its top.
fn names_mailmap(git: &git2::Repository) -> bool {
    let is_set = |config: &git2::Config, name: &str| {
        config.get_entry(name).map_or_else(|error| error.code() != ErrorCode::NotFound, |_| true)
    };
    git.config().map_or(true, |config| ["mailmap.blob", "mailmap.file"].iter().any(|name| is_set(&config, name)))
}
