//! Grades and what counts in them: never rounded over a threshold, from the period's own values, kept once given.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::files::{copy_folder, read};
use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;
use crate::support::terminal::typed;

const MISSION: &str = "kind: mission\nid: mission\ntitle: Bread\nstatement: Bread for all.\n";
const Q4: &str =
    "kind: objective\nid: q\ntitle: Make the queue a pleasure\nowner: nia\nperiod: 2026-Q4\nsupports: [mission]\n";

/// A key result of `q` with a number between 0 and 1000.
fn counted(id: &str, more: &str, current: &str, as_of: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: q\n{more}metric:\n  name: number of {id}\n  unit: loaves\n  baseline: 0\n  target: 1000\n  current: {current}\n  as_of: {as_of}\n"
    )
}

/// The objective `q` of the fourth quarter, with some files beside it.
fn in_q4(files: &[(&str, &str)]) -> TempDir {
    folder(&[&[("goalpost.yaml", ""), ("mission.yaml", MISSION), ("q.yaml", Q4)], files].concat())
}

/// The same in a git repository.
fn q4_in_git(files: &[(&str, &str)]) -> Repo {
    let repo = Repo::new();
    copy_folder(in_q4(files).path(), repo.path());
    repo
}

/// A key result whose last value of the quarter is half of the way, committed.
fn half_way() -> Repo {
    let repo = q4_in_git(&[("k.yaml", &counted("k", "", "500", "2026-12-20"))]);
    repo.commit("nia", "2026-12-20T08:00:00Z", "Begin");
    repo
}

fn goal<'a>(answer: &'a Value, id: &str) -> &'a Value {
    let goals = answer["goals"].as_array().expect("a list");
    goals.iter().find(|goal| goal["id"] == id).unwrap_or_else(|| panic!("{id} is there"))
}

fn rollup(here: &Path, day: &str) -> Value {
    json(here, &["rollup", "--period", "all", "--today", day, "-q"])
}

#[test]
fn a_grade_that_is_not_reached_is_not_rounded_to_it() {
    let here = in_q4(&[
        ("promise.yaml", &counted("promise", "", "996", "2026-12-28")),
        ("stretch.yaml", &counted("stretch", "commitment: aspirational\n", "696", "2026-12-28")),
        (
            "near.yaml",
            "kind: key_result\nid: near\ntitle: Raise near\nmeasures: q\ncommitment: aspirational\nmetric: {name: near, unit: x, baseline: 3, target: 6, current: 5.1, as_of: 2026-12-28}\n",
        ),
    ]);
    let said = says(here.path(), &["close", "promise", "stretch", "near", "--today", "2027-01-04", "-q"]);
    assert!(said.contains("promise: missed, graded 0.996"), "{said}");
    assert!(said.contains("stretch: partly achieved, 0.696"), "{said}");
    assert!(said.contains("near: achieved, graded 0.7"), "{said}");
    assert!(!said.contains("needs a retrospective"), "a promise of nine tenths owes none: {said}");
    assert!(read(here.path(), "promise.yaml").contains("grade: {score: 0.996, computed: 0.996}"));
    assert!(read(here.path(), "stretch.yaml").contains("grade: {score: 0.696, computed: 0.696}"));
    assert!(read(here.path(), "near.yaml").contains("grade: {score: 0.7, computed: 0.7}"));
    let shown = says(here.path(), &["rollup", "--today", "2027-01-04", "--period", "2026-Q4", "-q"]);
    assert!(
        shown.contains("partly achieved")
            && shown.contains("graded 0.696")
            && shown.lines().all(|line| line.chars().count() <= 80),
        "{shown}"
    );
    let card = says(here.path(), &["show", "stretch", "--today", "2027-01-04", "-q"]);
    assert!(card.contains("partly achieved, 0.696"), "{card}");
    // What an earlier release rounded is found.
    let rounded = read(here.path(), "promise.yaml").replace("0.996", "1").replace("missed", "achieved");
    fs::write(here.path().join("promise.yaml"), rounded).expect("written");
    let found = goalpost(here.path(), &["check", "--today", "2027-01-05", "-q", "promise.yaml"]);
    assert!(found.stdout.contains("grade-mismatch") && found.stdout.contains("0.996"), "{}", found.stdout);
}

#[test]
fn a_grade_rounded_up_by_hand_owes_its_why() {
    let here = in_q4(&[("promise.yaml", &counted("promise", "", "996", "2026-12-28"))]);
    let refused = goalpost(here.path(), &["close", "promise", "--score", "1", "--today", "2027-01-04"]);
    assert!(refused.code == 2 && refused.stderr.contains("--why"), "{}", refused.stderr);
}

