//! Goal files that are hidden, or have another ending, for a while: a goal is known by its id, wherever its file lies.

use std::fs;

use serde_json::Value;

use crate::support::program::goalpost;
use crate::support::queue::{goals_in, key_result};
use crate::support::repository::{Repo, at};

const PLACES: [&str; 4] = [".hidden/a.yaml", "old/.attic/a.yml", "a.yaml.bak", "a.txt"];

fn json(repo: &Repo, args: &[&str]) -> Value {
    let answer = goalpost(repo.path(), &[args, &["-q", "--today", "2026-12-10", "--format", "json"]].concat());
    serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", answer.stderr))
}

/// How many findings a rule has.
fn found(repo: &Repo, rule: &str) -> usize {
    json(repo, &["check", "--rule", rule])["findings"].as_array().expect("findings").len()
}

/// The moved goalposts: what, who proposed it, and on which day it counts.
fn moves(repo: &Repo) -> Vec<String> {
    let told = json(repo, &["history", "a"])["goals"][0]["goalposts"].clone();
    let text = |it: &Value| it.as_str().unwrap_or("–").to_owned();
    let words = |it: &Value| format!("{}, {} {}", text(&it["words"]), text(&it["by"]), text(&it["day"]));
    told.as_array().expect("a list").iter().map(words).collect()
}

fn shift(repo: &Repo, who: &str, day: &str, (from, to): (&str, &str)) {
    let to = repo.path().join(to);
    fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
    fs::rename(repo.path().join(from), to).expect("it is moved");
    repo.commit(who, &at(day), "Move the file");
}

fn write(repo: &Repo, who: &str, day: &str, path: &str, target: u32) {
    repo.write(path, &key_result(target, ""));
    repo.commit(who, &at(day), "Change");
}

#[test]
fn who_lowers_a_target_out_of_sight_is_told_and_not_who_brings_it_back() {
    for place in PLACES {
        let repo = goals_in("");
        let before = json(&repo, &["history", "a"])["goals"][0]["observations"].clone();
        shift(&repo, "ana", "2026-11-05", ("a.yaml", place));
        assert_eq!(found(&repo, "deleted-goal"), 1, "{place}: it is gone");
        write(&repo, "ben", "2026-11-10", place, 50);
        assert_eq!(found(&repo, "deleted-goal"), 1, "{place}: it is still gone");
        shift(&repo, "cleo", "2026-11-15", (place, "a.yaml"));
        assert_eq!(moves(&repo), ["target 100 → 50 x, Ben 2026-11-10"], "{place}");
        assert_eq!((found(&repo, "moved-target"), found(&repo, "deleted-goal")), (1, 0), "{place}");
        assert_eq!(json(&repo, &["history", "a"])["goals"][0]["observations"], before, "{place}");
    }
}

#[test]
fn an_honest_detour_out_of_sight_accuses_nobody() {
    for place in PLACES {
        let repo = goals_in("");
        let before = json(&repo, &["history", "a"])["goals"][0].clone();
        shift(&repo, "ana", "2026-11-05", ("a.yaml", place));
        shift(&repo, "ben", "2026-11-15", (place, "q4/a.yaml"));
        let after = json(&repo, &["history", "a"])["goals"][0].clone();
        for part in ["observations", "goalposts"] {
            assert_eq!(after[part], before[part], "{place}");
        }
        let checked = json(&repo, &["check"]);
        assert!(!checked.to_string().contains("moved"), "{place}: {checked}");
    }
}

#[test]
fn a_target_that_is_lowered_in_going_or_in_coming_back_is_told_of_who_did() {
    for place in PLACES {
        let repo = goals_in("");
        repo.remove("a.yaml");
        write(&repo, "ana", "2026-11-05", place, 80);
        repo.remove(place);
        write(&repo, "ben", "2026-11-15", "a.yaml", 50);
        let told = ["target 100 → 80 x, Ana 2026-11-05", "target 80 → 50 x, Ben 2026-11-15"];
        assert_eq!(moves(&repo), told, "{place}");
    }
}

