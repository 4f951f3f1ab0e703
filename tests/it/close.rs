//! `close`: what is graded, what is refused, what is left alone.

use std::fs;

use crate::support::files::read;
use crate::support::program::{folder, goalpost, says};
use crate::support::repository::Repo;

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
