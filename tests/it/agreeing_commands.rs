//! Commands agree with each other: a value, an end, a grade and a word are the same wherever they are asked for.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::program::{folder, goalpost, json as answer, says};
use crate::support::repository::Repo;

const MISSION: &str = "kind: mission\nid: m\ntitle: Bread\nstatement: Bread for all.\n";
const OBJECTIVE: &str =
    "kind: objective\nid: q\ntitle: Make the queue short\nowner: nia\nteam: shop\nperiod: 2026-Q4\nsupports: [m]\n";
const ORG: &str =
    "teams: [{id: shop, name: Shop, level: company, lead: nia}]\npeople: [{id: nia, name: Nia, team: shop}]\n";

/// A quarter of one objective, with files beside it.
fn quarter(files: &[(&str, &str)]) -> TempDir {
    let own = [("goalpost.yaml", ""), ("org.yaml", ORG), ("m.yaml", MISSION), ("q.yaml", OBJECTIVE)];
    let own = own.into_iter().filter(|(path, _)| !files.iter().any(|(other, _)| path == other));
    folder(&own.chain(files.iter().copied()).collect::<Vec<_>>())
}

/// The same with one key result, whose metric and further lines are given.
fn with_key_result(metric: &str, more: &str) -> TempDir {
    quarter(&[("a.yaml", &key_result("a", metric, more))])
}

fn key_result(id: &str, metric: &str, more: &str) -> String {
    format!("kind: key_result\nid: {id}\ntitle: Get {id} going\nmeasures: q\nmetric: {{{metric}}}\n{more}")
}

fn goal(here: &Path, id: &str, day: &str) -> Value {
    let all = answer(here, &["rollup", "--period", "all", "-q", "--today", day]);
    all["goals"].as_array().expect("goals").iter().find(|it| it["id"] == id).expect(id).clone()
}

fn told(here: &Path, args: &[&str]) -> String {
    let it = goalpost(here, args);
    format!("{}{}", it.stdout, it.stderr)
}

/// A value from before the quarter counted in the rollup, read as fresh, and `close` said that there was none.
#[test]
fn a_value_from_before_the_start_counts_for_rollup_and_close_and_has_its_age() {
    let reach = "unit: x, baseline: 0, target: 10, current: 10, as_of: 2026-09-30";
    let rubric = "scale: [none, some, all], baseline: none, target: all, current: all, as_of: 2026-09-30";
    for metric in [reach, rubric] {
        let home = with_key_result(metric, "");
        for (day, age) in [("2026-11-21", 52), ("2026-12-31", 92), ("2027-01-05", 97)] {
            let at = |args: &[&str]| says(home.path(), &[args, &["-q", "--today", day]].concat());
            let tree = at(&["rollup", "--period", "2026-Q4"]);
            assert!(tree.contains(&format!("value {age} days old")), "{metric} {day}: {tree}");
            assert!(!tree.contains("all on track") && tree.contains("1 value older than its cadence"), "{tree}");
            assert!(!at(&["report", "--format", "markdown", "--period", "2026-Q4"]).contains("all on track"), "{day}");
            assert!(at(&["rollup", "--stale", "--period", "2026-Q4"]).contains("Get a going"), "{metric} {day}");
            let standing = goal(home.path(), "a", day)["standing"].clone();
            assert!(standing.as_str().is_some_and(|it| it.ends_with("days old")), "{standing}");
        }
        let agenda = says(home.path(), &["agenda", "-q"]);
        assert!(agenda.contains("no check-in since it began"), "{agenda}");
        let closed = told(home.path(), &["close", "a", "--today", "2027-01-05"]);
        assert!(closed.contains("achieved, graded 1"), "{closed}");
        assert!(closed.contains("of 2026-09-30, 92 days before the end"), "{closed}");
        assert_eq!(goal(home.path(), "a", "2027-01-05")["progress"], 1.0);
    }
    // A week of the quarter is no age.
    let fresh = with_key_result("unit: x, baseline: 0, target: 10, current: 1, as_of: 2026-09-30", "");
    assert!(!says(fresh.path(), &["rollup", "-q", "--today", "2026-10-05"]).contains("old"));
    // Bounds are kept since the first value of the quarter: an earlier one is named for what it is.
    let kept = with_key_result("unit: x, at_least: 5, current: 10, as_of: 2026-09-30", "");
    assert_eq!(goal(kept.path(), "a", "2026-11-21")["standing"], "no value since it began");
}

