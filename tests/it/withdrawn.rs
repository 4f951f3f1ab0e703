//! Values that a commit took back: they count nowhere, and are shown with who took them back and when.

use serde_json::Value;

use crate::support::program::{goalpost, json, says};
use crate::support::repository::Repo;

const OBJECTIVE: &str = "kind: objective\nid: o\ntitle: Win\nowner: tom\nperiod: 2026-Q4\n";

fn key_result(id: &str, metric: &str) -> String {
    format!("kind: key_result\nid: {id}\ntitle: Do {id}\nmeasures: o\nowner: tom\nmetric: {{{metric}}}\n")
}

fn kept(value: u32, day: &str) -> String {
    key_result("k", &format!("name: n, unit: x, at_least: 50, current: {value}, as_of: {day}"))
}

fn reached(id: &str, value: u32, day: &str) -> String {
    key_result(id, &format!("name: n {id}, unit: x, baseline: 0, target: 100, current: {value}, as_of: {day}"))
}

fn at(day: &str) -> String {
    format!("{day}T08:00:00Z")
}

fn repo() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.write("o.yaml", OBJECTIVE);
    repo
}

fn goal(repo: &Repo, id: &str, args: &[&str]) -> Value {
    let view = json(repo.path(), &[&["-q", "rollup"], args].concat());
    view["goals"].as_array().expect("goals").iter().find(|it| it["id"] == id).expect(id).clone()
}

fn observations(repo: &Repo, id: &str) -> Vec<Value> {
    json(repo.path(), &["-q", "history", id])["goals"][0]["observations"].as_array().expect("observations").clone()
}

/// The days of the observations that count, each with its value and author.
fn counted(repo: &Repo, id: &str) -> Vec<(String, Option<f64>, Option<String>)> {
    let all = observations(repo, id);
    let counted = all.iter().filter(|it| it["counts"] == true);
    let text = |it: &Value| it.as_str().map(str::to_owned);
    counted.map(|it| (text(&it["day"]).expect("a day"), it["value"].as_f64(), text(&it["author"]))).collect()
}

/// The days of those that were withdrawn, each with the day on which it was and who did it.
fn withdrawn(repo: &Repo, id: &str) -> Vec<[String; 3]> {
    let all = observations(repo, id);
    let withdrawn = all.iter().filter(|it| !it["withdrawn"].is_null());
    let text = |it: &Value| it.as_str().unwrap_or("–").to_owned();
    withdrawn
        .map(|it| {
            assert_eq!(it["counts"], false, "{it}");
            [text(&it["day"]), text(&it["withdrawn"]["day"]), text(&it["withdrawn"]["author"])]
        })
        .collect()
}

fn findings(repo: &Repo, rule: &str, args: &[&str]) -> Vec<String> {
    let answer = goalpost(repo.path(), &[&["check", "-q", "--format", "json", "--rule", rule], args].concat());
    let view: Value = serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{}", answer.stderr));
    let all = view["findings"].as_array().expect("findings").iter();
    all.map(|it| it["message"].as_str().expect("a message").to_owned()).collect()
}

#[test]
fn a_typo_that_is_reverted_leaves_value_share_and_author_as_they_were() {
    let repo = repo();
    repo.write("k.yaml", &kept(60, "2026-10-01"));
    repo.commit("tom", &at("2026-10-01"), "Set");
    repo.write("k.yaml", &kept(6, "2026-11-01"));
    repo.commit("ana", &at("2026-11-01"), "Check in");
    repo.write("k.yaml", &kept(60, "2026-10-01"));
    repo.commit("ana", &at("2026-11-01"), "Revert \"Check in\"");
    assert_eq!(goal(&repo, "k", &[])["progress"], 1.0);
    assert_eq!(goal(&repo, "k", &[])["last_check_in"], "2026-10-01");
    assert_eq!(counted(&repo, "k"), [("2026-10-01".to_owned(), Some(60.0), Some("Tom".to_owned()))]);
    assert_eq!(withdrawn(&repo, "k"), [["2026-11-01", "2026-11-01", "Ana"]]);
    // Put right on the same day it is nothing to ask about.
    assert_eq!(findings(&repo, "withdrawn-value", &[]), [""; 0]);
    let text = says(repo.path(), &["-q", "history", "k"]);
    assert!(text.contains("✗ 6 x of 2026-11-01 withdrawn"), "{text}");
    assert!(!says(repo.path(), &["-q", "history", "k", "--format", "csv"]).contains("2026-11-01"));
}

