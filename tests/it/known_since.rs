//! What history can answer for: no judgement of the past reaches back before what is known of it.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::support::files::copy_folder;
use crate::support::program::{folder, goalpost, json, project, says};
use crate::support::repository::Repo;

/// Rules and words that speak of the time before.
const OF_THE_PAST: [&str; 6] =
    ["never-checked-in", "stale-check-in", "implausible-pace", "unresolved-obstacle", "unanswered-need", "late-goal"];

const OBJECTIVE: &str = "kind: objective\nid: o\ntitle: Win\nowner: tom\nperiod: 2026-Q4\n";

fn key_result(id: &str, metric: &str, more: &str) -> String {
    format!("kind: key_result\nid: {id}\ntitle: Do {id}\nmeasures: o\nowner: tom\nmetric: {{{metric}}}\n{more}")
}

fn reach(value: &str) -> String {
    format!("name: n, unit: x, baseline: 0, target: 100{value}")
}

/// The findings of some rules, each with its goal.
fn found(folder: &Path, args: &[&str]) -> Vec<String> {
    let answer = goalpost(folder, &[&["check", "-q", "--format", "json"], args].concat());
    let view: Value = serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", answer.stderr));
    let findings = view["findings"].as_array().expect("findings").iter();
    findings
        .map(|it| format!("{} {}", it["rule"].as_str().unwrap_or("–"), it["goal"].as_str().unwrap_or("–")))
        .collect()
}

fn of_the_past(folder: &Path) -> Vec<String> {
    let mut all = found(folder, &[]);
    all.extend(found(folder, &["--rule", "late-goal"]));
    all.retain(|it| OF_THE_PAST.iter().any(|rule| it.starts_with(rule)));
    all
}

/// What is late, by goal.
fn late(folder: &Path) -> Vec<String> {
    let view = json(folder, &["-q", "agenda", "--period", "all"]);
    let items = view["items"].as_array().expect("items").iter().filter(|it| it["urgency"] == "late");
    // A day that a file names is late by itself.
    let judged = items.filter(|it| it["kind"] != "need");
    judged.map(|it| format!("{} {}", it["kind"].as_str().unwrap_or("–"), it["goal"].as_str().unwrap_or("–"))).collect()
}

#[test]
fn goals_that_come_into_git_today_are_not_accused_of_the_time_before() {
    let repo = Repo::new();
    copy_folder(&project("examples/northwind"), repo.path());
    repo.commit("ines", "2026-11-21T09:00:00Z", "Our goals");
    assert_eq!(of_the_past(repo.path()), [""; 0]);
    assert_eq!(late(repo.path()), [""; 0]);
    let indicators = json(repo.path(), &["-q", "align"])["indicators"].clone();
    let discipline = &indicators["discipline"];
    assert_eq!((&discipline["due"], &discipline["value"]), (&0.into(), &Value::Null), "{discipline}");
    // Who set these goals, and which was first, is older than the repository.
    assert_eq!(indicators["participation"]["missing"], serde_json::json!([]));
    assert_eq!(indicators["direction"]["together"], 0);
    assert_eq!(found(repo.path(), &["--rule", "unsigned-goal"]), [""; 0]);
}

#[test]
fn a_repository_that_is_set_up_today_is_not_accused_of_the_time_before() {
    for commits in [false, true] {
        let repo = Repo::new();
        says(repo.path(), &["init", "-q"]);
        repo.write("draft.yaml", "kind: objective\nid: draft\ntitle: Later\nperiod: 2026-Q4\nstate: draft\n");
        if commits {
            repo.commit("ines", "2026-11-21T09:00:00Z", "Begin");
        }
        assert_eq!(of_the_past(repo.path()), [""; 0], "committed: {commits}");
        assert_eq!(late(repo.path()), [""; 0], "committed: {commits}");
        assert!(!says(repo.path(), &["-q", "digest"]).contains("nothing happened"), "committed: {commits}");
    }
    let plain = folder(&[("goalpost.yaml", ""), ("o.yaml", OBJECTIVE), ("k.yaml", &key_result("k", &reach(""), ""))]);
    assert_eq!(of_the_past(plain.path()), [""; 0], "files without git tell nothing of their age");
}