/// With a period beside it a deadline was passed without a word: later values counted until the period's end.
#[test]
fn the_end_of_a_goal_is_its_deadline_wherever_values_are_counted() {
    let metric = "unit: x, baseline: 0, target: 10, current: 9, as_of: 2026-11-19";
    let home = with_key_result(metric, "deadline: 2026-11-15\n");
    let late = "does not count: the goal ended 2026-11-15";
    assert!(says(home.path(), &["rollup", "-q"]).contains(&format!("9 x on 2026-11-19 {late}")));
    let it = goal(home.path(), "a", "2026-11-21");
    assert_eq!((&it["progress"], &it["late_value"]["last"]), (&json!(null), &json!("2026-11-15")));
    assert!(told(home.path(), &["close", "a"]).contains("no values to compute a grade from"));
    let said = told(home.path(), &["checkin", "a", "10"]);
    assert!(said.contains("a ended on 2026-11-15, so a value of 2026-11-21 does not count"), "{said}");
    // An objective's deadline is none of its key results: what they reach until the period's end counts in it.
    let early = OBJECTIVE.to_owned() + "deadline: 2026-11-15\n";
    let home = quarter(&[("q.yaml", &early), ("a.yaml", &key_result("a", metric, ""))]);
    assert_eq!(goal(home.path(), "a", "2026-11-21")["progress"], 0.9);
    assert_eq!(goal(home.path(), "q", "2026-11-21")["progress"], 0.9);
}

/// "achieved" beside a grade of 0.2 was repeated by every command, and `check` was silent.
#[test]
fn a_grade_that_does_not_suit_the_state_is_said() {
    let metric = "unit: x, baseline: 0, target: 10, current: 2, as_of: 2026-11-05";
    let closed = |state: &str, score: &str, more: &str| {
        let more = format!(
            "state: {state}\nclosed: 2026-11-05\nretrospective: R\ngrade: {{score: {score}, computed: {score}}}\n{more}"
        );
        with_key_result(metric, &more)
    };
    let finding = |home: &TempDir| says_of_check(home.path(), "grade-mismatch");
    for (state, score, more, words) in [
        ("achieved", "0.2", "", "achieved, graded 0.2, below 1, which is needed for achieved"),
        (
            "achieved",
            "0.5",
            "commitment: aspirational\n",
            "achieved, graded 0.5, below 0.7, which is needed for achieved",
        ),
        ("missed", "1", "", "missed, graded 1, 1 is enough for achieved"),
    ] {
        let home = closed(state, score, more);
        assert_eq!(goal(home.path(), "a", "2026-11-21")["standing"], words);
        let found = finding(&home);
        assert!(found.contains(&format!("`a` is {state}, but its grade {score}")), "{found}");
        assert!(says(home.path(), &["rollup", "-q"]).contains("for achieved"), "{state}");
    }
    let partly = closed("missed", "0.5", "commitment: aspirational\n");
    assert!(!finding(&partly).contains("is missed, but"), "{}", finding(&partly));
    let open = with_key_result(metric, "grade: {score: 0.9}\n");
    assert!(finding(&open).contains("`a` has a grade, but its state is active"), "{}", finding(&open));
    let ahead = with_key_result(
        "unit: x, baseline: 0, target: 10, current: 10, as_of: 2026-11-05",
        "state: achieved\nclosed: 2026-12-25\ngrade: {score: 1, computed: 1}\n",
    );
    assert_eq!(goal(ahead.path(), "a", "2026-11-21")["standing"], "achieved, graded 1, dated 2026-12-25");
}

fn says_of_check(here: &Path, rule: &str) -> String {
    told(here, &["check", "-q", "--format", "concise", "--rule", rule])
}

