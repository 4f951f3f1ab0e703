//! Where one quarter meets the next: deadlines before the end, key results of the next quarter, values that come late.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::program::{folder, goalpost, json as answer, says};
use crate::support::repository::Repo;

const MISSION: &str = "kind: mission\nid: mission\ntitle: Bread\nstatement: Bread for all.\n";

/// An objective with further lines.
fn objective(period: &str, more: &str) -> String {
    format!(
        "kind: objective\nid: q\ntitle: Make the queue a pleasure\nowner: nia\nperiod: {period}\nsupports: [mission]\n{more}"
    )
}

/// A key result of `q` with a number between 0 and 10.
fn counted(id: &str, more: &str, current: &str, as_of: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: q\n{more}metric: {{name: n, unit: x, baseline: 0, target: 10, current: {current}, as_of: {as_of}}}\n"
    )
}

fn goals(files: &[(&str, &str)]) -> TempDir {
    folder(&[&[("goalpost.yaml", ""), ("mission.yaml", MISSION)], files].concat())
}

/// What `rollup` says of a goal on a day.
fn rolled(here: &TempDir, id: &str, day: &str) -> Value {
    let all = answer(here.path(), &["rollup", "--period", "all", "--today", day, "-q"]);
    all["goals"].as_array().expect("a list").iter().find(|goal| goal["id"] == id).expect("it is there").clone()
}

/// Values of after the deadline of an objective, and even stored grades, were unknown in it, and it could not be closed.
#[test]
fn a_deadline_of_an_objective_is_none_of_its_key_results() {
    let q = objective("2026-Q3", "deadline: 2026-09-15\n");
    let (a, b) = (counted("a", "", "8", "2026-09-14"), counted("b", "", "8", "2026-09-18"));
    let here = goals(&[("q.yaml", &q), ("a.yaml", &a), ("b.yaml", &b)]);
    for day in ["2026-09-20", "2026-10-05"] {
        assert_eq!(rolled(&here, "q", day)["progress"], 0.8, "{day}");
    }
    assert_eq!(rolled(&here, "q", "2026-10-05")["expected"], 1.0);
    let close = || says(here.path(), &["close", "q", "--dry-run", "-q", "--today", "2026-10-05"]);
    let is_graded = |diff: &str| diff.rsplit("+++ b/q.yaml").next().is_some_and(|it| it.contains("score: 0.8,"));
    assert!(is_graded(&close()), "{}", close());
    let graded = "state: missed\nclosed: 2026-10-01\ngrade: {score: 0.8, computed: 0.8}\nretrospective: x\n";
    for id in ["a", "b"] {
        let text = counted(id, graded, "8", "2026-09-18");
        std::fs::write(here.path().join(format!("{id}.yaml")), text).expect("written");
    }
    assert_eq!(rolled(&here, "q", "2026-10-05")["progress"], 0.8, "of stored grades");
    assert!(is_graded(&close()), "{}", close());
}

/// Their values were unknown as of the end of the objective, and they counted as begun: 80 % became 26 %.
#[test]
fn key_results_of_the_next_quarter_change_nothing_in_an_objective_that_is_over() {
    let (q, a) = (objective("2026-Q4", ""), counted("a", "", "8", "2026-12-20"));
    let next = |id: &str| counted(id, "period: 2027-Q1\n", "2", "2027-01-03");
    let here = goals(&[("q.yaml", &q), ("a.yaml", &a), ("n1.yaml", &next("n1")), ("n2.yaml", &next("n2"))]);
    let ended = rolled(&here, "q", "2027-01-04");
    assert_eq!((&ended["progress"], &ended["expected"]), (&json!(0.8), &json!(1.0)));
    assert_eq!(ended["counted"], json!({"measured": 1, "of": 1}));
    let ask = |args: &[&str]| says(here.path(), &[args, &["-q", "--today", "2027-01-04"]].concat());
    let explained = ask(&["rollup", "q", "--explain", "--depth", "0"]);
    assert!(explained.contains("left out: n1 (starts on 2027-01-01, after the end of 2026-12-31"), "{explained}");
    // They are no part of what is closed.
    let closed = ask(&["close", "q"]);
    assert!(
        closed.contains("q: missed, graded 0.8") && closed.contains("begins later, not closed: n1, n2"),
        "{closed}"
    );
    assert_eq!(rolled(&here, "n1", "2027-01-04")["state"], "active");
}

