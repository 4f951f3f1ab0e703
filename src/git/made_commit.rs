//! Whether a commit holds a change, by what git has and not by its message: hooks rewrite messages, commit by themselves,
//! and undo commits.

use std::collections::HashMap;
use std::path::Path;

use super::error::GitError;
use super::index_entries::{IndexEntries, MAX_PATHS};
use super::repository::Repository;

/// A commit that holds a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeCommit {
    /// Its name.
    pub name: String,
    /// What git or a hook complained of, though the commit stands.
    pub complaint: Option<String>,
}

/// What stands before git is asked to commit some files.
#[derive(Debug)]
pub(super) struct CommitStart {
    head: Option<String>,
    /// The branch that HEAD is, if it is one. A hook may check out another after the commit.
    branch: Option<String>,
    /// The files in HEAD, as entries of the index.
    earlier: IndexEntries,
    /// The blobs of the files in the work tree, by path.
    blobs: HashMap<String, String>,
}

/// How much of a change has been committed since.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Committed {
    /// Nothing.
    Nothing,
    /// Some of it, in this commit.
    Part(String),
    /// All of it, in this commit.
    All(String),
}

impl Repository {
    /// Notes what stands before some files, by their paths from the goals' root, are committed.
    pub(super) fn commit_start(&self, root: &Path, paths: &[String]) -> Result<CommitStart, GitError> {
        let head = self.resolve_name(root, "HEAD")?;
        let branch = self.ask(root, &["symbolic-ref", "--quiet", "HEAD"])?;
        let branch = branch.status.success().then(|| String::from_utf8_lossy(&branch.stdout).trim().to_owned());
        let earlier = head.as_deref().map(|head| self.committed_entries(head, paths)).transpose()?.unwrap_or_default();
        Ok(CommitStart { head, branch, earlier, blobs: self.blobs(paths)? })
    }

    /// How much of the change was committed since. `is_done` tells that git ended without an error: a commit of other texts,
    /// as of a hook that formats files, then holds the change too.
    pub(super) fn committed_since(
        &self,
        root: &Path,
        paths: &[String],
        start: &CommitStart,
        is_done: bool,
    ) -> Result<Committed, GitError> {
        let mut found = Committed::Nothing;
        for name in std::iter::once("HEAD").chain(start.branch.as_deref()) {
            let Some(commit) = self.resolve_name(root, name)?.filter(|it| Some(it) != start.head.as_ref()) else {
                continue;
            };
            let entries = self.committed_entries(&commit, paths)?;
            if has_blobs(&entries, paths, &start.blobs) {
                return Ok(Committed::All(commit));
            }
            if entries == start.earlier || !self.is_on_top(root, &commit, start.head.as_deref())? {
                continue;
            }
            if is_done || has_blobs(&entries, paths, &self.blobs(paths)?) {
                return Ok(Committed::All(commit));
            }
            found = Committed::Part(commit);
        }
        Ok(found)
    }

    fn is_on_top(&self, root: &Path, commit: &str, of: Option<&str>) -> Result<bool, GitError> {
        let Some(of) = of else { return Ok(true) };
        Ok(self.ask(root, &["merge-base", "--is-ancestor", of, commit])?.status.success())
    }

    /// Some files in a commit, as entries of the index.
    pub(super) fn committed_entries(&self, commit: &str, paths: &[String]) -> Result<IndexEntries, GitError> {
        let at: HashMap<String, &String> = paths.iter().map(|path| (self.path_from_top(path), path)).collect();
        let mut args = vec!["--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", commit];
        if paths.len() <= MAX_PATHS {
            args.push("--");
            args.extend(at.keys().map(String::as_str));
        }
        let listed = self.ask(&self.top(), &args)?.stdout;
        let entry = |line: &str| {
            let (entry, path) = line.split_once('\t')?;
            let mut words = entry.split(' ');
            let (mode, blob) = (words.next()?, words.nth(1)?);
            Some(((*at.get(path)?).clone(), vec![format!("{mode} {blob} 0")]))
        };
        Ok(String::from_utf8_lossy(&listed).split('\0').filter_map(entry).collect())
    }

    /// The blobs that git would make of some files in the work tree; none if one of them cannot be read.
    fn blobs(&self, paths: &[String]) -> Result<HashMap<String, String>, GitError> {
        let list: String = paths.iter().map(|path| self.path_from_top(path) + "\n").collect();
        let made = self.change(&self.top(), &["hash-object", "--stdin-paths"], &list)?;
        let names = String::from_utf8_lossy(&made.stdout).into_owned();
        Ok(paths.iter().cloned().zip(names.lines().map(str::to_owned)).collect())
    }

    /// A path from the top of the work tree, of one from the goals' root.
    pub(super) fn path_from_top(&self, path: &str) -> String {
        if self.root.is_empty() { path.to_owned() } else { format!("{}/{path}", self.root) }
    }
}

/// Whether every file has its blob in a commit.
fn has_blobs(entries: &IndexEntries, paths: &[String], blobs: &HashMap<String, String>) -> bool {
    let has = |path: &String| {
        let (entry, blob) = (entries.get(path)?.first()?, blobs.get(path)?);
        Some(entry.split(' ').nth(1)? == blob)
    };
    paths.iter().all(|path| has(path) == Some(true))
}