/// A KPI without bounds was on track whatever it read.
#[test]
fn a_kpi_without_bounds_is_not_on_track() {
    for metric in ["current: -9", "baseline: 50, target: 10, current: 90"] {
        let kpi = format!("kind: kpi\nid: k\ntitle: Returns\nmetric: {{unit: x, {metric}, as_of: 2026-11-20}}\n");
        let home = folder(&[("goalpost.yaml", ""), ("m.yaml", MISSION), ("k.yaml", &kpi)]);
        let it = goal(home.path(), "k", "2026-11-21");
        assert_eq!((&it["health"], &it["standing"]), (&json!("no-data"), &json!("no bounds")));
        let tree = says(home.path(), &["rollup", "-q"]);
        assert!(tree.contains("no goals · 1 KPI without bounds") && !tree.contains("on track"), "{tree}");
        assert!(!says(home.path(), &["report", "-q", "--format", "markdown"]).contains("on track"));
        assert!(!told(home.path(), &["checkin", "k", "8"]).contains("on track"));
    }
    let bounded = "kind: kpi\nid: k\ntitle: Returns\nmetric: {unit: x, at_most: 10, current: 9, as_of: 2026-11-20}\n";
    let home = folder(&[("goalpost.yaml", ""), ("m.yaml", MISSION), ("k.yaml", bounded)]);
    assert_eq!(goal(home.path(), "k", "2026-11-21")["health"], "on-track");
}

/// A value of a day to come was on track like any other.
#[test]
fn a_value_of_a_day_to_come_is_told_with_its_day() {
    let home = with_key_result("unit: x, baseline: 0, target: 10, current: 8, as_of: 2026-12-05", "");
    assert_eq!(goal(home.path(), "a", "2026-11-21")["standing"], "on track, value dated 2026-12-05");
    let tree = says(home.path(), &["rollup", "-q"]);
    assert!(tree.contains("value dated 2026-12-05") && tree.contains("1 value dated after today"), "{tree}");
    assert!(!tree.contains("all on track"), "{tree}");
    let step = "kind: key_result\nid: s\ntitle: Open\nmeasures: q\nmilestones: [{title: open, due: 2026-11-30, done: 2026-12-09}]\n";
    let home = quarter(&[("s.yaml", step)]);
    let card = says(home.path(), &["show", "s", "-q"]);
    assert!(card.contains("dated ahead") && !card.contains("done late"), "{card}");
}

/// Nothing could measure a goal, and it had "no value yet"; the summary used other words than the rows.
#[test]
fn what_nothing_measures_is_not_measured_in_rows_and_summaries() {
    let bare = "kind: key_result\nid: a\ntitle: Get a going\nmeasures: q\n";
    let same = key_result("a", "unit: x, baseline: 5, target: 5, current: 5, as_of: 2026-11-20", "");
    for file in [bare, &same] {
        let home = quarter(&[("a.yaml", file)]);
        for id in ["a", "q"] {
            assert_eq!(goal(home.path(), id, "2026-11-21")["standing"], "not measured", "{file}");
        }
        let tree = says(home.path(), &["rollup", "-q"]);
        assert!(tree.contains("\n2 not measured") && !tree.contains("without a value"), "{tree}");
        assert!(says(home.path(), &["rollup", "--by", "team", "-q"]).contains("2 not measured"));
    }
}

/// Goals that had not begun or were over were all on track.
#[test]
fn all_on_track_hides_no_goal() {
    let fresh = key_result("a", "unit: x, baseline: 0, target: 10, current: 8, as_of: 2026-11-20", "");
    let next = key_result("b", "unit: x, baseline: 0, target: 10", "period: 2027-Q1\n");
    let home = quarter(&[("a.yaml", &fresh), ("b.yaml", &next)]);
    assert!(says(home.path(), &["rollup", "-q", "--period", "all"]).contains("2 on track · 1 not started"));
    let over = key_result("a", "unit: x, baseline: 0, target: 10, current: 9.5, as_of: 2026-12-30", "");
    let home = quarter(&[("a.yaml", &over)]);
    let tree = says(home.path(), &["rollup", "-q", "--today", "2027-02-20"]);
    assert!(tree.contains("2 ended, not closed") && !tree.contains("all on track"), "{tree}");
    let report =
        says(home.path(), &["report", "-q", "--format", "markdown", "--period", "2026-Q4", "--today", "2027-02-20"]);
    assert!(report.contains("2 ended, not closed"), "{report}");
}

