//! What merges drop or take from one side alone: a goal that the trunk had is missed, whatever `git log` shows of the merge.

use serde_json::Value;

use crate::support::program::goalpost;
use crate::support::queue::{OBJECTIVE, goals_in, key_result};
use crate::support::repository::{Repo, at};

/// What a command answers, whether or not it finds something.
fn json(repo: &Repo, folder: &str, args: &[&str]) -> Value {
    let answer = goalpost(&repo.path().join(folder), &[args, &["--today", "2026-12-10", "--format", "json"]].concat());
    serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", answer.stderr))
}

/// The goals that are called deleted, each with its message.
fn deleted(repo: &Repo) -> Vec<String> {
    let checked = json(repo, "", &["check", "--rule", "deleted-goal"]);
    let findings = checked["findings"].as_array().expect("findings").iter();
    findings.map(|it| it["message"].as_str().expect("a message").to_owned()).collect()
}

fn words(moves: &Value) -> Vec<String> {
    let moves = moves.as_array().cloned().unwrap_or_default();
    let of = |it: &Value| it["words"].as_str().or(it["change"].as_str()).unwrap_or_default().to_owned();
    moves.iter().map(of).collect()
}

/// A trunk that adds a goal, and a branch from before which never has it.
fn forked() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", OBJECTIVE);
    repo.commit("ana", &at("2026-09-25"), "Begin");
    repo.branch("side");
    repo.write("o.yaml", &OBJECTIVE.replace("short", "shorter"));
    repo.commit("ben", &at("2026-11-10"), "A title");
    repo.checkout("main");
    repo.write("a.yaml", &key_result(100, ""));
    repo.commit("ana", &at("2026-10-01"), "Set a goal");
    repo
}

/// Merges the branch without the trunk's goal, by an objective with this title. Gives the merge.
fn merge_without(repo: &Repo, title: &str) -> String {
    repo.git(&["merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "side"]);
    repo.write("o.yaml", &OBJECTIVE.replace("short", title));
    repo.remove("a.yaml");
    repo.commit("ben", &at("2026-11-15"), "Merge branch 'side'")
}

#[test]
fn a_goal_of_the_trunk_that_a_merge_drops_is_deleted_by_the_merge() {
    // All of the other side, and something of its own.
    for title in ["shorter", "shortest"] {
        let repo = forked();
        let merge = merge_without(&repo, title);
        let found = deleted(&repo);
        assert!(found.len() == 1 && found[0].contains("(`a`) was deleted on 2026-11-15"), "{title}: {found:?}");
        repo.write("a.yaml", &key_result(50, ""));
        repo.commit("ben", &at("2026-11-20"), "Back again");
        assert_eq!(deleted(&repo), [""; 0], "{title}");
        let lowered = ["target 100 → 50 x"];
        let history = json(&repo, "", &["history", "a"]);
        assert_eq!(words(&history["goals"][0]["goalposts"]), lowered, "{title}");
        let diff = json(&repo, "", &["diff", &format!("{merge}..HEAD")]);
        assert_eq!(words(&diff["changes"][0]["moved"]["moves"]), lowered, "{title}: {diff}");
        let digest = json(&repo, "", &["digest", "--since", "2026-11-16"]);
        assert_eq!(words(&digest["moved"]), lowered, "{title}");
    }
}

#[test]
fn a_goal_that_was_on_a_branch_alone_is_not_deleted_by_the_merge_that_drops_it() {
    for title in ["shorter", "shortest"] {
        let repo = forked();
        repo.checkout("side");
        repo.write("b.yaml", &key_result(100, "").replace("id: a", "id: b"));
        repo.commit("ben", &at("2026-10-02"), "Another goal");
        repo.checkout("main");
        repo.git(&["merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "side"]);
        repo.write("o.yaml", &OBJECTIVE.replace("short", title));
        repo.commit("ben", &at("2026-11-15"), "Merge branch 'side'");
        assert_eq!(deleted(&repo), [""; 0], "{title}");
    }
}

#[test]
fn a_pull_that_takes_all_from_the_line_that_was_not_pushed_moves_goals_though_the_trunk_had_moved_their_folder() {
    let repo = goals_in("okrs/");
    repo.branch("local");
    repo.write("okrs/a.yaml", &key_result(50, ""));
    repo.commit("ben", &at("2026-11-15"), "Lower");
    repo.checkout("main");
    repo.shell("git mv okrs goals");
    repo.write("goals/o.yaml", &OBJECTIVE.replace("short", "shorter"));
    repo.commit("ana", &at("2026-11-18"), "Move the folder");
    repo.checkout("local");
    repo.git_by(
        "ben",
        &at("2026-11-20"),
        &["merge", "-q", "-s", "ours", "-m", "Merge branch 'main' of host:goals", "main"],
    );
    let history = json(&repo, "okrs", &["history", "a"]);
    let told = history["goals"][0]["goalposts"].as_array().expect("a list");
    assert_eq!(words(&history["goals"][0]["goalposts"]), ["target 100 → 50 x"]);
    assert_eq!((&told[0]["day"], &told[0]["by"]), (&"2026-11-20".into(), &"Ben".into()), "{told:?}");
}