#[test]
fn nothing_is_zero_and_never_minus_zero() {
    let here = in_q4(&[
        (
            "licence.yaml",
            "kind: key_result\nid: licence\ntitle: Hold the licence\nmeasures: q\nmilestones:\n  - {title: licence granted, done: false}\n",
        ),
        (
            "down.yaml",
            "kind: key_result\nid: down\ntitle: Cut the wait\nmeasures: q\nmetric: {name: wait, unit: minutes, baseline: 9, target: -0, current: 9, as_of: 2026-11-19}\n",
        ),
        (
            "steps.yaml",
            "kind: key_result\nid: steps\ntitle: Have the oven inspected\nmeasures: q\nmetric: {name: inspected, scale: [no, yes], baseline: no, target: yes, current: no, as_of: 2026-11-19}\n",
        ),
    ]);
    let commands: [&[&str]; 12] = [
        &["rollup", "-q"],
        &["rollup", "-q", "--explain", "q"],
        &["rollup", "-q", "--format", "json"],
        &["rollup", "-q", "--format", "csv"],
        &["rollup", "-q", "--format", "markdown"],
        &["show", "licence", "-q"],
        &["show", "licence", "-q", "--format", "json"],
        &["report", "-q", "--format", "json"],
        &["report", "-q", "--format", "markdown"],
        &["agenda", "-q"],
        &["export", "-q"],
        &["align", "-q", "--format", "json"],
    ];
    for command in commands {
        let said = goalpost(here.path(), command).stdout;
        for bad in ["-0.0", "-0 ", "-0,", "-0\n", "−0"] {
            assert!(!said.contains(bad), "{command:?} says {bad:?}:\n{said}");
        }
    }
    says(here.path(), &["close", "licence", "--today", "2027-01-05", "--retrospective", "x", "-q"]);
    says(here.path(), &["close", "down", "--today", "2027-01-05", "--score", "-0", "--retrospective", "x", "-q"]);
    for file in ["licence.yaml", "down.yaml"] {
        assert!(read(here.path(), file).contains("score: 0, computed: 0"), "{}", read(here.path(), file));
    }
}

#[test]
fn a_value_of_after_the_period_does_not_count_and_everyone_says_so() {
    let repo = half_way();
    let here = repo.path();
    let said = says(here, &["checkin", "k", "1000", "--today", "2027-01-05", "-q"]);
    assert!(
        said.contains("k ended on 2026-12-31, so a value of 2027-01-05 does not count") && !said.contains("on track"),
        "{said}"
    );
    assert!(said.contains("goalpost checkin k 1000 --as-of 2026-12-31"), "{said}");
    let numbers = rollup(here, "2027-01-05");
    assert_eq!(goal(&numbers, "k")["progress"], 0.5);
    assert_eq!(goal(&numbers, "k")["late_value"]["value"], 1000.0);
    assert_eq!(goal(&numbers, "q")["progress"], 0.5);
    for command in [
        &["rollup", "--period", "2026-Q4"][..],
        &["show", "k"],
        &["report", "--period", "2026-Q4", "--format", "markdown"],
        &["report", "--period", "2026-Q4", "--format", "html"],
        &["rollup", "--period", "2026-Q4", "--format", "markdown"],
    ] {
        let args: Vec<&str> = command.iter().copied().chain(["--today", "2027-01-05", "-q"]).collect();
        let said = says(here, &args).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("1000 loaves on 2027-01-05 does not count"), "{command:?}\n{said}");
    }
    let kept = repo.read("k.yaml");
    let closed = says(here, &["close", "k", "--today", "2027-01-05", "-q"]);
    repo.write("k.yaml", &kept);
    let closed = closed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(closed.contains("k: missed, graded 0.5"), "{closed}");
    assert!(closed.contains("not counted (after the end, 2026-12-31): 1000 loaves of 2027-01-05"), "{closed}");
    assert!(closed.contains("last counted value: 500 loaves of 2026-12-20, 11 days before the end"), "{closed}");
    // The command that was offered does what it says.
    says(here, &["checkin", "k", "1000", "--as-of", "2026-12-31", "--today", "2027-01-05", "-q"]);
    assert_eq!(goal(&rollup(here, "2027-01-05"), "k")["progress"], 1.0);
    let closed = says(here, &["close", "k", "--today", "2027-01-05", "-q"]);
    assert!(closed.contains("k: achieved, graded 1") && !closed.contains("not counted"), "{closed}");
}

