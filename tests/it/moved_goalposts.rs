//! History rules on repositories that a page's example cannot show: merges, renames, exclusions, shallow clones, the
//! work tree, and goals of long ago.

use std::process::Command;

use goalpost::analysis::facts::Facts;
use goalpost::lint::{self, Finding, Group, Lint};
use goalpost::model::{Day, parse_day};
use goalpost::project::{Project, Site};
use goalpost::rules::RULES;
use goalpost::view::check::CheckView;

use crate::support::history::with_history;
use crate::support::repository::Repo;

const OBJECTIVE: &str = "kind: objective\nid: pay\ntitle: Pay in time\nowner: tom\nperiod: 2026-Q4\n";
const KEY_RESULT: &str = "kind: key_result\nid: late\ntitle: Cut late payouts\nmeasures: pay\nmetric:\n  name: late payouts\n  \
                          unit: count\n  baseline: 40\n  target: 10\n  current: 30\n  as_of: 2026-10-01\n";

/// A repository with an objective and its key result, set on 2026-10-02.
fn repo() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "organization: Northwind\n");
    repo.write("pay.yaml", OBJECTIVE);
    repo.write("late.yaml", KEY_RESULT);
    repo.commit("tom", "2026-10-02T08:00:00Z", "Set the goals");
    repo
}

fn target(target: &str) -> String {
    KEY_RESULT.replace("target: 10", &format!("target: {target}"))
}

fn day(text: &str) -> Day {
    parse_day(text).expect("a day")
}

/// What the history rules say, as (rule, goal, message).
fn moves_in(repo: &Repo, today: &str) -> Vec<(String, String, String)> {
    ask(repo, today, |_, found| {
        found.iter().map(|it| (it.rule.to_owned(), it.goal.clone().unwrap_or_default(), it.message.clone())).collect()
    })
}

/// The rules that speak, with the goals that they speak of.
fn rules(repo: &Repo, today: &str) -> Vec<(String, String)> {
    moves_in(repo, today).into_iter().map(|(rule, goal, _)| (rule, goal)).collect()
}