#[test]
fn a_detour_by_several_places_is_followed() {
    let repo = goals_in("okrs/");
    shift(&repo, "ana", "2026-11-05", ("okrs/a.yaml", "okrs/a.yaml.off"));
    shift(&repo, "ana", "2026-11-06", ("okrs/a.yaml.off", "okrs/.x/a.yaml"));
    write(&repo, "ben", "2026-11-10", "okrs/.x/a.yaml", 50);
    shift(&repo, "ana", "2026-11-12", ("okrs/.x/a.yaml", "okrs/.x/a.txt"));
    shift(&repo, "cleo", "2026-11-15", ("okrs/.x/a.txt", "okrs/a.yaml"));
    let told =
        goalpost(&repo.path().join("okrs"), &["-q", "history", "a", "--today", "2026-12-10", "--format", "json"]);
    let told: Value = serde_json::from_str(&told.stdout).expect("JSON");
    let moves = told["goals"][0]["goalposts"].as_array().expect("a list").clone();
    assert_eq!((moves.len(), &moves[0]["by"]), (1, &Value::from("Ben")), "{told}");
}

#[test]
fn a_copy_out_of_sight_is_no_version_of_the_goal_beside_it() {
    let repo = goals_in("");
    // Another goal went there once, so that the place is known.
    shift(&repo, "ana", "2026-11-01", ("a.yaml", "a.yaml.bak"));
    shift(&repo, "ana", "2026-11-02", ("a.yaml.bak", "a.yaml"));
    write(&repo, "ana", "2026-11-03", "a.yaml.bak", 100);
    write(&repo, "ben", "2026-11-05", "a.yaml.bak", 50);
    assert_eq!(moves(&repo), [""; 0]);
    repo.remove("a.yaml");
    repo.commit("ana", &at("2026-11-08"), "Remove");
    write(&repo, "cleo", "2026-11-10", "a.yaml", 50);
    assert_eq!(moves(&repo), ["target 100 → 50 x, Cleo 2026-11-10"]);
}

/// The targets that `digest` and `diff` tell of as moved since a commit of a day.
fn told_since(repo: &Repo, base: &str, day: &str) -> [Vec<String>; 2] {
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let digest = json(repo, &["digest", "--since", day])["moved"].clone();
    let digest = digest.as_array().expect("a list").iter().map(|it| text(&it["change"])).collect();
    let diff = json(repo, &["diff", &format!("{base}..HEAD")])["changes"].clone();
    let moves = diff.as_array().expect("a list").iter().filter_map(|it| it["moved"]["moves"].as_array().cloned());
    [digest, moves.flatten().map(|it| text(&it["words"])).collect()]
}

/// A commit beside the goals, which no history of theirs shows.
fn beside(repo: &Repo, day: &str) -> String {
    repo.write("README.txt", day);
    repo.commit("ana", &at(day), "Write")
}

/// What had moved out of sight before the base was told as new after it, where the base's commit touched no goals; what was
/// put back after it was not told at all.
#[test]
fn what_moved_out_of_sight_is_new_since_no_later_commit() {
    for place in PLACES {
        let repo = goals_in("");
        let first = beside(&repo, "2026-11-02");
        shift(&repo, "ana", "2026-11-05", ("a.yaml", place));
        write(&repo, "ben", "2026-11-10", place, 50);
        let base = beside(&repo, "2026-11-12");
        let other = repo.copy();
        shift(&repo, "cleo", "2026-11-15", (place, "a.yaml"));
        assert_eq!(told_since(&repo, &base, "2026-11-12"), [vec![""; 0], vec![]], "{place}");
        let lowered = || vec!["target 100 → 50 x".to_owned()];
        assert_eq!(told_since(&repo, &first, "2026-11-02"), [lowered(), lowered()], "{place}");
        other.remove(place);
        write(&other, "cleo", "2026-11-15", "a.yaml", 100);
        let raised = || vec!["target 50 → 100 x".to_owned()];
        assert_eq!(told_since(&other, &base, "2026-11-12"), [raised(), raised()], "{place}");
    }
}

/// A copy of it from which it came back was read beside the file to which it had gone, so that who retitled the copy moved
/// its target.
#[test]
fn a_goal_is_followed_where_it_went_and_not_in_a_copy_from_which_it_comes_back() {
    let repo = goals_in("");
    shift(&repo, "ana", "2026-11-02", ("a.yaml", "a.yaml.off"));
    write(&repo, "ana", "2026-11-05", "copy/a.yaml.off", 80);
    repo.write("copy/a.yaml.off", &key_result(80, "").replace("Raise a", "Raise it"));
    repo.commit("ben", &at("2026-11-10"), "Retitle");
    shift(&repo, "cleo", "2026-11-15", ("copy/a.yaml.off", "a.yaml"));
    assert_eq!(moves(&repo), ["target 100 → 80 x, Cleo 2026-11-15"]);
}
