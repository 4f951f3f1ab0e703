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
fn a_value_of_a_goal_that_a_merge_drops_stays_with_its_author_when_the_goal_is_back() {
    let observations = |repo: &Repo| {
        let history = json(repo, "", &["history", "a"]);
        let all = history["goals"][0]["observations"].as_array().expect("a list").iter();
        all.map(|it| format!("{} {} {}", it["day"], it["value"], it["author"])).collect::<Vec<_>>()
    };
    let checked_in = "\"2026-10-20\" 20.0 \"Ana\"";
    for target in [100, 50] {
        let repo = forked();
        merge_without(&repo, "shortest");
        repo.write("a.yaml", &key_result(target, ""));
        repo.commit("ben", &at("2026-11-20"), "Back again");
        assert_eq!(observations(&repo), [checked_in], "{target}");
    }
}

#[test]
fn what_a_merge_dropped_is_compared_with_what_it_was_on_the_trunk() {
    // The side that the merge took had removed an earlier version.
    let repo = goals_in("");
    repo.branch("side");
    repo.remove("a.yaml");
    repo.commit("ben", &at("2026-11-05"), "Without the goal");
    repo.checkout("main");
    repo.write("a.yaml", &key_result(50, ""));
    repo.commit("ana", &at("2026-11-10"), "Lower");
    repo.git(&["merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "side"]);
    repo.remove("a.yaml");
    repo.commit("ben", &at("2026-11-15"), "Merge branch 'side'");
    repo.write("a.yaml", &key_result(40, ""));
    let lowered = ["target 100 → 50 x", "target 50 → 40 x"];
    assert_eq!(words(&json(&repo, "", &["history", "a"])["goals"][0]["goalposts"]), lowered);
    repo.commit("ben", &at("2026-11-20"), "Back again");
    assert_eq!(words(&json(&repo, "", &["history", "a"])["goals"][0]["goalposts"]), lowered);
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

/// The branch takes the trunk in and keeps nothing of it.
fn merge_main_away(repo: &Repo, day: &str) {
    repo.checkout("side");
    let args = ["merge", "-q", "-s", "ours", "-m", "Merge branch 'main' into side", "main"];
    repo.git_by("ben", &at(day), &args);
    repo.checkout("main");
}

/// What was checked in of the key result, oldest first.
fn values(repo: &Repo) -> Vec<String> {
    let history = json(repo, "", &["history", "a"]);
    let all = history["goals"][0]["observations"].as_array().expect("a list").iter();
    all.map(|it| format!("{} on {}", it["value"], it["day"].as_str().unwrap_or_default())).collect()
}

#[test]
fn a_check_in_of_the_trunk_counts_though_a_merge_takes_all_from_a_side_that_never_had_it() {
    let checked_in = |value: u32, day: &str| {
        key_result(100, "").replace("current: 20", &format!("current: {value}")).replace("2026-10-20", day)
    };
    let all = ["20.0 on 2026-10-20", "5.0 on 2026-11-05", "60.0 on 2026-11-10"];
    for pulls in [false, true] {
        let repo = goals_in("");
        repo.branch("side");
        repo.write("a.yaml", &checked_in(60, "2026-11-10"));
        repo.commit("ben", &at("2026-11-10"), "Check in");
        repo.checkout("main");
        repo.write("a.yaml", &checked_in(5, "2026-11-05"));
        repo.commit("ana", &at("2026-11-05"), "Check in");
        if pulls {
            // The branch pulls the trunk, takes nothing of it, and the trunk goes on with that.
            merge_main_away(&repo, "2026-11-15");
            repo.git(&["merge", "-q", "--ff-only", "side"]);
        } else {
            repo.merge("ben", &at("2026-11-15"), "side");
        }
        assert_eq!(values(&repo), all, "pulls: {pulls}");
        let checked = json(&repo, "", &["check", "--rule", "withdrawn-value"]);
        assert_eq!(checked["findings"], serde_json::json!([]), "pulls: {pulls}");
        // What the merge's result takes back against all its parents is withdrawn, of the trunk too.
        repo.write("a.yaml", &checked_in(20, "2026-10-20"));
        repo.commit("ben", &at("2026-11-30"), "Take it back");
        let history = json(&repo, "", &["history", "a"]);
        let all = history["goals"][0]["observations"].as_array().expect("a list").iter();
        assert_eq!(all.filter(|it| it["withdrawn"].is_object()).count(), 2, "pulls: {pulls}: {history}");
    }
}

/// The branch took the trunk in and kept nothing of it, and the trunk then took all from the branch.
#[test]
fn a_check_in_of_the_trunk_counts_though_the_branch_that_lands_had_merged_it_away_before() {
    let checked_in = |value: u32, day: &str| {
        key_result(100, "").replace("current: 20", &format!("current: {value}")).replace("2026-10-20", day)
    };
    let repo = goals_in("");
    repo.branch("side");
    repo.write("a.yaml", &checked_in(60, "2026-11-10"));
    repo.commit("ben", &at("2026-11-10"), "Check in");
    repo.checkout("main");
    repo.write("a.yaml", &checked_in(5, "2026-11-05"));
    repo.commit("ana", &at("2026-11-05"), "Check in");
    merge_main_away(&repo, "2026-11-12");
    repo.git_by("ana", &at("2026-11-15"), &["merge", "-q", "--no-ff", "-m", "Merge branch 'side'", "side"]);
    assert_eq!(values(&repo), ["20.0 on 2026-10-20", "5.0 on 2026-11-05", "60.0 on 2026-11-10"]);
}

#[test]
fn a_check_in_of_the_trunk_that_moved_the_folder_counts_though_a_merge_takes_all_goals_of_a_side_from_before() {
    let repo = goals_in("okrs/");
    repo.branch("side");
    repo.write("okrs/o.yaml", &OBJECTIVE.replace("short", "shorter"));
    repo.commit("ben", &at("2026-11-10"), "A title");
    repo.checkout("main");
    repo.shell("git mv okrs goals");
    repo.write("goals/a.yaml", &key_result(100, "").replace("20\n", "5\n").replace("2026-10-5", "2026-11-05"));
    repo.commit("ana", &at("2026-11-05"), "Check in");
    repo.git(&["merge", "-q", "--no-ff", "--no-commit", "side"]);
    repo.write("goals/a.yaml", &key_result(100, ""));
    repo.commit("ben", &at("2026-11-15"), "Merge branch 'side'");
    let told = json(&repo, "goals", &["history", "a"])["goals"][0]["observations"].clone();
    let told = told.as_array().expect("a list").iter();
    assert_eq!(told.map(|it| it["value"].clone()).collect::<Vec<_>>(), [20.0, 5.0]);
}

#[test]
fn a_move_of_the_trunk_that_a_pull_took_back_is_told_though_its_file_was_excluded_then() {
    let repo = goals_in("");
    let folder = |target: u32| key_result(target, "").replace("id: a", "id: b");
    repo.write("q4/b.yaml", &folder(100));
    repo.write("goalpost.yaml", "settle: 14d\nexclude: [\"*/**\"]\n");
    repo.commit("ana", &at("2026-10-01"), "Begin");
    repo.branch("side");
    repo.checkout("main");
    repo.write("q4/b.yaml", &folder(50));
    repo.commit("ana", &at("2026-11-10"), "Lower");
    repo.checkout("side");
    let args = ["merge", "-q", "-s", "ours", "-m", "Merge branch 'main' of host:goals", "main"];
    repo.git(&["commit", "-q", "--allow-empty", "-m", "Not pushed"]);
    repo.git_by("ben", &at("2026-11-15"), &args);
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.commit("ana", &at("2026-11-20"), "Read all");
    let history = json(&repo, "", &["history", "b"]);
    assert_eq!(words(&history["goals"][0]["goalposts"]), ["target 100 → 50 x", "target 50 → 100 x"]);
}
