//! `goalpost blame`: who set the present value of each field.

use crate::support::program::{goalpost, json, says};
use crate::support::repository::Repo;
use crate::support::story::story;

/// What set each field: the commit's subject, or why there is none.
fn blame(repo: &Repo, goal: &str) -> Vec<(String, String)> {
    let view = json(repo.path(), &["blame", goal]);
    let fields = view["fields"].as_array().expect("fields");
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let set =
        |field: &serde_json::Value| text(if field["set"] == "commit" { &field["subject"] } else { &field["set"] });
    fields.iter().map(|field| (text(&field["field"]), set(field))).collect()
}

fn set_by(repo: &Repo, goal: &str, field: &str) -> String {
    let found = blame(repo, goal).into_iter().find(|(name, _)| name == field);
    found.unwrap_or_else(|| panic!("{field} is told of")).1
}

#[test]
fn each_field_has_the_commit_that_set_it() {
    let repo = story();
    insta::assert_snapshot!("blame_checkout-uptime", says(repo.path(), &["blame", "checkout-uptime"]));
    insta::assert_snapshot!("blame_second-region", says(repo.path(), &["blame", "second-region"]));
    let view = json(repo.path(), &["blame", "checkout-uptime"]);
    assert_eq!(view["path"], "2026-Q4/checkout-uptime.yaml");
    let target = view["fields"].as_array().expect("fields").iter().find(|it| it["field"] == "metric.target");
    let target = target.expect("a target");
    assert_eq!((&target["value"], &target["author"]), (&99.85.into(), &"Tom".into()));
    assert_eq!((&target["day"], &target["committed"]), (&"2026-11-03".into(), &"2026-11-03T15:00:00Z".into()));
    assert_eq!(target["commit"].as_str().map(str::len), Some(40));
}

const KEY_RESULT: &str = "kind: key_result
id: a
title: Old title
measures: o
metric:
  unit: EUR
  baseline: 0
  target: 10
labels: [x, y]
log:
  - {date: 2026-10-01, kind: note, text: first}
";

fn begun() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("a.yaml", KEY_RESULT);
    repo.commit("ana", "2026-10-01T08:00:00Z", "begin");
    repo
}

#[test]
fn what_means_the_same_sets_nothing() {
    let repo = begun();
    // Another order, other quotes, other spellings of the same numbers, flow for block, and a comment.
    let text = "# tidied\nid: \"a\"\nkind: key_result\nmetric: {baseline: 0.0, target: 1e1, unit: 'EUR'}\ntitle: 'Old title'\n\
                measures: o\nlabels:\n  - x\n  - y\nlog:\n  - kind: note\n    date: 2026-10-01\n    text: first\n";
    repo.write("moved/a.yaml", text);
    repo.remove("a.yaml");
    repo.commit("ben", "2026-10-02T08:00:00Z", "tidy");
    for (field, set) in blame(&repo, "a") {
        assert_eq!(set, "begin", "{field}");
    }
    let text = says(repo.path(), &["blame", "a"]);
    assert!(text.contains("\nmoved/a.yaml\nuntil 2026-10-02 a.yaml\n"), "{text}");
}

#[test]
fn a_new_id_sets_the_id_alone() {
    let repo = begun();
    repo.write("a.yaml", &KEY_RESULT.replace("id: a\n", "id: b\nformerly: [a]\n"));
    repo.commit("ben", "2026-10-02T08:00:00Z", "rename");
    repo.write("a.yaml", &KEY_RESULT.replace("id: a\n", "id: b\nformerly: [a]\n").replace("target: 10", "target: 12"));
    repo.commit("cleo", "2026-10-03T08:00:00Z", "raise");
    for (field, set) in blame(&repo, "b") {
        let expected = match field.as_str() {
            "id" | "formerly" => "rename",
            "metric.target" => "raise",
            _ => "begin",
        };
        assert_eq!(set, expected, "{field}");
    }
    assert_eq!(blame(&repo, "a"), blame(&repo, "b"), "the former id leads to it");
}

#[test]
fn a_merge_sets_only_what_it_has_from_neither_side() {
    let repo = begun();
    repo.branch("side");
    repo.write("a.yaml", &KEY_RESULT.replace("target: 10", "target: 12").replace("Old", "Side"));
    repo.commit("ben", "2026-10-02T08:00:00Z", "side");
    repo.checkout("main");
    let mine = KEY_RESULT.replace("unit: EUR", "unit: USD").replace("Old", "Main").replace("target: 10", "target: 11");
    repo.write("a.yaml", &mine);
    repo.commit("ana", "2026-10-03T08:00:00Z", "main");
    repo.git(&["merge", "-q", "-s", "ours", "--no-commit", "side"]);
    // Unit from here, target from there, a title of its own.
    repo.write("a.yaml", &mine.replace("target: 11", "target: 12").replace("Main title", "Agreed title"));
    repo.commit("cleo", "2026-10-04T08:00:00Z", "merge");
    assert_eq!(repo.git(&["rev-list", "--parents", "-n", "1", "HEAD"]).split(' ').count(), 3, "it is a merge");
    let expected = |field: &str| match field {
        "metric.unit" => "main",
        "metric.target" => "side",
        "title" => "merge",
        _ => "begin",
    };
    for (field, set) in blame(&repo, "a") {
        assert_eq!(set, expected(&field), "{field}");
    }
}

