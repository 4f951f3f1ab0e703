//! `goalpost rules`: every rule with the level that it has here.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use goalpost::rules::RULES;

use crate::support::program::{folder, goalpost, json, says};

fn rule<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let rules = answer["rules"].as_array().expect("a list");
    rules.iter().find(|rule| rule["name"] == name).unwrap_or_else(|| panic!("{name} is listed"))
}

#[test]
fn outside_of_goals_repositories_the_defaults_are_listed() {
    let nowhere = folder(&[]);
    let answer = goalpost(nowhere.path(), &["rules"]);
    assert_eq!((answer.code, answer.stderr.as_str()), (0, ""));
    let first = answer.stdout.lines().next().expect("a line");
    assert!(first.starts_with(&format!("{} rule", RULES.len())) && first.contains("by default"), "{first}");
    let answer = json(nowhere.path(), &["rules"]);
    assert_eq!(answer["settings"], Value::Null);
    for rule in answer["rules"].as_array().expect("a list") {
        assert_eq!(rule["level"], rule["default"], "{rule}");
    }
}

#[test]
fn the_settings_here_decide_and_what_they_changed_is_said() {
    let settings = "rules:\n  unknown-field: warn\n  vague-title: off\n  missing-source: error\n  stale-check-in: {level: error, grace: 7d}\n";
    let here = folder(&[("goalpost.yaml", settings), ("deep/er/.keep", "")]);
    let answer = json(&here.path().join("deep/er"), &["rules"]);
    assert_eq!(answer["settings"], "goalpost.yaml");
    let levels = |name| (rule(&answer, name)["level"].as_str(), rule(&answer, name)["default"].as_str());
    assert_eq!(levels("unknown-field"), (Some("warn"), Some("error")));
    assert_eq!(levels("vague-title"), (Some("off"), Some("warn")));
    assert_eq!(levels("missing-source"), (Some("error"), Some("off")));
    let grace = &rule(&answer, "stale-check-in")["options"][0];
    assert_eq!((grace["name"].as_str(), grace["value"].as_str()), (Some("grace"), Some("7d")));
    let text = says(here.path(), &["rules"]);
    let row = |name: &str| text.lines().find(|line| line.contains(&format!(" {name} "))).expect(name).to_owned();
    assert!(row("unknown-field").starts_with("  warn "), "{text}");
    assert!(row("missing-source").starts_with("  error "), "{text}");
    let told = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("(default: error)") && told.contains("(off by default)"), "{told}");
    assert!(told.contains("(default: warn; grace: 7d, default 3d)"), "{told}");
}

#[test]
fn every_rule_stands_in_the_list_whole_and_with_what_it_finds() {
    let nowhere = folder(&[]);
    let text = says(nowhere.path(), &["rules"]);
    for line in text.lines() {
        assert!(line.width() <= 80, "{line}");
    }
    let told = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for rule in RULES {
        assert!(text.lines().any(|line| line.split_whitespace().nth(1) == Some(rule.name)), "{}", rule.name);
        assert!(told.contains(&rule.summary()), "{}", rule.summary());
    }
    let markdown = says(nowhere.path(), &["rules", "--format", "markdown"]);
    assert_eq!(markdown.lines().filter(|line| line.starts_with("| `")).count(), RULES.len());
}

#[test]
fn a_repository_without_a_commit_is_no_reason_to_fail() {
    let bare = folder(&[]);
    git2::Repository::init_bare(bare.path()).expect("a repository");
    assert!(says(bare.path(), &["rules"]).contains("by default"));
    assert!(says(bare.path(), &["explain", "smart"]).starts_with("SMART\n"));
}

/// The heading counted bytes, where JSON counted characters.
#[test]
fn the_column_in_the_heading_is_the_one_in_json() {
    let goal = "kind: objective\nid: a\ntitle: A\nsupports: [{goal: ééé, sharee: 1}]\n";
    let root = folder(&[("goalpost.yaml", ""), ("a.yaml", goal)]);
    let shown = goalpost(root.path(), &["check", "--rule", "unknown-field"]);
    let view = goalpost(root.path(), &["check", "--rule", "unknown-field", "--format", "json"]);
    let view: Value = serde_json::from_str(&view.stdout).expect("JSON");
    assert_eq!(view["findings"][0]["column"], 24);
    assert!(shown.stdout.contains("[a.yaml:4:24]"), "{}", shown.stdout);
}
