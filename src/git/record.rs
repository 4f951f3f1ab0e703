//! Recording a change: a commit of some files alone, made by the `git` program.
//!
//! The program and not libgit2, because a commit of someone's is made as they have set it up: with their identity, their
//! hooks, their signature. `git commit --only` takes the files named and leaves all else in the index as it is.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::error::GitError;
use super::repository::Repository;

/// The most files that git is asked about by name.
const MOST_ASKED: usize = 200;

/// What git has begun and not ended, by the sign of it in its folder.
const UNDER_WAY: [(&str, &str); 5] = [
    ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("rebase-merge", "rebase"),
    ("rebase-apply", "rebase"),
];

impl Repository {
    /// Whether git has a file that a sparse checkout hides, by its path from the goals' root. Git is asked once for all.
    #[must_use]
    pub fn hides(&self, root: &Path, path: &str) -> bool {
        if !self.git_dir.join("info/sparse-checkout").exists() || root.join(path).exists() {
            return false;
        }
        let hidden = self.hidden.get_or_init(|| {
            let listed = self.ask(root, &["ls-files", "-t", "-z"]).map(|output| output.stdout).unwrap_or_default();
            let skipped = |line: &[u8]| Some(String::from_utf8_lossy(line.strip_prefix(b"S ")?).into_owned());
            listed.split(|byte| *byte == 0).filter_map(skipped).collect()
        });
        hidden.contains(path)
    }

    /// Says why no commit of single files could be made now, if that is so.
    ///
    /// # Errors
    /// There is no work tree, a merge or the like is under way, or there is no `git` program.
    pub fn can_record(&self, root: &Path) -> Result<(), GitError> {
        if self.is_bare() {
            return Err(GitError::Unrecorded("a bare repository has no files to commit".to_owned()));
        }
        for (file, what) in UNDER_WAY {
            if self.git_dir.join(file).exists() {
                return Err(GitError::Unrecorded(format!("a {what} is under way, which has to end first")));
            }
        }
        let who = self.ask(root, &["var", "GIT_COMMITTER_IDENT"])?;
        if who.status.success() { Ok(()) } else { Err(refused(&who)) }
    }

    /// Which of some files, by their paths from the goals' root, have changes that no commit has.
    ///
    /// # Errors
    /// There is no `git` program, or it refuses.
    pub fn uncommitted(&self, root: &Path, paths: &[String]) -> Result<Vec<String>, GitError> {
        let mut args =
            vec!["--literal-pathspecs", "status", "--porcelain", "-z", "--no-renames", "--ignore-submodules=all", "--"];
        args.extend(asked_for(paths));
        let output = self.ask(root, &args)?;
        if !output.status.success() {
            return Err(refused(&output));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let changed = text.split('\0').filter_map(|line| line.get(3..)).map(str::to_owned);
        if paths.len() <= MOST_ASKED {
            return Ok(changed.collect());
        }
        let prefix = String::from_utf8_lossy(&self.ask(root, &["rev-parse", "--show-prefix"])?.stdout).into_owned();
        let wanted: HashSet<&str> = paths.iter().map(String::as_str).collect();
        Ok(changed.filter(|path| path.strip_prefix(prefix.trim_end()).is_some_and(|it| wanted.contains(it))).collect())
    }

    /// Commits some files alone, by their paths from the goals' root, and gives the commit's id.
    ///
    /// # Errors
    /// The `git` program or one of its hooks refuses; the index is as it was then.
    pub fn record(&self, root: &Path, paths: &[String], message: &str) -> Result<String, GitError> {
        let list = listed(paths);
        let named = ["--pathspec-from-file=-", "--pathspec-file-nul"];
        // Files that git does not know yet cannot be named to `commit --only`.
        let asked = [&["--literal-pathspecs", "ls-files", "-z", "--"][..], &asked_for(paths)].concat();
        let known = String::from_utf8_lossy(&self.ask(root, &asked)?.stdout).into_owned();
        let known: HashSet<&str> = known.split('\0').collect();
        let fresh: Vec<String> = paths.iter().filter(|path| !known.contains(path.as_str())).cloned().collect();
        if !fresh.is_empty() {
            let list = listed(&fresh);
            let added = self.change(root, &[&["--literal-pathspecs", "add", "-N"][..], &named].concat(), &list)?;
            if !added.status.success() {
                return Err(refused(&added));
            }
        }
        let commit = ["--literal-pathspecs", "commit", "--quiet", "--only", "-m", message];
        let output = self.change(root, &[&commit[..], &named].concat(), &list)?;
        if !output.status.success() {
            if !fresh.is_empty() {
                let forget = ["--literal-pathspecs", "rm", "--quiet", "--cached", "--ignore-unmatch"];
                let list = listed(&fresh);
                let _ = self.change(root, &[&forget[..], &named].concat(), &list);
            }
            return Err(refused(&output));
        }
        let head = self.ask(root, &["rev-parse", "HEAD"])?;
        Ok(String::from_utf8_lossy(&head.stdout).trim().to_owned())
    }

    /// Sets a value in the configuration of this clone.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn configure(&self, key: &str, value: &str) -> Result<(), GitError> {
        let set = self.change(&self.top(), &["config", "--local", "--", key, value], "")?;
        if set.status.success() { Ok(()) } else { Err(refused(&set)) }
    }