#[test]
fn a_day_in_the_future_that_is_put_right_leaves_the_day_that_was_meant() {
    let repo = repo();
    repo.write("a.yaml", &reached("a", 10, "2026-10-01"));
    repo.commit("tom", &at("2026-10-01"), "Set");
    repo.write("a.yaml", &reached("a", 14, "2027-10-08"));
    repo.commit("tom", &at("2026-10-08"), "Check in");
    // Not put right yet, it is no check-in of a day that has not come.
    assert_eq!(goal(&repo, "a", &[])["last_check_in"], "2026-10-01");
    repo.write("a.yaml", &reached("a", 14, "2026-10-08"));
    repo.commit("tom", &at("2026-10-09"), "The year was wrong");
    assert_eq!(goal(&repo, "a", &[])["last_check_in"], "2026-10-08");
    let days: Vec<String> = counted(&repo, "a").into_iter().map(|(day, ..)| day).collect();
    assert_eq!(days, ["2026-10-01", "2026-10-08"]);
    assert_eq!(findings(&repo, "stale-check-in", &[]).len(), 1);
}

#[test]
fn a_day_that_is_written_wrongly_and_mended_at_once_withdraws_nothing() {
    let repo = repo();
    for (value, day) in [(40, "2026-10-01"), (60, "2026-10-20")] {
        repo.write("k.yaml", &kept(value, day));
        repo.commit("tom", &at(day), "Check in");
    }
    let slip = |day: &str| {
        repo.write("k.yaml", &kept(65, day));
        repo.commit("tom", &at("2026-11-03"), "A slip");
    };
    slip("2025-11-03");
    // While it stands what is left says nothing: that looks better, and is told.
    let share = |it: &Value| it["progress"].as_f64();
    assert_eq!(findings(&repo, "withdrawn-value", &["--today", "2026-11-10"]).len(), 1);
    repo.write("k.yaml", &kept(65, "2026-11-03"));
    repo.commit("tom", &at("2026-11-04"), "Mend it");
    let days: Vec<String> = counted(&repo, "k").into_iter().map(|it| it.0).collect();
    assert_eq!(days, ["2026-10-01", "2026-10-20", "2026-11-03"]);
    assert_eq!(findings(&repo, "withdrawn-value", &["--today", "2026-11-10"]).len(), 0);
    // 19 of 41 days below its bound.
    let now = goal(&repo, "k", &["--today", "2026-11-10"]);
    assert!(share(&now).is_some_and(|it| (it - 22.0 / 41.0).abs() < 1e-9), "{now}");
    // Put right by another value it is no slip of the day.
    slip("2026-10-05");
    repo.write("k.yaml", &kept(70, "2026-11-05"));
    repo.commit("tom", &at("2026-11-05"), "Another value");
    let days: Vec<String> = counted(&repo, "k").into_iter().map(|it| it.0).collect();
    assert_eq!(days, ["2026-10-01", "2026-10-05", "2026-11-05"]);
}

#[test]
fn a_bad_value_that_is_taken_back_weeks_later_is_a_finding_until_it_is_explained() {
    let repo = repo();
    repo.write("k.yaml", &kept(60, "2026-10-01"));
    repo.commit("tom", &at("2026-10-01"), "Set");
    repo.write("k.yaml", &kept(40, "2026-10-20"));
    repo.commit("tom", &at("2026-10-20"), "Check in");
    repo.write("k.yaml", &kept(60, "2026-10-01"));
    let revert = repo.commit("tom", &at("2026-11-15"), "Revert");
    assert_eq!(
        findings(&repo, "withdrawn-value", &[]),
        ["the value of `k` for 2026-10-20 was withdrawn 26 days later; progress that day was 100 %, or 41 % with it"]
    );
    let diff = says(repo.path(), &["-q", "diff", &format!("{revert}~1..{revert}")]);
    assert!(diff.starts_with("1 value is withdrawn from 1 goal · "), "{diff}");
    assert!(!diff.contains("check-ins only"), "{diff}");
    says(repo.path(), &["-q", "note", "k", "it was another system", "--kind", "decision", "--about", "metric.current"]);
    assert_eq!(findings(&repo, "withdrawn-value", &[]), [""; 0]);
}

