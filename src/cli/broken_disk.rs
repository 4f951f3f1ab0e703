//! Whole commands on a disk that fails at any call: the goals are the old or the new ones, and the answer says which.

use std::fs;
use std::path::Path;

use super::global::Global;
use super::session::Session;
use crate::author::faults::{DiskFault, FaultPlan, texts_in, under};
use crate::git::create_repository;

/// Commands that write, most of them several files.
const COMMANDS: &[&[&str]] = &[
    &["checkin", "wait", "5"],
    &["set", "wait", "title", "Cut the wait"],
    &["rename", "queue", "line"],
    &["reassign", "--owner", "nia", "--to", "tom"],
    &["close", "old", "older", "--as", "missed"],
    &["carry-over", "--from", "2026-Q3", "--to", "2026-Q4"],
    &[
        "new",
        "objective",
        "--title",
        "Bake rye",
        "--owner",
        "nia",
        "--key-results",
        "2",
        "--file",
        "deep/down/rye.yaml",
    ],
    &["cascade", "queue", "--to", "ovens"],
    &["check", "--fix"],
];

/// A goal that no command is about, but the one that makes the others whole.
const OTHER: &str = "kind: kpi\nid: other\ntitle: Loaves\nunit: loaves\n";

fn goals() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| fs::write(root.path().join(path), text).expect("written");
    write("goalpost.yaml", "");
    write("org.yaml", "teams: [{id: ovens, name: Ovens}]\npeople: [{id: nia, name: Nia}, {id: tom, name: Tom}]\n");
    let goal = |id: &str, period: &str, more: &str| {
        format!("kind: objective\nid: {id}\ntitle: Make the {id} a pleasure\nowner: nia\nperiod: {period}\n{more}")
    };
    let result = |id: &str, of: &str| {
        format!(
            "kind: key_result\nid: {id}\ntitle: Cut the {id} from 9 minutes to 4\nowner: nia\nmeasures: {of}\nmetric: \
             {{name: {id}, unit: minutes, baseline: 9, target: 4, current: 6, as_of: 2026-09-20}}\n"
        )
    };
    write("queue.yaml", &goal("queue", "2026-Q4", ""));
    write("wait.yaml", &result("wait", "queue"));
    write("rush.yaml", &result("rush", "queue"));
    write("old.yaml", &goal("old", "2026-Q3", ""));
    write("older.yaml", &result("older", "old"));
    for id in ["spare", "extra"] {
        write(&format!("{id}.yaml"), &goal(id, "2026-Q4", "").replace("kind: objective", "kind: Objective"));
    }
    write("other.yaml", OTHER);
    create_repository(root.path()).expect("a repository, for the journal");
    root
}

/// Runs a command. Returns its error with the hints.
fn run(root: &Path, line: &[&str]) -> Result<(), String> {
    let global = Global {
        root: Some(root.to_path_buf()),
        today: Some("2026-11-21".to_owned()),
        quiet: true,
        ..Global::default()
    };
    let line: Vec<String> = line.iter().map(|&word| word.to_owned()).collect();
    let answer = super::run_captured(&Session::new(global), &line).answer;
    answer.map(drop).map_err(|error| format!("{error}\n{}", error.hints().join("\n")))
}

#[test]
fn whichever_call_of_a_command_fails_its_goals_are_old_or_new_and_its_answer_says_which() {
    let mut struck = 0;
    for line in COMMANDS {
        let (clean, old) = (goals(), texts_in(goals().path()));
        run(clean.path(), line).unwrap_or_else(|error| panic!("{line:?}: {error}"));
        let new = texts_in(clean.path());
        assert_ne!(old, new, "{line:?} writes");
        // What a disk refuses that is read-only, one that is full refuses too.
        let few = [DiskFault::ReadOnly];
        let all = [DiskFault::ReadOnly, DiskFault::Full, DiskFault::NotSynced];
        for fault in if line[0] == "rename" { &all[..] } else { &few } {
            for at in 0.. {
                let root = goals();
                let plan = FaultPlan { fault: fault.clone(), at, lasts: false };
                let (done, is_struck) = under(plan, || run(root.path(), line));
                let is = texts_in(root.path());
                match done {
                    Ok(()) => assert_eq!(is, new, "{line:?}, {fault:?} at {at}"),
                    Err(error) => {
                        assert_eq!(is, old, "{line:?}, {fault:?} at {at}: {error}");
                        assert!(error.contains("nothing was written"), "{line:?}, {fault:?} at {at}: {error}");
                    }
                }
                if !is_struck {
                    break;
                }
                struck += 1;
            }
        }
    }
    assert!(struck > 100, "only {struck} calls failed");
}

#[test]
fn ended_at_any_call_of_a_command_the_next_one_makes_the_goals_whole() {
    for line in COMMANDS {
        let (clean, old) = (goals(), texts_in(goals().path()));
        run(clean.path(), line).unwrap_or_else(|error| panic!("{line:?}: {error}"));
        let new = texts_in(clean.path());
        for at in 0.. {
            let root = goals();
            // A disk that takes no more calls leaves what a program leaves that is killed.
            let plan = FaultPlan { fault: DiskFault::ReadOnly, at, lasts: true };
            let (_, is_struck) = under(plan, || run(root.path(), line));
            run(root.path(), &["note", "other", "done"]).unwrap_or_else(|error| panic!("{line:?}: {error}"));
            fs::write(root.path().join("other.yaml"), OTHER).expect("written");
            let is = texts_in(root.path());
            assert!(is == old || is == new, "{line:?}, ended at {at}: {is:#?}");
            if !is_struck {
                break;
            }
        }
    }
}