#[test]
fn a_goal_that_is_younger_than_its_period_is_judged_from_its_own_day_on() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", OBJECTIVE);
    repo.write("old.yaml", &key_result("old", &reach(""), ""));
    repo.commit("tom", "2026-09-25T08:00:00Z", "Set");
    repo.write("draft.yaml", "kind: objective\nid: draft\ntitle: Later\nperiod: 2026-Q4\nstate: draft\n");
    repo.write("late.yaml", &key_result("late", &reach(""), ""));
    repo.commit("tom", "2026-10-31T08:00:00Z", "One more, and a draft");
    let stale = reach(", current: 3, as_of: 2026-10-10");
    repo.write("dated.yaml", &key_result("dated", &stale, ""));
    repo.write("new.yaml", &key_result("new", &reach(""), ""));
    repo.commit("tom", "2026-11-19T08:00:00Z", "Two days ago");
    let rules = ["--rule", "never-checked-in", "--rule", "stale-check-in"];
    assert_eq!(found(repo.path(), &rules), ["never-checked-in late", "never-checked-in old"]);
    let says_of = |day: &str| says_any(repo.path(), &[&["check", "-q", "--today", day], &rules[..]].concat());
    assert!(says_of("2026-11-21").contains("`late` has had no check-in since 2026-10-31, 21 days ago"));
    assert!(says_of("2026-11-21").contains("`old` has had no check-in since the period started 51 days ago"));
    // A cadence and the grace of the rule later the dated one is stale, counted from the day that it is known.
    assert!(!says_of("2026-11-29").contains("`dated`"));
    assert!(says_of("2026-11-30").contains("the last check-in on `dated` was 51 days ago"));
    // The draft had a fortnight from the day that it was written.
    let due: BTreeMap<String, Value> = json(repo.path(), &["-q", "agenda"])["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|it| (it["goal"].as_str().unwrap_or_default().to_owned(), it["due"].clone()))
        .collect();
    assert_eq!((&due["draft"], due.get("new")), (&"2026-11-14".into(), None), "{due:?}");
    // Check-ins are due from the day that a goal is known: seven weeks, three weeks, none.
    let discipline = json(repo.path(), &["-q", "align"])["indicators"]["discipline"].clone();
    let due: BTreeMap<&str, i64> = discipline["goals"]
        .as_array()
        .expect("goals")
        .iter()
        .map(|it| (it["goal"].as_str().expect("an id"), it["due"].as_i64().expect("a number")))
        .collect();
    assert_eq!((due.get("old"), due.get("late"), due.get("new")), (Some(&7), Some(&3), None), "{discipline}");
}

fn says_any(folder: &Path, args: &[&str]) -> String {
    let text = goalpost(folder, args).stdout;
    text.replace("\n  │ ", " ")
}

#[test]
fn a_shallow_clone_judges_from_where_it_is_cut_off() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", OBJECTIVE);
    repo.write("k.yaml", &key_result("k", &reach(""), ""));
    repo.write("dated.yaml", &key_result("dated", &reach(", current: 3, as_of: 2026-10-10"), ""));
    repo.commit("tom", "2026-09-25T08:00:00Z", "Set");
    repo.write("README.md", "more");
    repo.commit("tom", "2026-11-18T08:00:00Z", "Later");
    assert_eq!(of_the_past(repo.path()), ["stale-check-in dated", "never-checked-in k"]);
    let clone = repo.shallow(1);
    assert_eq!(of_the_past(clone.path()), [""; 0]);
    assert_eq!(late(clone.path()), [""; 0]);
    assert_eq!(json(clone.path(), &["-q", "align"])["indicators"]["discipline"]["due"], 0);
}

/// A report of a clone of depth 1 said that nothing had moved, and not that it could not know.
#[test]
fn a_report_of_a_shallow_clone_does_not_say_that_nothing_moved() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", OBJECTIVE);
    let text = key_result("k", &reach(", current: 3, as_of: 2026-10-01"), "");
    repo.write("k.yaml", &text);
    repo.commit("tom", "2026-09-25T08:00:00Z", "Set");
    repo.write("k.yaml", &text.replace("current: 3", "current: 4"));
    repo.commit("tom", "2026-11-18T08:00:00Z", "Later");
    let report = |folder: &Path| json(folder, &["-q", "report"]);
    let whole = report(repo.path());
    assert_eq!(
        (whole["moved"].as_array().map(Vec::len), &whole["history_begins"]),
        (Some(0), &serde_json::Value::Null)
    );
    let clone = repo.shallow(1);
    let part = report(clone.path());
    assert!(part["moved"].is_null() && part["removed"].is_null(), "{}", part["moved"]);
    assert!(part["teams"][0]["moved"].is_null() && part["summary"]["moved_quietly"].is_null(), "{}", part["teams"]);
    assert_eq!(part["history_begins"], "2026-11-18");
    for format in ["html", "markdown"] {
        let page = goalpost(clone.path(), &["-q", "report", "--format", format]).stdout;
        assert!(page.contains("The history here begins on 2026-11-18"), "{format}");
        let page = goalpost(repo.path(), &["-q", "report", "--format", format]).stdout;
        assert!(!page.contains("The history here begins"), "{format}");
    }
}

