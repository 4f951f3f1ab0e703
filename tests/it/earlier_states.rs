//! How the goals stood on an earlier day: every command that looks back gives the numbers of a checkout of that day.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::program::{goalpost, json, says};
use crate::support::repository::Repo;

const OBJECTIVE: &str = "kind: objective\nid: o\ntitle: Win\nowner: tom\nperiod: 2026-Q4\n";

fn key_result(id: &str, metric: &str, more: &str) -> String {
    format!("kind: key_result\nid: {id}\ntitle: Do {id}\nmeasures: o\nowner: tom\nmetric: {{{metric}}}\n{more}")
}

fn kept(value: u32, day: &str) -> String {
    key_result("kept", &format!("name: n, unit: x, at_least: 50, current: {value}, as_of: {day}"), "")
}

fn reached(id: &str, value: u32, day: &str, more: &str) -> String {
    key_result(id, &format!("name: r, unit: x, baseline: 0, target: 100, current: {value}, as_of: {day}"), more)
}

fn kpi(value: u32, day: &str) -> String {
    format!(
        "kind: kpi\nid: load\ntitle: Load\nmetric: {{name: l, unit: x, at_most: 90, current: {value}, as_of: {day}}}\n"
    )
}

fn steps(done: &str) -> String {
    format!(
        "kind: key_result\nid: steps\ntitle: Steps\nmeasures: o\nmilestones:\n- {{title: a, due: 2026-10-20{done}}}\n- {{title: b, due: 2026-12-01}}\n"
    )
}

/// Kept metrics, values that came late or without a day, renamed files and ids, a line that was given up in a merge, new
/// goals, and settings that changed.
fn story() -> Repo {
    let repo = Repo::new();
    let at = |day: &str| format!("{day}T08:00:00Z");
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.write("o.yaml", OBJECTIVE);
    repo.write("kept.yaml", &kept(60, "2026-09-20"));
    repo.write("r.yaml", &reached("r", 5, "2026-09-20", ""));
    repo.write("load.yaml", &kpi(100, "2026-09-25"));
    repo.write("eased.yaml", &key_result("eased", "kpi: load, baseline: 100, target: 80", ""));
    repo.write("steps.yaml", &steps(""));
    repo.commit("tom", &at("2026-09-25"), "Set");
    repo.write("kept.yaml", &kept(60, "2026-10-02"));
    repo.write("load.yaml", &kpi(95, "2026-10-02"));
    repo.commit("tom", &at("2026-10-02"), "First values");
    repo.branch("side");
    repo.write("kept.yaml", &kept(10, "2026-10-08"));
    repo.commit("ana", &at("2026-10-08"), "A value of another line");
    repo.checkout("main");
    repo.write("r.yaml", &reached("r", 20, "2026-10-05", ""));
    repo.commit("tom", &at("2026-10-09"), "Four days late");
    repo.git(&["merge", "-q", "-s", "ours", "--no-commit", "side"]);
    repo.commit("tom", &at("2026-10-12"), "Merge side, and keep nothing of it");
    repo.git(&["mv", "kept.yaml", "stays.yaml"]);
    repo.write("steps.yaml", &steps(", done: 2026-10-18"));
    repo.commit("tom", &at("2026-10-20"), "Move a file");
    repo.write("stays.yaml", &kept(40, "2026-11-01"));
    repo.commit("tom", &at("2026-11-03"), "Out of bounds");
    repo.write("r.yaml", &reached("grown", 45, "2026-10-30", "formerly: [r]\n"));
    repo.write("new.yaml", &reached("new", 0, "2026-11-05", "weight: 2\n"));
    repo.commit("tom", &at("2026-11-05"), "Rename an id");
    repo.write("goalpost.yaml", "settle: 7d\nthresholds: {on_track: 0.8}\n");
    repo.commit("tom", &at("2026-11-10"), "Other settings");
    repo.write("stays.yaml", &kept(55, "2026-11-15"));
    repo.write("new.yaml", &reached("new", 50, "2026-11-16", "weight: 2\n"));
    repo.write("load.yaml", &kpi(82, "2026-11-16"));
    repo.commit("tom", &at("2026-11-16"), "Check in");
    // A typo that is reverted a day later, and a change of confidence alone.
    repo.write("stays.yaml", &kept(5, "2026-11-18"));
    repo.write("load.yaml", &kpi(8, "2026-11-18"));
    repo.commit("ana", &at("2026-11-18"), "Typos");
    repo.git(&["revert", "--no-commit", "HEAD"]);
    repo.write("eased.yaml", &key_result("eased", "kpi: load, baseline: 100, target: 80", "confidence: 0.4\n"));
    repo.commit("ana", &at("2026-11-19"), "Revert the typos, and less sure");
    repo
}