#[test]
fn a_value_that_came_back_was_set_when_it_came_back() {
    let repo = begun();
    repo.write("a.yaml", &KEY_RESULT.replace("target: 10", "target: 12"));
    repo.commit("ben", "2026-10-02T08:00:00Z", "away");
    repo.write("a.yaml", KEY_RESULT);
    repo.commit("cleo", "2026-10-03T08:00:00Z", "back");
    assert_eq!(set_by(&repo, "a", "metric.target"), "back");
    repo.remove("a.yaml");
    repo.commit("ben", "2026-10-04T08:00:00Z", "gone");
    repo.write("b.yaml", KEY_RESULT);
    repo.commit("cleo", "2026-10-05T08:00:00Z", "again");
    assert_eq!(set_by(&repo, "a", "title"), "begin", "the goal came back as it was");
}

#[test]
fn items_are_told_apart_wherever_they_stand() {
    let repo = begun();
    let second = KEY_RESULT.replace("log:\n", "log:\n  - {date: 2026-10-02, kind: note, text: second}\n");
    repo.write("a.yaml", &second);
    repo.commit("ben", "2026-10-02T08:00:00Z", "on top");
    assert_eq!(set_by(&repo, "a", "log[0]"), "on top");
    assert_eq!(set_by(&repo, "a", "log[1]"), "begin");
    repo.write("a.yaml", &second.replace("text: first", "text: First").replace("[x, y]", "[x, y, z]"));
    repo.commit("cleo", "2026-10-03T08:00:00Z", "reword");
    assert_eq!(set_by(&repo, "a", "log[0]"), "on top");
    assert_eq!(set_by(&repo, "a", "log[1]"), "reword");
    assert_eq!(set_by(&repo, "a", "labels"), "reword", "a list of words is one value");
}

#[test]
fn a_broken_version_between_hides_nothing() {
    let repo = begun();
    repo.write("a.yaml", &format!("{KEY_RESULT}: [\n"));
    repo.commit("ben", "2026-10-02T08:00:00Z", "break");
    repo.write("a.yaml", &KEY_RESULT.replace("target: 10", "target: 12"));
    repo.commit("cleo", "2026-10-03T08:00:00Z", "mend");
    assert_eq!(set_by(&repo, "a", "metric.target"), "mend");
    assert_eq!(set_by(&repo, "a", "title"), "begin");
}

#[test]
fn what_no_commit_has_and_what_cannot_be_read_says_so() {
    let repo = begun();
    repo.write(
        "a.yaml",
        &KEY_RESULT.replace("target: 10", "target: ten").replace("Old", "New").replace("labels", "lables"),
    );
    repo.write("new.yaml", "kind: objective\nid: new\ntitle: New\n");
    assert_eq!(set_by(&repo, "a", "title"), "uncommitted");
    assert_eq!(set_by(&repo, "a", "lables"), "unread");
    assert_eq!(set_by(&repo, "a", "measures"), "begin");
    for (field, set) in blame(&repo, "new") {
        assert_eq!(set, "uncommitted", "{field}");
    }
    let text = says(repo.path(), &["blame", "new"]);
    assert!(text.starts_with("new   3 fields, 3 uncommitted\n"), "{text}");
}

#[test]
fn as_of_a_revision_it_is_blamed_as_it_was() {
    let repo = story();
    let then = json(repo.path(), &["blame", "checkout-uptime", "--at", "2026-10-09"]);
    assert_eq!(then["path"], "uptime.yaml");
    let fields = then["fields"].as_array().expect("fields");
    let target = fields.iter().find(|it| it["field"] == "metric.target").expect("a target");
    assert_eq!((&target["value"], &target["day"]), (&99.95.into(), &"2026-10-08".into()));
    assert!(fields.iter().all(|it| it["set"] == "commit"));
}

#[test]
fn csv_has_a_row_for_each_field() {
    let repo = begun();
    let text = says(repo.path(), &["blame", "a", "--format", "csv"]);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "goal,field,value,set,commit,author,email,day,committed,subject,path");
    assert_eq!(lines.len(), 1 + 9);
    assert!(lines[5].starts_with("a,metric.unit,EUR,commit,"), "{}", lines[5]);
    assert!(
        lines[5].ends_with(",Ana,ana@northwind.example,2026-10-01,2026-10-01T08:00:00Z,begin,a.yaml"),
        "{}",
        lines[5]
    );
}

#[test]
fn one_goal_and_no_more() {
    assert_eq!(goalpost(begun().path(), &["blame"]).code, 2);
    assert_eq!(goalpost(begun().path(), &["blame", "a", "a"]).code, 2);
}
