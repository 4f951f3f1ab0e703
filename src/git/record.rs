//! Recording a change: a commit of some files alone, made by the `git` program.
//!
//! The program and not libgit2, because a commit of someone's is made as they have set it up: with their identity, their
//! hooks, their signature. `git commit --only` takes the files named and leaves all else in the index as it is.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::error::GitError;
use super::repository::Repository;
use super::watched::run_until;

/// What the index has of files, by path: mode, object and stage as git writes them.
type IndexEntries = HashMap<String, Vec<String>>;

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
    /// Whether the work tree may be a sparse checkout.
    #[must_use]
    pub fn is_sparse(&self) -> bool {
        self.git_dir.join("info/sparse-checkout").exists()
    }

    /// Whether git has a file that a sparse checkout hides, by its path from the goals' root. Git is asked once for all.
    #[must_use]
    pub fn hides(&self, root: &Path, path: &str) -> bool {
        if !self.is_sparse() || root.join(path).exists() {
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

    /// Commits some files alone, by their paths from the goals' root, and gives the commit's id. It is given up when `stop`
    /// says so.
    ///
    /// # Errors
    /// The `git` program or one of its hooks refuses, or is ended; the index is as it was then.
    pub fn record(
        &self,
        root: &Path,
        paths: &[String],
        message: &str,
        stop: &dyn Fn() -> bool,
    ) -> Result<String, GitError> {
        let before = self.entries(root, paths)?;
        let head = self.named(root, "HEAD")?;
        let failed = match self.commit(root, paths, &before, message, stop) {
            Ok(()) => return self.named(root, "HEAD").map(Option::unwrap_or_default),
            Err(failed) => failed,
        };
        // Git may have been ended in a hook that follows the commit.
        if let Some(commit) = self.landed(root, head.as_deref(), message)? {
            return Ok(commit);
        }
        let failed = if stop() { GitError::Unrecorded("interrupted".to_owned()) } else { failed };
        match self.restore(root, paths, &before) {
            Ok(()) => Err(failed),
            Err(error) => Err(GitError::Unrecorded(format!("{failed}; and git's index is not as it was: {error}"))),
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
        let named = ["--pathspec-from-file=-", "--pathspec-file-nul"];
        // Files that git does not know yet cannot be named to `commit --only`.
        let fresh: Vec<String> = paths.iter().filter(|path| !before.contains_key(*path)).cloned().collect();
        if !fresh.is_empty() {
            let list = listed(&fresh);
            let added = self.change(root, &[&["--literal-pathspecs", "add", "-N"][..], &named].concat(), &list)?;
            if !added.status.success() {
                return Err(refused(&added));
            }
        }
        let commit = ["--literal-pathspecs", "commit", "--quiet", "--only", "-m", message];
        let mut git = self.program().change(root);
        let output = run_until(git.args(commit).args(named), &listed(paths), stop).map_err(|error| not_run(&error))?;
        if output.status.success() { Ok(()) } else { Err(refused(&output)) }
    }

    /// What the index has of some files, by their paths from the goals' root.
    fn entries(&self, root: &Path, paths: &[String]) -> Result<IndexEntries, GitError> {
        let asked = [&["--literal-pathspecs", "ls-files", "--stage", "-z", "--"][..], &asked_for(paths)].concat();
        let wanted: HashSet<&str> = paths.iter().map(String::as_str).collect();
        let listed = self.ask(root, &asked)?.stdout;
        let mut entries = IndexEntries::new();
        for line in String::from_utf8_lossy(&listed).split('\0') {
            if let Some((entry, path)) = line.split_once('\t').filter(|(_, path)| wanted.contains(path)) {
                entries.entry(path.to_owned()).or_default().push(entry.to_owned());
            }
        }
        Ok(entries)
    }

    /// Gives the index what it had of some files.
    fn restore(&self, root: &Path, paths: &[String], before: &IndexEntries) -> Result<(), GitError> {
        let now = self.entries(root, paths)?;
        let mut lines = String::new();
        for path in paths.iter().filter(|path| now.get(*path) != before.get(*path)) {
            let from_top = if self.root.is_empty() { path.clone() } else { format!("{}/{path}", self.root) };
            lines.push_str(&format!("0 {}\t{from_top}\0", "0".repeat(2 * self.width)));
            for entry in before.get(path).into_iter().flatten() {
                lines.push_str(&format!("{entry}\t{from_top}\0"));
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        let put = self.change(root, &["update-index", "-z", "--index-info"], &lines)?;
        if put.status.success() { Ok(()) } else { Err(refused(&put)) }
    }

    /// The commit that a name stands for, if it stands for one.
    fn named(&self, root: &Path, name: &str) -> Result<Option<String>, GitError> {
        let found = self.ask(root, &["rev-parse", "--verify", "--quiet", name])?;
        Ok(found.status.success().then(|| String::from_utf8_lossy(&found.stdout).trim().to_owned()))
    }

    /// The commit of a message that HEAD has come to from another, if it has.
    fn landed(&self, root: &Path, before: Option<&str>, message: &str) -> Result<Option<String>, GitError> {
        let Some(head) = self.named(root, "HEAD")?.filter(|head| Some(head.as_str()) != before) else {
            return Ok(None);
        };
        let follows = self.named(root, "HEAD^1")?.as_deref() == before;
        let subject = self.ask(root, &["log", "-1", "--no-show-signature", "--format=%s", &head, "--"])?.stdout;
        let is_it = String::from_utf8_lossy(&subject).trim() == message.lines().next().unwrap_or_default().trim();
        Ok((follows && is_it).then_some(head))
    }

    /// Keeps a text among git's objects, and gives the name by which `git show` shows it.
    #[must_use]
    pub fn keep(&self, root: &Path, text: &[u8]) -> Option<String> {
        let mut git = self.program().change(root);
        let mut child = git.args(["hash-object", "-w", "--stdin"]).stdin(Stdio::piped()).spawn().ok()?;
        child.stdin.take()?.write_all(text).ok()?;
        let output = child.wait_with_output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
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
        let (name, commit) = (name.to_owned(), commit.to_owned());
        if output.status.success() { Ok(()) } else { Err(GitError::NoTag { commit, name, reason: words(&output) }) }
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
    run_until(git.args(args), input, &|| false).map_err(|error| not_run(&error))
}

fn not_run(error: &io::Error) -> GitError {
    GitError::Unrecorded(format!("the git program cannot be run: {error}"))
}

fn refused(output: &Output) -> GitError {
    GitError::Unrecorded(words(output))
}

/// Git's own words.
fn words(output: &Output) -> String {
    let words = [&output.stderr, &output.stdout].map(|text| String::from_utf8_lossy(text).trim().to_owned());
    words.into_iter().find(|words| !words.is_empty()).unwrap_or_else(|| "git says no".to_owned())
}
