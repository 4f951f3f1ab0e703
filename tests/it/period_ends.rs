//! What stood at the end of a period: in ended objectives, in grades, and in news that came later.

use std::fs;

use crate::support::files::read;
use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;

fn objective(id: &str, period: &str, more: &str) -> String {
    format!("kind: objective\nid: {id}\ntitle: Feed the town with {id}\nowner: nia\nperiod: {period}\n{more}")
}

fn rolls(of: &str, value: u32, day: &str) -> String {
    format!(
        "kind: key_result\nid: k\ntitle: Sell rolls\nmeasures: {of}\nmetric: {{name: rolls, unit: rolls, baseline: 0, target: 1000, current: {value}, as_of: {day}}}\n"
    )
}

/// A year's objective with one that supports it; the last value is of the last days of the year.
fn year(period: &str, of: &str) -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("year.yaml", &objective("year", period, ""));
    repo.write("s.yaml", &objective("s", of, "supports: [year]\n"));
    for (value, day) in [(100, "2026-11-05"), (600, "2026-12-30")] {
        repo.write("k.yaml", &rolls("s", value, day));
        repo.commit("nia", &format!("{day}T08:00:00Z"), "Check in");
    }
    repo
}

fn progress(repo: &Repo, day: &str, goal: &str) -> f64 {
    let all = json(repo.path(), &["rollup", "--period", "all", "-q", "--today", day]);
    let found = all["goals"].as_array().expect("goals").iter().find(|it| it["id"] == goal);
    found.and_then(|it| it["progress"].as_f64()).unwrap_or_else(|| panic!("{all:#}"))
}

/// Carrying its supporters over halved the progress of an ended objective, and left it without a grade.
#[test]
fn what_begins_after_the_end_of_an_objective_changes_nothing_in_it() {
    let repo = year("2026", "2026-Q4");
    let day = "2027-01-04";
    assert!((progress(&repo, day, "year") - 0.6).abs() < 1e-9);
    says(repo.path(), &["carry-over", "--from", "2026-Q4", "--to", "2027-Q1", "--today", day, "-q"]);
    assert!((progress(&repo, day, "year") - 0.6).abs() < 1e-9);
    let closed = says(repo.path(), &["close", "year", "--dry-run", "--retrospective", "x", "--today", day, "-q"]);
    assert!(closed.contains("grade: {score: 0.6, computed: 0.6}"), "{closed}");
    let why = says(repo.path(), &["rollup", "year", "--explain", "--period", "all", "--today", day, "-q"]);
    assert!(!why.contains("30 %"), "{why}");
    // A value from before its first day changes nothing either.
    repo.write("k-2027-q1.yaml", &rolls("s-2027-q1", 900, "2026-12-31").replace("id: k\n", "id: k-2027-q1\n"));
    assert!((progress(&repo, day, "year") - 0.6).abs() < 1e-9);
}

/// An ended objective went on with what supports it and runs longer, and could not be graded.
#[test]
fn an_ended_objective_stands_where_it_stood_at_its_end() {
    let repo = year("2026-Q4", "{start: 2026-11-01, end: 2027-02-28}");
    repo.write("k.yaml", &rolls("s", 800, "2027-01-10"));
    repo.commit("nia", "2027-01-10T08:00:00Z", "Check in");
    let day = "2027-01-12";
    assert!((progress(&repo, day, "s") - 0.8).abs() < 1e-9 && (progress(&repo, day, "year") - 0.6).abs() < 1e-9);
    let ask = |args: &[&str]| says(repo.path(), &[args, &["-q", "--today", day]].concat());
    assert!(ask(&["agenda"]).contains("ended 2026-12-31, at 60 %"), "{}", ask(&["agenda"]));
    let explained = json(repo.path(), &["rollup", "year", "--explain", "--period", "all", "--today", day, "-q"]);
    assert!(explained.to_string().contains("\"progress\":0.6"), "{explained:#}");
    let trend = json(repo.path(), &["rollup", "--period", "all", "-q", "--today", day]);
    let year = trend["goals"].as_array().expect("goals").iter().find(|it| it["id"] == "year").expect("year");
    assert_eq!(year["trend"].as_array().and_then(|all| all.last()).and_then(serde_json::Value::as_f64), Some(0.6));
    let report = ask(&["report", "--format", "markdown", "--period", "2026-Q4"]);
    assert!(report.contains("| Feed the town with year | nia | 60 % |"), "{report}");
    ask(&["close", "year", "--retrospective", "x"]);
    assert!(read(repo.path(), "year.yaml").contains("grade: {score: 0.6, computed: 0.6}"));
    repo.commit("nia", "2027-01-12T08:00:00Z", "Close");
    let found =
        goalpost(repo.path(), &["check", "-q", "--format", "concise", "--rule", "grade-mismatch", "--today", day]);
    assert_eq!((found.code, found.stdout.as_str()), (0, ""), "{}", found.stdout);
    // What is dropped later counted then, and a grade that came later did not.
    repo.write(
        "s.yaml",
        &objective(
            "s",
            "{start: 2026-11-01, end: 2027-02-28}",
            "supports: [year]\nstate: dropped\nclosed: 2027-01-11\nreason: sold\n",
        ),
    );
    repo.write("year.yaml", &objective("year", "2026-Q4", ""));
    assert!((progress(&repo, day, "year") - 0.6).abs() < 1e-9);
}