#[test]
fn a_good_value_that_is_taken_back_makes_nothing_better() {
    let repo = repo();
    repo.write("a.yaml", &reached("a", 10, "2026-10-01"));
    repo.commit("tom", &at("2026-10-01"), "Set");
    repo.write("a.yaml", &reached("a", 90, "2026-10-20"));
    repo.commit("tom", &at("2026-10-20"), "Check in");
    repo.write("a.yaml", &reached("a", 10, "2026-10-01"));
    repo.commit("tom", &at("2026-11-15"), "Revert");
    assert_eq!(withdrawn(&repo, "a"), [["2026-10-20", "2026-11-15", "Tom"]]);
    assert_eq!(findings(&repo, "withdrawn-value", &[]), [""; 0]);
}

#[test]
fn a_revert_of_several_goals_is_one_finding() {
    let repo = repo();
    for id in ["a", "b", "c"] {
        repo.write(&format!("{id}.yaml"), &reached(id, 50, "2026-10-01"));
    }
    repo.commit("tom", &at("2026-10-01"), "Set");
    for id in ["a", "b", "c"] {
        repo.write(&format!("{id}.yaml"), &reached(id, 20, "2026-10-20"));
    }
    repo.commit("tom", &at("2026-10-20"), "Check in");
    repo.git(&["revert", "--no-commit", "HEAD"]);
    repo.commit("tom", &at("2026-11-15"), "Revert");
    let found = findings(&repo, "withdrawn-value", &[]);
    assert_eq!(
        found,
        ["3 values of `a`, `b` and 1 other goal were withdrawn together; progress of 3 goals is better without them"]
    );
    let diff = says(repo.path(), &["-q", "diff", "HEAD~1..HEAD", "--format", "markdown"]);
    assert!(diff.starts_with("**3 values are withdrawn from 3 goals · "), "{diff}");
}

#[test]
fn a_value_without_a_day_and_a_line_that_was_given_up_withdraw_nothing() {
    let repo = repo();
    let undated = key_result("k", "name: n, unit: x, at_least: 50, current: 60");
    repo.write("k.yaml", &kept(60, "2026-10-01"));
    repo.commit("tom", &at("2026-10-01"), "Set");
    repo.write("k.yaml", &kept(40, "2026-10-20"));
    repo.commit("tom", &at("2026-10-20"), "Check in");
    repo.write("k.yaml", &undated);
    repo.commit("tom", &at("2026-10-25"), "No day");
    assert_eq!(withdrawn(&repo, "k"), [[""; 3]; 0]);
    repo.write("k.yaml", &kept(60, "2026-10-26"));
    repo.commit("tom", &at("2026-10-26"), "Check in");
    // A side that never had the later value takes nothing back of the line that has it.
    repo.branch("side");
    repo.write("k.yaml", &kept(70, "2026-10-28"));
    repo.commit("ana", &at("2026-10-28"), "Check in");
    repo.write("k.yaml", &kept(60, "2026-10-26"));
    repo.commit("ana", &at("2026-10-29"), "Revert");
    repo.checkout("main");
    repo.write("k.yaml", &kept(30, "2026-11-05"));
    repo.commit("tom", &at("2026-11-05"), "Check in");
    repo.git(&["merge", "-q", "-s", "ours", "--no-commit", "side"]);
    repo.write("o.yaml", &OBJECTIVE.replace("Win", "Win it"));
    repo.commit("tom", &at("2026-11-06"), "Merge");
    let days: Vec<String> = counted(&repo, "k").into_iter().map(|(day, ..)| day).collect();
    assert_eq!(days.last().map(String::as_str), Some("2026-11-05"), "{days:?}");
    assert!(!days.contains(&"2026-10-28".to_owned()), "{days:?}");
}

#[test]
fn what_is_taken_back_in_the_work_tree_counts_no_more() {
    let repo = repo();
    repo.write("k.yaml", &kept(60, "2026-10-01"));
    repo.commit("tom", &at("2026-10-01"), "Set");
    repo.write("k.yaml", &kept(40, "2026-10-20"));
    repo.commit("tom", &at("2026-10-20"), "Check in");
    repo.write("k.yaml", &kept(60, "2026-10-01"));
    assert_eq!(goal(&repo, "k", &[])["progress"], 1.0);
    assert_eq!(withdrawn(&repo, "k"), [["2026-10-20", "2026-11-21", "–"]]);
    assert_eq!(findings(&repo, "withdrawn-value", &[]).len(), 1);
    let diff = says(repo.path(), &["-q", "diff"]);
    assert!(diff.starts_with("1 value is withdrawn from 1 goal · "), "{diff}");
}