#[test]
fn on_a_terminal_the_day_of_a_late_value_is_asked_for() {
    let files = [
        ("goalpost.yaml", ""),
        ("mission.yaml", MISSION),
        ("q.yaml", &*Q4.replace("2026-Q4", "2026-11")),
        ("k.yaml", &counted("k", "", "500", "2026-11-10")),
    ];
    let here = folder(&files[..]);
    let seen = typed(here.path(), &["checkin", "k", "700", "--today", "2026-12-05", "-q"], &["next week", ""]);
    assert!(seen.contains("day of the value? [2026-11-30]"), "{seen}");
    assert!(read(here.path(), "k.yaml").contains("as_of: 2026-11-30"), "{seen}");
    // Long after, nobody is asked: it is written and said.
    let seen = typed(here.path(), &["checkin", "k", "800", "--today", "2027-02-05", "-q"], &[]);
    assert!(seen.contains("does not count") && !seen.contains("day of the value"), "{seen}");
}

#[test]
fn a_step_done_after_the_period_does_not_count_in_it() {
    let here = in_q4(&[(
        "licence.yaml",
        "kind: key_result\nid: licence\ntitle: Hold the licence\nmeasures: q\nmilestones:\n  - {title: licence granted, done: false}\n",
    )]);
    let said = says(here.path(), &["checkin", "licence", "--done", "granted", "--today", "2027-01-05", "-q"]);
    assert!(said.contains("goalpost checkin licence --done granted --as-of 2026-12-31"), "one can paste it: {said}");
    let numbers = rollup(here.path(), "2027-01-05");
    assert_eq!(goal(&numbers, "licence")["progress"], 0.0);
    let closed = says(here.path(), &["close", "licence", "--today", "2027-01-05", "-q"]);
    assert!(closed.contains("licence: missed, graded 0"), "{closed}");
}

#[test]
fn a_closed_goal_keeps_its_grade_whatever_is_hung_below_it_later() {
    let closed = "state: achieved\nclosed: 2026-10-02\ngrade: {score: 1, computed: 1}\n";
    let old = format!(
        "kind: objective\nid: q\n{closed}title: Make the queue a pleasure\nowner: nia\nperiod: 2026-Q3\nsupports: [mission]\n"
    );
    let repo = q4_in_git(&[("q.yaml", &old), ("one.yaml", &counted("one", closed, "1000", "2026-09-28"))]);
    repo.commit("nia", "2026-10-02T08:00:00Z", "Close the quarter");
    let here = repo.path();
    repo.write("two.yaml", &counted("two", "", "100", "2026-09-29"));
    for committed in [false, true] {
        if committed {
            repo.commit("nia", "2026-10-20T08:00:00Z", "Hang another one below it");
        }
        let numbers = rollup(here, "2026-11-21");
        assert_eq!(goal(&numbers, "q")["progress"], 1.0);
        assert_eq!(goal(&numbers, "q")["contributions"].as_array().map(Vec::len), Some(1));
        let found = goalpost(here, &["check", "--rule", "grade-mismatch", "-q"]).stdout;
        assert!(!found.contains("grade-mismatch]"), "{found}");
    }
    let explained = says(here, &["rollup", "--explain", "q", "-q"]);
    assert!(explained.contains("linked after the close"), "{explained}");
}

#[test]
fn what_was_closed_without_a_grade_has_the_numbers_of_its_close() {
    let old = "kind: objective\nid: q\nstate: missed\nclosed: 2026-10-02\ntitle: Make the queue a pleasure\nowner: nia\nperiod: 2026-H2\nsupports: [mission]\n";
    let repo = q4_in_git(&[("q.yaml", old), ("one.yaml", &counted("one", "", "400", "2026-09-28"))]);
    repo.commit("nia", "2026-10-02T08:00:00Z", "Give it up early");
    let here = repo.path();
    repo.write("one.yaml", &counted("one", "", "900", "2026-11-10"));
    repo.commit("nia", "2026-11-10T08:00:00Z", "Check in");
    let numbers = rollup(here, "2026-11-21");
    assert_eq!(goal(&numbers, "q")["progress"], 0.4);
    assert_eq!(goal(&numbers, "one")["progress"], 0.9);
}