/// A goal with an old value was plain green in graphs.
#[test]
fn graphs_say_what_rows_say() {
    let home = with_key_result("unit: x, baseline: 0, target: 10, current: 8, as_of: 2026-10-05", "");
    let graph = answer(home.path(), &["graph", "-q"]);
    let nodes = graph["nodes"].as_array().expect("nodes");
    for id in ["a", "q", "m"] {
        let node = nodes.iter().find(|it| it["id"] == id).expect(id);
        assert_eq!(node["standing"], goal(home.path(), id, "2026-11-21")["standing"], "{id}");
    }
    for format in ["dot", "mermaid", "svg"] {
        let drawn = says(home.path(), &["graph", "--format", format, "-q"]).replace("\\n", " ");
        assert!(drawn.contains("47 days old"), "{format}: {drawn}");
    }
}

/// A team whose open goals were at a tenth was done, by one closed objective.
#[test]
fn a_group_counts_the_key_results_of_a_draft() {
    let draft = OBJECTIVE.to_owned() + "state: draft\n";
    let done =
        OBJECTIVE.replace("id: q", "id: t") + "state: achieved\nclosed: 2026-11-05\ngrade: {score: 1, computed: 1}\n";
    let tenth = key_result("a", "unit: x, baseline: 0, target: 10, current: 1, as_of: 2026-11-20", "");
    let home = quarter(&[("q.yaml", &draft), ("t.yaml", &done), ("a.yaml", &tenth)]);
    let groups = answer(home.path(), &["rollup", "--by", "team", "-q"])["groups"].clone();
    assert_eq!(groups[0]["progress"], 0.55, "{groups}");
}

#[test]
fn a_file_that_cannot_be_read_is_named_below_the_teams() {
    let home = quarter(&[("b.yaml", "id: b\nmeasures: q\nkind: [\n")]);
    for format in ["human", "markdown"] {
        let teams = says(home.path(), &["rollup", "--by", "team", "-q", "--format", format]).replace('\\', "");
        assert!(teams.contains("1 file cannot be read: b.yaml"), "{format}: {teams}");
    }
}

/// The table of goals lost what the values gave, and with it that a grade was self-assessed.
#[test]
fn a_self_assessed_grade_stays_one_through_a_table_and_in_the_digest() {
    let metric = "unit: x, baseline: 0, target: 10, current: 8, as_of: 2026-11-05";
    let grade = "state: achieved\nclosed: 2026-11-20\ngrade: {score: 1, computed: 0.8, why: W}\n";
    let home = with_key_result(metric, grade);
    let table = says(home.path(), &["export", "--format", "csv", "-q"]);
    let other = folder(&[("goalpost.yaml", ""), ("goals.csv", &table)]);
    goalpost(other.path(), &["import", "goals.csv"]);
    let standing = "achieved, graded 1, self-assessed";
    assert_eq!(goal(other.path(), "a", "2026-11-21")["standing"], standing, "{table}");
    let repo = crate::support::repository::Repo::new();
    crate::support::files::copy_folder(home.path(), repo.path());
    repo.commit("nia", "2026-11-20T08:00:00Z", "Close it");
    assert!(says(repo.path(), &["digest", "-q"]).contains("graded 1, self-assessed"));
}

#[test]
fn suggestions_have_the_numbers_of_rollup() {
    let repo = Repo::new();
    let kept = |now: &str| key_result("a", &format!("name: queue, unit: x, at_most: 20, {now}"), "");
    for (path, text) in [("goalpost.yaml", ""), ("m.yaml", MISSION), ("q.yaml", OBJECTIVE)] {
        repo.write(path, text);
    }
    repo.write("a.yaml", &kept("current: 10, as_of: 2026-10-05"));
    repo.commit("nia", "2026-10-05T08:00:00Z", "Set");
    repo.write("a.yaml", &kept("current: 30, as_of: 2026-11-10"));
    repo.commit("nia", "2026-11-10T08:00:00Z", "Check in");
    let suggested = answer(repo.path(), &["suggest", "q", "-q", "--today", "2026-11-15"]);
    let rolled = goal(repo.path(), "q", "2026-11-15");
    for field in ["progress", "health"] {
        assert_eq!(suggested["goals"][0]["goal"][field], rolled[field], "{suggested}");
    }
}