fn kpi(value: u32, day: &str) -> String {
    format!(
        "kind: kpi\nid: u\ntitle: Uptime\nmetric: {{name: u, unit: x, at_least: 1, current: {value}, as_of: {day}}}\n"
    )
}

fn of_kpi(confidence: f64, target: u32) -> String {
    format!("{}confidence: {confidence}\n", key_result("a", &format!("kpi: u, baseline: 0, target: {target}")))
}

/// Day, value, progress and confidence of each observation.
fn points(repo: &Repo, id: &str) -> Vec<(String, f64, f64, f64)> {
    let all = observations(repo, id);
    let number = |it: &Value| it.as_f64().unwrap_or(-1.0);
    let of = |it: &Value| {
        let day = it["day"].as_str().expect("a day").to_owned();
        (day, number(&it["value"]), number(&it["progress"]), number(&it["confidence"]))
    };
    all.iter().map(of).collect()
}

#[test]
fn a_key_result_of_a_kpi_has_the_confidence_and_the_target_of_each_day() {
    let repo = repo();
    repo.write("u.yaml", &kpi(10, "2026-09-20"));
    repo.write("a.yaml", &of_kpi(0.9, 100));
    repo.commit("tom", &at("2026-09-20"), "Set");
    repo.write("u.yaml", &kpi(20, "2026-10-05"));
    repo.commit("ana", &at("2026-10-05"), "Check in");
    repo.write("u.yaml", &kpi(30, "2026-10-10"));
    repo.write("a.yaml", &of_kpi(0.5, 100));
    repo.commit("tom", &at("2026-10-12"), "Check in on a Monday for the Saturday before");
    repo.write("a.yaml", &of_kpi(0.3, 100));
    repo.commit("tom", &at("2026-10-19"), "Less sure");
    repo.write("u.yaml", &kpi(40, "2026-10-26"));
    repo.write("a.yaml", &of_kpi(0.3, 50));
    repo.commit("tom", &at("2026-10-26"), "Check in, and another target");
    let day = |day: &str, value, progress, confidence| (day.to_owned(), value, progress, confidence);
    assert_eq!(
        points(&repo, "a"),
        [
            day("2026-10-05", 20.0, 0.2, 0.9),
            day("2026-10-10", 30.0, 0.3, 0.5),
            day("2026-10-19", 30.0, 0.3, 0.3),
            day("2026-10-26", 40.0, 0.8, 0.3)
        ]
    );
    assert_eq!(goal(&repo, "a", &[])["progress"], 0.8);
    // Confidence alone is a check-in, in the work tree too.
    repo.write("a.yaml", &of_kpi(0.7, 50));
    assert_eq!(points(&repo, "a").last(), Some(&day("2026-11-21", 40.0, 0.8, 0.7)));
    assert_eq!(goal(&repo, "a", &[])["last_check_in"], "2026-11-21");
}

#[test]
fn a_value_of_a_kpi_that_is_taken_back_counts_in_no_key_result() {
    let repo = repo();
    repo.write("u.yaml", &kpi(60, "2026-10-02"));
    repo.write("a.yaml", &of_kpi(0.9, 100));
    repo.commit("tom", &at("2026-10-02"), "Set");
    repo.write("u.yaml", &kpi(5, "2026-10-20"));
    repo.commit("tom", &at("2026-10-20"), "Check in");
    repo.write("u.yaml", &kpi(60, "2026-10-02"));
    repo.commit("ana", &at("2026-11-15"), "Revert");
    assert_eq!(goal(&repo, "a", &[])["progress"], 0.6);
    for id in ["a", "u"] {
        assert_eq!(withdrawn(&repo, id), [["2026-10-20", "2026-11-15", "Ana"]], "{id}");
    }
    assert_eq!(
        findings(&repo, "withdrawn-value", &[]),
        [
            "the value of `u` for 2026-10-20 was withdrawn 26 days later; progress of `a` that day was 60 %, or 5 % with it"
        ]
    );
}

