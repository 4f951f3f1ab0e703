//! `history`, `report`, `digest`, `diff` and `check` tell the same moved goalposts.

use crate::support::moved::{json, words};
use crate::support::program::goalpost;
use crate::support::queue::{goals_in, key_result};
use crate::support::repository::{Repo, at};

fn goals() -> Repo {
    goals_in("")
}

/// What `history`, `report`, `digest` and `diff` call moved since a day.
fn told(repo: &Repo, since: &str) -> [Vec<String>; 4] {
    let history = json(repo, &["history", "a"]);
    let (report, digest) = (json(repo, &["report"]), json(repo, &["digest", "--since", since]));
    let diff = json(repo, &["diff", &format!("{since}..HEAD")]);
    let changes = diff["changes"].as_array().cloned().unwrap_or_default();
    let in_diff = changes.iter().flat_map(|it| words(&it["moved"]["moves"])).collect();
    [words(&history["goals"][0]["goalposts"]), words(&report["moved"]), words(&digest["moved"]), in_diff]
}

fn assert_lowered(repo: &Repo, since: &str) {
    let lowered = || vec!["target 100 → 50 x".to_owned()];
    assert_eq!(told(repo, since), [lowered(), lowered(), lowered(), lowered()]);
}

#[test]
fn a_target_lowered_while_its_file_could_not_be_read_is_told_by_all() {
    let repo = goals();
    repo.write("a.yaml", &key_result(100, "labels: [\n"));
    repo.commit("ana", &at("2026-11-20"), "Add labels");
    repo.write("a.yaml", &key_result(50, "labels: [calls]\n"));
    repo.commit("ana", &at("2026-12-08"), "Mend the labels");
    assert_lowered(&repo, "2026-12-03");
    let shown = goalpost(repo.path(), &["diff", "2026-12-03..HEAD", "--today", "2026-12-10"]).stdout;
    assert!(shown.contains("since it could last be read: target 100 → 50 x"), "{shown}");
}

#[test]
fn a_goal_that_is_back_as_a_draft_with_another_target_is_told_by_all() {
    let repo = goals();
    repo.remove("a.yaml");
    repo.commit("ana", &at("2026-11-20"), "Tidy up");
    repo.write("a.yaml", &key_result(50, "state: draft\n"));
    repo.commit("ana", &at("2026-12-08"), "Back again");
    assert_lowered(&repo, "2026-12-03");
}

/// A milestone that moved stood at another place once one before it was removed: `diff` told of it without its move, and called
/// the change explained that was not.
#[test]
fn a_milestone_that_moved_and_stands_at_another_place_is_told_by_all() {
    let repo = goals();
    let steps = |steps: &[(&str, &str)], more: &str| {
        let steps = steps.iter().map(|(title, due)| format!("  - {{title: {title}, due: {due}}}\n"));
        format!(
            "kind: key_result\nid: a\ntitle: Raise a\nmeasures: o\nowner: ana\nmilestones:\n{}{more}",
            steps.collect::<String>()
        )
    };
    repo.write("a.yaml", &steps(&[("one", "2026-10-20"), ("two", "2026-11-15"), ("three", "2026-11-20")], ""));
    repo.commit("ana", &at("2026-10-02"), "Steps");
    repo.write("a.yaml", &steps(&[("one", "2026-10-20"), ("two", "2026-11-15"), ("three", "2026-12-20")], ""));
    repo.commit("ana", &at("2026-11-20"), "Later");
    let why = "log:\n- {date: 2026-12-08, kind: decision, text: done elsewhere, about: [\"milestones[1]\"]}\n";
    repo.write("a.yaml", &steps(&[("one", "2026-10-20"), ("three", "2026-12-20")], why));
    repo.commit("ana", &at("2026-12-08"), "Without two");
    let all = ["milestone “three”: due 2026-11-20 → 2026-12-20", "milestone “two” removed"];
    let [history, .., diff] = told(&repo, "2026-11-10");
    // What the milestones took the place of moved before.
    assert!(diff == all && history.ends_with(&diff), "{diff:?} {history:?}");
    let view = json(&repo, &["diff", "2026-11-10..HEAD"]);
    assert_eq!(view["changes"][0]["moved"]["explained"], false, "{view}");
}

/// A milestone that moved, and was removed later, was told of as removed alone.
#[test]
fn a_milestone_that_moved_before_it_was_removed_is_told_with_both() {
    let repo = goals();
    let steps = |steps: &[(&str, &str)]| {
        let steps: String = steps.iter().map(|(title, due)| format!("  - {{title: {title}, due: {due}}}\n")).collect();
        format!("kind: key_result\nid: a\ntitle: Raise a\nmeasures: o\nowner: ana\nmilestones:\n{steps}")
    };
    repo.write("a.yaml", &steps(&[("one", "2026-10-20"), ("two", "2026-11-15"), ("three", "2026-11-20")]));
    repo.commit("ana", &at("2026-10-02"), "Steps");
    repo.write("a.yaml", &steps(&[("two", "2026-11-28"), ("three", "2026-11-20")]));
    repo.commit("ana", &at("2026-11-20"), "Two later, without one");
    repo.write("a.yaml", &steps(&[("three", "2026-11-20")]));
    repo.commit("ana", &at("2026-12-08"), "Without two");
    let [history, .., diff] = told(&repo, "2026-11-10");
    assert!(diff.contains(&"milestone “two”: due 2026-11-15 → 2026-11-28".to_owned()), "{diff:?}");
    assert!(history.ends_with(&diff), "{history:?} {diff:?}");
}

/// Where another milestone had stood at the place of one that was removed and set again, `diff` did not tell of that one.
#[test]
fn a_milestone_that_was_set_again_is_told_beside_one_that_was_removed() {
    let repo = goals();
    let steps = |titles: &[&str]| {
        let steps: String = titles.iter().map(|title| format!("  - {{title: {title}, due: 2026-11-20}}\n")).collect();
        format!("kind: key_result\nid: a\ntitle: Raise a\nmeasures: o\nowner: ana\nmilestones:\n{steps}")
    };
    for (titles, day) in [
        (&["one", "two", "three"][..], "2026-10-02"),
        (&["two", "three"][..], "2026-11-20"),
        (&["three"][..], "2026-11-25"),
        (&["two", "three"][..], "2026-12-08"),
    ] {
        repo.write("a.yaml", &steps(titles));
        repo.commit("ana", &at(day), "Steps");
    }
    let view = json(&repo, &["diff", "2026-11-10..HEAD"]);
    assert_eq!(view["changes"][0]["moved"]["moves"][0]["words"], "milestone “one” removed", "{view}");
    let back = &view["put_back"][0]["moves"][0];
    assert_eq!(
        (&back["words"], &back["put_back"]),
        (&"milestone “two” removed".into(), &"2026-12-08".into()),
        "{view}"
    );
}