/// A private goal counted in the grade that everyone can read, and that `check` then called wrong.
#[test]
fn a_grade_in_an_open_file_counts_no_private_goals() {
    let private = objective("secret", "2026-Q4", "supports: [year]\n");
    let world = folder(&[
        ("open/goalpost.yaml", "include: [../private]\n"),
        ("open/year.yaml", &objective("year", "2026-Q4", "")),
        ("open/s.yaml", &objective("s", "2026-Q4", "supports: [year]\n")),
        ("open/k.yaml", &rolls("s", 800, "2026-12-30")),
        ("private/goalpost.yaml", "within: ../open\n"),
        ("private/secret.yaml", &private),
        ("private/k2.yaml", &rolls("secret", 0, "2026-12-30").replace("id: k\n", "id: k2\n")),
    ]);
    let open = world.path().join("open");
    let day = ["--today", "2027-01-15"];
    let close = goalpost(&open, &[&["close", "year", "--retrospective", "x"], &day[..]].concat());
    assert!(close.stdout.contains("year: missed, graded 0.8"), "{close:?}");
    assert!(close.stderr.contains("goals of private roots count in no grade"), "{}", close.stderr);
    fs::write(open.join("year.yaml"), objective("year", "2026-Q4", "")).expect("written");
    let closed = says(&open, &[&["close", "--period", "2026-Q4", "-q"], &day[..]].concat());
    assert!(closed.contains("year: missed, graded 0.8"), "{closed}");
}

const STEPS: &str = "kind: key_result\nid: ms\ntitle: Open the bakery\nmeasures: o\nmilestones: [{title: oven in, due: 2026-11-15, done: 2026-11-12}, {title: doors open, due: 2026-12-22, done: false}]\n";

fn bakery() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", &objective("o", "2026-Q4", ""));
    repo.write("ms.yaml", STEPS);
    repo.write("none.yaml", "kind: key_result\nid: none\ntitle: Halve complaints\nmeasures: o\n");
    repo.commit("nia", "2026-11-12T08:00:00Z", "Set");
    repo
}

/// A milestone of December that was recorded in January was said not to count, where the grade counts it.
#[test]
fn a_milestone_that_is_recorded_late_counts_as_of_its_day() {
    let repo = bakery();
    let ask = |args: &[&str]| says(repo.path(), &[args, &["-q", "--today", "2027-01-04"]].concat());
    ask(&["checkin", "ms", "--done", "doors open", "--as-of", "2026-12-21"]);
    repo.commit("nia", "2027-01-04T08:00:00Z", "Late news");
    let review = ask(&["review", "--person", "nia", "--period", "2026-Q4"]);
    assert!(review.contains("2026-12-21 100 %") && !review.contains("does not count"), "{review}");
    let history = json(repo.path(), &["history", "ms", "-q", "--today", "2027-01-04"]);
    let last = history["goals"][0]["observations"].as_array().and_then(|all| all.last()).expect("observations").clone();
    assert_eq!((last["day"].as_str(), last["counts"].as_bool()), (Some("2026-12-21"), Some(true)), "{last}");
    // One that was done after the end is late all the same.
    let repo = bakery();
    repo.write("ms.yaml", &STEPS.replace("done: false", "done: 2027-01-02"));
    repo.commit("nia", "2027-01-04T08:00:00Z", "Late news");
    let history = json(repo.path(), &["history", "ms", "-q", "--today", "2027-01-04"]);
    let last = history["goals"][0]["observations"].as_array().and_then(|all| all.last()).expect("observations").clone();
    assert_eq!((last["day"].as_str(), last["counts"].as_bool()), (Some("2027-01-04"), Some(false)), "{last}");
}

/// Closing a period called missed what nothing measures, and graded milestones while news of them could still come.
#[test]
fn a_period_is_closed_without_a_guess() {
    let repo = bakery();
    let said = says(repo.path(), &["close", "--period", "2026-Q4", "-q", "--today", "2027-01-04"]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("none: stays open: nothing measures it"), "{said}");
    assert!(said.contains("goalpost close none --as missed"), "{said}");
    assert!(said.contains("ms: stays open: news of its milestones may arrive until 2027-01-14"), "{said}");
    assert!(said.contains("goalpost checkin ms --done MILESTONE"), "{said}");
    assert_eq!(read(repo.path(), "ms.yaml"), STEPS);
    let said = says(repo.path(), &["close", "--period", "2026-Q4", "-q", "--today", "2027-01-15"]);
    assert!(said.contains("ms: missed, graded 0.5"), "{said}");
    assert!(said.contains("none: stays open") && said.contains("o: stays open"), "{said}");
}