/// Days on which nothing was committed, and days of commits.
const DAYS: [&str; 11] = [
    "2026-09-25",
    "2026-10-04",
    "2026-10-09",
    "2026-10-12",
    "2026-10-25",
    "2026-11-03",
    "2026-11-08",
    "2026-11-12",
    "2026-11-16",
    "2026-11-18",
    "2026-11-19",
];

fn goals(view: &Value) -> BTreeMap<String, Value> {
    let goals = view["goals"].as_array().expect("goals").iter();
    goals.map(|goal| (goal["id"].as_str().expect("an id").to_owned(), goal.clone())).collect()
}

fn rollup(repo: &Repo, args: &[&str]) -> BTreeMap<String, Value> {
    goals(&json(repo.path(), &[&["-q", "rollup", "--period", "all"], args].concat()))
}

/// The last commit of the first parents that was made on a day or before.
fn commit_on(repo: &Repo, day: &str) -> String {
    let log = repo.git(&["log", "main", "--first-parent", "--format=%cs %H"]);
    let found = log.lines().find(|line| &line[..10] <= day).unwrap_or_else(|| panic!("a commit before {day}"));
    found[11..].to_owned()
}

/// What a goal was called at an earlier state.
fn then<'t>(states: &'t BTreeMap<String, Value>, id: &str) -> Option<&'t Value> {
    states.get(id).or_else(|| states.get("r").filter(|_| id == "grown"))
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64()
}

#[test]
fn a_state_on_a_day_is_what_a_checkout_of_that_day_says_on_it() {
    let repo = story();
    for day in DAYS {
        let looked_back = rollup(&repo, &["--at", day]);
        let checkout = repo.copy();
        checkout.git(&["checkout", "-q", &commit_on(&repo, day)]);
        assert_eq!(looked_back, rollup(&checkout, &["--today", day]), "{day}");
    }
    // The kept one was inside its bounds from 2026-10-02 to the day before 2026-11-01.
    let kept = rollup(&repo, &["--at", "2026-11-08"])["kept"]["progress"].as_f64().expect("progress");
    assert!((kept - 30.0 / 38.0).abs() < 1e-9, "{kept}");
}

#[test]
fn a_digest_compares_with_what_the_rollup_of_that_day_says() {
    let repo = story();
    let now = rollup(&repo, &[]);
    for day in DAYS {
        let before = rollup(&repo, &["--at", day]);
        let view = json(repo.path(), &["-q", "digest", "--period", "all", "--since", day]);
        let told = |list: &str| -> BTreeMap<String, Value> {
            let items = view[list].as_array().expect("compared").iter();
            items.map(|it| (it["goal"].as_str().expect("an id").to_owned(), it.clone())).collect()
        };
        let (progress, health) = (told("progress"), told("health"));
        for (id, goal) in &now {
            let Some(then) = then(&before, id) else { continue };
            let (was, is) = (number(&then["progress"]), number(&goal["progress"]));
            match progress.get(id) {
                Some(it) => assert_eq!((number(&it["before"]), number(&it["after"])), (was, is), "{id} since {day}"),
                None => assert!(
                    was.zip(is).map_or(was == is, |(was, is)| (was - is).abs() < 0.005),
                    "{id} since {day}: {was:?} to {is:?}"
                ),
            }
            match health.get(id) {
                Some(it) => assert_eq!(it["before"], then["health"], "{id} since {day}"),
                None => assert_eq!(goal["health"], then["health"], "{id} since {day}"),
            }
        }
    }
}

