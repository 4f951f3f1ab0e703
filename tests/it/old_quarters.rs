//! The numbers of old quarters: how far back history is read never changes one.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::program::{json, says};
use crate::support::repository::{Repo, at};

const TODAY: [&str; 2] = ["--today", "2026-12-10"];

fn objective(id: &str, period: &str, more: &str) -> String {
    format!("kind: objective\nid: {id}\ntitle: Win {id}\nowner: tom\nperiod: {period}\n{more}")
}

fn kept(id: &str, of: &str, (value, day): (u32, &str), more: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Keep {id}\nmeasures: {of}\nowner: tom\n\
         metric: {{name: {id}, unit: x, at_least: 50, current: {value}, as_of: {day}}}\n{more}"
    )
}

fn kpi(value: u32, day: &str) -> String {
    format!(
        "kind: kpi\nid: u\ntitle: Uptime\nmetric: {{name: u, unit: x, at_least: 1, current: {value}, as_of: {day}}}\n"
    )
}

/// Goals of the first quarter: one open, one closed without a grade, one whose first value was dated ahead and committed
/// long before, one of a KPI, and an objective of the year above them; beside them a goal of the fourth quarter.
fn repo() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.write("year.yaml", &objective("year", "2026", ""));
    repo.write("q1.yaml", &objective("q1", "2026-Q1", "supports: [year]\n"));
    repo.write("shut.yaml", &objective("shut", "2026-Q1", "supports: [year]\n"));
    repo.write("ahead.yaml", &kept("ahead", "q1", (60, "2026-01-03"), ""));
    repo.write("k.yaml", &kept("k", "q1", (80, "2025-11-01"), ""));
    repo.write("u.yaml", &kpi(20, "2025-11-01"));
    let of_kpi =
        "kind: key_result\nid: of-kpi\ntitle: Keep u\nmeasures: q1\nowner: tom\nmetric: {kpi: u, at_least: 50}\n";
    repo.write("of-kpi.yaml", of_kpi);
    repo.commit("tom", &at("2025-11-01"), "Set, with values ahead");
    repo.write("k.yaml", &kept("k", "q1", (60, "2026-01-05"), ""));
    repo.write("s.yaml", &kept("s", "shut", (60, "2026-01-05"), ""));
    repo.write("u.yaml", &kpi(70, "2026-01-05"));
    repo.commit("tom", &at("2026-01-05"), "Check in");
    repo.write("ahead.yaml", &kept("ahead", "q1", (40, "2026-02-10"), ""));
    repo.write("k.yaml", &kept("k", "q1", (40, "2026-02-10"), ""));
    repo.write("s.yaml", &kept("s", "shut", (40, "2026-02-10"), ""));
    repo.write("u.yaml", &kpi(30, "2026-02-10"));
    repo.commit("tom", &at("2026-02-10"), "Check in");
    repo.write("ahead.yaml", &kept("ahead", "q1", (70, "2026-03-10"), ""));
    repo.write("k.yaml", &kept("k", "q1", (70, "2026-03-10"), ""));
    repo.write("s.yaml", &kept("s", "shut", (70, "2026-03-10"), ""));
    repo.write("u.yaml", &kpi(70, "2026-03-10"));
    repo.commit("tom", &at("2026-03-10"), "Check in");
    let closed = "state: missed\nclosed: 2026-04-02\nreason: the market shrank\n";
    repo.write("s.yaml", &kept("s", "shut", (70, "2026-03-10"), closed));
    repo.write("shut.yaml", &objective("shut", "2026-Q1", &format!("supports: [year]\n{closed}")));
    repo.commit("tom", &at("2026-04-02"), "Close");
    repo.write("q4.yaml", &objective("q4", "2026-Q4", "supports: [year]\n"));
    repo.write("n.yaml", &kept("n", "q4", (60, "2026-10-02"), ""));
    repo.commit("tom", &at("2026-10-02"), "The fourth quarter");
    repo
}

fn goals(view: &Value) -> BTreeMap<String, [Value; 2]> {
    let goals = view["goals"].as_array().expect("goals").iter();
    goals
        .map(|it| (it["id"].as_str().expect("an id").to_owned(), [it["progress"].clone(), it["health"].clone()]))
        .collect()
}

fn rollup(repo: &Repo, args: &[&str]) -> BTreeMap<String, [Value; 2]> {
    goals(&json(repo.path(), &[&["-q", "rollup"], args].concat()))
}

/// What all of history says.
fn truth(repo: &Repo) -> BTreeMap<String, [Value; 2]> {
    rollup(repo, &[&["--period", "all"], &TODAY[..]].concat())
}

