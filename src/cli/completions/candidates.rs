//! What values can be completed to: goals, people, teams and other names of the folder in which one types, and names of
//! the program's own.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::super::filter::FilterKind;
use super::super::root::find_root;
use crate::guide::GUIDE;
use crate::model::{Workspace, brief};
use crate::project::{Project, Site};
use crate::render::clean;
use crate::rules::{CONCEPTS, RULES};
use crate::source::InOrder as _;

/// What a value stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CandidateKind {
    Goal,
    Filter(FilterKind),
    Period,
    Source,
    Rule,
    Topic,
}

/// A value with what is told beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ShellCandidate {
    /// The value.
    pub(super) value: String,
    /// What it is.
    pub(super) help: String,
    /// Its place: lower ones come first.
    pub(super) rank: usize,
}

impl CandidateKind {
    /// The kind that the name of a value in the help stands for.
    pub(super) fn of_value_name(name: &str) -> Option<Self> {
        Some(match name {
            "GOAL" | "CHILD" | "PARENT" => Self::Goal,
            "PERSON" => Self::Filter(FilterKind::Person),
            "TEAM" => Self::Filter(FilterKind::Team),
            "LEVEL" => Self::Filter(FilterKind::Level),
            "LABEL" => Self::Filter(FilterKind::Label),
            "AREA" => Self::Filter(FilterKind::Area),
            "PERIOD" => Self::Period,
            "SOURCE" => Self::Source,
            "RULE" => Self::Rule,
            "TOPIC" => Self::Topic,
            _ => return None,
        })
    }
}

/// The folder that `--root` names on the command line that is completed.
pub(super) fn named_root(args: impl Iterator<Item = OsString>) -> Option<PathBuf> {
    let mut args = args.skip_while(|arg| arg != "--").skip(1);
    while let Some(arg) = args.next() {
        if arg == "--root" {
            return args.next().map(PathBuf::from);
        }
        if let Some(path) = arg.to_str().and_then(|arg| arg.strip_prefix("--root=")) {
            return Some(PathBuf::from(path));
        }
    }
    None
}

/// Every value of a kind that can be typed in a shell as it is.
pub(super) fn candidates(kind: CandidateKind, root: Option<&Path>) -> Vec<ShellCandidate> {
    let all = match kind {
        CandidateKind::Rule => RULES.iter().map(|rule| candidate(rule.name, &rule.summary(), 0)).collect(),
        CandidateKind::Topic => topics(),
        CandidateKind::Goal => read(root).map_or_else(Vec::new, |project| goals(&project.workspace)),
        CandidateKind::Filter(kind) => read(root).map_or_else(Vec::new, |project| names(&project.workspace, kind)),
        CandidateKind::Source => read(root).map_or_else(Vec::new, |project| sources(&project.workspace)),
        CandidateKind::Period => periods(read(root).as_ref()),
    };
    all.into_iter().filter(|it| is_plain(&it.value)).collect()
}

/// The goals of a root, of the index or the history nothing.
fn read(root: Option<&Path>) -> Option<Project> {
    let root = find_root(root, false).ok().flatten()?;
    Site::new(&root).open().ok()
}

fn candidate(value: &str, help: &str, rank: usize) -> ShellCandidate {
    ShellCandidate { value: value.to_owned(), help: brief(&clean(help)), rank }
}

/// Whether a shell takes a word as it is. What a file contains must not become a command when it is completed.
fn is_plain(value: &str) -> bool {
    !value.starts_with('-')
        && !value.is_empty()
        && value.chars().all(|it| it.is_alphanumeric() || matches!(it, '-' | '_' | '.' | '/' | '@' | '+'))
}

/// Open goals before closed ones, each by id.
fn goals(workspace: &Workspace) -> Vec<ShellCandidate> {
    let mut goals: Vec<_> = workspace.goals.iter().filter(|goal| workspace.find(&goal.id).is_some()).collect();
    goals.order_by_key(|goal| (!goal.is_open(), &goal.id));
    goals.into_iter().map(|goal| candidate(&goal.id, &goal.title, usize::from(!goal.is_open()))).collect()
}

fn names(workspace: &Workspace, kind: FilterKind) -> Vec<ShellCandidate> {
    let helps: BTreeMap<&str, &str> = match kind {
        FilterKind::Person => {
            let people = workspace.orgs().flat_map(|org| &org.people);
            people.map(|it| (it.id.as_str(), it.name.as_str())).collect()
        }
        FilterKind::Team => {
            let teams = workspace.orgs().flat_map(|org| &org.teams);
            teams.map(|it| (it.id.as_str(), it.name.as_str())).collect()
        }
        FilterKind::Level | FilterKind::Label | FilterKind::Area => BTreeMap::new(),
    };
    let help = |name: &str| helps.get(name).copied().unwrap_or_default();
    kind.names(workspace).into_iter().map(|name| candidate(name, help(name), 0)).collect()
}

/// The sources of values, each with what it is and where.
fn sources(workspace: &Workspace) -> Vec<ShellCandidate> {
    let sources = workspace.settings.sources.iter();
    sources.map(|(name, feed)| candidate(name, &format!("{} {}", feed.word(), feed.place()), 0)).collect()
}

/// Words for periods, and the periods of goals, the latest first.
fn periods(project: Option<&Project>) -> Vec<ShellCandidate> {
    let words =
        [("current", "the quarter of today"), ("next", "the one after"), ("prev", "the one before"), ("all", "any")];
    let goals = project.iter().flat_map(|project| &project.workspace.goals);
    let written: BTreeSet<&str> = goals.filter_map(|goal| Some(goal.period.as_ref()?.name.as_str())).collect();
    let words = words.into_iter().map(|(word, help)| candidate(word, help, 0));
    words.chain(written.into_iter().rev().map(|name| candidate(name, "", 1))).collect()
}

fn topics() -> Vec<ShellCandidate> {
    let pages = GUIDE.iter().chain(CONCEPTS).map(|topic| candidate(topic.name, topic.title(), 0));
    pages.chain(RULES.iter().map(|rule| candidate(rule.name, &rule.summary(), 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_candidate_runs_anything() {
        for text in
            ["$(reboot)", "a;b", "a b", "`a`", "a|b", "-rf", "", "a\nb", "~", "*", "a'b", "#x", "\u{202e}a", "a=b"]
        {
            assert!(!is_plain(text), "{text}");
        }
        assert!(["a-b_c.d", "2026-Q4", "größe", "ana@x.example"].iter().all(|text| is_plain(text)));
    }

    #[test]
    fn the_root_is_that_of_the_line_that_is_completed() {
        let root = |line: &str| named_root(line.split(' ').map(OsString::from));
        assert_eq!(root("goalpost -- goalpost --root okrs show a"), Some(PathBuf::from("okrs")));
        assert_eq!(root("goalpost -- goalpost show --root=okrs a"), Some(PathBuf::from("okrs")));
        assert_eq!(root("goalpost --root x -- goalpost show a"), None);
    }
}
