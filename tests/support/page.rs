//! The examples of a rule's page: fenced blocks marked `bad`, `good` or `fixed`.
//!
//! A block is one file, `example.yaml`, or several, each below a line `# file: NAME`. It may tell a history:
//!
//! ```text
//! # commit: 2026-11-03 ana "Update numbers"
//! # trailer: Goal-Reason: the market shrank
//! # file: NAME.yaml        the whole file follows
//! # change: NAME.yaml      lines follow that take the place of those with the same key
//! # remove: NAME.yaml
//! # not committed:         what follows is in the work tree alone
//! ```

use std::collections::BTreeMap;

use super::files::texts_with;
use super::program::project;

/// What a block is an example of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Bad,
    Good,
    Fixed,
}

/// One example: its files in order, at last.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    pub(crate) role: Role,
    /// The line of the page on which it begins.
    pub(crate) line: usize,
    pub(crate) files: Vec<(String, String)>,
    /// What led there, if the block tells a history.
    pub(crate) history: Option<History>,
}

/// What a block tells of the time before: what stood at first, commits, and what is not committed.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    pub(crate) first: Vec<Part>,
    pub(crate) commits: Vec<Commit>,
    pub(crate) uncommitted: Vec<Part>,
}

/// A commit of a block.
#[derive(Debug, Clone)]
pub(crate) struct Commit {
    pub(crate) day: String,
    pub(crate) author: String,
    pub(crate) subject: String,
    pub(crate) trailers: Vec<String>,
    pub(crate) parts: Vec<Part>,
}

/// What becomes of one file.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    File(String, String),
    Change(String, String),
    /// With whether a finding is marked there.
    Remove(String, bool),
}

/// The mark at the end of a line on which a finding begins.
pub(crate) const MARK: &str = "# ← here";

impl Example {
    /// The marked lines, as (path, line from 1); line 0 of a file that is removed.
    pub(crate) fn marks(&self, files: &BTreeMap<String, String>) -> Vec<(String, usize)> {
        let mut marks = Vec::new();
        for (path, text) in files {
            for (at, line) in text.lines().enumerate() {
                if line.trim_end().ends_with(MARK) {
                    marks.push((path.clone(), at + 1));
                }
            }
        }
        for part in self.history.iter().flat_map(History::parts) {
            if let Part::Remove(path, true) = part {
                marks.push((path.clone(), 0));
            }
        }
        marks.sort();
        marks
    }
}

impl History {
    /// Everything that happens, in order.
    fn parts(&self) -> impl Iterator<Item = &Part> {
        let committed = self.commits.iter().flat_map(|commit| &commit.parts);
        self.first.iter().chain(committed).chain(&self.uncommitted)
    }

    /// Whether the block writes a file whole, so that it stands for itself.
    pub(crate) fn writes(&self, name: &str) -> bool {
        self.parts().any(|part| matches!(part, Part::File(path, _) if path == name))
    }

    /// Whether the block changes a line of a file.
    pub(crate) fn changes(&self, name: &str, line: &str) -> bool {
        let touches = |lines: &str| lines.lines().any(|it| beginning(it) == beginning(line));
        self.parts().any(|part| matches!(part, Part::Change(path, lines) if path == name && touches(lines)))
    }
}

impl Part {
    /// Makes it happen to some files.
    pub(crate) fn apply(&self, files: &mut BTreeMap<String, String>) {
        match self {
            Self::File(path, text) if text.trim().is_empty() => {
                files.remove(path);
            }
            Self::File(path, text) => {
                files.insert(path.clone(), text.clone());
            }
            Self::Remove(path, _) => {
                files.remove(path).unwrap_or_else(|| panic!("{path} is not there to be removed"));
            }
            Self::Change(path, lines) => {
                let text = files.get_mut(path).unwrap_or_else(|| panic!("{path} is not there to be changed"));
                *text = changed(text, lines);
            }
        }
    }
}

/// A text in which some lines take the place of those that begin alike; keys that are new go to its end, with what is
/// below them.
fn changed(text: &str, lines: &str) -> String {
    let mut all: Vec<&str> = text.lines().collect();
    let mut new = false;
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let same = all.iter().position(|it| beginning(it) == beginning(line));
        if let Some(at) = same.filter(|_| !(new && line.starts_with(' '))) {
            all[at] = line;
            new = false;
        } else {
            new = new || !line.starts_with(' ');
            assert!(new, "there is no line like `{line}` to be changed");
            all.push(line);
        }
    }
    all.join("\n") + "\n"
}