#[test]
fn an_objective_that_is_over_counts_longer_key_results_to_its_own_end() {
    let repo = q4_in_git(&[
        ("q.yaml", &Q4.replace("2026-Q4", "2026-Q3")),
        ("k.yaml", &counted("k", "period: 2026\n", "400", "2026-09-28")),
    ]);
    repo.commit("nia", "2026-09-28T08:00:00Z", "Begin");
    repo.write("k.yaml", &counted("k", "period: 2026\n", "900", "2026-10-05"));
    repo.commit("nia", "2026-10-05T08:00:00Z", "Check in");
    let numbers = rollup(repo.path(), "2026-10-07");
    assert_eq!(goal(&numbers, "q")["progress"], 0.4);
    assert_eq!(goal(&numbers, "k")["progress"], 0.9);
    let closed = says(repo.path(), &["close", "q", "--as", "missed", "--today", "2026-10-07", "-q"]);
    assert!(closed.contains("q: missed, graded 0.4"), "{closed}");
    let found = goalpost(repo.path(), &["check", "--rule", "grade-mismatch", "-q", "--today", "2026-10-08"]).stdout;
    assert!(!found.contains("grade-mismatch]"), "{found}");
}

#[test]
fn a_grade_above_the_values_is_self_assessed_until_someone_above_agrees() {
    let high =
        "kind: objective\nid: high\ntitle: Bread in every street\nowner: ole\nperiod: 2026-Q3\nsupports: [mission]\n";
    let org = "people:\n  - {id: nia, name: Nia}\n  - {id: ole, name: Ole}\n";
    let q = Q4.replace("2026-Q4", "2026-Q3").replace("[mission]", "[high]");
    let here = folder(&[
        ("goalpost.yaml", ""),
        ("org.yaml", org),
        ("mission.yaml", MISSION),
        ("high.yaml", high),
        ("q.yaml", &q),
        ("k.yaml", &counted("k", "", "400", "2026-09-28")),
    ]);
    says(
        here.path(),
        &[
            "close",
            "k",
            "--score",
            "0.6",
            "--why",
            "two ovens stood still",
            "--by",
            "nia",
            "--retrospective",
            "x",
            "--today",
            "2026-10-05",
            "-q",
        ],
    );
    assert_eq!(goal(&rollup(here.path(), "2026-10-06"), "k")["self_assessed"], true);
    let card = says(here.path(), &["show", "k", "-q"]);
    assert!(card.contains("self-assessed"), "{card}");
    // Her own word changes nothing; that of the owner above does.
    says(here.path(), &["ack", "k", "--by", "nia", "-q", "--today", "2026-10-06"]);
    assert_eq!(goal(&rollup(here.path(), "2026-10-06"), "k")["self_assessed"], true);
    says(here.path(), &["ack", "k", "--by", "ole", "-q", "--today", "2026-10-06"]);
    assert_eq!(goal(&rollup(here.path(), "2026-10-06"), "k")["self_assessed"], false);
}

#[test]
fn what_is_all_or_nothing_is_planned_as_a_step() {
    let step = |id: &str, rest: &str| format!("kind: key_result\nid: {id}\ntitle: Have {id}\nmeasures: q\n{rest}");
    let here = in_q4(&[
        ("dated.yaml", &step("dated", "milestones:\n  - {title: granted, due: 2026-12-01, done: false}\n")),
        ("undated.yaml", &step("undated", "milestones:\n  - {title: granted, done: false}\n")),
        (
            "both.yaml",
            &step("both", "milestones:\n  - {title: a, due: 2026-12-01, weight: 2}\n  - {title: b, due: 2026-12-01}\n"),
        ),
        ("two.yaml", &step("two", "milestones:\n  - {title: a, due: 2026-11-01}\n  - {title: b, due: 2026-12-01}\n")),
        (
            "yes.yaml",
            &step(
                "yes",
                "metric: {name: inspected, scale: [no, yes], baseline: no, target: yes, current: no, as_of: 2026-11-19}\n",
            ),
        ),
        (
            "three.yaml",
            &step(
                "three",
                "metric: {name: habit, scale: [no, some, yes], baseline: no, target: yes, current: no, as_of: 2026-11-19}\n",
            ),
        ),
    ]);
    let expected = |day: &str, id: &str| goal(&rollup(here.path(), day), id)["expected"].to_string();
    for (day, dated, undated) in [
        ("2026-10-12", "0.0", "0.0"),
        ("2026-11-30", "0.0", "0.0"),
        ("2026-12-01", "1.0", "0.0"),
        ("2026-12-30", "1.0", "0.0"),
        ("2026-12-31", "1.0", "1.0"),
    ] {
        assert_eq!(expected(day, "dated"), dated, "{day}");
        assert_eq!(expected(day, "both"), dated, "{day}");
        assert_eq!(expected(day, "undated"), undated, "{day}");
        assert_eq!(expected(day, "yes"), undated, "{day}");
    }
    // Between nothing and all there are points: these are on the way.
    assert_eq!(expected("2026-11-01", "two"), "0.5");
    assert_ne!(expected("2026-11-01", "three"), "0.0");
    let shown = says(here.path(), &["rollup", "--explain", "dated", "-q", "--today", "2026-11-21"]);
    assert!(shown.contains("all or nothing, due on 2026-12-01") && shown.contains("on track"), "{shown}");
    let shown = says(here.path(), &["report", "--format", "html", "-q", "--today", "2026-11-21"]);
    assert!(shown.contains("granted"), "a step has a chart too");
}

