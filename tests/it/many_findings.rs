//! Many findings on a terminal: a table by rule, then the first of each; in a pipe every one.

use crate::support::program::{folder, goalpost};
use crate::support::terminal::Sitting;

/// Goals with a link to nowhere, which has a finding each, and one without an owner.
fn goals() -> tempfile::TempDir {
    let goal = |number: usize| {
        let text = format!("kind: objective\nid: o{number}\ntitle: Goal number {number} of many\nperiod: 2026-Q4\n");
        let owner = if number == 7 { "" } else { "owner: ana\n" };
        (format!("o{number}.yaml"), format!("{text}{owner}supports: [nowhere-{number}]\n"))
    };
    let files: Vec<(String, String)> = (1..=24).map(goal).collect();
    let mut all: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    all.push(("goalpost.yaml", ""));
    folder(&all)
}

#[test]
fn a_terminal_shows_a_table_by_rule_and_the_first_of_each() {
    let here = goals();
    let shown = |args: &[&str]| Sitting::begin(here.path(), &[args, &["-q", "--color", "never"]].concat(), "").ends();
    let (status, seen) = shown(&["check"]);
    assert_eq!(status, Some(1), "{seen}");
    let first = seen.lines().find(|line| !line.is_empty()).unwrap_or_default();
    assert!(first.starts_with("24 error   dangling-link"), "errors come first: {seen}");
    assert!(seen.contains("The first of each:") && seen.contains("goalpost check --all"), "{seen}");
    let blocks = |text: &str, rule: &str| text.matches(&format!("[{rule}]:")).count();
    assert_eq!(blocks(&seen, "dangling-link"), 1, "{seen}");
    for args in [&["check", "--all"][..], &["check", "--rule", "dangling-link"]] {
        let (_, every) = shown(args);
        assert_eq!(blocks(&every, "dangling-link"), 24, "{every}");
        assert!(!every.contains("The first of each:"));
    }
    // In a pipe nothing is left out.
    let piped = goalpost(here.path(), &["check"]).stdout;
    assert_eq!(blocks(&piped, "dangling-link"), 24, "{piped}");
}