fn ask<T>(repo: &Repo, today: &str, look: impl FnOnce(&Facts<'_>, &[Finding]) -> T) -> T {
    let project = Project::open(repo.path()).expect("goals");
    let snapshot = with_history(&project, day(today));
    let mut found = lint::run(&Lint { rules: RULES, ..Lint::default() }, &snapshot).findings;
    found.retain(|it| it.group == Group::History);
    look(&snapshot, &found)
}

fn found(rule: &str, goal: &str) -> Vec<(String, String)> {
    vec![(rule.to_owned(), goal.to_owned())]
}

#[test]
fn several_moves_are_one_finding_that_tells_the_first_value() {
    let repo = repo();
    repo.write("late.yaml", &target("12"));
    repo.commit("tom", "2026-10-28T08:00:00Z", "Update");
    repo.write("late.yaml", &target("15"));
    repo.commit("tom", "2026-11-03T08:00:00Z", "Update again");
    let told = moves_in(&repo, "2026-11-21");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(
        told[0].2,
        "the target of `late` was raised from 10 count to 15 count in 2 steps since 2026-10-28 (easier); \
         progress is 40 %, or 33 % against the original target"
    );
}

#[test]
fn an_explained_move_covers_the_quiet_ones_before_it_and_none_after() {
    let repo = repo();
    repo.write("late.yaml", &target("12"));
    repo.commit("tom", "2026-10-28T08:00:00Z", "Update");
    repo.write("late.yaml", &target("15"));
    repo.commit("tom", "2026-11-03T08:00:00Z", "Agree on 15\n\nGoal-Reason: the market shrank");
    assert_eq!(rules(&repo, "2026-11-21"), []);
    repo.write("late.yaml", &target("20"));
    assert_eq!(rules(&repo, "2026-11-21"), found("moved-target", "late"));
    let message = &moves_in(&repo, "2026-11-21")[0].2;
    assert!(message.contains("from 15 count to 20 count"), "{message}");
    // Back to what was agreed, or to what was first: neither is a slip.
    repo.write("late.yaml", &target("15"));
    assert_eq!(rules(&repo, "2026-11-21"), []);
    repo.write("late.yaml", &target("10"));
    assert_eq!(rules(&repo, "2026-11-21"), []);
}

#[test]
fn a_move_that_came_by_a_merge_is_reported_once() {
    let repo = repo();
    repo.branch("side");
    repo.write("late.yaml", &target("15"));
    repo.commit("ana", "2026-11-03T08:00:00Z", "Update");
    repo.checkout("main");
    repo.write("pay.yaml", &format!("{OBJECTIVE}why: because\n"));
    repo.commit("tom", "2026-11-04T08:00:00Z", "Say why");
    repo.merge("tom", "2026-11-05T08:00:00Z", "side");
    assert_eq!(rules(&repo, "2026-11-21"), found("moved-target", "late"));
}

#[test]
fn check_ins_of_two_branches_rewrite_nothing() {
    let repo = repo();
    let value = |value: &str| {
        KEY_RESULT.replace("current: 30\n  as_of: 2026-10-01", &format!("current: {value}\n  as_of: 2026-11-06"))
    };
    repo.branch("side");
    repo.write("late.yaml", &value("24"));
    repo.commit("ana", "2026-11-06T08:00:00Z", "Check in");
    repo.checkout("main");
    repo.write("late.yaml", &value("25"));
    repo.commit("tom", "2026-11-07T08:00:00Z", "Check in");
    repo.merge("tom", "2026-11-08T08:00:00Z", "side");
    assert_eq!(rules(&repo, "2026-11-10"), []);
}

#[test]
fn a_new_name_moves_and_removes_nothing() {
    let repo = repo();
    repo.remove("pay.yaml");
    repo.write("pay-in-time.yaml", &OBJECTIVE.replace("id: pay\n", "id: pay-in-time\nformerly: [pay]\n"));
    repo.write("late.yaml", &KEY_RESULT.replace("measures: pay", "measures: pay-in-time"));
    repo.commit("tom", "2026-11-03T08:00:00Z", "A better name");
    assert_eq!(rules(&repo, "2026-11-21"), []);
}

#[test]
fn another_goal_that_carries_on_in_a_later_period_replaces_the_removed_one() {
    let repo = repo();
    repo.remove("late.yaml");
    repo.write("in-time.yaml", &KEY_RESULT.replace("id: late", "id: in-time\nperiod: 2027-Q1\ncontinues: late"));
    repo.commit("tom", "2026-11-03T08:00:00Z", "Begin anew");
    assert_eq!(rules(&repo, "2026-11-21"), []);
}

#[test]
fn a_removed_file_has_a_path_and_no_line() {
    let repo = repo();
    repo.remove("late.yaml");
    repo.remove("pay.yaml");
    ask(&repo, "2026-11-21", |snapshot, found| {
        let view = CheckView::new(snapshot.workspace, found);
        let [one] = view.findings.as_slice() else { panic!("{:?}", view.findings) };
        assert_eq!(
            (one.rule.as_str(), one.path.as_str(), one.line, one.column),
            ("deleted-goal", "pay.yaml", None, None)
        );
        assert_eq!(one.goal.as_deref(), Some("pay"));
        let related: Vec<_> = one.related.iter().map(|it| (it.path.as_str(), it.line, it.goal.as_deref())).collect();
        assert_eq!(related, [("late.yaml", None, Some("late"))]);
    });
    repo.commit("tom", "2026-11-03T08:00:00Z", "Clean up");
    assert_eq!(rules(&repo, "2026-11-21"), found("deleted-goal", "pay"));
    // Nobody is asked once the period is over.
    assert_eq!(rules(&repo, "2027-01-05"), found("deleted-goal", "pay"));
    assert_eq!(rules(&repo, "2027-01-08"), []);
}

#[test]
fn what_is_left_out_or_cannot_be_read_is_not_removed() {
    let repo = repo();
    repo.write("templates/goal.yaml", &KEY_RESULT.replace("id: late", "id: template"));
    repo.write(".gitignore", "build/\n");
    repo.commit("tom", "2026-10-03T08:00:00Z", "A template");
    repo.write("goalpost.yaml", "organization: Northwind\nexclude: [\"templates/**\"]\n");
    repo.write("late.yaml", "kind: key_result\nid: [late\n");
    assert_eq!(rules(&repo, "2026-11-21"), []);
    repo.write("late.yaml", &KEY_RESULT.replace("target: 10", "target: ten"));
    assert_eq!(rules(&repo, "2026-11-21"), [], "a target that is no number is told as such");
    repo.write("late.yaml", &KEY_RESULT.replace("target: 10", "tarjet: 10"));
    assert_eq!(rules(&repo, "2026-11-21"), [], "and so is a key that is misspelt");
    repo.write("late.yaml", &KEY_RESULT.replace("  target: 10\n", ""));
    assert_eq!(rules(&repo, "2026-11-21"), [], "and one that is missing");
}

#[test]
fn a_change_after_the_close_is_an_edit_and_not_a_move() {
    let repo = repo();
    let closed = format!("{}state: achieved\nclosed: 2026-11-02\n", target("25"));
    repo.write("late.yaml", &closed);
    repo.commit("tom", "2026-11-02T08:00:00Z", "Lower it and close it");
    assert_eq!(rules(&repo, "2026-11-21"), found("moved-target", "late"));
    repo.write("late.yaml", &closed.replace("target: 25", "target: 10"));
    repo.commit("tom", "2026-11-03T08:00:00Z", "Put it back");
    assert_eq!(rules(&repo, "2026-11-21"), found("edited-after-close", "late"));
}

#[test]
fn a_shallow_clone_is_not_judged_by() {
    let repo = repo();
    repo.write("late.yaml", &target("15"));
    repo.commit("tom", "2026-11-03T08:00:00Z", "Update");
    let clone = repo.shallow(1);
    let output = check(clone.path(), &["--today", "2026-11-21"]);
    assert!(!output.contains("moved-target"), "{output}");
    assert!(check(repo.path(), &["--today", "2026-11-21"]).contains("moved-target"));
}

#[test]
fn goals_of_long_ago_are_asked_about_on_demand() {
    let repo = repo();
    repo.write("late.yaml", &target("15"));
    repo.commit("tom", "2026-11-03T08:00:00Z", "Update");
    assert!(check(repo.path(), &["--today", "2027-01-07"]).contains("moved-target"), "a week after the period's end");
    assert!(!check(repo.path(), &["--today", "2027-01-08"]).contains("moved-target"));
    assert!(check(repo.path(), &["--today", "2028-03-01", "--all-history"]).contains("moved-target"));
}

fn check(root: &std::path::Path, more: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goalpost"));
    command.env_clear().arg("check").arg("--root").arg(root).args(more);
    String::from_utf8_lossy(&command.output().expect("goalpost runs").stdout).into_owned()
}

#[test]
fn a_rescoped_objective_reads_what_a_rollup_of_that_day_says() {
    let repo = repo();
    let key_result = |id: &str, of: &str, metric: &str| {
        format!("kind: key_result\nid: {id}\ntitle: {id}\nmeasures: {of}\nmetric: {metric}\n")
    };
    let objective = |id: &str, of: &str| {
        format!("kind: objective\nid: {id}\ntitle: {id}\nowner: tom\nperiod: 2026-Q4\nsupports: [{of}]\n")
    };
    repo.write("top.yaml", &objective("top", ""));
    repo.write("a.yaml", &objective("a", "{goal: top, weight: 2}"));
    repo.write("b.yaml", &objective("b", "top"));
    repo.write("calls.yaml", "kind: kpi\nid: calls\ntitle: Calls\nmetric: {name: calls, unit: count, at_most: 9, current: 8, as_of: 2026-10-09}\n");
    repo.write("a1.yaml", &key_result("a1", "a", "{baseline: 0, target: 10, current: 4, as_of: 2026-10-09}"));
    repo.write("a2.yaml", &key_result("a2", "a", "{at_least: 5, current: 6, as_of: 2026-10-10}"));
    repo.write("b1.yaml", &key_result("b1", "b", "{kpi: calls, baseline: 12, target: 2}"));
    repo.write("b2.yaml", &key_result("b2", "b", "{baseline: 0, target: 10}"));
    repo.commit("tom", "2026-10-10T08:00:00Z", "Set more goals");
    repo.write("a2.yaml", &key_result("a2", "a", "{at_least: 5, current: 4, as_of: 2026-10-25}"));
    repo.commit("tom", "2026-10-26T08:00:00Z", "Check in");
    let without = progress_of(&repo, "top");
    repo.write("b.yaml", &objective("b", "pay"));
    let commit = repo.commit("tom", "2026-11-03T08:00:00Z", "Sort our goals");
    ask(&repo, "2026-11-21", |snapshot, found| {
        assert_eq!(found.iter().map(|it| it.rule).collect::<Vec<_>>(), ["rescoped-objective"]);
        let it = &snapshot.rescopings().latest[0];
        let project = Site::new(repo.path()).open_at(&commit, day("2026-11-03")).expect("that day's goals");
        let with = of_project(&project, "top", "2026-11-03");
        assert!((it.with - with).abs() < 1e-12, "{} and {with}", it.with);
        assert!((it.without - without).abs() < 1e-12, "{} and {without}", it.without);
    });
    // What is linked again counts again.
    repo.write("b.yaml", &objective("b", "top"));
    assert_eq!(rules(&repo, "2026-11-21"), []);
}

/// An objective's progress on 2026-11-03, by the files as they are.
fn progress_of(repo: &Repo, id: &str) -> f64 {
    of_project(&Project::open(repo.path()).expect("goals"), id, "2026-11-03")
}

fn of_project(project: &Project, id: &str, today: &str) -> f64 {
    let snapshot = with_history(project, day(today));
    let ix = project.workspace.find(id).expect("the goal");
    snapshot.numbers(ix).progress.expect("progress")
}