#[test]
fn a_closed_goal_is_opened_again_and_its_grade_stays_in_history() {
    let repo = half_way();
    let before = repo.read("k.yaml");
    says(repo.path(), &["close", "q", "--retrospective", "too late", "--today", "2027-01-04", "-q"]);
    repo.commit("nia", "2027-01-04T08:00:00Z", "Close");
    let open = goalpost(repo.path(), &["close", "k", "--today", "2027-01-05"]);
    assert!(open.stderr.contains("goalpost reopen k --reason TEXT"), "{}", open.stderr);
    let reason = ["--reason", "the last invoices were missing", "--today", "2027-01-05", "-q"];
    let said = says(repo.path(), &[&["reopen", "q"][..], &reason].concat());
    assert!(said.contains("q: reopened, grade 0.5 removed"), "{said}");
    assert!(said.contains("still closed: k"), "{said}");
    let said = says(repo.path(), &[&["reopen", "k"][..], &reason].concat());
    assert!(said.contains("k: reopened"), "{said}");
    // Why it was opened again stands in the log, where it says nothing of the next close.
    let text = repo.read("k.yaml");
    let added = text.strip_prefix(&before).expect("all else is as before the close");
    let why =
        "log:\n  - {date: 2027-01-05, kind: decision, text: the last invoices were missing, about: [state, grade]}\n";
    assert_eq!(added, why);
    assert!(repo.read("q.yaml").contains("retrospective: too late"), "what was learnt stays");
    let again = goalpost(repo.path(), &[&["reopen", "k"][..], &reason].concat());
    assert!(again.code == 2 && again.stderr.contains("`k` is not closed"), "{}", again.stderr);
    repo.commit("nia", "2027-01-05T08:00:00Z", "Reopen");
    let found = goalpost(repo.path(), &["check", "--today", "2027-01-06", "-q"]).stdout;
    assert!(!found.contains("edited-after-close"), "{found}");
}

#[test]
fn an_objective_of_which_all_is_done_is_ready_to_close() {
    let closed = "state: achieved\nclosed: 2026-11-18\ngrade: {score: 1, computed: 1}\n";
    let here = in_q4(&[
        ("a.yaml", &counted("a", closed, "1000", "2026-11-17")),
        ("b.yaml", &counted("b", closed, "1000", "2026-11-17")),
    ]);
    let said = says(here.path(), &["agenda", "-q"]);
    assert!(said.contains("ready to close") && said.contains("goalpost close q"), "{said}");
    fs::write(here.path().join("b.yaml"), counted("b", "", "1000", "2026-11-17")).expect("written");
    let said = says(here.path(), &["agenda", "-q"]);
    assert!(!said.contains("ready to close"), "what is open may fall back: {said}");
}

#[test]
fn a_rule_that_was_renamed_is_known_by_its_earlier_name() {
    let here = folder(&[("goalpost.yaml", "rules: {sandbagging: error}\n"), ("mission.yaml", MISSION), ("q.yaml", Q4)]);
    let found = goalpost(here.path(), &["check", "-q"]).stdout;
    assert!(found.contains("`sandbagging` is now called `always-met`"), "{found}");
    let rules = json(here.path(), &["rules"]);
    let rule = rules["rules"].as_array().expect("a list").iter().find(|rule| rule["name"] == "always-met");
    assert_eq!(rule.expect("it is listed")["level"], "error");
}

#[test]
fn another_value_for_the_graded_day_is_an_edit_after_the_close() {
    let repo = half_way();
    says(repo.path(), &["close", "k", "--today", "2027-01-04", "-q"]);
    repo.commit("nia", "2027-01-04T08:00:00Z", "Close");
    let closed = repo.read("k.yaml");
    let findings = || goalpost(repo.path(), &["check", "--today", "2027-01-06", "-q"]).stdout;
    // A value of a later day of the period may still arrive.
    repo.write("k.yaml", &closed.replace("current: 500", "current: 1000").replace("2026-12-20", "2026-12-31"));
    assert!(!findings().contains("edited-after-close"), "{}", findings());
    repo.write("k.yaml", &closed.replace("current: 500", "current: 1000"));
    repo.commit("nia", "2027-01-05T08:00:00Z", "Better");
    assert!(findings().contains("edited-after-close"), "{}", findings());
}

