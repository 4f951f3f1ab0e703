//! A key result that takes up another KPI: its past is that of what it measured then, in every answer.

use serde_json::{Value, json as value};

use crate::support::program::{json, says};
use crate::support::repository::Repo;

const TODAY: [&str; 3] = ["--today", "2026-11-20", "-q"];

fn kpi(id: &str, unit: &str, now: &str) -> String {
    format!(
        "kind: kpi\nid: {id}\ntitle: The {id} of the harbour\nmetric: {{name: {id}, unit: {unit}, at_least: 0, {now}}}\n"
    )
}

fn key_result(metric: &str) -> String {
    format!("kind: key_result\nid: k\ntitle: Raise what counts\nmeasures: o\nmetric: {{{metric}}}\n")
}

/// A quarter with a key result of some metric, and two KPIs.
fn quarter(metric: &str) -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("org.yaml", "people:\n  - {id: bo, name: Bo, email: [bo@northwind.example]}\n");
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Freight\nstatement: Every ship is unloaded the day it comes.\n");
    repo.write(
        "o.yaml",
        "kind: objective\nid: o\ntitle: Unload ships faster\nowner: bo\nsupports: [m]\nperiod: 2026-Q4\n",
    );
    repo.write("k.yaml", &key_result(metric));
    values(&repo, "2026-10-01", 10, 50);
    repo
}

/// Commits a value of each KPI.
fn values(repo: &Repo, day: &str, a: u32, b: u32) {
    repo.write("a.yaml", &kpi("a", "ships", &format!("current: {a}, as_of: {day}")));
    repo.write("b.yaml", &kpi("b", "boxes", &format!("current: {b}, as_of: {day}")));
    commit(repo, day, "Measure");
}

fn commit(repo: &Repo, day: &str, message: &str) {
    repo.commit("bo", &format!("{day}T08:00:00Z"), message);
}

