//! Goals that were active and are made drafts again: they leave all numbers as deleted ones do.

use serde_json::Value;

use crate::support::program::{goalpost, says};
use crate::support::queue::{OBJECTIVE, goals_in, key_result};
use crate::support::repository::{Repo, at};

const TODAY: &[&str] = &["-q", "--today", "2026-11-21"];

fn json(repo: &Repo, args: &[&str]) -> Value {
    let answer = goalpost(repo.path(), &[TODAY, args, &["--format", "json"]].concat());
    serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", answer.stderr))
}

fn findings(repo: &Repo) -> Vec<String> {
    let view = json(repo, &["check"]);
    // The values of the small repository are of a day after its first commit.
    let is_asked = |it: &&Value| it["group"] == "history" && it["rule"] != "future-check-in";
    let all = view["findings"].as_array().expect("findings").iter().filter(is_asked);
    all.map(|it| format!("{}: {}", it["rule"].as_str().unwrap_or_default(), it["message"].as_str().unwrap_or_default()))
        .collect()
}

/// An objective at the top and its key result, made drafts on a day.
fn drafted(day: &str, more: &str) -> Repo {
    let repo = goals_in("");
    repo.write("o.yaml", &format!("{OBJECTIVE}state: draft\n{more}"));
    repo.write("a.yaml", &key_result(100, "state: draft\n"));
    repo.commit("ana", &at(day), "Perhaps later");
    repo
}

#[test]
fn an_objective_that_is_made_a_draft_again_with_its_key_results_is_told_everywhere() {
    let repo = drafted("2026-11-10", "");
    let found = findings(&repo);
    assert_eq!(
        found,
        [
            "deleted-goal: the objective `Make the queue short` (`o`) was made a draft again on 2026-11-10 with 1 key result, \
             during its period"
        ]
    );
    for view in [json(&repo, &["digest", "--since", "2026-11-01"]), json(&repo, &["report"])] {
        let removed = &view["removed"][0];
        let told = ["goal", "draft", "explained", "by", "day"].map(|name| removed[name].clone());
        assert_eq!(Value::from_iter(told), serde_json::json!(["o", true, false, "Ana", "2026-11-10"]), "{view}");
    }
    let history = json(&repo, &["history", "--all"]);
    let all = history["goals"].as_array().expect("goals").iter();
    assert!(all.clone().count() == 2 && all.clone().all(|it| it["redrafted"]["goal"] == "o"), "{history}");
    let text = says(repo.path(), &[TODAY, &["history", "o"]].concat());
    assert!(text.contains("a draft again (no reason given)"), "{text}");
    let diff = says(repo.path(), &[TODAY, &["diff", "HEAD~1..HEAD"]].concat());
    assert!(diff.contains("active → draft, by Ana, no reason given"), "{diff}");
    // Active again, nothing happened.
    repo.write("o.yaml", OBJECTIVE);
    repo.write("a.yaml", &key_result(100, ""));
    repo.commit("ana", &at("2026-11-12"), "Active");
    assert_eq!(findings(&repo), [""; 0]);
    assert_eq!(json(&repo, &["report"])["removed"], serde_json::json!([]));
}

#[test]
fn a_draft_with_a_reason_and_one_while_goalposts_settle_are_no_findings() {
    let repo = drafted("2026-11-10", "reason: the market is not there yet\n");
    assert_eq!(findings(&repo), [""; 0]);
    let removed = &json(&repo, &["report"])["removed"][0];
    assert_eq!(removed["explained"], true);
    assert_eq!(removed["reason"], "the market is not there yet");
    let settling = drafted("2026-10-05", "");
    assert_eq!(findings(&settling), [""; 0]);
    assert_eq!(json(&settling, &["report"])["removed"], serde_json::json!([]));
    // Said later, as of other moves.
    let late = drafted("2026-11-10", "");
    late.write("o.yaml", &format!("{OBJECTIVE}state: draft\nreason: later\n"));
    late.commit("ana", &at("2026-11-15"), "Say why");
    assert_eq!(findings(&late), [""; 0]);
}

#[test]
fn a_draft_in_the_work_tree_is_told_before_it_is_committed() {
    let repo = goals_in("");
    repo.write("o.yaml", &format!("{OBJECTIVE}state: draft\n"));
    repo.write("a.yaml", &key_result(100, "state: draft\n"));
    let found = findings(&repo);
    assert!(found.len() == 1 && found[0].contains("(`o`) was made a draft again with 1 key result"), "{found:?}");
    repo.write("o.yaml", &format!("{OBJECTIVE}state: draft\nreason: later\n"));
    assert_eq!(findings(&repo), [""; 0]);
}
