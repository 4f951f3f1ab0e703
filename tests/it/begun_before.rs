//! Lines that began before the goals existed: whatever is merged into what, the goals' own past is followed.

use serde_json::Value;

use crate::support::program::goalpost;
use crate::support::queue::{OBJECTIVE, key_result};
use crate::support::repository::{Repo, at};

/// Goals in a folder whose target was lowered late, and a branch from before there were any.
fn forked() -> Repo {
    let repo = Repo::new();
    repo.write("src.c", "1");
    repo.commit("ana", &at("2026-09-01"), "Begin");
    repo.branch("old");
    repo.write("src.c", "2");
    repo.commit("ben", &at("2026-09-20"), "Work");
    repo.checkout("main");
    set_goals(&repo, 100);
    repo.commit("ana", &at("2026-10-01"), "Set the goals");
    repo.write("okrs/a.yaml", &key_result(50, ""));
    repo.commit("ben", &at("2026-11-10"), "Lower");
    repo
}

fn set_goals(repo: &Repo, target: u32) {
    repo.write("okrs/goalpost.yaml", "settle: 14d\n");
    repo.write("okrs/o.yaml", OBJECTIVE);
    repo.write("okrs/a.yaml", &key_result(target, ""));
}

fn json(repo: &Repo, folder: &str, args: &[&str]) -> Value {
    let answer =
        goalpost(&repo.path().join(folder), &[args, &["-q", "--today", "2026-12-10", "--format", "json"]].concat());
    serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", answer.stderr))
}

/// The moves of the key result's target as history tells them, with their days.
fn moves(repo: &Repo, folder: &str) -> Vec<String> {
    let history = json(repo, folder, &["history", "a"]);
    let moves = history["goals"][0]["goalposts"].as_array().expect("a list");
    moves
        .iter()
        .map(|it| format!("{} -> {} on {}", it["before"], it["after"], it["day"].as_str().unwrap_or("")))
        .collect()
}