/// What tells a line from others: its key, or the first field of an entry.
fn beginning(line: &str) -> &str {
    let end = if line.trim_start().starts_with("- ") { line.find([',', '}']) } else { line.find(':') };
    &line[..end.unwrap_or(line.len())]
}

/// The examples of a page.
pub(crate) fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut open: Option<(Role, usize, String)> = None;
    let mut fenced = false;
    for (at, line) in page.lines().enumerate() {
        if let Some(info) = line.strip_prefix("```") {
            if let Some((role, line, text)) = open.take() {
                examples.push(example(role, line, &text));
                fenced = false;
            } else if fenced {
                fenced = false;
            } else {
                fenced = true;
                let role = match info.trim() {
                    "yaml bad" => Some(Role::Bad),
                    "yaml good" => Some(Role::Good),
                    "yaml fixed" => Some(Role::Fixed),
                    _ => None,
                };
                open = role.map(|role| (role, at + 1, String::new()));
            }
        } else if let Some((_, _, text)) = &mut open {
            text.push_str(line);
            text.push('\n');
        }
    }
    examples
}

fn example(role: Role, line: usize, block: &str) -> Example {
    let history = history(block);
    let told = !history.commits.is_empty() || !history.uncommitted.is_empty();
    let files = history.first.iter().filter_map(|part| match part {
        Part::File(path, text) => Some((path.clone(), text.clone())),
        _ => None,
    });
    Example { role, line, files: files.collect(), history: Some(history.clone()).filter(|_| told) }
}

/// What a block tells, line by line.
fn history(block: &str) -> History {
    let mut history = History::default();
    let mut last = false;
    for line in block.lines() {
        if let Some(head) = line.strip_prefix("# commit: ") {
            history.commits.push(commit(head));
            continue;
        }
        if let Some(trailer) = line.strip_prefix("# trailer: ") {
            history.commits.last_mut().expect("a trailer belongs to a commit").trailers.push(trailer.trim().to_owned());
            continue;
        }
        if line.trim() == "# not committed:" {
            last = true;
            continue;
        }
        let parts = match history.commits.last_mut() {
            _ if last => &mut history.uncommitted,
            Some(commit) => &mut commit.parts,
            None => &mut history.first,
        };
        let name = |head: &str| line.strip_prefix(head).map(|name| name.replace(MARK, "").trim().to_owned());
        if let Some(name) = name("# file: ") {
            parts.push(Part::File(name, String::new()));
        } else if let Some(name) = name("# change: ") {
            parts.push(Part::Change(name, String::new()));
        } else if let Some(name) = name("# remove: ") {
            parts.push(Part::Remove(name, line.contains(MARK)));
        } else {
            if parts.is_empty() {
                parts.push(Part::File("example.yaml".to_owned(), String::new()));
            }
            if let Some(Part::File(_, text) | Part::Change(_, text)) = parts.last_mut() {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    history
}

/// `2026-11-03 ana "Update numbers"`.
fn commit(head: &str) -> Commit {
    let mut words = head.splitn(3, ' ').map(str::trim);
    let mut next = || words.next().unwrap_or_else(|| panic!("a commit has a day, an author and a subject: {head}"));
    let (day, author, subject) = (next().to_owned(), next().to_owned(), next().trim_matches('"').to_owned());
    Commit { day, author, subject, trailers: Vec::new(), parts: Vec::new() }
}

/// A page of `src/rules`, whether a rule of its name is there yet or not.
pub(crate) struct Written {
    /// The folder that it lies in: its group, or `concepts`.
    pub(crate) group: String,
    /// Its name.
    pub(crate) name: String,
    /// What stands on it.
    pub(crate) text: String,
}

/// Every page of rules and concepts.
pub(crate) fn written_pages() -> Vec<Written> {
    let pages = texts_with(&project("src/rules"), "md").into_iter().map(|(path, text)| {
        let (group, file) = path.split_once('/').expect("a page lies in a group");
        let name = file.trim_end_matches(".md").replace('_', "-");
        Written { group: group.to_owned(), name, text }
    });
    pages.collect()
}