    /// Asks git something in the goals' root.
    fn ask(&self, root: &Path, args: &[&str]) -> Result<Output, GitError> {
        run(self.program().question(root), args, "")
    }

    /// Has git change something from the goals' root, with the hooks, filters and signature that the user has set up.
    fn change(&self, root: &Path, args: &[&str], input: &str) -> Result<Output, GitError> {
        run(self.program().change(root), args, input)
    }

    /// The top of the work tree.
    #[must_use]
    pub fn top(&self) -> PathBuf {
        self.top.as_deref().unwrap_or(&self.git_dir).to_path_buf()
    }

    /// Where a hook of a name is looked for: `core.hooksPath`, else the hooks of the repository.
    #[must_use]
    pub fn hook(&self, name: &str) -> PathBuf {
        let configured = self.program().path("core.hooksPath").map(PathBuf::from);
        let folder = configured.unwrap_or_else(|| self.common.join("hooks"));
        self.top().join(folder).join(name)
    }

    /// Whether a place is this repository's alone: in its work tree, or in git's own folder for it. A folder of hooks that
    /// `core.hooksPath` names may be everyone's.
    #[must_use]
    pub fn is_own(&self, place: &Path) -> bool {
        let real = |path: &Path| path.ancestors().find_map(|it| it.canonicalize().ok());
        let homes = [self.top.as_deref(), Some(&self.git_dir), Some(&self.common)];
        let place = real(place);
        homes.into_iter().flatten().filter_map(real).any(|home| place.as_ref().is_some_and(|it| it.starts_with(home)))
    }

    /// Says why a tag could not be given this name, if that is so.
    ///
    /// # Errors
    /// There is a tag of the name, or the name is none.
    pub fn can_tag(&self, root: &Path, name: &str) -> Result<(), GitError> {
        let reference = format!("refs/tags/{name}");
        if name.starts_with('-') || !self.ask(root, &["check-ref-format", &reference])?.status.success() {
            return Err(GitError::Untagged(format!("`{name}` is no name for a tag")));
        }
        if self.ask(root, &["show-ref", "--verify", "--quiet", "--", &reference])?.status.success() {
            return Err(GitError::Untagged(format!("there is a tag `{name}` already")));
        }
        Ok(())
    }

    /// A name for a tag that is free: as wanted, else with the first number behind it that is.
    ///
    /// # Errors
    /// There is no `git` program.
    pub fn free_tag(&self, root: &Path, name: &str) -> Result<String, GitError> {
        let found = self.ask(root, &["for-each-ref", "--format=%(refname)", "--", &format!("refs/tags/{name}*")])?;
        let found = String::from_utf8_lossy(&found.stdout).into_owned();
        let taken: std::collections::HashSet<&str> =
            found.lines().filter_map(|line| line.strip_prefix("refs/tags/")).collect();
        let numbered = (2..).map(|number: u32| format!("{name}-{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        Ok(names.find(|name| !taken.contains(name.as_str())).unwrap_or_else(|| name.to_owned()))
    }

    /// Gives a commit a tag with a message.
    ///
    /// # Errors
    /// The `git` program refuses.
    pub fn tag(&self, root: &Path, name: &str, commit: &str, message: &str) -> Result<(), GitError> {
        let output = self.change(root, &["tag", "-a", "-m", message, "--", name, commit], "")?;
        if output.status.success() { Ok(()) } else { Err(refused(&output)) }
    }
}

/// Paths as git reads them from its input.
fn listed(paths: &[String]) -> String {
    paths.iter().flat_map(|path| [path.as_str(), "\0"]).collect()
}

/// What git is asked about: the paths themselves, or where they are very many everything below the root. Git looks every
/// file up among all that are named, and a command line has its limits.
fn asked_for(paths: &[String]) -> Vec<&str> {
    if paths.len() > MOST_ASKED { vec!["."] } else { paths.iter().map(String::as_str).collect() }
}

/// Runs git with some input.
fn run(mut git: Command, args: &[&str], input: &str) -> Result<Output, GitError> {
    let missing = |error: std::io::Error| GitError::Unrecorded(format!("the git program cannot be run: {error}"));
    let mut child = git.args(args).stdin(Stdio::piped()).spawn().map_err(missing)?;
    if let Some(mut stdin) = child.stdin.take() {
        // Git may end before it has read all; what it says then tells why.
        let _ = stdin.write_all(input.as_bytes());
    }
    child.wait_with_output().map_err(missing)
}

/// Git's own words, the last that say something.
fn refused(output: &Output) -> GitError {
    let words = [&output.stderr, &output.stdout].map(|text| String::from_utf8_lossy(text).trim().to_owned());
    let words = words.into_iter().find(|words| !words.is_empty()).unwrap_or_else(|| "git says no".to_owned());
    GitError::Unrecorded(words)
}