/// A quarter with a goal half way, committed in it.
fn half_way() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("mission.yaml", MISSION);
    repo.write("q.yaml", &objective("2026-Q3", ""));
    repo.write("k.yaml", &counted("k", "", "5", "2026-09-20"));
    repo.commit("nia", "2026-09-20T10:00:00Z", "Begin");
    repo
}

/// A value that came 20 days after the end, for its last day, made 100 % of 50 % without a word.
#[test]
fn a_value_that_comes_when_none_may_arrive_any_more_is_said_to() {
    let repo = half_way();
    let ask = |args: &[&str], day: &str| says(repo.path(), &[args, &["-q", "--today", day]].concat());
    // Within 14 days the command for the last day is printed, later it is not.
    let said = ask(&["checkin", "k", "10", "--dry-run"], "2026-10-10");
    assert!(!said.contains("could arrive"), "{said}");
    let said = goalpost(repo.path(), &["checkin", "k", "10", "--dry-run", "--today", "2026-10-20"]);
    let said = format!("{}{}", said.stdout, said.stderr);
    assert!(said.contains("could arrive until 2026-10-14") && !said.contains("--as-of 2026-09-30"), "{said}");
    repo.write("k.yaml", &counted("k", "", "10", "2026-09-30"));
    let late = "10 x of 2026-09-30 came on 2026-10-20: values could arrive until 2026-10-14";
    let is_told = |day: &str| {
        for args in [
            &["rollup", "--period", "2026-Q3"][..],
            &["rollup", "--period", "2026-Q3", "--format", "markdown"],
            &["report", "--period", "2026-Q3", "--format", "markdown"],
            &["show", "k"],
        ] {
            let said = ask(args, day).split_whitespace().collect::<Vec<_>>().join(" ");
            let said = said.replace(" │ ", " ").replace('\\', "");
            assert!(said.contains("came on 2026-10-20") && said.contains("until 2026-10-14"), "{args:?}: {said}");
        }
        let close = goalpost(repo.path(), &["close", "k", "--dry-run", "--today", day]);
        assert!(format!("{}{}", close.stdout, close.stderr).contains(late), "{}{}", close.stdout, close.stderr);
    };
    is_told("2026-10-20");
    repo.commit("nia", "2026-10-20T10:00:00Z", "Late");
    is_told("2026-11-03");
    let all = answer(repo.path(), &["rollup", "--period", "2026-Q3", "-q", "--today", "2026-11-03"]);
    let row = all["goals"].as_array().expect("a list").iter().find(|goal| goal["id"] == "k").expect("k").clone();
    assert_eq!((&row["late_arrival"]["came"], &row["progress"]), (&json!("2026-10-20"), &json!(1.0)));
    // A value that came in time is not late, whenever it is looked at.
    repo.git(&["reset", "-q", "--hard", "HEAD~1"]);
    assert!(!ask(&["rollup", "--period", "2026-Q3"], "2026-11-03").contains("could arrive"));
}

#[test]
fn an_explanation_says_which_milestone_came_too_late() {
    let milestones = "milestones:\n  - {title: first, done: 2026-08-01}\n  - {title: second, done: 2026-10-05}\n";
    let text = format!("kind: key_result\nid: ms\ntitle: Open the shops\nmeasures: q\n{milestones}");
    let here = goals(&[("q.yaml", &objective("2026-Q3", "")), ("ms.yaml", &text)]);
    let explained = says(here.path(), &["rollup", "ms", "--explain", "-q", "--today", "2026-10-06"]);
    assert!(explained.contains("second was done after 2026-09-30, so it does not count"), "{explained}");
}

/// The command to go on never closes a draft.
#[test]
fn nothing_is_to_go_on_with_where_only_drafts_stay_open() {
    let draft = counted("c", "state: draft\n", "0", "2026-09-20");
    let a = counted("a", "", "8", "2026-09-29");
    let here = goals(&[("q.yaml", &objective("2026-Q3", "")), ("a.yaml", &a), ("c.yaml", &draft)]);
    let args = ["close", "--period", "2026-Q3", "--today", "2026-10-20"];
    let it = goalpost(here.path(), &args);
    let said = format!("{}{}", it.stdout, it.stderr);
    assert!(said.contains("c: stays open: it is a draft") && !said.contains("to go on"), "{said}");
}
