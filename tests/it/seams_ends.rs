//! How goals end: with a deadline alone, before their key results, in a period that others name otherwise; and every command
//! that is advised there works.

use serde_json::json as value;

use crate::support::program::{goalpost, json};
use crate::support::repository::Repo;

const ORG: &str = "teams: [{id: h, name: Harbour, level: company, lead: nia}]\n\
    people: [{id: nia, name: Nia, team: h, email: [nia@northwind.example]}]\n";

const MISSION: &str = "kind: mission\nid: m\ntitle: Freight\nstatement: Every ship is unloaded the day it comes\n";

fn objective(time: &str) -> String {
    format!("kind: objective\nid: o\ntitle: Unload every ship faster\nowner: nia\nteam: h\n{time}supports: [m]\n")
}

/// A key result from 20 to 60 % with further fields.
fn key_result(id: &str, now: &str, more: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Raise {id} a lot\nmeasures: o\n{more}\
         metric: {{name: {id}, unit: \"%\", baseline: 20, target: 60{now}}}\n"
    )
}

/// A harbour with its goals, committed on a day.
fn harbour(day: &str, objective: &str, files: &[(&str, String)]) -> Repo {
    let repo = Repo::new();
    for (path, text) in [("goalpost.yaml", ""), ("org.yaml", ORG), ("m.yaml", MISSION), ("o.yaml", objective)] {
        repo.write(path, text);
    }
    for (path, text) in files {
        repo.write(path, text);
    }
    commit(&repo, day);
    repo
}

fn commit(repo: &Repo, day: &str) {
    repo.commit("nia", &format!("{day}T08:00:00Z"), "Write it down");
}

/// What a command says on a day, on both outputs, as one line.
fn said(repo: &Repo, today: &str, args: &[&str]) -> String {
    let answer = goalpost(repo.path(), &[args, &["--today", today]].concat());
    let words = answer.stdout + &answer.stderr;
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn ids(answer: &serde_json::Value) -> Vec<&str> {
    answer["goals"].as_array().into_iter().flatten().filter_map(|it| it["id"].as_str()).collect()
}

/// Open goals with a deadline and no period were in no view by default until the deadline was over, and in every period.
#[test]
fn a_goal_with_a_deadline_alone_is_shown_until_it_is_over() {
    let files = [("k.yaml", key_result("k", ", current: 22, as_of: 2026-11-01", "deadline: 2026-12-20\n"))];
    let repo = harbour("2026-11-01", &objective("deadline: 2026-12-20\n"), &files);
    for today in ["2026-11-21", "2026-12-20", "2026-12-21"] {
        let rollup = json(repo.path(), &["rollup", "--today", today]);
        assert_eq!(ids(&rollup), ["k", "m", "o"], "{today}");
    }
    for (period, has_it) in [("2026-Q3", true), ("2026-Q4", true), ("2027-Q1", false), ("2030-Q1", false)] {
        let rollup = json(repo.path(), &["rollup", "--period", period, "--today", "2026-11-21"]);
        assert_eq!(ids(&rollup).contains(&"k"), has_it, "{period}");
    }
    let agenda = said(&repo, "2026-11-21", &["agenda"]);
    assert!(!agenda.contains("no goals here"), "{agenda}");
}

/// `close` found "no values to compute a grade from" where `rollup` showed 25 %.
#[test]
fn what_has_no_end_is_graded_by_what_it_reached() {
    for time in ["deadline: 2026-11-20\n", ""] {
        let files = [("k.yaml", key_result("k", ", current: 30, as_of: 2026-11-18", ""))];
        let repo = harbour("2026-11-18", &objective(time), &files);
        let closed = said(&repo, "2026-11-21", &["close", "o", "-q"]);
        assert!(closed.contains("k: missed, graded 0.25") && closed.contains("o: missed, graded 0.25"), "{closed}");
        commit(&repo, "2026-11-21");
        let check = said(&repo, "2026-11-22", &["check", "--rule", "grade-mismatch"]);
        assert!(check.contains("no issues found"), "{check}");
    }
}

/// An objective waited for those key results alone that state a `close_within`.
#[test]
fn an_objective_waits_as_long_as_any_of_its_key_results() {
    let now = ", current: 30, as_of: 2026-08-20";
    let files = [("k.yaml", key_result("k", now, "close_within: 5d\n")), ("l.yaml", key_result("l", now, ""))];
    let repo = harbour("2026-08-20", &objective("period: 2026-Q3\n"), &files);
    let agenda = json(repo.path(), &["agenda", "--today", "2026-10-07"]);
    let due = |id: &str| {
        let items = agenda["items"].as_array().into_iter().flatten();
        items.filter(|it| it["kind"] == "close" && it["goal"] == id).map(|it| it["due"].clone()).next()
    };
    assert_eq!(due("k"), Some(value!("2026-10-05")), "{agenda:#}");
    assert_eq!((due("l"), due("o")), (Some(value!("2026-10-14")), Some(value!("2026-10-14"))));
    let check = said(&repo, "2026-10-07", &["check", "--rule", "open-after-period"]);
    assert!(!check.contains("`o` ended"), "{check}");
}

/// What is waited for was to be recorded by a command whose value does not count.
#[test]
fn a_last_value_is_recorded_for_the_last_day() {
    let steps = "kind: key_result\nid: l\ntitle: Build it and try it\nmeasures: o\n\
        milestones: [{title: one, due: 2026-11-01, done: 2026-11-02}, {title: two, due: 2026-12-01}]\n";
    let files = [("k.yaml", key_result("k", "", "")), ("l.yaml", steps.to_owned())];
    let repo = harbour("2026-12-29", &objective("period: 2026-Q4\n"), &files);
    let closed = said(&repo, "2027-01-05", &["close", "--period", "2026-Q4", "-q"]);
    assert!(closed.contains("goalpost checkin k VALUE --as-of 2026-12-31"), "{closed}");
    assert!(closed.contains("goalpost checkin l --done MILESTONE --as-of 2026-12-31"), "{closed}");
    let agenda = json(repo.path(), &["agenda", "--today", "2027-01-05"]);
    let commands: Vec<&str> =
        agenda["items"].as_array().into_iter().flatten().filter_map(|it| it["command"].as_str()).collect();
    assert!(commands.contains(&"goalpost checkin k VALUE --as-of 2026-12-31"), "{commands:?}");
    let recorded = said(&repo, "2027-01-05", &["checkin", "k", "40", "--as-of", "2026-12-31", "-q"]);
    assert!(!recorded.contains("does not count"), "{recorded}");
    // Where nobody gave a value in time, no grade can be computed: people say how it ended.
    let late = json(repo.path(), &["agenda", "--today", "2027-01-20"]);
    let of = |id: &str| {
        let items = late["items"].as_array().into_iter().flatten();
        items.filter(|it| it["goal"] == id).find_map(|it| it["command"].as_str()).map(str::to_owned)
    };
    assert_eq!(of("k").as_deref(), Some("goalpost close k"));
    repo.write("k.yaml", &key_result("k", "", ""));
    let late = json(repo.path(), &["agenda", "--today", "2027-01-20"]);
    let command = late["items"].as_array().into_iter().flatten().find(|it| it["goal"] == "k");
    assert_eq!(command.map(|it| it["command"].clone()), Some(value!("goalpost close k --as OUTCOME")));
}

/// The advice to close an objective that had ended was refused, as a key result ran on, and so was the advice to continue it.
#[test]
fn an_objective_that_ends_before_its_key_result_can_be_closed_as_advised() {
    let period = "period: {start: 2026-10-05, end: 2026-11-13}\n";
    let now = ", current: 30, as_of: 2026-11-10";
    let files = [("k.yaml", key_result("k", now, "period: 2026-Q4\n"))];
    let repo = harbour("2026-11-10", &objective(period), &files);
    let check = said(&repo, "2026-12-02", &["check", "--rule", "open-after-period"]);
    let first =
        "its key result `k` runs until 2026-12-31: goalpost set k deadline 2026-11-13; then, to grade and close it";
    assert!(check.contains(first), "{check}");
    assert!(check.contains("goalpost carry-over --from 2026-10-05..2026-11-13 --to PERIOD o"), "{check}");
    let refused = said(&repo, "2026-12-02", &["close", "o"]);
    assert!(refused.contains("to end it with `o`: goalpost set k deadline 2026-11-13"), "{refused}");
    said(&repo, "2026-12-02", &["set", "k", "deadline", "2026-11-13"]);
    let closed = said(&repo, "2026-12-02", &["close", "o"]);
    assert!(closed.contains("o: missed, graded 0.25"), "{closed}");
    let carried =
        said(&repo, "2026-12-02", &["carry-over", "--from", "2026-10-05..2026-11-13", "--to", "2027-Q1", "o"]);
    assert!(carried.contains("1 objective and 0 key results from"), "{carried}");
    let wrong = said(&repo, "2026-12-02", &["rollup", "--period", "2026-11-13..2026-10-05"]);
    assert!(wrong.contains("ends before it starts") && wrong.contains("write 2026-10-05..2026-11-13"), "{wrong}");
}

/// "2026-H2 has no open goals" was said of a half whose quarter has two.
#[test]
fn a_period_without_goals_of_its_own_names_those_that_have_some() {
    let files = [("k.yaml", key_result("k", ", current: 30, as_of: 2026-12-28", ""))];
    let repo = harbour("2026-12-28", &objective("period: 2026-Q4\n"), &files);
    for period in ["2026-H2", "2026", "2026-12"] {
        let closed = said(&repo, "2027-01-20", &["close", "--period", period, "-q"]);
        let wanted = format!("{period} has no open goals of its own; on its days there are 2 open goals of 2026-Q4");
        assert!(closed.contains(&wanted), "{closed}");
    }
    let carried = said(&repo, "2027-01-20", &["carry-over", "--from", "2026-H2", "--to", "2027-H1"]);
    assert!(carried.contains("no goals of 2026-H2 to carry over; on its days there are 2 open goals"), "{carried}");
    let none = said(&repo, "2027-01-20", &["close", "--period", "2026-Q3", "-q"]);
    assert!(none.ends_with("2026-Q3 has no open goals"), "{none}");
    // The period after a half is a half.
    let half = harbour("2026-12-28", &objective("period: 2026-H2\n"), &files);
    let closed = said(&half, "2027-01-20", &["close", "o"]);
    assert!(closed.contains("goalpost carry-over --from 2026-H2 --to 2027-H1"), "{closed}");
}

/// Why a goal was reopened was told as the reason for which it was missed later.
#[test]
fn the_reason_of_a_reopening_is_none_of_the_next_close() {
    let files = [("k.yaml", key_result("k", ", current: 45, as_of: 2026-12-28", ""))];
    let repo = harbour("2026-12-28", &objective("period: 2026-Q4\n"), &files);
    said(&repo, "2027-01-06", &["close", "o"]);
    commit(&repo, "2027-01-06");
    for id in ["k", "o"] {
        said(&repo, "2027-01-07", &["reopen", id, "--reason", "a wrong value was typed"]);
    }
    commit(&repo, "2027-01-07");
    said(&repo, "2027-01-08", &["checkin", "k", "50", "--as-of", "2026-12-31"]);
    said(&repo, "2027-01-08", &["close", "o"]);
    commit(&repo, "2027-01-08");
    let digest = json(repo.path(), &["digest", "--since", "2027-01-01", "--today", "2027-01-09"]);
    let closed = digest["closed"].as_array().expect("a list");
    assert_eq!(closed.len(), 2, "{digest:#}");
    assert!(closed.iter().all(|it| it["reason"] == value!(null) && it["state"] == "missed"), "{closed:#?}");
    let show = said(&repo, "2027-01-09", &["show", "k"]);
    assert!(show.contains("a wrong value was typed"), "{show}");
}

/// Of two milestones with one title the first was marked, and both were said to be done.
#[test]
fn milestones_of_one_title_are_told_apart() {
    let steps = |first: &str| {
        format!(
            "kind: key_result\nid: k\ntitle: Run the audit twice\nmeasures: o\n\
             milestones:\n- {{title: audit, due: 2026-11-01{first}}}\n- {{title: Audit, due: 2026-12-15}}\n"
        )
    };
    let repo = harbour("2026-11-01", &objective("period: 2026-Q4\n"), &[("k.yaml", steps(""))]);
    let both = said(&repo, "2026-11-21", &["checkin", "k", "--done", "audit"]);
    assert!(both.contains("`audit` matches several milestones of `k`") && both.contains("1 audit · 2 Audit"), "{both}");
    let second = said(&repo, "2026-11-21", &["checkin", "k", "--done", "2"]);
    assert!(second.contains("done: Audit · progress 50 %"), "{second}");
    assert!(repo.read("k.yaml").contains("- {title: Audit, due: 2026-12-15, done: 2026-11-21}"));
    // The one that is left is meant.
    repo.write("k.yaml", &steps(", done: 2026-11-01"));
    let left = said(&repo, "2026-11-21", &["checkin", "k", "--done", "audit"]);
    assert!(left.contains("done: Audit · progress 100 %"), "{left}");
}