/// A quarter of weekly check-ins, with values that need their history.
fn quarter() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", OBJECTIVE);
    let keep = |value: u32, day: &str| {
        key_result("kept", &format!("name: k, unit: x, at_least: 50, current: {value}, as_of: {day}"), "")
    };
    let fast = |value: u32, day: &str| key_result("fast", &reach(&format!(", current: {value}, as_of: {day}")), "");
    repo.write("kept.yaml", &keep(60, "2026-09-30"));
    repo.write("fast.yaml", &fast(0, "2026-09-30"));
    repo.commit("tom", "2026-09-30T08:00:00Z", "Set");
    for (day, value, kept) in [("2026-10-09", 0, 60), ("2026-10-30", 30, 40), ("2026-11-20", 31, 60)] {
        repo.write("kept.yaml", &keep(kept, day));
        repo.write("fast.yaml", &fast(value, day));
        repo.commit("tom", &format!("{day}T08:00:00Z"), "Check in");
    }
    repo
}

/// What a hook says of the next commit: `--staged`.
#[test]
fn the_next_commit_is_judged_by_what_it_brings_and_not_by_history() {
    let repo = quarter();
    repo.write("old.yaml", &OBJECTIVE.replace("id: o", "id: old\nsupports: [nowhere]"));
    repo.commit("tom", "2026-10-02T08:00:00Z", "Something wrong that is there");
    repo.write("kept.yaml", &repo.read("kept.yaml").replace("current: 60", "current: 10"));
    repo.write("new.yaml", &key_result("new", &reach(", current: 1, as_of: 2026-10-01"), ""));
    repo.git(&["add", "-A"]);
    let says_staged = |args: &[&str]| goalpost(repo.path(), &[&["check", "-q", "--staged"], args].concat());
    let answer = says_staged(&[]);
    assert_eq!(answer.code, 0, "{}", answer.stdout);
    for rule in OF_THE_PAST {
        assert!(!answer.stdout.contains(rule), "{}", answer.stdout);
    }
    // What is wrong at HEAD already is one line; programs have both.
    assert!(answer.stdout.contains("older finding") && !answer.stdout.contains("nowhere"), "{}", answer.stdout);
    let view: Value = serde_json::from_str(&says_staged(&["--format", "json"]).stdout).expect("JSON");
    let new = |rule: &str| -> Vec<&Value> {
        let all = view["findings"].as_array().expect("findings").iter();
        all.filter(|it| it["rule"] == rule).map(|it| &it["new"]).collect()
    };
    assert_eq!(new("dangling-link"), [&Value::Bool(false)]);
    assert_eq!(
        (&view["summary"]["errors"], &view["since"]["revision"]),
        (&0.into(), &repo.git(&["rev-parse", "HEAD"]).into())
    );
    // Another of its kind is new, and counts.
    repo.write("new.yaml", &OBJECTIVE.replace("id: o", "id: new\nsupports: [nowhere]"));
    repo.git(&["add", "-A"]);
    let answer = says_staged(&[]);
    assert!(answer.code == 1 && answer.stdout.contains("nowhere"), "{}", answer.stdout);
    let view: Value = serde_json::from_str(&says_staged(&["--format", "json"]).stdout).expect("JSON");
    let all = view["findings"].as_array().expect("findings").iter();
    let flags: Vec<bool> =
        all.filter(|it| it["rule"] == "dangling-link").map(|it| it["new"] == Value::Bool(true)).collect();
    assert_eq!((flags, &view["summary"]["errors"]), (vec![true, false], &1.into()));
    // Without comparing nothing is called new; before the first commit all is.
    let view: Value =
        serde_json::from_str(&goalpost(repo.path(), &["check", "--format", "json"]).stdout).expect("JSON");
    assert!(view["findings"].as_array().expect("findings").iter().all(|it| it["new"].is_null()));
    let fresh = Repo::new();
    fresh.write("goalpost.yaml", "");
    fresh.write("new.yaml", &OBJECTIVE.replace("id: o", "id: new\nsupports: [nowhere]"));
    fresh.git(&["add", "-A"]);
    let answer = goalpost(fresh.path(), &["check", "-q", "--staged", "--format", "json"]);
    let view: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert!(answer.code == 1 && view["since"].is_null(), "{}", answer.stdout);
    assert!(view["findings"].as_array().expect("findings").iter().all(|it| it["new"] == Value::Bool(true)));
}

