//! A history as a list of commits, each with its whole tree: how git is given it, and how people are shown it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::days::{self, Day, Moment};
use super::page::Page;

/// A file of the goals' folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum File {
    Goal(Page),
    /// A KPI, which keeps its place and its id.
    Kpi(Page),
    /// A goal file with a line that is no YAML: its id can still be read, the goal cannot.
    Broken(Page),
    Text(String),
}

impl File {
    fn text(&self) -> String {
        match self {
            Self::Goal(page) | Self::Kpi(page) => page.text(),
            Self::Broken(page) => format!("{}labels: [\n", page.text()),
            Self::Text(text) => text.clone(),
        }
    }
}

/// The files of the goals' folder, by their paths from there.
pub(super) type Tree = BTreeMap<String, File>;

/// A commit. Its parents stand before it in the list.
#[derive(Debug, Clone)]
pub(super) struct Commit {
    pub(super) parents: Vec<usize>,
    pub(super) author: &'static str,
    pub(super) authored: Moment,
    pub(super) committer: &'static str,
    pub(super) committed: Moment,
    pub(super) message: String,
    /// The goals' folder, from the top: empty, or with a slash at its end.
    pub(super) root: &'static str,
    pub(super) files: Tree,
    /// A number in a file outside the goals' folder, if there is an outside.
    pub(super) code: u32,
}

/// A whole history; its last commit is HEAD.
#[derive(Debug, Clone)]
pub(super) struct Story {
    pub(super) commits: Vec<Commit>,
    /// The day it is.
    pub(super) today: Day,
    pub(super) sha256: bool,
}

/// A story that git has.
pub(super) struct Told {
    folder: tempfile::TempDir,
    /// The name of each commit.
    pub(super) names: Vec<String>,
}

impl Commit {
    pub(super) fn subject(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }

    /// Writes the whole tree and all else that git's fast-import wants of it.
    fn import(&self, mark: usize, stream: &mut String) {
        let person = |name: &str| format!("{name} <{}@northwind.example>", name.to_lowercase());
        if self.parents.is_empty() {
            let _ = writeln!(stream, "reset refs/heads/main\n");
        }
        let _ = writeln!(stream, "commit refs/heads/main\nmark :{}", mark + 1);
        let _ = writeln!(stream, "author {} {}", person(self.author), self.authored.in_git());
        let _ = writeln!(stream, "committer {} {}", person(self.committer), self.committed.in_git());
        let _ = writeln!(stream, "data {}\n{}", self.message.len(), self.message);
        for (at, parent) in self.parents.iter().enumerate() {
            let _ = writeln!(stream, "{} :{}", if at == 0 { "from" } else { "merge" }, parent + 1);
        }
        let _ = writeln!(stream, "deleteall");
        let mut file = |path: &str, text: &str| {
            let _ = writeln!(stream, "M 100644 inline {path}\ndata {}\n{text}", text.len());
        };
        for (path, it) in &self.files {
            file(&format!("{}{path}", self.root), &it.text());
        }
        if !self.root.is_empty() {
            file("src.c", &self.code.to_string());
        }
    }
}

impl Story {
    /// Gives the story to git, in a folder of its own whose files are those of the last commit.
    pub(super) fn tell(&self) -> Told {
        let folder = tempfile::tempdir().expect("a folder");
        let format = if self.sha256 { "--object-format=sha256" } else { "--object-format=sha1" };
        git(folder.path(), &["init", "-q", "-b", "main", "--template=", format], "");
        let mut stream = String::from("feature done\nfeature export-marks=.git/marks\n");
        for (mark, commit) in self.commits.iter().enumerate() {
            commit.import(mark, &mut stream);
        }
        let _ = writeln!(stream, "done");
        git(folder.path(), &["fast-import", "--quiet", "--done", "--allow-unsafe-features"], &stream);
        let told = fs::read_to_string(folder.path().join(".git/marks")).expect("marks");
        let mut names = vec![String::new(); self.commits.len()];
        for (mark, name) in told.lines().filter_map(|line| line.strip_prefix(':')?.split_once(' ')) {
            name.clone_into(&mut names[mark.parse::<usize>().expect("a mark") - 1]);
        }
        let last = self.commits.last().expect("a commit");
        for (path, file) in &last.files {
            let path = folder.path().join(last.root).join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
            fs::write(path, file.text()).expect("a file is written");
        }
        Told { folder, names }
    }

    /// The story as a list for people: what each commit did against its first parent, and how it differs from the others.
    pub(super) fn list(&self) -> String {
        let mut list = format!("today {}{}\n", days::text(self.today), if self.sha256 { ", sha256" } else { "" });
        for (place, commit) in self.commits.iter().enumerate() {
            let moment = |it: Moment| format!("{} {:+}", it.in_git(), it.zone / 60);
            let _ = writeln!(
                list,
                "{place} <- {:?}  author {} {} ({}), committer {} {} ({}), code {}, root `{}`: {}",
                commit.parents,
                commit.author,
                days::text(commit.authored.day()),
                moment(commit.authored),
                commit.committer,
                days::text(commit.committed.day()),
                moment(commit.committed),
                commit.code,
                commit.root,
                commit.message.trim().replace('\n', " | "),
            );
            let nothing = Tree::new();
            let sides: Vec<&Tree> = commit.parents.iter().map(|parent| &self.commits[*parent].files).collect();
            for (side, before) in if sides.is_empty() { vec![&nothing] } else { sides }.into_iter().enumerate() {
                list_changes(&mut list, side, before, &commit.files);
            }
        }
        list
    }
}

fn list_changes(list: &mut String, side: usize, before: &Tree, after: &Tree) {
    for (path, file) in before.iter().chain(after) {
        let (old, new) = (before.get(path), after.get(path));
        // A path of both is met twice.
        if old == new || (old.is_some() && new.is_some() && old != Some(file)) {
            continue;
        }
        let Some(new) = new else {
            let _ = writeln!(list, "    -{side} {path}");
            continue;
        };
        let (old, new) = (old.map(File::text).unwrap_or_default(), new.text());
        let lines = |a: &str, b: &str| {
            let other: Vec<&str> = b.lines().collect();
            a.lines().filter(|line| !other.contains(line)).map(str::trim).collect::<Vec<_>>().join(" ; ")
        };
        let _ = writeln!(list, "    ~{side} {path}: {}  =>  {}", lines(&old, &new), lines(&new, &old));
    }
}

impl Told {
    /// The goals' folder, which a commit has at `root`.
    pub(super) fn path(&self, root: &str) -> PathBuf {
        self.folder.path().join(root)
    }
}

pub(super) fn git(folder: &Path, args: &[&str], input: &str) {
    let mut git = Command::new("git")
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("git runs");
    git.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("git reads");
    assert!(git.wait().expect("git ends").success(), "git {args:?}: {input}");
}
