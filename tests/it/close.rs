//! `close`: what is graded, what is refused, what is left alone.

use std::fs;

use serde_json::{Value, json};

use crate::support::files::read;
use crate::support::program::{folder, goalpost, says};
use crate::support::repository::Repo;
use crate::support::terminal::typed;

const OBJECTIVE: &str = "kind: objective\nid: queue\ntitle: Make the queue a pleasure\nowner: nia\nperiod: 2026-Q3\n";
const WAIT: &str = "kind: key_result\nid: wait\ntitle: Cut the wait from 9 minutes to 4\nmeasures: queue\nmetric: {name: wait, unit: minutes, baseline: 9, target: 4, current: 4, as_of: 2026-09-28}\n";
const IDEA: &str = "kind: key_result\nid: idea\ntitle: Raise smiles from 1 to 2\nmeasures: queue\nstate: draft  # a proposal\nmetric: {name: smiles, unit: smiles, baseline: 1, target: 2}\n";
const MISSION: &str = "kind: mission\nid: mission\ntitle: Bread\nstatement: Bread for all.\n";

fn goals() -> tempfile::TempDir {
    folder(&[
        ("goalpost.yaml", ""),
        ("mission.yaml", MISSION),
        ("queue.yaml", OBJECTIVE),
        ("wait.yaml", WAIT),
        ("idea.yaml", IDEA),
    ])
}

#[test]
fn a_draft_was_promised_by_nobody_and_stays_one() {
    let goals = goals();
    let answer = says(goals.path(), &["close", "queue", "-q"]);
    assert!(answer.contains("still a draft, not closed: idea"), "{answer}");
    assert_eq!(read(goals.path(), "idea.yaml"), IDEA);
    assert!(read(goals.path(), "wait.yaml").contains("state: achieved\n"));
    says(goals.path(), &["carry-over", "--from", "2026-Q3", "--to", "2026-Q4", "-q", "--dry-run"]);
    // By name it can be dropped, and not graded.
    let refused = goalpost(goals.path(), &["close", "idea", "--score", "1", "--why", "x"]);
    assert!(refused.code == 2 && refused.stderr.contains("`idea` is a draft"), "{}", refused.stderr);
    says(goals.path(), &["close", "idea", "--as", "dropped", "--reason", "not now"]);
    assert!(read(goals.path(), "idea.yaml").contains("state: dropped"), "{}", read(goals.path(), "idea.yaml"));
}

#[test]
fn what_a_grade_stands_on_is_data_and_the_goal_of_which_too_little_is_measured_is_explained() {
    let goals = goals();
    let empty = |id: &str| format!("kind: key_result\nid: {id}\ntitle: Serve {id} well\nmeasures: queue\n");
    for id in ["tea", "cakes", "bread"] {
        fs::write(goals.path().join(format!("{id}.yaml")), empty(id)).expect("written");
    }
    let rollup = says(goals.path(), &["rollup", "-q", "--today", "2026-09-20"]);
    assert!(rollup.ends_with("goalpost rollup --explain queue\n"), "{rollup}");
    let close = ["close", "queue", "--score", "0.2", "--why", "mostly unknown", "-q", "--dry-run", "--format", "json"];
    let answer: Value = serde_json::from_str(&says(goals.path(), &close)).expect("JSON");
    let grade = answer["closed"].as_array().and_then(|all| all.iter().find(|it| it["goal"] == "queue"));
    let grade = grade.unwrap_or_else(|| panic!("{answer:#}"));
    assert_eq!(grade["counted"], json!({"measured": 1, "of": 4}), "{grade}");
    assert_eq!((&grade["score"], &grade["coverage"]), (&json!(0.2), &json!(0.25)), "{grade}");
}

#[test]
fn a_dropped_objective_takes_its_drafts_with_it() {
    let goals = goals();
    says(goals.path(), &["close", "queue", "--as", "dropped", "--reason", "the shop moves", "-q"]);
    let text = read(goals.path(), "idea.yaml");
    assert!(text.contains("state: dropped") && text.contains("reason: the shop moves\n"), "{text}");
}

#[test]
fn what_is_carried_over_as_a_draft_stays_one() {
    let goals = goals();
    fs::write(goals.path().join("wait.yaml"), WAIT.replace("current: 4", "current: 8")).expect("written");
    says(goals.path(), &["close", "queue", "-q", "--retrospective", "too late"]);
    says(goals.path(), &["carry-over", "--from", "2026-Q3", "--to", "2026-Q4", "-q"]);
    let text = read(goals.path(), "idea-2026-q4.yaml");
    assert!(text.contains("state: draft"), "{text}");
    assert!(!read(goals.path(), "wait-2026-q4.yaml").contains("state:"));
}