#[test]
fn kept_metrics_of_an_old_quarter_have_one_number_everywhere() {
    let repo = repo();
    let truth = truth(&repo);
    let share = |id: &str| truth[id][0].as_f64().unwrap_or_else(|| panic!("{id}"));
    // 36 and 22 of 86 days inside the bounds; of the one dated ahead 38 and 22 of 88.
    assert!((share("k") - 58.0 / 86.0).abs() < 1e-9 && (share("ahead") - 60.0 / 88.0).abs() < 1e-9, "{truth:?}");
    assert!((share("of-kpi") - 58.0 / 86.0).abs() < 1e-9 && (share("s") - 58.0 / 86.0).abs() < 1e-9, "{truth:?}");
    let asked: [&[&str]; 5] =
        [&[], &["--period", "2026-Q1"], &["--period", "2026"], &["k"], &["--at", "HEAD", "--period", "2026-Q1"]];
    for args in asked {
        for (id, numbers) in rollup(&repo, &[args, &TODAY[..]].concat()) {
            assert_eq!(numbers, truth[&id], "{id} of rollup {args:?}");
        }
    }
    for id in ["k", "ahead", "of-kpi", "s", "q1", "shut", "year"] {
        let shown = json(repo.path(), &["-q", "show", id, "--today", "2026-12-10"]);
        assert_eq!([shown["goal"]["progress"].clone(), shown["goal"]["health"].clone()], truth[id], "show {id}");
        let nodes = json(repo.path(), &["-q", "graph", id, "--today", "2026-12-10"]);
        for node in nodes["nodes"].as_array().expect("nodes") {
            let id = node["id"].as_str().expect("an id");
            assert_eq!([node["progress"].clone(), node["health"].clone()], truth[id], "graph {id}");
        }
    }
    let closed = says(repo.path(), &["-q", "close", "k", "--dry-run", "--today", "2026-12-10"]);
    assert!(closed.contains("computed: 0.674418605"), "{closed}");
    let digest = json(repo.path(), &["-q", "digest", "--since", "2026-11-10", "--today", "2026-12-10"]);
    assert_eq!(digest["progress"], serde_json::json!([]), "{digest}");
}

#[test]
fn a_diff_of_an_old_goal_has_its_numbers_of_all_of_history() {
    let repo = repo();
    let before = truth(&repo);
    for path in ["k.yaml", "s.yaml"] {
        repo.write(path, &repo.read(path).replace("at_least: 50", "at_least: 30"));
    }
    repo.write("u.yaml", &kpi(10, "2026-03-20"));
    let after = truth(&repo);
    assert_ne!(before["of-kpi"], after["of-kpi"]);
    let view = json(repo.path(), &["-q", "diff", "--today", "2026-12-10"]);
    let impact = view["impact"].as_array().expect("impact");
    assert!(impact.iter().any(|it| it["goal"] == "k") && impact.iter().any(|it| it["goal"] == "of-kpi"), "{impact:?}");
    // It was closed without a grade, so that a bound that moves later changes nothing.
    assert!(!impact.iter().any(|it| it["goal"] == "s"), "{impact:?}");
    for it in impact {
        let id = it["goal"].as_str().expect("an id");
        assert_eq!([&it["progress_before"], &it["health_before"]], [&before[id][0], &before[id][1]], "{id}");
        assert_eq!([&it["progress_after"], &it["health_after"]], [&after[id][0], &after[id][1]], "{id}");
    }
}

/// A value of before the goal's time counts where its later ones are too late.
#[test]
fn a_late_value_leaves_the_value_of_long_before() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", &objective("o", "2026-Q3", ""));
    let reached = |value: u32, day: &str| {
        format!(
            "kind: key_result\nid: r\ntitle: Do r\nmeasures: o\nowner: tom\n\
             metric: {{name: r, unit: x, baseline: 0, target: 100, current: {value}, as_of: {day}}}\n"
        )
    };
    repo.write("r.yaml", &reached(30, "2026-03-01"));
    repo.commit("tom", &at("2026-03-01"), "Set early");
    repo.write("r.yaml", &reached(90, "2026-10-20"));
    repo.commit("tom", &at("2026-10-20"), "Too late");
    let truth = truth(&repo);
    assert_eq!(truth["r"][0], 0.3);
    assert_eq!(rollup(&repo, &TODAY)["r"], truth["r"]);
}

#[test]
fn a_digest_since_a_day_of_an_old_quarter_compares_with_the_rollup_of_that_day() {
    let repo = repo();
    for day in ["2026-01-20", "2026-02-20", "2026-03-31", "2026-05-01"] {
        let then = rollup(&repo, &["--at", day, "--period", "all"]);
        let view = json(repo.path(), &["-q", "digest", "--since", day, "--period", "all", "--today", "2026-12-10"]);
        let truth = truth(&repo);
        for it in view["progress"].as_array().expect("progress") {
            let id = it["goal"].as_str().expect("an id");
            assert_eq!((&it["before"], &it["after"]), (&then[id][0], &truth[id][0]), "{id} since {day}");
        }
    }
}
