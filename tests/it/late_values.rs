//! Values of a day after the last that counts for their goal: shown and marked everywhere, counted nowhere.

use serde_json::json;

use crate::support::program::{json as answer, says};
use crate::support::repository::Repo;

const LATE: &str = "2027-01-05";

/// A quarter in which a key result stood at 5 of 10; after its end it is set to 10.
fn late_value() -> Repo {
    let repo = quarter();
    repo.write("k.yaml", &key_result(5, "2026-12-18"));
    repo.commit("ana", "2026-12-20T08:00:00Z", "Half of it");
    repo.write("k.yaml", &key_result(10, LATE));
    repo.commit("ana", "2027-01-05T08:00:00Z", "All of it");
    repo
}

fn quarter() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("org.yaml", "people:\n  - {id: ana, name: Ana, email: [ana@example.org]}\n");
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Bread\nstatement: Bread for all.\n");
    repo.write(
        "o.yaml",
        "kind: objective\nid: o\ntitle: Short queues\nowner: ana\nsupports: [m]\nperiod: 2026-Q4\nagreed: [{by: ana}]\n",
    );
    repo
}

fn key_result(value: u32, day: &str) -> String {
    format!(
        "kind: key_result\nid: k\ntitle: Open new shops\nmeasures: o\nowner: ana\nmetric: {{name: shops, unit: shops, baseline: 0, target: 10, current: {value}, as_of: {day}}}\n"
    )
}

#[test]
fn a_value_after_the_end_is_marked_wherever_it_is_shown() {
    let repo = late_value();
    let ask = |args: &[&str]| says(repo.path(), &[args, &["-q", "--today", LATE]].concat());
    let marked = "after 2026-12-31, so it does not count";
    let review = ask(&["review", "--person", "ana"]).replace('\n', " ");
    assert!(review.contains(&format!("2026-12-18 5 shops · 2027-01-05 10 shops, {marked}")), "{review}");
    for format in ["human", "markdown"] {
        let diff = ask(&["diff", "HEAD~1", "--format", format]).replace("\n    ", " ");
        let diff: String = diff.split_whitespace().collect::<Vec<_>>().join(" ");
        let diff = diff.replace('\\', "");
        assert!(diff.contains("5 → 10 shops on 2027-01-05 (after 2026-12-31, so it does not"), "{format}: {diff}");
        let digest = ask(&["digest", "--since", "7d", "--format", format]);
        assert!(
            digest.contains("10 shops on 2027-01-05 does not count: the goal ended 2026-12-31"),
            "{format}: {digest}"
        );
    }
    let news = answer(repo.path(), &["digest", "--since", "7d", "-q", "--today", LATE]);
    assert_eq!((&news["late"][0]["goal"], &news["late"][0]["last"]), (&json!("k"), &json!("2026-12-31")));
    let history = ask(&["history", "k"]);
    let row = |day: &str| history.lines().find(|line| line.starts_with(day)).unwrap_or_default().to_owned();
    assert!(row("2027-01-05").contains("too late") && !row("2027-01-05").contains("100%"), "{history}");
    assert!(row("2026-12-18").contains("50%"), "{history}");
    let csv = ask(&["history", "k", "--format", "csv"]);
    let counts: Vec<_> = csv.lines().map(|line| line.rsplit(',').nth(1).unwrap_or_default()).collect();
    assert_eq!(counts, ["counts", "true", "false"]);
    // One present value, whoever asks.
    let show = ask(&["show", "k"]);
    assert!(show.contains("now 5 shops") && !show.contains("now 10 shops"), "{show}");
    assert!(ask(&["rollup", "--period", "2026-Q4"]).contains("now 5 shops"));
    let shown = answer(repo.path(), &["show", "k", "-q", "--today", LATE]);
    assert_eq!((&shown["metric"]["current"], &shown["metric"]["as_of"]), (&json!(5.0), &json!("2026-12-18")));
    let reviewed = answer(repo.path(), &["review", "--person", "ana", "-q", "--today", LATE]);
    let course =
        reviewed["goals"].as_array().expect("goals").iter().find(|it| it["id"] == "k").expect("k")["course"].clone();
    assert_eq!((&course[0]["counts"], &course[1]["counts"]), (&json!(true), &json!(false)));
}

#[test]
fn a_milestone_done_after_the_end_is_not_among_those_that_are_done() {
    let repo = quarter();
    repo.write(
        "ms.yaml",
        "kind: key_result\nid: ms\ntitle: Open the shops\nmeasures: o\nowner: ana\nmilestones:\n  - {title: first, due: 2026-11-01, done: 2026-11-01}\n  - {title: second, due: 2026-12-30, done: false}\n",
    );
    repo.commit("ana", "2026-12-20T08:00:00Z", "Begin");
    let ask = |args: &[&str]| says(repo.path(), &[args, &["-q", "--today", LATE]].concat());
    let said = ask(&["checkin", "ms", "--done", "second"]);
    assert!(said.contains("goalpost checkin ms --done second --as-of 2026-12-31"), "{said}");
    assert!(ask(&["history", "ms"]).contains("1 of 2 milestones"));
    let measure = || answer(repo.path(), &["history", "ms", "-q", "--today", LATE])["goals"][0]["measure"].clone();
    assert_eq!((&measure()["milestones_done"], &measure()["milestones"]), (&json!(1), &json!(2)));
    // The command that is printed does what it says.
    ask(&["checkin", "ms", "--done", "second", "--as-of", "2026-12-31"]);
    assert_eq!(measure()["milestones_done"], 2);
    assert!(ask(&["history", "ms"]).contains("2 of 2 milestones"));
}

#[test]
fn a_value_of_a_kpi_after_the_end_comes_with_commands_that_record_both() {
    let repo = quarter();
    repo.write(
        "up.yaml",
        "kind: kpi\nid: up\ntitle: Uptime\nowner: ana\nmetric: {name: uptime, unit: x, at_least: 1, current: 5, as_of: 2026-12-18}\n",
    );
    repo.write(
        "k.yaml",
        "kind: key_result\nid: k\ntitle: Raise uptime\nmeasures: o\nowner: ana\nmetric: {kpi: up, baseline: 0, target: 10}\n",
    );
    repo.commit("ana", "2026-12-20T08:00:00Z", "Begin");
    let before = repo.read("up.yaml");
    let ask = |args: &[&str]| says(repo.path(), &[args, &["-q", "--today", LATE]].concat());
    let said = ask(&["checkin", "k", "10"]);
    let commands = ["checkin k 10 --as-of 2026-12-31 --commit", "checkin up 10 --as-of 2027-01-05"];
    for command in commands {
        assert!(said.contains(&format!("goalpost {command}")), "{said}");
    }
    repo.write("up.yaml", &before);
    for command in commands {
        ask(&command.split(' ').collect::<Vec<_>>());
    }
    let all = answer(repo.path(), &["history", "k", "-q", "--today", LATE]);
    assert_eq!(all["goals"][0]["progress"], 1.0, "{all}");
    // A KPI goes on: no value of it is late for itself.
    assert!(!ask(&["show", "up"]).contains("does not count"));
}