/// History is read only as far back as numbers need it, and they are what all of it would make them.
#[test]
fn reading_history_in_part_changes_no_number() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "cadence: {company: monthly}\n");
    repo.write("old.yaml", "kind: objective\nid: old\ntitle: Old\nperiod: 2026-Q1\n");
    let kept = |value: u32, day: &str, more: &str| {
        format!(
            "kind: key_result\nid: kept\ntitle: Keep\nmeasures: old\nmetric: {{name: k, unit: x, at_least: 50, current: {value}, as_of: {day}}}\n{more}"
        )
    };
    repo.write("kept.yaml", &kept(60, "2026-01-05", ""));
    repo.write(
        "load.yaml",
        "kind: kpi\nid: load\ntitle: Load\nmetric: {name: l, unit: x, at_most: 9, current: 3, as_of: 2026-01-05}\n",
    );
    repo.write("timeless.yaml", "kind: key_result\nid: timeless\ntitle: Ease\nmeasures: old\nperiod: {start: 2026-01-01, end: 2026-12-31}\nmetric: {kpi: load, baseline: 9, target: 1}\n");
    repo.commit("tom", "2026-01-05T08:00:00Z", "Set");
    repo.write("kept.yaml", &kept(40, "2026-02-10", ""));
    repo.commit("tom", "2026-02-10T08:00:00Z", "Out of bounds");
    repo.write("kept.yaml", &kept(70, "2026-03-10", ""));
    repo.commit("tom", "2026-03-10T08:00:00Z", "Within them again");
    // Of this quarter, and set long before it.
    repo.write("now.yaml", "kind: objective\nid: o\ntitle: Now\nlevel: company\nperiod: 2026-Q4\n");
    repo.write("early.yaml", &key_result("early", &reach(", current: 10"), ""));
    repo.commit("tom", "2026-06-01T08:00:00Z", "Set early");
    repo.write("other.yaml", &key_result("other", &reach(", current: 10"), ""));
    repo.commit("tom", "2026-11-01T08:00:00Z", "Now");
    let goal = |args: &[&str], id: &str| -> Value {
        let view = json(repo.path(), &[&["-q", "rollup"], args].concat());
        view["goals"]
            .as_array()
            .expect("goals")
            .iter()
            .find(|it| it["id"] == id)
            .unwrap_or_else(|| panic!("{id}"))
            .clone()
    };
    // 36 and 22 of 86 days.
    for args in [&["--period", "2026-Q1"][..], &["kept"], &[]] {
        let progress = goal(args, "kept")["progress"].as_f64().expect("progress");
        assert!((progress - 58.0 / 86.0).abs() < 1e-9, "{args:?}: {progress}");
    }
    for id in ["early", "other", "load", "timeless"] {
        let part = goal(&[], id);
        let whole = goal(&["--period", "all"], id);
        assert_eq!(part, whole);
    }
    assert_eq!(goal(&[], "early")["last_check_in"], "2026-06-01");
}

#[test]
fn a_note_names_the_goals_that_are_read_through_a_link_and_so_have_no_history() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", OBJECTIVE);
    repo.write(".kept/k.yaml", &key_result("k", &reach(", current: 10, as_of: 2026-10-01"), ""));
    std::os::unix::fs::symlink(".kept/k.yaml", repo.path().join("k.yaml")).expect("a link");
    // One to a file that is read by itself is another name of it, and no goal of its own.
    std::os::unix::fs::symlink("o.yaml", repo.path().join("again.yaml")).expect("a link");
    repo.commit("tom", "2026-10-01T08:00:00Z", "Set");
    let answer = goalpost(repo.path(), &["history", "--all", "--today", "2026-11-20"]);
    let said = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("`k.yaml` is a symbolic link, through which no history is followed"), "{said}");
    assert!(!said.contains("again.yaml"), "{said}");
}