#[test]
fn a_report_compares_its_week_with_what_the_rollup_of_the_day_before_says() {
    let repo = story();
    for (today, day) in [("2026-10-09", "2026-10-02"), ("2026-11-08", "2026-11-01"), ("2026-11-21", "2026-11-14")] {
        let before = rollup(&repo, &["--at", day]);
        let args = ["-q", "report", "--format", "json", "--at", today, "--today", today, "--period", "all"];
        let view: Value = serde_json::from_str(&says(repo.path(), &args)).expect("JSON");
        let happened = view["happened"].as_array().expect("a week");
        let moves: Vec<&Value> = happened.iter().filter(|it| it["kind"] == "progress").collect();
        assert!(!moves.is_empty(), "{today}");
        for it in moves {
            let id = it["goal"]["id"].as_str().expect("an id");
            let was = then(&before, id).map_or(&Value::Null, |then| &then["progress"]);
            assert_eq!(&it["before"], was, "{id} in the week to {today}");
        }
    }
}

#[test]
fn a_diff_gives_both_sides_the_numbers_that_their_rollups_give() {
    let repo = story();
    for (from, to) in DAYS.iter().zip(&DAYS[1..]) {
        let (base, head) = (commit_on(&repo, from), commit_on(&repo, to));
        let today = ["--today", "2026-11-20"];
        let before = rollup(&repo, &[&["--at", &base], &today[..]].concat());
        let after = rollup(&repo, &[&["--at", &head], &today[..]].concat());
        let range = format!("{base}..{head}");
        let view = json(repo.path(), &["-q", "diff", &range, "--today", "2026-11-20"]);
        for it in view["impact"].as_array().expect("impact") {
            let id = it["goal"].as_str().expect("an id");
            let was = &then(&before, id).unwrap_or_else(|| panic!("{id} was there"))["progress"];
            assert_eq!((&it["progress_before"], &it["progress_after"]), (was, &after[id]["progress"]), "{id} {range}");
        }
    }
}

/// The history of a side is pruned where a merge brought nothing of it; looked at by itself the side has its own.
#[test]
fn a_side_that_a_merge_gave_up_is_compared_with_its_own_history() {
    let repo = story();
    let today = ["--today", "2026-10-12"];
    let side = rollup(&repo, &[&["--at", "side"], &today[..]].concat());
    let main = rollup(&repo, &[&["--at", &commit_on(&repo, "2026-10-12")], &today[..]].concat());
    let view =
        json(repo.path(), &["-q", "diff", &format!("side..{}", commit_on(&repo, "2026-10-12")), today[0], today[1]]);
    let kept = view["impact"].as_array().expect("impact").iter().find(|it| it["goal"] == "kept").expect("it changed");
    assert_eq!(kept["progress_before"], side["kept"]["progress"]);
    assert_eq!(kept["progress_after"], main["kept"]["progress"]);
}

#[test]
fn an_alignment_compares_with_a_day_as_it_was_seen_on_it() {
    let repo = story();
    let then = json(repo.path(), &["-q", "align", "--at", "2026-11-08"]);
    let view = json(repo.path(), &["-q", "align", "--compare", "2026-11-08"]);
    let discipline = |view: &Value| (view["made"].clone(), view["due"].clone());
    assert_eq!(
        discipline(&view["comparison"]["indicators"]["discipline"]),
        discipline(&then["indicators"]["discipline"])
    );
}

