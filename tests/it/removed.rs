//! Goals that were removed: every command that is asked about one says so, and the reason stays with the removal.

use serde_json::json;

use crate::support::program::{goalpost, json as answer, says};
use crate::support::repository::Repo;

fn key_result(id: &str, measures: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: {measures}\n\
         metric: {{unit: x, baseline: 0, target: 10, current: 5, as_of: 2026-10-01}}\n"
    )
}

/// An objective with its key result, and a key result of another one, all of which were removed in mid-quarter.
fn shop() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("org.yaml", "people: [{id: tom, name: Tom, email: [tom@northwind.example]}]\n");
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Boring money\nstatement: s\n");
    for id in ["tea", "bread"] {
        let objective = format!("kind: objective\nid: {id}\ntitle: Win with {id}\nowner: tom\nperiod: 2026-Q4\n");
        repo.write(&format!("{id}.yaml"), &format!("{objective}supports: [m]\n"));
        repo.write(&format!("{id}-1.yaml"), &key_result(&format!("{id}-1"), id));
    }
    repo.write("bread-2.yaml", &key_result("bread-2", "bread"));
    repo.commit("tom", "2026-10-01T08:00:00Z", "Begin");
    repo.remove("tea.yaml");
    repo.remove("tea-1.yaml");
    repo.commit("tom", "2026-11-03T08:00:00Z", "Tidy up");
    repo.remove("bread-2.yaml");
    repo.commit("tom", "2026-11-04T08:00:00Z", "Fewer key results\n\nGoal-Reason: nobody buys rolls");
    repo
}

/// `show tea` asked "did you mean `bread`?", where `history tea` knew that it was removed.
#[test]
fn every_command_that_is_asked_about_a_removed_goal_says_that_it_was_removed() {
    let repo = shop();
    for command in ["show", "why", "impact", "rollup", "graph", "scorecard", "history", "blame"] {
        let it = goalpost(repo.path(), &[command, "tea", "-q"]);
        let text = it.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(it.code == 2 && text.contains("`tea` was removed on 2026-11-03 by Tom: Tidy up"), "{command}: {text}");
        assert!(text.contains("to see it: goalpost show tea --at"), "{command}: {text}");
    }
    repo.remove("bread-1.yaml");
    let text = goalpost(repo.path(), &["show", "bread-1", "-q"]).stderr;
    assert!(text.contains("`bread-1` was removed, which is not committed yet"), "{text}");
}

/// A difference told that a goal was removed, and neither by whom nor why.
#[test]
fn a_removal_has_its_reason_in_a_difference_too() {
    let repo = shop();
    let view = answer(repo.path(), &["diff", "HEAD~2"]);
    let changes = view["changes"].as_array().expect("changes").iter();
    let removed: Vec<_> = changes
        .map(|it| json!([it["goal"], it["removed"]["by"], it["removed"]["explained"], it["removed"]["reason"]]))
        .collect();
    assert_eq!(
        removed,
        [
            json!(["bread-2", "Tom", true, "nobody buys rolls"]),
            json!(["tea", "Tom", false, null]),
            // It went with its objective.
            json!(["tea-1", null, null, null]),
        ]
    );
    let text = says(repo.path(), &["diff", "HEAD~2", "-q"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("was at 50 %, by Tom, because “nobody buys rolls”"), "{text}");
    assert!(text.contains("was at 50 %, by Tom, no reason given"), "{text}");
    let text = says(repo.path(), &["diff", "HEAD~2", "-q", "--format", "markdown"]);
    assert!(text.contains("because “nobody buys rolls”"), "{text}");
    repo.remove("bread-1.yaml");
    let text = says(repo.path(), &["diff", "-q"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("was at 50 %, no reason given"), "{text}");
}

/// Of two files with one id the one that is read and the one that was written last differed: a move that nobody made.
#[test]
fn two_files_with_one_id_are_no_move_that_is_not_committed() {
    let repo = shop();
    repo.write("late/bread-1.yaml", &key_result("bread-1", "bread").replace("target: 10", "target: 20"));
    repo.commit("tom", "2026-11-10T08:00:00Z", "Copy");
    repo.git(&["mv", "bread-1.yaml", "z.yaml"]);
    repo.commit("tom", "2026-11-11T08:00:00Z", "Move");
    for args in [&["report", "--format", "markdown", "-q"][..], &["digest", "-q"]] {
        let text = says(repo.path(), args);
        assert!(!text.contains("not committed |") && !text.contains("2026-11-21 · no reason given"), "{text}");
    }
}