#[test]
fn an_end_that_contradicts_the_grade_is_refused() {
    let goals = goals();
    let close = |args: &[&str]| goalpost(goals.path(), &[&["close"], args, &["-q"]].concat());
    for (args, said) in [
        (&["wait", "--as", "achieved", "--score", "0.1", "--why", "x"][..], "--as missed"),
        (&["wait", "--as", "missed"], "--as achieved"),
        (&["wait", "--as", "missed", "--score", "1"], "--as achieved"),
        (&["mission"], "--as dropped --reason TEXT"),
        (&["mission", "--as", "achieved"], "--as dropped --reason TEXT"),
        (&["mission", "--score", "0.9", "--why", "x"], "--as dropped --reason TEXT"),
    ] {
        let refused = close(args);
        assert!(refused.code == 2 && refused.stderr.contains(said), "{args:?}: {}{}", refused.stdout, refused.stderr);
    }
    assert_eq!((read(goals.path(), "wait.yaml"), read(goals.path(), "mission.yaml")), (WAIT.into(), MISSION.into()));
    // A grade by judgement changes the end with it.
    assert_eq!(close(&["wait", "--as", "missed", "--score", "0.9", "--why", "the till lies"]).code, 0);
    assert_eq!(close(&["mission", "--as", "dropped", "--reason", "sold"]).code, 0);
}

#[test]
fn a_grade_in_per_cent_or_out_of_ten_is_offered_and_not_written() {
    let goals = goals();
    for (score, said) in [
        ("70", "write 0.7 or 70%"),
        ("7", "write 0.7 or 7/10"),
        ("1.5", "write 0 to 1, 6/10 or 60%"),
        ("good", "write 0 to 1, 6/10 or 60%"),
    ] {
        let refused = goalpost(goals.path(), &["close", "wait", "--score", score, "--why", "x", "-q"]);
        assert!(refused.code == 2 && refused.stderr.contains(said), "{score}: {}", refused.stderr);
    }
    assert_eq!(read(goals.path(), "wait.yaml"), WAIT);
    says(goals.path(), &["close", "wait", "--score", "70%", "--why", "the till lies", "-q"]);
    assert!(read(goals.path(), "wait.yaml").contains("score: 0.7,"), "{}", read(goals.path(), "wait.yaml"));
}

#[test]
fn each_close_has_a_tag_of_its_own() {
    let repo = Repo::new();
    for (path, text) in [("goalpost.yaml", ""), ("queue.yaml", OBJECTIVE), ("wait.yaml", WAIT)] {
        repo.write(path, text);
    }
    repo.write("smile.yaml", &IDEA.replace("state: draft  # a proposal\n", "").replace("idea", "smile"));
    repo.commit("nia", "2026-07-01T08:00:00Z", "Set the goals");
    for (key, value) in [("user.email", "nia@northwind.example"), ("user.name", "Nia")] {
        repo.git(&["config", key, value]);
    }
    let first = says(repo.path(), &["close", "wait", "--commit", "--tag", "-q"]);
    assert!(first.contains("tagged goalpost/wait\n"), "{first}");
    let smile = ["close", "smile", "--as", "missed", "--commit", "-q", "--tag"];
    let taken = goalpost(repo.path(), &[&smile[..], &["goalpost/wait"]].concat());
    assert!(taken.code == 2 && taken.stderr.contains("--tag NAME"), "{}", taken.stderr);
    assert!(!taken.stderr.contains("--commit"), "{}", taken.stderr);
    says(repo.path(), &smile);
    assert_eq!(repo.git(&["tag"]), "goalpost/smile\ngoalpost/wait");
    assert_eq!(repo.git(&["rev-parse", "goalpost/smile^{commit}"]), repo.git(&["rev-parse", "HEAD"]));
}

const FACES: &str = "kind: key_result\nid: faces\ntitle: Raise smiles from 1 to 5\nmeasures: smile\nmetric: {name: smiles, unit: smiles, baseline: 1, target: 5, current: 2, as_of: 2026-09-01}\n";

/// The goals, and another objective whose last value is a month older than the quarter's end.
fn quarter() -> tempfile::TempDir {
    let goals = goals();
    fs::write(goals.path().join("smile.yaml"), OBJECTIVE.replace("queue", "smile")).expect("written");
    fs::write(goals.path().join("faces.yaml"), FACES).expect("written");
    goals
}

#[test]
fn a_quarter_is_closed_from_below_and_what_is_owed_waits() {
    let goals = quarter();
    let close = ["close", "--period", "2026-Q3", "-q", "--today", "2026-10-03"];
    let answer = says(goals.path(), &close);
    let at = |text: &str| answer.find(text).unwrap_or_else(|| panic!("{text}: {answer}"));
    assert!(at("wait: achieved, graded 1") < at("queue: achieved, graded 1"), "{answer}");
    assert!(
        at("faces: stays open: its last value may arrive until 2026-") < at("smile: stays open: it waits for"),
        "{answer}"
    );
    assert!(at("smile: stays open") < at("idea: stays open: it is a draft"), "drafts come last: {answer}");
    assert!(answer.contains("to go on: goalpost close --period 2026-Q3"), "{answer}");
    assert_eq!(
        (read(goals.path(), "faces.yaml"), read(goals.path(), "idea.yaml")),
        (FACES.to_owned(), IDEA.to_owned())
    );
    // Once the value is there, the same command goes on where it stopped.
    says(goals.path(), &["checkin", "faces", "2", "--as-of", "2026-09-30", "-q", "--today", "2026-10-04"]);
    let answer = says(goals.path(), &["close", "--period", "prev", "-q", "--today", "2026-10-05"]);
    assert!(answer.contains("faces: missed, graded 0.25") && answer.contains("smile: missed"), "{answer}");
    assert!(answer.contains("goalpost set smile retrospective TEXT") && !answer.contains("queue:"), "{answer}");
    says(goals.path(), &["set", "smile", "retrospective", "ask the guests earlier", "-q"]);
    assert!(read(goals.path(), "smile.yaml").contains("retrospective: ask the guests earlier\n"));
}

