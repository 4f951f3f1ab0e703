//! The examples of a rule's page: fenced blocks marked `bad`, `good` or `fixed`.
//!
//! A block is one file, `example.yaml`, or several, or a history: a story in the language of [`goalpost::git::Story`].

use std::collections::BTreeMap;

use goalpost::git::{Action, FileChange, Story};

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
    pub(crate) history: Option<Story>,
    /// The files whose removal is marked.
    removals: Vec<String>,
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
        marks.extend(self.removals.iter().map(|path| (path.clone(), 0)));
        marks.sort();
        marks
    }
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
    let story = Story::parse(block).unwrap_or_else(|error| panic!("the block at line {line}: {error}"));
    let files = story.first.iter().filter_map(|change| match &change.action {
        Action::Write(text) => Some((change.path.clone(), text.clone())),
        _ => None,
    });
    let is_marked = |line: usize| block.lines().nth(line - 1).is_some_and(|line| line.trim_end().ends_with(MARK));
    let removed = changes(&story).filter(|it| it.action == Action::Remove && is_marked(it.line));
    let removals = removed.map(|change| change.path.clone()).collect();
    let has_history = !story.commits.is_empty() || !story.uncommitted.is_empty();
    Example { role, line, files: files.collect(), removals, history: has_history.then_some(story) }
}

/// Everything that happens to files in a story, in order.
pub(crate) fn changes(story: &Story) -> impl Iterator<Item = &FileChange> {
    let committed = story.commits.iter().flat_map(|commit| &commit.changes);
    story.first.iter().chain(committed).chain(&story.uncommitted)
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