/// A goal's own `close_within` was an unknown field, and only the repository's counted.
#[test]
fn a_goal_says_itself_how_long_its_values_may_arrive() {
    let late = |rule: &str, here: &Path, day: &str| -> Vec<String> {
        let found = json(here, &["check", "--rule", rule, "--today", day, "-q"]);
        let goals = found["findings"].as_array().expect("findings").iter();
        goals.map(|it| it["goal"].as_str().expect("a goal").to_owned()).collect()
    };
    let kpi = "kind: kpi\nid: churn\ntitle: Churn\nclose_within: 60d\nmetric: {name: churn, unit: \"%\", at_most: 3, current: 4, as_of: 2026-12-20}\n";
    let of_kpi =
        "kind: key_result\nid: b\ntitle: Lower churn\nmeasures: p\nmetric: {kpi: churn, baseline: 5, target: 3}\n";
    let other = Q4.replace("id: q", "id: p").replace("queue", "till");
    let here = in_q4(&[
        ("a.yaml", &counted("a", "close_within: 30d\n", "500", "2026-12-20")),
        ("z.yaml", &counted("z", "", "500", "2026-12-20")),
        ("churn.yaml", kpi),
        ("p.yaml", &other),
        ("b.yaml", of_kpi),
    ]);
    let open = |day: &str| late("open-after-period", here.path(), day);
    assert_eq!(open("2027-01-14"), Vec::<String>::new());
    // An objective waits for its key results, a key result for its KPI; `z` says nothing and has the repository's.
    assert_eq!(open("2027-01-15"), ["z"]);
    assert_eq!(open("2027-01-31"), ["q"]);
    assert_eq!(open("2027-03-02"), ["p", "q"]);
    let agenda = json(here.path(), &["agenda", "--today", "2027-01-20", "-q"]);
    let due = |id: &str| {
        let items = agenda["items"].as_array().expect("items");
        items.iter().find(|it| it["goal"] == id && it["kind"] == "close").map(|it| it["due"].clone())
    };
    assert_eq!(
        [due("a"), due("z"), due("b")],
        ["2027-01-30", "2027-01-14", "2027-03-01"].map(|day| Some(Value::from(day)))
    );
    let exported = says(here.path(), &["export", "-q"]);
    assert!(exported.contains("\"close_within\":\"30d\""), "{exported}");
    fs::write(here.path().join("a.yaml"), counted("a", "close_within: 30\n", "500", "2026-12-20")).expect("written");
    let wrong = goalpost(here.path(), &["check", "--rule", "wrong-type"]).stdout;
    assert!(
        wrong.contains("`close_within` must be a number of days such as 14d") && wrong.contains("write 30d"),
        "{wrong}"
    );
}

/// Of a key result with a KPI nobody said that the KPI's later value does not count for it.
#[test]
fn a_later_value_of_its_kpi_is_said_not_to_count() {
    let kpi = |value: u32, day: &str| {
        format!(
            "kind: kpi\nid: load\ntitle: Load\nmetric: {{name: load, unit: x, at_most: 9, current: {value}, as_of: {day}}}\n"
        )
    };
    let of_kpi =
        "kind: key_result\nid: k\ntitle: Lower load\nmeasures: q\nmetric: {kpi: load, baseline: 20, target: 10}\n";
    let repo = q4_in_git(&[("load.yaml", &kpi(15, "2026-12-20")), ("k.yaml", of_kpi)]);
    repo.commit("nia", "2026-12-20T08:00:00Z", "Begin");
    assert_eq!(goal(&rollup(repo.path(), "2027-01-02"), "k")["late_value"], Value::Null, "it lies within the period");
    repo.write("load.yaml", &kpi(10, "2027-01-04"));
    repo.commit("nia", "2027-01-04T08:00:00Z", "Measure");
    let all = rollup(repo.path(), "2027-01-05");
    let it = goal(&all, "k");
    assert_eq!(
        (&it["progress"], &it["late_value"]["day"], &it["late_value"]["value"]),
        (&0.5.into(), &"2027-01-04".into(), &10.0.into())
    );
    let told = "10 x on 2027-01-04 does not count: the goal ended 2026-12-31";
    for args in [&["show", "k"][..], &["rollup"], &["report", "--format", "markdown", "--period", "2026-Q4"]] {
        let text = says(repo.path(), &[args, &["--today", "2027-01-05", "-q"]].concat());
        assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(told), "{args:?}: {text}");
    }
    // Closing says what it leaves out, and so does what is closed; the KPI goes on without it.
    let closed = says(repo.path(), &["close", "k", "--retrospective", "x", "--today", "2027-01-05", "-q"]);
    assert!(closed.contains("not counted (after the end, 2026-12-31): 10 x of 2027-01-04"), "{closed}");
    repo.commit("nia", "2027-01-05T08:00:00Z", "Close");
    repo.write("load.yaml", &kpi(11, "2027-01-06"));
    repo.commit("nia", "2027-01-06T08:00:00Z", "Measure on");
    assert_eq!(goal(&rollup(repo.path(), "2027-01-06"), "k")["late_value"]["day"], "2027-01-04");
    let shown = says(repo.path(), &["show", "k", "--today", "2027-01-06", "-q"]);
    assert!(shown.split_whitespace().collect::<Vec<_>>().join(" ").contains(told), "{shown}");
}