fn ask(repo: &Repo, args: &[&str]) -> String {
    let said = says(repo.path(), &[args, &TODAY].concat());
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The observations of the key result: day, value, unit and progress.
fn observed(repo: &Repo) -> Vec<Value> {
    let view = json(repo.path(), &[&["history", "k"][..], &TODAY].concat());
    let all = view["goals"][0]["observations"].as_array().cloned().unwrap_or_default();
    all.iter().map(|it| value!([it["day"], it["value"], it["unit"], it["progress"]])).collect()
}

fn goal(repo: &Repo, args: &[&str]) -> Value {
    let view = json(repo.path(), &[&["rollup"][..], args].concat());
    view["goals"].as_array().into_iter().flatten().find(|it| it["id"] == "k").cloned().unwrap_or_default()
}

/// 50, 60 and 70 boxes of October had been values of a goal that counted ships then.
#[test]
fn the_past_is_that_of_the_kpi_that_was_measured_then() {
    let repo = quarter("kpi: a, baseline: 10, target: 20");
    values(&repo, "2026-10-15", 12, 60);
    values(&repo, "2026-11-01", 15, 70);
    repo.write("k.yaml", &key_result("kpi: b, baseline: 50, target: 100"));
    commit(&repo, "2026-11-10", "Boxes count");
    let before = [
        value!(["2026-10-01", 10.0, "ships", 0.0]),
        value!(["2026-10-15", 12.0, "ships", 0.2]),
        value!(["2026-11-01", 15.0, "ships", 0.5]),
    ];
    let taken_up = value!(["2026-11-10", 70.0, "boxes", 0.4]);
    assert_eq!(observed(&repo), [&before[..], std::slice::from_ref(&taken_up)].concat());
    let now = goal(&repo, &["--today", "2026-11-12", "-q"]);
    assert_eq!(
        (&now["progress"], &now["last_check_in"]),
        (&value!(0.4), &value!("2026-11-01")),
        "nobody measured then"
    );
    values(&repo, "2026-11-15", 16, 80);
    assert_eq!(observed(&repo), [&before[..], &[taken_up, value!(["2026-11-15", 80.0, "boxes", 0.6])]].concat());
    // On each day every answer has what was known then.
    for (day, progress) in [("2026-10-20", 0.2), ("2026-11-05", 0.5), ("2026-11-12", 0.4), ("2026-11-18", 0.6)] {
        assert_eq!(goal(&repo, &["--at", day, "-q"])["progress"], value!(progress), "{day}");
    }
    let trend = goal(&repo, &TODAY)["trend"].clone();
    assert_eq!(trend, value!([0.0, 0.0, 0.2, 0.2, 0.2, 0.5, 0.4, 0.6]), "as --at tells it");
    let history = ask(&repo, &["history", "k"]);
    assert!(history.contains("2026-11-01 15 ships 50%") && !history.contains("50 boxes 0%"), "{history}");
    assert!(!history.contains("15 ┤") && history.contains("kpi a → b"), "{history}");
    let csv = says(repo.path(), &[&["history", "k", "--format", "csv"][..], &TODAY].concat());
    assert!(csv.contains("k,2026-11-01,15,0.5,") && !csv.contains("k,2026-11-01,70"), "{csv}");
    let review = ask(&repo, &["review", "--person", "bo"]);
    assert!(review.contains("2026-11-01 15 ships · 2026-11-10 70 boxes · 2026-11-15 80 boxes"), "{review}");
    let explained = ask(&repo, &["rollup", "--explain", "k"]);
    assert!(explained.contains("current 80 boxes b.yaml"), "{explained}");
}

/// From 50 % of the ships to 60 % of the boxes nothing was made.
#[test]
fn another_kpi_is_no_progress() {
    let repo = quarter("kpi: a, baseline: 10, target: 20");
    values(&repo, "2026-11-01", 15, 50);
    repo.write("k.yaml", &key_result("kpi: b, baseline: 50, target: 100"));
    values(&repo, "2026-11-15", 16, 80);
    let digest = |since: &str| json(repo.path(), &[&["digest", "--since", since][..], &TODAY].concat());
    let of = |digest: &Value, what: &str| -> Vec<Value> {
        digest["progress"].as_array().into_iter().flatten().map(|it| it[what].clone()).collect()
    };
    let since = digest("2026-11-05");
    assert_eq!((of(&since, "goal"), of(&since, "measured")), (vec![value!("o")], vec![value!(false)]), "{since:#}");
    let report = ask(&repo, &["report", "--format", "markdown"]);
    assert!(!report.contains("50 % → 60 %"), "{report}");
    let diff = ask(&repo, &["diff", "HEAD~1"]);
    assert!(diff.contains("kpi a → b"), "{diff}");
    assert!(!ask(&repo, &["history", "k"]).contains("made harder"), "20 ships are no fewer than 100 boxes");
    values(&repo, "2026-11-17", 16, 90);
    let since = digest("2026-11-16");
    assert_eq!(
        (of(&since, "measured"), of(&since, "before")),
        (vec![value!(true); 2], vec![value!(0.6); 2]),
        "{since:#}"
    );
}

#[test]
fn a_kpi_that_is_gone_is_still_known_in_git() {
    let repo = quarter("kpi: a, baseline: 10, target: 20");
    values(&repo, "2026-11-01", 15, 70);
    repo.write("k.yaml", &key_result("kpi: b, baseline: 50, target: 100"));
    repo.remove("a.yaml");
    commit(&repo, "2026-11-10", "Boxes count");
    let expected = [
        value!(["2026-10-01", 10.0, "ships", 0.0]),
        value!(["2026-11-01", 15.0, "ships", 0.5]),
        value!(["2026-11-10", 70.0, "boxes", 0.4]),
    ];
    assert_eq!(observed(&repo), expected);
}

/// The goal's own values had vanished, and the KPI's of before stood in their place; and on the way back the KPI's.
#[test]
fn a_goal_that_takes_up_a_kpi_or_leaves_it_keeps_what_it_had() {
    let own = |now: &str| format!("name: time, unit: h, baseline: 0, target: 10, {now}");
    let repo = quarter(&own("current: 1, as_of: 2026-10-01"));
    repo.write("k.yaml", &key_result(&own("current: 3, as_of: 2026-10-20")));
    values(&repo, "2026-10-20", 11, 60);
    repo.write("k.yaml", &key_result("kpi: b, baseline: 50, target: 100"));
    commit(&repo, "2026-11-02", "Boxes count");
    let mut expected = vec![
        value!(["2026-10-01", 1.0, "h", 0.1]),
        value!(["2026-10-20", 3.0, "h", 0.3]),
        value!(["2026-11-02", 60.0, "boxes", 0.2]),
    ];
    assert_eq!(observed(&repo), expected);
    values(&repo, "2026-11-08", 12, 75);
    repo.write("k.yaml", &key_result(&own("current: 6, as_of: 2026-11-12")));
    commit(&repo, "2026-11-12", "Time counts");
    expected.extend([value!(["2026-11-08", 75.0, "boxes", 0.5]), value!(["2026-11-12", 6.0, "h", 0.6])]);
    assert_eq!(observed(&repo), expected);
    assert_eq!(goal(&repo, &TODAY)["progress"], value!(0.6));
    // A KPI that nobody has measured leaves nothing to tell.
    repo.write("c.yaml", "kind: kpi\nid: c\ntitle: Crates\nmetric: {name: c, unit: crates, at_least: 0}\n");
    repo.write("k.yaml", &key_result("kpi: c, baseline: 0, target: 10"));
    commit(&repo, "2026-11-18", "Crates count");
    assert_eq!(observed(&repo), expected);
    assert_eq!(goal(&repo, &TODAY)["progress"], value!(null));
}