#[test]
fn a_value_of_a_kpi_that_is_taken_back_is_counted_once() {
    let repo = repo();
    let of_kpi = |id: &str| key_result(id, "kpi: u, baseline: 0, target: 100");
    repo.write("u.yaml", &kpi(60, "2026-10-02"));
    repo.write("a.yaml", &of_kpi("a"));
    repo.write("b.yaml", &of_kpi("b"));
    repo.commit("tom", &at("2026-10-02"), "Set");
    repo.write("u.yaml", &kpi(5, "2026-10-20"));
    repo.commit("tom", &at("2026-10-20"), "Check in");
    repo.write("u.yaml", &kpi(60, "2026-10-02"));
    repo.commit("ana", &at("2026-11-15"), "Revert");
    assert_eq!(
        findings(&repo, "withdrawn-value", &[]),
        ["1 value of `u` was withdrawn; progress of 2 goals is better without it"]
    );
}

#[test]
fn milestones_in_another_order_are_no_check_in() {
    let repo = repo();
    let steps = |order: [&str; 2]| {
        let steps: Vec<String> = order.iter().map(|it| format!("- {it}\n")).collect();
        format!("kind: key_result\nid: s\ntitle: Do s\nmeasures: o\nmilestones:\n{}", steps.concat())
    };
    let (first, second) = ("{title: p, done: 2026-10-01}", "{title: q, done: 2026-10-03}");
    repo.write("s.yaml", &steps([first, second]));
    repo.commit("tom", &at("2026-10-03"), "Set");
    repo.write("s.yaml", &steps([second, first]));
    repo.commit("ana", &at("2026-11-15"), "Order");
    assert_eq!(goal(&repo, "s", &[])["last_check_in"], "2026-10-03");
}

/// A value that one side of a merge removed, and that the merge let stand, was called withdrawn for good once a merge the other
/// way round made the removal part of the trunk's line.
#[test]
fn a_value_that_a_merge_let_stand_is_not_withdrawn() {
    let repo = repo();
    repo.write("k.yaml", &kept(60, "2026-10-10"));
    repo.commit("ana", &at("2026-10-12"), "begin");
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.write("k.yaml", &key_result("k", "name: n, unit: x, at_least: 50"));
    repo.commit("ben", &at("2026-11-02"), "remove the value");
    repo.git(&["checkout", "-q", "main"]);
    repo.git_by("cleo", &at("2026-11-09"), &["merge", "-q", "--no-ff", "-s", "ours", "-m", "Sync", "side"]);
    assert_eq!(withdrawn(&repo, "k"), Vec::<[String; 3]>::new());
    repo.git(&["checkout", "-q", "side"]);
    repo.git_by("ben", &at("2026-11-12"), &["merge", "-q", "--no-ff", "-m", "Land it", "main"]);
    repo.git(&["branch", "-q", "-f", "main", "side"]);
    repo.git(&["checkout", "-q", "main"]);
    assert_eq!(withdrawn(&repo, "k"), Vec::<[String; 3]>::new());
    assert_eq!(counted(&repo, "k"), [("2026-10-10".to_owned(), Some(60.0), Some("Ana".to_owned()))]);
}

/// No commit withdraws it against all its parents, and the other line's removal of an earlier value is no value of that day.
#[test]
fn a_value_counts_though_a_merge_takes_the_removal_of_an_earlier_one_on_the_same_day() {
    let repo = repo();
    repo.write("k.yaml", &reached("k", 10, "2026-10-13"));
    repo.commit("ana", &at("2026-10-21"), "Set");
    repo.branch("side");
    let removed = key_result("k", "name: n k, unit: x, baseline: 0, target: 100");
    repo.write("k.yaml", &removed);
    repo.commit("ben", &at("2026-11-07"), "Remove the value");
    repo.checkout("main");
    repo.write("k.yaml", &reached("k", 35, "2026-11-07"));
    repo.commit("tom", "2026-11-07T14:00:00Z", "Check in");
    repo.git(&["merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "side"]);
    repo.write("k.yaml", &removed);
    repo.write("o.yaml", &OBJECTIVE.replace("Win", "Win it"));
    repo.commit("tom", &at("2026-11-09"), "Merge side");
    assert_eq!(counted(&repo, "k"), [("2026-11-07".to_owned(), Some(35.0), Some("Tom".to_owned()))]);
    // It was withdrawn on the day on which that landed.
    assert_eq!(withdrawn(&repo, "k"), [["2026-10-13", "2026-11-09", "Ben"]]);
}
