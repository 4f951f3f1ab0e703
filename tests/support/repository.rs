//! Small real git repositories, made with the git program: fixed authors, days and names, so that commit ids are stable.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};

use super::files::{copy_folder, read};
use super::program::project;

/// A git repository in a folder of its own, gone with it.
pub(crate) struct Repo {
    /// The temporary folder, which two repositories may share.
    folder: Arc<tempfile::TempDir>,
    path: PathBuf,
}

impl Repo {
    /// An empty repository on the branch `main`.
    pub(crate) fn new() -> Self {
        let repo = Self::empty();
        repo.git(&["init", "-q", "-b", "main", "--template="]);
        repo
    }

    /// Two empty repositories beside each other, in folders of these names.
    pub(crate) fn pair(one: &str, other: &str) -> (Self, Self) {
        let home = Self::empty();
        let make = |name: &str| {
            let repo = Self { folder: Arc::clone(&home.folder), path: home.path.join(name) };
            fs::create_dir(&repo.path).expect("a folder");
            repo.git(&["init", "-q", "-b", "main", "--template="]);
            repo
        };
        (make(one), make(other))
    }

    fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().to_path_buf();
        Self { folder: Arc::new(folder), path }
    }

    /// A repository that is made by other means, in a folder that is not there yet.
    pub(crate) fn made(make: impl FnOnce(&Path)) -> Self {
        let repo = Self::empty();
        make(repo.path());
        repo
    }

    /// Another repository with the same past.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self::empty();
        copy_folder(self.path(), copy.path());
        copy
    }

    /// A clone that is cut off so many commits back.
    pub(crate) fn shallow(&self, depth: usize) -> tempfile::TempDir {
        let clone = tempfile::tempdir().expect("a folder");
        let from = format!("file://{}", self.path().display());
        self.git(&["clone", "-q", "--depth", &depth.to_string(), &from, &clone.path().to_string_lossy()]);
        clone
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(path, text).expect("a file is written");
    }

    /// A file's text as it is now.
    pub(crate) fn read(&self, path: &str) -> String {
        read(self.path(), path)
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path().join(path)).expect("a file is removed");
    }

    /// Commits everything, as a person on a day: `repo.commit("tom", "2026-10-09T08:00:00Z", "Check in")`. Gives its id.
    pub(crate) fn commit(&self, author: &str, when: &str, message: &str) -> String {
        self.git(&["add", "-A"]);
        self.git_as(author, when, &["commit", "-q", "--allow-empty", "-m", message]);
        self.head()
    }

    /// The commit that HEAD names, read from its files: a test makes many.
    fn head(&self) -> String {
        let git = self.path().join(".git");
        let head = fs::read_to_string(git.join("HEAD")).expect("HEAD");
        let branch = head.trim().strip_prefix("ref: ").expect("a branch is checked out");
        fs::read_to_string(git.join(branch)).expect("a commit").trim().to_owned()
    }

    pub(crate) fn branch(&self, name: &str) {
        self.git(&["checkout", "-q", "-b", name]);
    }

    pub(crate) fn checkout(&self, name: &str) {
        self.git(&["checkout", "-q", name]);
    }

    /// Runs git as a person on a day, whose commits it may make.
    pub(crate) fn git_by(&self, author: &str, when: &str, args: &[&str]) -> String {
        self.git_as(author, when, args);
        self.head()
    }

    /// Merges a branch, by taking theirs where both changed a line.
    pub(crate) fn merge(&self, author: &str, when: &str, name: &str) -> String {
        self.git_as(author, when, &["merge", "-q", "--no-ff", "-X", "theirs", "-m", &format!("Merge {name}"), name]);
        self.head()
    }

    /// Runs git as a person on a day; gives what it says.
    pub(crate) fn git_says(&self, author: &str, when: &str, args: &[&str]) -> String {
        self.git_as(author, when, args)
    }

    /// Runs git with nothing of this machine's settings; gives what it says.
    pub(crate) fn git(&self, args: &[&str]) -> String {
        self.git_as("ines", "2026-09-25T08:00:00Z", args)
    }

    /// Runs a line of shell in the repository, as [`Repo::git`] runs git.
    pub(crate) fn shell(&self, line: &str) {
        self.run("ines", "2026-09-25T08:00:00Z", "sh", &["-c", line]);
    }

    fn git_as(&self, author: &str, when: &str, args: &[&str]) -> String {
        self.run(author, when, "git", args)
    }

    fn run(&self, author: &str, when: &str, program: &str, args: &[&str]) -> String {
        let mut letters = author.chars();
        let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        let email = format!("{author}@northwind.example");
        let mut command = Command::new(program);
        command.current_dir(self.path()).args(args).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", self.path());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), &name).env(format!("GIT_{role}_EMAIL"), &email);
            command.env(format!("GIT_{role}_DATE"), when);
        }
        let output = command.output().expect("git is here");
        assert!(output.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }
}

/// A copy of the example company with a commit of its own.
pub(crate) fn northwind_in_git() -> PathBuf {
    static COPY: OnceLock<Repo> = OnceLock::new();
    let copy = COPY.get_or_init(|| {
        let repo = Repo::new();
        copy_folder(&project("examples/northwind"), repo.path());
        repo.commit("ines", "2026-11-20T09:00:00Z", "Set the goals");
        repo
    });
    copy.path().to_path_buf()
}

/// Noon of a day, as the time of a commit.
pub fn at(day: &str) -> String {
    format!("{day}T12:00:00Z")
}