#[test]
fn a_closed_goal_shows_its_grade_wherever_it_is_shown() {
    let stretch = counted("k", "commitment: aspirational\nowner: nia\n", "500", "2026-12-31");
    let promise = counted("easy", "owner: nia\n", "1000", "2026-12-31");
    let repo = q4_in_git(&[("k.yaml", &stretch), ("easy.yaml", &promise)]);
    repo.commit("nia", "2026-12-31T08:00:00Z", "Begin");
    let today = ["--today", "2027-01-05", "-q"];
    let ask = |args: &[&str]| says(repo.path(), &[args, &today[..]].concat());
    ask(&["close", "k", "--score", "0.8", "--why", "half the team left", "--by", "nia"]);
    ask(&["close", "easy", "--score", "0.5", "--why", "it was easy", "--retrospective", "Ask for more."]);
    // The column of the tree has room for the number alone.
    let tree = ask(&["rollup", "--period", "2026-Q4"]);
    assert!(tree.contains("50% achieved, 0.8") && tree.contains("100% missed, 0.5"), "{tree}");
    assert!(tree.contains("graded 0.8 by self-assessment"), "{tree}");
    let (high, low) = ("achieved, graded 0.8, self-assessed", "missed, graded 0.5");
    for args in [
        &["rollup", "--period", "2026-Q4", "--format", "markdown"][..],
        &["rollup", "--period", "2026-Q4", "--format", "csv"],
        &["report", "--period", "2026-Q4", "--format", "markdown"],
        &["report", "--period", "2026-Q4", "--format", "html"],
        &["report", "--period", "2026-Q4", "--format", "json"],
        &["rollup", "q", "--period", "2026-Q4", "--explain"],
        &["why", "q", "--down"],
        &["graph", "--period", "2026-Q4"],
        &["graph", "--period", "2026-Q4", "--format", "mermaid"],
        &["graph", "--period", "2026-Q4", "--format", "svg"],
        &["diff", "HEAD"],
        &["diff", "HEAD", "--format", "markdown"],
        &["history", "k", "easy"],
        &["impact", "q"],
        &["review", "--person", "nia", "--format", "markdown"],
    ] {
        let said = ask(args).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(high) && said.contains(low), "{args:?}: {said}");
    }
    for (id, words) in [("k", high), ("easy", low)] {
        for args in [&["show", id][..], &["show", id, "--format", "markdown"], &["why", id]] {
            let said = ask(args);
            assert!(said.contains(words), "{args:?}: {said}");
        }
    }
    let week = ask(&["report", "--period", "2026-Q4", "--format", "markdown"]);
    assert!(week.contains("closed: missed, graded 0.5"), "{week}");
}

/// A grade of `0.7%` was taken for 0.007; no help and no command takes the sign for more than one of two readings.
#[test]
fn a_percent_sign_behind_a_share_is_doubtful_wherever_a_share_stands() {
    let here = in_q4(&[("k.yaml", &counted("k", "", "500", "2026-11-20"))]);
    let run = |args: &[&str]| goalpost(here.path(), args);
    for args in [
        &["close", "k", "--score", "0.7%", "--why", "x"][..],
        &["checkin", "k", "501", "--confidence", "0.7%"],
        &["set", "k", "weight", "0.7%"],
    ] {
        let answer = run(args);
        assert!(answer.code == 2 && answer.stderr.contains("write 0.7 or 0.007"), "{args:?}: {}", answer.stderr);
    }
    for (column, row) in
        [("state;score", "objective;n;New;achieved;0.7 %"), ("measures;confidence", "key_result;n;New;q;0,7 %")]
    {
        fs::write(here.path().join("t.csv"), format!("kind;id;title;{column}\n{row}\n")).expect("a table");
        let answer = run(&["import", "t.csv", "--dry-run"]);
        let said = format!("{}{}", answer.stdout, answer.stderr);
        assert!(said.contains("0.7 or 0.007"), "{column}: {said}");
    }
    for (field, text) in [("confidence: 0.7%", "0.7 or 0.007"), ("weight: 1%", "1 or 0.01")] {
        fs::write(here.path().join("w.yaml"), counted("w", &format!("{field}\n"), "1", "2026-11-20")).expect("a goal");
        let found = run(&["check", "w.yaml"]).stdout;
        assert!(found.contains(&format!("write {text}")), "{field}: {found}");
    }
    fs::write(here.path().join("goalpost.yaml"), "ambition: 0.7%\n").expect("settings");
    assert!(run(&["check", "goalpost.yaml"]).stdout.contains("write 0.7 or 0.007"));
}