#[test]
fn a_value_that_can_come_no_more_is_not_waited_for() {
    let goals = quarter();
    let answer = says(goals.path(), &["close", "--period", "2026-Q3", "-q", "--today", "2027-06-01"]);
    assert!(answer.contains("faces: missed, graded 0.25"), "{answer}");
    assert!(answer.contains("last counted value: 2 smiles of 2026-09-01, 29 days before the end"), "{answer}");
}

#[test]
fn a_period_that_still_runs_is_not_closed() {
    let goals = quarter();
    let early = goalpost(goals.path(), &["close", "--period", "2026-Q3", "--today", "2026-09-29"]);
    assert!(early.code == 2 && early.stderr.contains("2026-Q3 ends on 2026-09-30: 1 day left"), "{}", early.stderr);
    let both = goalpost(goals.path(), &["close", "queue", "--period", "2026-Q3"]);
    assert!(both.code == 2 && both.stderr.contains("cannot be used with"), "{}", both.stderr);
    assert!(says(goals.path(), &["close", "--period", "2025-Q3", "-q"]).contains("2025-Q3 has no open goals"));
}

#[test]
fn on_a_terminal_every_goal_is_asked_for_and_the_walk_is_taken_up_again() {
    let goals = goals();
    let args = ["close", "--period", "2026-Q3", "-q", "--today", "2026-10-03"];
    let seen = typed(goals.path(), &args, &["", "q"]);
    assert!(seen.contains("achieved, graded 1? [Y/s/q, or a grade]"), "{seen}");
    assert!(seen.contains("1 of 3 goals closed"), "{seen}");
    assert!(read(goals.path(), "wait.yaml").contains("state: achieved\n"));
    assert!(!read(goals.path(), "queue.yaml").contains("state:"));
    // The suggested grade, typed, needs no reason; a retrospective for a closed goal has a command of its own.
    let again = goalpost(goals.path(), &["close", "wait", "--retrospective", "later"]);
    assert!(again.stderr.contains("goalpost set wait retrospective TEXT"), "{}", again.stderr);
    let seen = typed(goals.path(), &args, &["0.8", "two days were closed", "", "open earlier", "not now"]);
    assert!(!seen.contains("wait: ") && seen.contains("a draft: drop it?"), "{seen}");
    let queue = read(goals.path(), "queue.yaml");
    assert!(queue.contains("score: 0.8") && queue.contains("why: two days were closed"), "{queue}");
    assert!(queue.contains("retrospective: open earlier\n"), "{queue}");
    assert!(read(goals.path(), "idea.yaml").contains("reason: not now\n"));
}

#[test]
fn plan_and_review_are_about_the_period_that_is_meant() {
    let goals = quarter();
    let plan = |day: &str| says(goals.path(), &["plan", "-q", "--today", day]);
    assert!(plan("2026-10-05").contains("2026-Q4") && plan("2026-11-21").contains("2027-Q1"));
    let review = |day: &str| goalpost(goals.path(), &["review", "--person", "nia", "--today", day]);
    assert!(review("2027-01-12").stdout.contains("2026-01-01 to 2026-12-31"), "{}", review("2027-01-12").stdout);
    assert!(review("2027-01-12").stderr.contains("the new year: --period 2027"));
    assert!(review("2027-03-01").stdout.contains("2027"), "{}", review("2027-03-01").stdout);
}

/// The reason of a moved target was replaced, and with it what explained the move.
#[test]
fn a_reason_that_stands_is_kept_when_a_goal_is_closed_and_reopened() {
    let goals = goals();
    says(goals.path(), &["set", "wait", "target", "5", "--reason", "the vendor cannot do better", "-q"]);
    says(goals.path(), &["close", "wait", "--as", "dropped", "--reason", "shop closes", "-q"]);
    says(goals.path(), &["reopen", "wait", "--reason", "shop stays", "-q"]);
    let wait = read(goals.path(), "wait.yaml");
    for text in ["reason: the vendor cannot do better\n", "text: shop closes", "text: shop stays", "about: [state"] {
        assert!(wait.contains(text), "{text}: {wait}");
    }
    // A goal without one has the reason of its end there.
    says(goals.path(), &["close", "idea", "--as", "dropped", "--reason", "not now", "-q"]);
    assert!(read(goals.path(), "idea.yaml").contains("reason: not now\n"));
}