#[test]
fn a_repository_that_begins_within_the_days_of_a_digest_says_what_is_new() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", OBJECTIVE);
    repo.commit("tom", "2026-11-21T08:00:00Z", "Begin");
    let answer = goalpost(repo.path(), &["digest"]);
    assert!(answer.stderr.contains("the first is from 2026-11-21"), "{}", answer.stderr);
    assert!(answer.stdout.contains("New goals (1)") && answer.stdout.contains("Win"), "{}", answer.stdout);
    // What a shallow clone cuts off is not known, and that nothing happened is not said.
    repo.write("o.yaml", &OBJECTIVE.replace("Win", "Win more"));
    repo.commit("tom", "2026-11-21T09:00:00Z", "More");
    let clone = repo.shallow(1);
    let answer = goalpost(clone.path(), &["digest", "-q"]);
    assert!(answer.stdout.contains("state of goals on 2026-11-14 unknown"), "{}", answer.stdout);
}

#[test]
fn work_is_looked_at_up_to_the_state_that_is_asked_for() {
    let repo = Repo::new();
    repo.write("okrs/goalpost.yaml", "");
    repo.write("okrs/o.yaml", OBJECTIVE);
    repo.commit("tom", "2026-10-01T08:00:00Z", "Goals\n\nGoal: o");
    repo.write("src/a.rs", "a");
    let first = repo.commit("tom", "2026-10-10T08:00:00Z", "Code\n\nGoal: o");
    repo.write("okrs/o.yaml", &OBJECTIVE.replace("Win", "Win it"));
    repo.commit("tom", "2026-10-11T08:00:00Z", "Check in on o\n\nGoal: o");
    repo.write("src/a.rs", "b");
    repo.write("okrs/o.yaml", OBJECTIVE);
    repo.commit("tom", "2026-11-10T08:00:00Z", "Code, and its goal\n\nGoal: o");
    let root = repo.path().join("okrs");
    let subjects = |args: &[&str]| -> Vec<String> {
        let view = json(&root, &[&["-q", "work"], args].concat());
        let evidence =
            view["goals"].as_array().expect("goals").iter().flat_map(|it| it["evidence"].as_array().expect("commits"));
        evidence.map(|it| it["subject"].as_str().expect("a subject").to_owned()).collect()
    };
    assert_eq!(subjects(&[]), ["Code, and its goal", "Code"], "check-ins are no work");
    assert_eq!(subjects(&["--at", "2026-10-20"]), ["Code"]);
    assert_eq!(subjects(&["--at", &first]), ["Code"]);
    // In another repository what there was on that day counts, and nothing before its first commit.
    let code = Repo::new();
    code.write("b.rs", "b");
    code.commit("tom", "2026-10-15T08:00:00Z", "There\n\nGoal: o");
    code.write("b.rs", "c");
    code.commit("tom", "2026-11-01T08:00:00Z", "Later\n\nGoal: o");
    let dir = code.path().to_str().expect("a path");
    assert_eq!(subjects(&["--repo", dir]), ["Later", "There"]);
    assert_eq!(subjects(&["--repo", dir, "--at", "2026-10-20"]), ["There"]);
    assert_eq!(subjects(&["--repo", dir, "--at", "2026-10-12"]), [""; 0]);
    let naming = |args: &[&str]| {
        json(&root, &[&["-q", "align", "--repo", dir], args].concat())["indicators"]["work"]["naming"].clone()
    };
    assert_eq!((naming(&[]), naming(&["--at", "2026-10-20"])), (2.into(), 1.into()));
}

/// Goals at the top of a repository with code beside them.
#[test]
fn goals_at_the_top_leave_code_beside_them_work() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", OBJECTIVE);
    repo.commit("tom", "2026-10-01T08:00:00Z", "Goals\n\nGoal: o");
    repo.write("a.rs", "a");
    repo.commit("tom", "2026-10-02T08:00:00Z", "Code\n\nGoal: o");
    let view = json(repo.path(), &["-q", "work"]);
    assert_eq!((&view["naming"], &view["goals"][0]["evidence"][0]["subject"]), (&1.into(), &"Code".into()));
}