#[test]
fn a_later_ambition_rewrites_no_grade() {
    let closed = "state: achieved\nclosed: 2027-01-04\ngrade: {score: 0.7, computed: 0.7}\n";
    let stretch = format!("commitment: aspirational\n{closed}");
    let repo = q4_in_git(&[("k.yaml", &counted("k", &stretch, "700", "2026-12-30"))]);
    repo.commit("nia", "2027-01-04T08:00:00Z", "Close the quarter");
    repo.write("goalpost.yaml", "ambition: 0.8\n");
    repo.commit("nia", "2027-01-06T08:00:00Z", "Expect more from now on");
    let check = ["check", "--rule", "grade-mismatch", "--today", "2027-01-07", "-q"];
    assert!(says(repo.path(), &check).contains("no issues found"));
    let rollup = says(repo.path(), &["rollup", "--period", "2026-Q4", "--today", "2027-01-07", "-q"]);
    assert!(rollup.contains("achieved, 0.7") && !rollup.contains("needed for achieved"), "{rollup}");
    // What is closed from then on is judged by the new one.
    repo.write("l.yaml", &counted("l", &stretch, "700", "2026-12-30"));
    repo.commit("nia", "2027-01-07T08:00:00Z", "Close another");
    let found = goalpost(repo.path(), &check).stdout;
    assert!(found.contains("`l` is achieved, but its grade 0.7 is below 0.8") && !found.contains("`k`"), "{found}");
}

/// `grade: {score: 1}` beside half of the way had no finding and was not self-assessed.
#[test]
fn a_score_alone_is_compared_with_the_values_at_the_end() {
    let closed = |value: &str, as_of: &str, grade: &str| {
        let more = format!("state: achieved\nclosed: 2026-12-28\ngrade: {grade}\n");
        in_q4(&[("k.yaml", &counted("k", &more, value, as_of))])
    };
    let check = |here: &TempDir| {
        let args = ["check", "--format", "concise", "--rule", "grade-mismatch", "--today", "2027-01-05", "-q"];
        goalpost(here.path(), &args).stdout
    };
    let is_self_assessed = |here: &TempDir| {
        let view = rollup(here.path(), "2027-01-05");
        goal(&view, "k")["self_assessed"].as_bool().expect("a boolean")
    };
    let half = closed("500", "2026-12-20", "{score: 1}");
    assert!(check(&half).contains("`k` was graded 1, but its values result in 0.5"), "{}", check(&half));
    assert!(is_self_assessed(&half));
    assert!(says(half.path(), &["show", "k", "--today", "2027-01-05", "-q"]).contains("self-assessed"));
    let explained = closed("500", "2026-12-20", "{score: 1, why: the other half was sold at the fair}");
    assert!(check(&explained).is_empty() && is_self_assessed(&explained), "{}", check(&explained));
    let reached = closed("1000", "2026-12-20", "{score: 1}");
    assert!(check(&reached).is_empty() && !is_self_assessed(&reached));
    // Only a value from after the end is known: nobody can tell what was reached.
    let unknown = closed("500", "2027-01-03", "{score: 1}");
    assert!(check(&unknown).is_empty() && !is_self_assessed(&unknown), "{}", check(&unknown));
}

/// A close dated after today changed numbers without a finding.
#[test]
fn a_close_that_is_still_to_come_is_a_finding() {
    let check = |closed: &str| {
        let more = format!("state: achieved\nclosed: {closed}\n");
        let here = in_q4(&[("k.yaml", &counted("k", &more, "1000", "2026-11-20"))]);
        goalpost(here.path(), &["check", "--format", "concise", "--rule", "grade-mismatch", "-q"]).stdout
    };
    let found = check("2026-12-20");
    assert!(
        found.contains("k.yaml") && found.contains("the day of its close, 2026-12-20, is still to come"),
        "{found}"
    );
    assert_eq!(check("2026-11-21"), "");
}
