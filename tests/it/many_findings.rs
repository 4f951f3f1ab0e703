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

/// A list of 80,000 links that lead nowhere was 24 MB of findings.
#[test]
fn what_one_rule_finds_in_one_file_is_bounded() {
    let links: String = (0..3000).map(|number| format!("  - g{number}\n")).collect();
    let goal = format!("kind: objective\nid: o\ntitle: Do a thing well\nperiod: 2026-Q4\nsupports:\n{links}");
    let allows = "# goalpost: allow moved-target\n".repeat(3000);
    let other = format!("kind: objective\nid: p\ntitle: Do it well too\nperiod: 2026-Q4\n{allows}");
    let folder = crate::support::program::folder(&[("goalpost.yaml", ""), ("o.yaml", &goal), ("p.yaml", &other)]);
    for (file, rule) in [("o.yaml", "dangling-link"), ("p.yaml", "unused-allow")] {
        let answer = crate::support::program::goalpost(folder.path(), &["check", file, "--format", "json"]);
        let view: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
        let found: Vec<&serde_json::Value> =
            view["findings"].as_array().expect("a list").iter().filter(|it| it["rule"] == rule).collect();
        assert_eq!(found.len(), 100, "{rule}");
        let last = found[99]["message"].as_str().expect("a text");
        assert!(last.ends_with("(and 2900 more like this in this file)"), "{last}");
        assert!(answer.stdout.len() < 200_000, "{} bytes", answer.stdout.len());
    }
}
