//! A value of the past is shown as it was written: with the unit and the step of its own time.

use serde_json::json as value;

use crate::support::program::{json, says};
use crate::support::repository::Repo;

const TODAY: [&str; 3] = ["--today", "2026-11-20", "-q"];

fn quarter() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("org.yaml", "people:\n  - {id: bo, name: Bo, email: [bo@northwind.example]}\n");
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Freight\nstatement: Every ship is unloaded the day it comes.\n");
    repo.write(
        "o.yaml",
        "kind: objective\nid: o\ntitle: Unload ships faster\nowner: bo\nsupports: [m]\nperiod: 2026-Q4\n",
    );
    repo
}

fn commit(repo: &Repo, day: &str, message: &str) {
    repo.commit("bo", &format!("{day}T08:00:00Z"), message);
}

fn ask(repo: &Repo, args: &[&str]) -> String {
    let said = says(repo.path(), &[args, &TODAY].concat());
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// 800 ms became "800 s" once the unit was seconds.
#[test]
fn a_value_keeps_the_unit_in_which_it_was_written() {
    let metric = |values: &str| {
        format!("kind: key_result\nid: k\ntitle: Lower the time\nmeasures: o\nmetric: {{name: time, {values}}}\n")
    };
    let repo = quarter();
    repo.write("k.yaml", &metric("unit: ms, baseline: 1000, target: 500, current: 800, as_of: 2026-10-01"));
    commit(&repo, "2026-10-01", "Begin");
    repo.write("k.yaml", &metric("unit: ms, baseline: 1000, target: 500, current: 750, as_of: 2026-11-10"));
    commit(&repo, "2026-11-10", "Measure");
    repo.write("k.yaml", &metric("unit: s, baseline: 1, target: 0.5, current: 0.7, as_of: 2026-11-18"));
    commit(&repo, "2026-11-18", "In seconds");
    let history = ask(&repo, &["history", "k"]);
    for row in ["2026-10-01 800 ms 40%", "2026-11-10 750 ms 50%", "2026-11-18 0.7 s 60%"] {
        assert!(history.contains(row), "{row}: {history}");
    }
    for moved in ["baseline 1000 ms → 1 s", "target 500 ms → 0.5 s", "unit ms → s"] {
        assert!(history.contains(moved), "{moved}: {history}");
        for args in [&["digest", "--since", "2026-11-01"][..], &["diff", "HEAD~1"]] {
            assert!(ask(&repo, args).contains(moved), "{args:?}: {}", ask(&repo, args));
        }
    }
    assert!(!history.contains("800 ┤"), "the chart has what can be compared: {history}");
    assert!(ask(&repo, &["diff", "HEAD~1"]).contains("750 ms → 0.7 s on 2026-11-18"));
    let review = ask(&repo, &["review", "--person", "bo"]);
    assert!(review.contains("2026-10-01 800 ms · 2026-11-10 750 ms · 2026-11-18 0.7 s"), "{review}");
    let view = json(repo.path(), &[&["history", "k"][..], &TODAY].concat());
    let units: Vec<_> =
        view["goals"][0]["observations"].as_array().into_iter().flatten().map(|it| &it["unit"]).collect();
    assert_eq!(units, ["ms", "ms", "s"]);
    let table = says(repo.path(), &[&["history", "k", "--format", "csv"][..], &TODAY].concat());
    let units: Vec<_> = table.lines().filter_map(|line| line.rsplit(',').next()).collect();
    assert_eq!(units, ["unit", "ms", "ms", "s"]);
}

/// The trend took 750 ms for 750 s, every day of a bound in milliseconds was outside one in seconds, and a target of 0.5 s was
/// harder than one of 500 ms.
#[test]
fn no_number_is_made_of_two_units() {
    let metric = |values: &str| {
        format!("kind: key_result\nid: k\ntitle: Lower the time\nmeasures: o\nmetric: {{name: time, {values}}}\n")
    };
    let repo = quarter();
    let numbers = |repo: &Repo| {
        let view = json(repo.path(), &[&["rollup"][..], &TODAY].concat());
        view["goals"].as_array().into_iter().flatten().find(|it| it["id"] == "k").cloned().unwrap_or_default()
    };
    repo.write("k.yaml", &metric("unit: ms, baseline: 1000, target: 500, current: 900, as_of: 2026-10-02"));
    commit(&repo, "2026-10-02", "Begin");
    repo.write("k.yaml", &metric("unit: ms, baseline: 1000, target: 500, current: 750, as_of: 2026-11-09"));
    commit(&repo, "2026-11-09", "Measure");
    repo.write("k.yaml", &metric("unit: s, baseline: 1, target: 0.5, current: 0.75, as_of: 2026-11-09"));
    commit(&repo, "2026-11-18", "In seconds");
    let now = numbers(&repo);
    assert_eq!(now["trend"], value!([0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.5, 0.5]));
    assert_eq!(now["last_check_in"], value!("2026-11-09"), "nobody measured anew");
    let history = ask(&repo, &["history", "k"]);
    assert!(history.contains("target 500 ms → 0.5 s (no reason given)") && !history.contains("harder"), "{history}");
    assert!(history.contains("2026-11-09 0.75 s 50%") && !history.contains("2026-11-18 0.75 s"), "{history}");
    // Another value in the new unit is a check-in.
    repo.write("k.yaml", &metric("unit: s, baseline: 1, target: 0.5, current: 0.7, as_of: 2026-11-19"));
    assert_eq!(numbers(&repo)["last_check_in"], value!("2026-11-19"));
    // Days are kept by the bounds of their own time.
    let repo = quarter();
    repo.write("k.yaml", &metric("unit: ms, at_most: 500, current: 400, as_of: 2026-10-01"));
    commit(&repo, "2026-10-01", "Begin");
    repo.write("k.yaml", &metric("unit: ms, at_most: 500, current: 600, as_of: 2026-10-21"));
    commit(&repo, "2026-10-21", "Measure");
    repo.write("k.yaml", &metric("unit: s, at_most: 0.5, current: 0.45, as_of: 2026-11-11"));
    commit(&repo, "2026-11-11", "In seconds");
    assert_eq!(numbers(&repo)["progress"], value!(30.0 / 51.0));
    let explained = ask(&repo, &["rollup", "--explain", "k"]);
    assert!(explained.contains("20 days 400 ms inside") && explained.contains("21 days 600 ms outside"), "{explained}");
}

/// A KPI that is measured in seconds now had "300 s" in the history of what it measures, and in what moved there.
#[test]
fn a_value_of_a_kpi_keeps_the_unit_that_the_kpi_had() {
    let kpi = |now: &str| format!("kind: kpi\nid: load\ntitle: Load\nmetric: {{name: load, at_least: 0, {now}}}\n");
    let of_kpi = |from: &str, to: &str| {
        format!(
            "kind: key_result\nid: k\ntitle: Lower the load\nmeasures: o\nmetric: {{kpi: load, baseline: {from}, target: {to}}}\n"
        )
    };
    let repo = quarter();
    repo.write("load.yaml", &kpi("unit: ms, current: 300, as_of: 2026-11-10"));
    repo.write("k.yaml", &of_kpi("500", "100"));
    commit(&repo, "2026-10-05", "Begin");
    repo.write("k.yaml", &of_kpi("400", "100"));
    commit(&repo, "2026-11-12", "Another start");
    repo.write("load.yaml", &kpi("unit: s, current: 0.2, as_of: 2026-11-18"));
    repo.write("k.yaml", &of_kpi("0.4", "0.1"));
    commit(&repo, "2026-11-18", "In seconds");
    for goal in ["k", "load"] {
        let history = ask(&repo, &["history", goal]);
        assert!(history.contains("300 ms") && history.contains("0.2 s") && !history.contains("300 s"), "{history}");
    }
    let history = ask(&repo, &["history", "k"]);
    assert!(history.contains("baseline 500 → 400 ms") && history.contains("baseline 400 ms → 0.4 s"), "{history}");
}

/// A scale that got more steps made "adopted" of October "sometimes", and a check-in of the day that nobody had made.
#[test]
fn a_longer_scale_observes_nothing_and_changes_no_word() {
    let rubric = |scale: &str, now: &str| {
        format!(
            "kind: key_result\nid: k\ntitle: Make the drill a habit\nmeasures: o\nmetric: {{name: drill, scale: [{scale}], baseline: none, target: habitual, {now}}}\n"
        )
    };
    let repo = quarter();
    let adopted = "current: adopted, as_of: 2026-10-05";
    repo.write("k.yaml", &rubric("none, piloted, adopted, habitual", adopted));
    commit(&repo, "2026-10-05", "Begin");
    repo.write("k.yaml", &rubric("never, none, sometimes, piloted, adopted, habitual", adopted));
    commit(&repo, "2026-10-20", "Longer");
    let days = |repo: &Repo| -> Vec<String> {
        let view = json(repo.path(), &[&["history", "k"][..], &TODAY].concat());
        let all = view["goals"][0]["observations"].as_array().cloned().unwrap_or_default();
        all.iter().map(|it| it["day"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(days(&repo), ["2026-10-05"]);
    let rollup = json(repo.path(), &[&["rollup"][..], &TODAY].concat());
    let goal = rollup["goals"].as_array().into_iter().flatten().find(|it| it["id"] == "k").cloned().unwrap_or_default();
    assert_eq!(goal["last_check_in"], value!("2026-10-05"));
    // A step that is no longer there keeps its name.
    repo.write("k.yaml", &rubric("never, none, sometimes, piloted, habitual", "current: piloted, as_of: 2026-11-10"));
    commit(&repo, "2026-11-10", "Fewer");
    assert_eq!(days(&repo), ["2026-10-05", "2026-11-10"]);
    let review = ask(&repo, &["review", "--person", "bo"]);
    assert!(review.contains("2026-10-05 adopted · 2026-11-10 piloted"), "{review}");
    let history = ask(&repo, &["history", "k"]);
    assert!(history.contains("2026-10-05 adopted 66%"), "{history}");
}

/// 0.7 s of a KPI had reached a target of 500 ms early, and 700 ms were "700 s" beside a target of 0.5 s.
#[test]
fn a_value_of_a_kpi_in_another_unit_than_the_goalposts_is_unknown() {
    let kpi = |now: &str| format!("kind: kpi\nid: load\ntitle: Load\nmetric: {{name: load, at_least: 0, {now}}}\n");
    let of_kpi = |aim: &str| {
        format!("kind: key_result\nid: k\ntitle: Lower the load\nmeasures: o\nmetric: {{kpi: load, {aim}}}\n")
    };
    let numbers = |repo: &Repo| {
        let view = json(repo.path(), &[&["rollup"][..], &TODAY].concat());
        let goal = view["goals"].as_array().into_iter().flatten().find(|it| it["id"] == "k").cloned();
        let goal = goal.unwrap_or_default();
        let progress = goal["progress"].as_f64().map(|it| (it * 1000.0).round() / 1000.0);
        (value!(progress), goal["standing"].clone(), goal["measure"]["unit"].clone())
    };
    let unknown = |unit: &str| (value!(null), value!("value in another unit"), value!(unit));
    let repo = quarter();
    repo.write("load.yaml", &kpi("unit: ms, current: 700, as_of: 2026-11-01"));
    repo.write("k.yaml", &of_kpi("baseline: 1000, target: 500"));
    commit(&repo, "2026-11-01", "Begin");
    assert_eq!(numbers(&repo).0, value!(0.6));
    // Another title writes no goalpost anew.
    repo.write("k.yaml", &of_kpi("baseline: 1000, target: 500").replace("Lower the load", "Lower the load of all"));
    repo.write("load.yaml", &kpi("unit: s, current: 0.7, as_of: 2026-11-18"));
    commit(&repo, "2026-11-18", "In seconds");
    assert_eq!(numbers(&repo), unknown("ms"));
    let history = ask(&repo, &["history", "k"]);
    assert!(
        history.contains("1000 → 500 ms, its KPI is in s") && history.contains("2026-11-01 700 ms 60%"),
        "{history}"
    );
    assert!(history.contains("2026-11-18 0.7 s") && !history.contains("0.7 s 100%"), "{history}");
    assert!(history.contains("● 700 ms") && !history.contains("● 0.7 s"), "{history}");
    let explained = ask(&repo, &["rollup", "--explain", "k"]);
    let why = "the value of `load` is in s, and the goalposts are in ms: write them in s";
    assert!(explained.contains(why), "{explained}");
    assert!(ask(&repo, &["show", "k"]).contains("1000 → 500 ms, its KPI is in s"), "{}", ask(&repo, &["show", "k"]));
    // Written anew they are in the unit of the KPI.
    repo.write("k.yaml", &of_kpi("baseline: 1, target: 0.5"));
    assert_eq!(numbers(&repo).0, value!(0.6));
    commit(&repo, "2026-11-19", "In seconds too");
    assert_eq!(numbers(&repo).0, value!(0.6));
    // A unit of its own is that of its goalposts, another name of the same unit is the same.
    for (unit, known) in [("ms", false), ("s", true), ("seconds", true)] {
        repo.write("k.yaml", &of_kpi(&format!("unit: {unit}, baseline: 1, target: 0.5")));
        assert_eq!(numbers(&repo) == unknown(unit), !known, "{unit}: {:?}", numbers(&repo));
        assert_eq!(numbers(&repo).0 == value!(0.6), known, "{unit}: {:?}", numbers(&repo));
    }
    // What only has another name is measured as before.
    repo.write("k.yaml", &of_kpi("baseline: 1, target: 0.5"));
    repo.write("load.yaml", &kpi("unit: blinks, current: 0.7, as_of: 2026-11-18"));
    commit(&repo, "2026-11-20", "Blinks");
    assert_eq!(numbers(&repo).0, value!(0.6));
}
