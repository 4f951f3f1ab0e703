//! Commits single files, and creates tags, with the `git` program.
//!
//! The program is used instead of libgit2 because a user's commit must use their identity, hooks and signing key.
//! `git commit --only` commits the named files and leaves everything else in the index unchanged.

use std::collections::HashSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::error::GitError;
use super::index_entries::{IndexEntries, MAX_PATHS, nul_terminated, pathspecs};
use super::made_commit::{Committed, MadeCommit};
use super::repository::Repository;
use super::watched::run_until;

/// The files and folders in the git directory that mark an operation in progress. During one, git refuses to commit
/// single files, or a commit would become part of it.
const OPERATIONS: [(&str, &str); 5] = [
    ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("rebase-merge", "rebase"),
    ("rebase-apply", "rebase"),
];

/// The variable that tells the hooks of a commit in which goals' root a command is writing.
pub const WRITING: &str = "GOALPOST_WRITING";

impl Repository {
    /// Whether the work tree may be a sparse checkout.
    pub fn is_sparse(&self) -> bool {
        self.git_dir.join("info/sparse-checkout").exists()
    }

    /// Whether a file, by its path from the goals' root, is tracked but left out by a sparse checkout. Git runs once for
    /// all files.
    pub fn hides(&self, root: &Path, path: &str) -> bool {
        if !self.is_sparse() || root.join(path).exists() {
            return false;
        }
        let hidden = self.hidden.get_or_init(|| {
            let listed = self.program().list_files(root, &["-t", "-z"]).map(|it| it.stdout).unwrap_or_default();
            let skipped = |line: &[u8]| Some(String::from_utf8_lossy(line.strip_prefix(b"S ")?).into_owned());
            listed.split(|byte| *byte == 0).filter_map(skipped).collect()
        });
        // A sparse index has a folder in the place of its files.
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..=end]);
        hidden.contains(path) || folders.any(|folder| hidden.contains(folder))
    }

    /// Checks that single files can be committed now.
    ///
    /// # Errors
    /// There is no work tree, a merge or similar operation is in progress, the committer is unknown, or the `git` program
    /// cannot be run.
    pub fn can_record(&self, root: &Path) -> Result<(), GitError> {
        if self.is_bare() {
            return Err(GitError::Unrecorded("a bare repository has no files to commit".to_owned()));
        }
        for (file, operation) in OPERATIONS {
            if self.git_dir.join(file).exists() {
                return Err(GitError::Unrecorded(format!("a {operation} is in progress: finish or abort it first")));
            }
        }
        let committer = self.ask(root, &["var", "GIT_COMMITTER_IDENT"])?;
        if committer.status.success() { Ok(()) } else { Err(refused(&committer)) }
    }

    /// Those of some files, by their paths from the goals' root, with uncommitted changes.
    ///
    /// # Errors
    /// The `git` program cannot be run or fails.
    pub fn uncommitted(&self, root: &Path, paths: &[String]) -> Result<Vec<String>, GitError> {
        let mut args =
            vec!["--literal-pathspecs", "status", "--porcelain", "-z", "--no-renames", "--ignore-submodules=all", "--"];
        args.extend(pathspecs(paths));
        let output = self.ask(root, &args)?;
        if !output.status.success() {
            return Err(refused(&output));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let changed = text.split('\0').filter_map(|line| line.get(3..)).map(str::to_owned);
        if paths.len() <= MAX_PATHS {
            return Ok(changed.collect());
        }
        let prefix = String::from_utf8_lossy(&self.ask(root, &["rev-parse", "--show-prefix"])?.stdout).into_owned();
        let wanted: HashSet<&str> = paths.iter().map(String::as_str).collect();
        Ok(changed.filter(|path| path.strip_prefix(prefix.trim_end()).is_some_and(|it| wanted.contains(it))).collect())
    }

    /// Commits only some files, by their paths from the goals' root. Git is terminated once `stop` returns true.
    ///
    /// # Errors
    /// The `git` program or a hook fails, or is terminated, and no commit holds the change. The index is then restored,
    /// unless a commit holds a part of it.
    pub fn record(
        &self,
        root: &Path,
        paths: &[String],
        message: &str,
        stop: &dyn Fn() -> bool,
    ) -> Result<MadeCommit, GitError> {
        let before = self.entries(root, paths)?;
        let start = self.commit_start(root, paths)?;
        let failed = self.commit(root, paths, &before, message, stop).err();
        let reason = || match &failed {
            Some(_) if stop() => "interrupted".to_owned(),
            Some(GitError::Unrecorded(reason)) => reason.clone(),
            Some(other) => other.to_string(),
            None => "git made one, and a hook undid it".to_owned(),
        };
        match self.committed_since(root, paths, &start, failed.is_none())? {
            Committed::All(name) => {
                let mut complaint = failed.as_ref().filter(|_| !stop()).map(|_| reason());
                // A hook that commits leaves the index as it was, which would undo the change in the next commit.
                if failed.is_some()
                    && let Err(error) = self.put(root, paths, &self.committed_entries(&name, paths)?)
                {
                    complaint = Some(format!("git's index could not be updated: {error}"));
                }
                Ok(MadeCommit { name, complaint })
            }
            Committed::Part(commit) => Err(GitError::PartlyRecorded { commit, reason: reason() }),
            Committed::Nothing => match self.put(root, paths, &before) {
                Ok(()) => Err(GitError::Unrecorded(reason())),
                Err(error) => {
                    Err(GitError::Unrecorded(format!("{}; and git's index could not be restored: {error}", reason())))
                }
            },
        }
    }

    fn commit(
        &self,
        root: &Path,
        paths: &[String],
        before: &IndexEntries,
        message: &str,
        stop: &dyn Fn() -> bool,
    ) -> Result<(), GitError> {
        let from_stdin = ["--pathspec-from-file=-", "--pathspec-file-nul"];
        // `commit --only` refuses untracked files, so these are added with --intent-to-add first.
        let untracked: Vec<String> = paths.iter().filter(|path| !before.contains_key(*path)).cloned().collect();
        if !untracked.is_empty() {
            let list = nul_terminated(&untracked);
            let added = self.change(root, &[&["--literal-pathspecs", "add", "-N"][..], &from_stdin].concat(), &list)?;
            if !added.status.success() {
                return Err(refused(&added));
            }
        }
        let commit = ["--literal-pathspecs", "commit", "--quiet", "--only", "-m", message];
        let mut git = self.program().change(root);
        git.env(WRITING, root.canonicalize().unwrap_or_default());
        let output = run_until(git.args(commit).args(from_stdin), &nul_terminated(paths), stop)
            .map_err(|error| not_run(&error))?;
        if output.status.success() { Ok(()) } else { Err(refused(&output)) }
    }

    /// The index entries of some files, by their paths from the goals' root.
    fn entries(&self, root: &Path, paths: &[String]) -> Result<IndexEntries, GitError> {
        let args = [&["--stage", "-z", "--"][..], &pathspecs(paths)].concat();
        let wanted: HashSet<&str> = paths.iter().map(String::as_str).collect();
        let listed = self.program().list_files(root, &args)?.stdout;
        let mut entries = IndexEntries::new();
        for line in String::from_utf8_lossy(&listed).split('\0') {
            if let Some((entry, path)) = line.split_once('\t').filter(|(_, path)| wanted.contains(path)) {
                entries.entry(path.to_owned()).or_default().push(entry.to_owned());
            }
        }
        Ok(entries)
    }

    /// Gives some files other index entries.
    fn put(&self, root: &Path, paths: &[String], wanted: &IndexEntries) -> Result<(), GitError> {
        let now = self.entries(root, paths)?;
        let mut lines = String::new();
        for path in paths.iter().filter(|path| now.get(*path) != wanted.get(*path)) {
            // Mode 0 removes all entries of a path before the others are added (git-update-index(1)).
            let from_top = self.path_from_top(path);
            lines.push_str(&format!("0 {}\t{from_top}\0", "0".repeat(2 * self.width)));
            for entry in wanted.get(path).into_iter().flatten() {
                lines.push_str(&format!("{entry}\t{from_top}\0"));
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        let put = self.change(root, &["update-index", "-z", "--index-info"], &lines)?;
        if put.status.success() { Ok(()) } else { Err(refused(&put)) }
    }

    /// The object that a name resolves to; none if there is none.
    pub(super) fn resolve_name(&self, root: &Path, name: &str) -> Result<Option<String>, GitError> {
        let found = self.ask(root, &["rev-parse", "--verify", "--quiet", name])?;
        Ok(found.status.success().then(|| String::from_utf8_lossy(&found.stdout).trim().to_owned()))
    }

    /// Writes a text as a blob and returns its name, so that the user can get it back with `git show`; none if that fails.
    pub fn store_blob(&self, root: &Path, text: &[u8]) -> Option<String> {
        let mut git = self.program().change(root);
        let mut child = git.args(["hash-object", "-w", "--stdin"]).stdin(Stdio::piped()).spawn().ok()?;
        child.stdin.take()?.write_all(text).ok()?;
        let output = child.wait_with_output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Sets a value in the repository's own configuration.
    ///
    /// # Errors
    /// The configuration cannot be written.
    pub fn configure(&self, key: &str, value: &str) -> Result<(), GitError> {
        let unconfigured = |error: GitError| match error {
            GitError::Unrecorded(message) => GitError::Unconfigured(message),
            other => other,
        };
        let set = self.change(&self.top(), &["config", "--local", "--", key, value], "").map_err(unconfigured)?;
        if set.status.success() { Ok(()) } else { Err(unconfigured(refused(&set))) }
    }

    /// Runs a read-only command in the goals' root.
    pub(super) fn ask(&self, root: &Path, args: &[&str]) -> Result<Output, GitError> {
        run(self.program().question(root), args, "")
    }

    /// Runs a command that changes something in the goals' root, with the user's hooks, filters and signing key.
    pub(super) fn change(&self, root: &Path, args: &[&str], input: &str) -> Result<Output, GitError> {
        run(self.program().change(root), args, input)
    }

    /// The top of the work tree, or the git directory of a bare repository.
    pub fn top(&self) -> PathBuf {
        self.top.as_deref().unwrap_or(&self.git_dir).to_path_buf()
    }

    /// The path of a hook: in `core.hooksPath`, else in the repository's `hooks` folder.
    pub fn hook(&self, name: &str) -> PathBuf {
        let configured = self.program().path("core.hooksPath").map(PathBuf::from);
        let folder = configured.unwrap_or_else(|| self.common.join("hooks"));
        self.top().join(folder).join(name)
    }

    /// Whether a path is inside the work tree or the git directory. A folder that `core.hooksPath` names may be shared by
    /// many repositories.
    pub fn is_own(&self, place: &Path) -> bool {
        let real = |path: &Path| path.ancestors().find_map(|it| it.canonicalize().ok());
        let homes = [self.top.as_deref(), Some(&self.git_dir), Some(&self.common)];
        let place = real(place);
        homes.into_iter().flatten().filter_map(real).any(|home| place.as_ref().is_some_and(|it| it.starts_with(home)))
    }
}

/// Runs git with a text as standard input.
fn run(mut git: Command, args: &[&str], input: &str) -> Result<Output, GitError> {
    run_until(git.args(args), input, &|| false).map_err(|error| not_run(&error))
}

fn not_run(error: &io::Error) -> GitError {
    GitError::Unrecorded(format!("the git program cannot be run: {error}"))
}

pub(super) fn refused(output: &Output) -> GitError {
    GitError::Unrecorded(message_of(output))
}

/// Git's message: its standard error or, as some hooks print there, its standard output.
pub(super) fn message_of(output: &Output) -> String {
    let texts = [&output.stderr, &output.stdout].map(|text| String::from_utf8_lossy(text).trim().to_owned());
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_else(|| "git gave no reason".to_owned())
}
