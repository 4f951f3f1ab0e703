//! A small company whose goals are clean, to which a test adds what it is about.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use goalpost::git::{Action, FileChange, Story};
use goalpost::model::{Day, parse_day};
use goalpost::source::SourceSet;

use super::page::changes;
use super::repository::Repo;

/// The day it is in tests.
pub(crate) fn today() -> Day {
    parse_day("2026-11-21").expect("a day")
}

/// The world's files.
pub(crate) fn world() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/world");
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the world's folder") {
        let entry = entry.expect("a file of the world");
        let text = fs::read_to_string(entry.path()).expect("the world is text");
        texts.insert(entry.file_name().to_string_lossy().into_owned(), text);
    }
    texts
}

/// The files of the world with some replaced or added; an empty text takes a file away.
pub(crate) fn world_with(files: &[(String, String)]) -> SourceSet {
    let mut texts = world();
    for (path, text) in files {
        apply(&FileChange { line: 0, path: path.clone(), action: Action::Write(text.clone()) }, &mut texts);
    }
    SourceSet::from_texts(texts)
}

/// The world when its goals had been set, made once: copying is cheaper than committing.
static SET: OnceLock<Repo> = OnceLock::new();

fn set_goals() -> Repo {
    let repo = Repo::new();
    let people = ["Ines", "Maria", "Tom", "Lea", "Ana", "Sam"];
    let signed = people.map(|name| format!("Reviewed-by: {name} <{}@northwind.example>", name.to_lowercase()));
    let mut files = BTreeMap::new();
    for (day, what, yearly) in [("2025-12-18", "year", true), ("2026-09-25", "quarter", false)] {
        let before = files.clone();
        for (path, text) in world().iter().filter(|(path, text)| !yearly || is_yearly(path, text)) {
            files.insert(path.clone(), at_the_start(path, text));
        }
        put(&repo, &before, &files);
        let message = format!("Set the goals of the {what}\n\n{}", signed.join("\n"));
        repo.commit("ines", &format!("{day}T08:00:00Z"), &message);
    }
    repo
}

/// Whether a file of the world is there since the year was planned.
fn is_yearly(path: &str, text: &str) -> bool {
    path.starts_with("european-") || !(text.contains("2026-Q4") || text.contains("measures:"))
}

/// The world with a past: Ines commits the goals of the year on 2025-12-18 and those of the quarter on 2026-09-25, with
/// where all values began; a block's first files follow a day later, its history goes on from there, and on 2026-11-19 she checks in on what that leaves to her. Gives
/// the files as they are at last.
pub(crate) fn world_with_history(story: &Story) -> (Repo, BTreeMap<String, String>) {
    let repo = SET.get_or_init(set_goals).copy();
    let present = world();
    let mut files: BTreeMap<String, String> =
        present.iter().map(|(path, text)| (path.clone(), at_the_start(path, text))).collect();
    let before = files.clone();
    story.first.iter().for_each(|change| apply(change, &mut files));
    if files != before {
        put(&repo, &before, &files);
        repo.commit("ines", "2026-09-26T08:00:00Z", "Look at them again");
    }
    let mut commits = story.commits.iter().peekable();
    let mut checked_in = false;
    loop {
        if !checked_in && commits.peek().is_none_or(|next| next.written.day.to_string().as_str() > CHECK_IN) {
            let before = files.clone();
            for (path, text) in present.iter().filter(|(path, _)| !writes(story, path)) {
                let values = text.lines().filter(|line| is_value(line) && !touches(story, path, line));
                let lines: Vec<&str> = values.collect();
                if files.contains_key(path) && !lines.is_empty() {
                    let action = Action::Change(lines.join("\n"));
                    apply(&FileChange { line: 0, path: path.clone(), action }, &mut files);
                }
            }
            put(&repo, &before, &files);
            repo.commit("ines", &format!("{CHECK_IN}T07:00:00Z"), "Check in");
            checked_in = true;
        }
        let Some(commit) = commits.next() else { break };
        let before = files.clone();
        commit.changes.iter().for_each(|change| apply(change, &mut files));
        put(&repo, &before, &files);
        repo.commit(&commit.author, &format!("@{} +0000", commit.written.seconds), &commit.message());
    }
    let before = files.clone();
    story.uncommitted.iter().for_each(|change| apply(change, &mut files));
    put(&repo, &before, &files);
    (repo, files)
}

fn apply(change: &FileChange, files: &mut BTreeMap<String, String>) {
    change.apply(files).unwrap_or_else(|error| panic!("{error}"));
}

/// Whether a story writes a file whole, so that it stands for itself.
fn writes(story: &Story, path: &str) -> bool {
    changes(story).any(|change| change.path == path && matches!(change.action, Action::Write(_)))
}

/// Whether a story changes a line of a file, by its key.
fn touches(story: &Story, path: &str, line: &str) -> bool {
    let key = |line: &str| line.split(':').next().map(str::to_owned);
    changes(story).filter(|change| change.path == path).any(|change| match &change.action {
        Action::Change(lines) => lines.lines().any(|it| key(it) == key(line)),
        _ => false,
    })
}

/// The day on which the world's goals have the values that they have.
const CHECK_IN: &str = "2026-11-19";

fn is_value(line: &str) -> bool {
    line.starts_with("  current:") || line.starts_with("  as_of:")
}

/// A goal of the world as it was when it was set: with its baseline as the value.
fn at_the_start(path: &str, text: &str) -> String {
    let day = if is_yearly(path, text) { "2025-12-17" } else { "2026-09-24" };
    let baseline = text.lines().find_map(|line| line.strip_prefix("  baseline:")).unwrap_or_default();
    let line = |line: &str| match line {
        it if it.starts_with("  current:") => format!("  current:{baseline}\n"),
        it if it.starts_with("  as_of:") => format!("  as_of: {day}\n"),
        it => format!("{it}\n"),
    };
    text.lines().map(line).collect()
}

/// Brings a work tree from some files to others.
fn put(repo: &Repo, before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
    for (path, text) in after.iter().filter(|(path, text)| before.get(*path) != Some(text)) {
        repo.write(path, text);
    }
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        repo.remove(path);
    }
}