/// Days that had not happened counted as kept, and a milestone dated ahead as done.
#[test]
fn an_early_close_counts_nothing_that_is_to_come() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", &objective("o", "2026-Q4", ""));
    for (value, day) in [(8, "2026-10-01"), (1, "2026-10-15")] {
        let text = format!(
            "kind: key_result\nid: kept\ntitle: Keep waste low\nmeasures: o\nmetric: {{name: waste, unit: kg, at_most: 5, current: {value}, as_of: {day}}}\n"
        );
        repo.write("kept.yaml", &text);
        repo.commit("nia", &format!("{day}T08:00:00Z"), "Check in");
    }
    let day = "2026-11-15";
    let said = says(repo.path(), &["close", "kept", "--as", "missed", "--retrospective", "x", "-q", "--today", day]);
    // 32 of 46 days.
    assert!(said.contains("graded 0.695") && said.contains("2026-10-15, 31 days ago"), "{said}");
    repo.commit("nia", "2026-11-15T08:00:00Z", "Close");
    for day in [day, "2026-12-20"] {
        let found =
            goalpost(repo.path(), &["check", "-q", "--format", "concise", "--rule", "grade-mismatch", "--today", day]);
        assert_eq!((found.code, found.stdout.as_str()), (0, ""), "{}", found.stdout);
    }
    let repo = bakery();
    repo.write("ms.yaml", &STEPS.replace("done: false", "done: 2026-12-14"));
    let early = ["close", "ms", "-q", "--today", "2026-11-21"];
    let refused = goalpost(repo.path(), &early);
    assert!(refused.code == 2 && refused.stderr.contains("its grade is only 0.5"), "{refused:?}");
}

/// An obstacle that someone was asked about was nowhere any more once its goal was closed and carried over.
#[test]
fn an_open_obstacle_of_a_closed_goal_is_named() {
    let log = "log:\n  - {date: 2026-12-20, by: nia, kind: obstacle, text: no flour, to: [ole]}\n";
    let goals = folder(&[
        ("goalpost.yaml", ""),
        ("o.yaml", &objective("o", "2026-Q4", "")),
        ("k.yaml", &(rolls("o", 600, "2026-12-30") + log)),
    ]);
    let ask = |args: &[&str]| {
        let said = says(goals.path(), &[args, &["-q", "--today", "2027-01-15"]].concat());
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let carried = ask(&["carry-over", "--from", "2026-Q4", "--to", "2027-Q1"]);
    assert!(carried.contains("report its open obstacles again: k-2027-q1"), "{carried}");
    for args in [&["close", "k", "--dry-run"][..], &["close", "o", "--dry-run"], &["close", "--period", "2026-Q4"]] {
        let run = goalpost(goals.path(), &[args, &["--today", "2027-01-15"]].concat());
        let closed = format!("{} {}", run.stdout, run.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(closed.contains("open obstacle of k: no flour, asked of ole"), "{args:?}: {closed}");
        assert!(closed.contains("goalpost note k --resolve 'no flour'"), "{args:?}: {closed}");
    }
}

/// Half of the owners' confidence was a chance of what could not be reached any more.
#[test]
fn bounds_that_were_broken_for_too_long_have_no_chance() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", &objective("o", "2026-Q4", ""));
    for (value, day) in [(4, "2026-10-01"), (6, "2026-10-15"), (4, "2026-10-29"), (4, "2026-11-12")] {
        let text = format!(
            "kind: key_result\nid: kept\ntitle: Keep waste low\nmeasures: o\nconfidence: 0.9\nmetric: {{name: waste, unit: kg, at_most: 5, current: {value}, as_of: {day}}}\n"
        );
        repo.write("kept.yaml", &text);
        repo.commit("nia", &format!("{day}T08:00:00Z"), "Check in");
    }
    let all = json(repo.path(), &["rollup", "-q", "--today", "2026-11-12"]);
    for id in ["kept", "o"] {
        let goal = all["goals"].as_array().expect("goals").iter().find(|it| it["id"] == id).expect("a goal");
        // 78 of 92 days at most.
        let forecast = &goal["forecast"];
        assert_eq!(forecast["probability"].as_f64(), Some(0.0), "{id}: {forecast}");
        assert!(forecast["high"].as_f64().is_some_and(|high| high < 78.5 / 92.0), "{id}: {forecast}");
    }
    let shown = says(repo.path(), &["rollup", "--explain", "kept", "-q", "--today", "2026-11-12"]);
    assert!(!shown.contains("5 in 10"), "{shown}");
}