fn found(repo: &Repo, folder: &str, rule: &str) -> Vec<String> {
    let checked = json(repo, folder, &["check", "--rule", rule]);
    let findings = checked["findings"].as_array().expect("findings").iter();
    findings.map(|it| it["goal"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Merges the trunk into the branch and lets the trunk go on with that.
fn merge_into_old(repo: &Repo, how: &[&str], message: &str) {
    repo.checkout("old");
    repo.git_by("ben", &at("2026-11-15"), &[&["merge", "-q", "--no-ff", "-m", message], how, &["main"]].concat());
}

fn go_on(repo: &Repo) {
    repo.checkout("main");
    repo.git(&["merge", "-q", "--ff-only", "old"]);
}

#[test]
fn a_merge_into_a_branch_that_never_had_goals_hides_no_move() {
    let repo = forked();
    let before = moves(&repo, "okrs");
    assert_eq!(before, ["100.0 -> 50.0 on 2026-11-10"]);
    // The branch's own commit does no more than take everything in.
    merge_into_old(&repo, &[], "Sync");
    go_on(&repo);
    assert_eq!((moves(&repo, "okrs"), found(&repo, "okrs", "moved-target")), (before, vec!["a".to_owned()]));
}

#[test]
fn a_merge_that_lowers_in_itself_is_compared_with_the_side_that_has_the_goals() {
    let repo = forked();
    merge_into_old(&repo, &["--no-commit"], "Sync");
    set_goals(&repo, 40);
    repo.commit("ben", &at("2026-11-15"), "Sync");
    go_on(&repo);
    assert_eq!(moves(&repo, "okrs"), ["100.0 -> 50.0 on 2026-11-10", "50.0 -> 40.0 on 2026-11-15"]);
    assert_eq!(found(&repo, "okrs", "moved-target"), ["a"]);
}

#[test]
fn a_merge_that_takes_nothing_of_the_goals_does_not_end_their_history() {
    for folder in ["okrs", "goals"] {
        let repo = forked();
        merge_into_old(&repo, &["-s", "ours"], "Sync");
        for count in 0..40 {
            repo.write("src.c", &count.to_string());
            repo.commit("ben", &at("2000-01-01"), "Work");
        }
        set_goals(&repo, 40);
        repo.commit("ben", &at("2026-11-20"), "Goals again");
        if folder != "okrs" {
            repo.git(&["reset", "-q", "--soft", "HEAD~1"]);
            repo.shell("git rm -q --cached -r okrs && mv okrs goals && git add goals");
            repo.commit("ben", &at("2026-11-20"), "Goals elsewhere");
        }
        go_on(&repo);
        let told = moves(&repo, folder);
        assert_eq!(told.last().map(String::as_str), Some("50.0 -> 40.0 on 2026-11-20"), "{folder}: {told:?}");
        assert_eq!(found(&repo, folder, "moved-target"), ["a"], "{folder}");
    }
}

#[test]
fn a_branch_that_brings_the_first_goals_within_a_week_lands_as_a_whole() {
    let repo = Repo::new();
    repo.write("src.c", "1");
    repo.commit("ana", &at("2026-09-01"), "Begin");
    repo.branch("goals");
    set_goals(&repo, 100);
    repo.commit("ana", &at("2026-11-01"), "Set the goals");
    repo.write("okrs/a.yaml", &key_result(50, ""));
    repo.commit("ana", &at("2026-11-04"), "As Ben proposes");
    repo.checkout("main");
    repo.git_by(
        "ben",
        &at("2026-11-06"),
        &["merge", "-q", "--no-ff", "-m", "Merge pull request #1 from ana/goals", "goals"],
    );
    assert_eq!((moves(&repo, "okrs"), found(&repo, "okrs", "moved-target")), (vec![], vec![]));
}

#[test]
fn a_folder_that_is_away_for_many_commits_is_found_elsewhere() {
    let repo = forked();
    repo.shell("mkdir away && git mv okrs away/okrs && git rm -q -r --cached away && mv away/okrs kept && rmdir away");
    repo.git(&["add", "src.c"]);
    repo.git_by("ben", &at("2026-11-12"), &["commit", "-q", "-m", "Away"]);
    for _ in 0..40 {
        repo.git_by("ben", &at("2026-11-12"), &["commit", "-q", "--allow-empty", "-m", "Nothing"]);
    }
    repo.shell("mkdir -p docs && mv kept docs/okrs");
    repo.write("docs/okrs/a.yaml", &key_result(40, ""));
    repo.commit("ben", &at("2026-11-20"), "Elsewhere");
    assert_eq!(moves(&repo, "docs/okrs"), ["100.0 -> 50.0 on 2026-11-10", "50.0 -> 40.0 on 2026-11-20"]);
}

#[test]
fn goals_that_are_added_from_their_own_repository_bring_their_moves() {
    let own = Repo::new();
    own.write("goalpost.yaml", "settle: 14d\n");
    own.write("o.yaml", OBJECTIVE);
    own.write("a.yaml", &key_result(100, ""));
    own.commit("ana", &at("2026-10-01"), "Set the goals");
    own.write("a.yaml", &key_result(50, ""));
    own.commit("ana", &at("2026-11-05"), "Lower");
    let repo = Repo::new();
    repo.write("src.c", "1");
    repo.commit("ben", &at("2026-09-01"), "Begin");
    // As `git subtree add --prefix=okrs` does it.
    repo.git(&["fetch", "-q", &own.path().to_string_lossy(), "main"]);
    repo.git(&["merge", "-q", "-s", "ours", "--no-commit", "--allow-unrelated-histories", "FETCH_HEAD"]);
    repo.git(&["read-tree", "--prefix=okrs/", "-u", "FETCH_HEAD"]);
    repo.git_by("ben", &at("2026-11-18"), &["commit", "-q", "-m", "Add 'okrs/' from commit 'FETCH_HEAD'"]);
    assert_eq!(moves(&repo, "okrs"), ["100.0 -> 50.0 on 2026-11-05"]);
    assert_eq!(found(&repo, "okrs", "moved-target"), ["a"]);
    // A day from before they came is one on the line on which they stood; one from before that line is of the trunk.
    let target = |day: &str| json(&repo, "okrs", &["show", "a", "--at", day])["metric"]["target"].clone();
    assert_eq!([target("2026-10-15"), target("2026-11-10"), target("2026-11-19")], [100.0, 50.0, 50.0]);
    let digest = json(&repo, "okrs", &["digest", "--since", "2026-11-01"]);
    assert!(digest["moved"].to_string().contains("100 → 50"), "{digest}");
    let before = goalpost(&repo.path().join("okrs"), &["show", "a", "-q", "--at", "2026-09-15"]);
    assert!(before.stderr.contains("no goals"), "{}", before.stderr);
}
