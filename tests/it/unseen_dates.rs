//! Dates and periods that would put a move into the time in which goalposts settle, or before the time that is asked about.

use crate::support::moved::{json, words};
use crate::support::queue::{OBJECTIVE, goals_in, key_result};
use crate::support::repository::{Repo, at};

/// The goals of which a target was moved without a reason.
fn moved(repo: &Repo) -> Vec<String> {
    let checked = json(repo, &["check", "--rule", "moved-target"]);
    let findings = checked["findings"].as_array().expect("findings").iter();
    findings.map(|it| it["goal"].as_str().expect("a goal").to_owned()).collect()
}

#[test]
fn many_empty_commits_of_long_ago_on_top_change_no_answer_about_the_time_since() {
    let repo = goals_in("");
    repo.write("a.yaml", &key_result(50, ""));
    repo.commit("ana", &at("2026-11-20"), "Lower");
    let empty = "git commit -q --allow-empty -m Nothing --date 2026-11-21T12:00:00Z";
    repo.shell(&format!("export GIT_COMMITTER_DATE=2000-01-01T12:00:00Z; for i in $(seq 40); do {empty}; done"));
    let lowered = ["target 100 → 50 x"];
    assert_eq!(moved(&repo), ["a"]);
    assert_eq!(words(&json(&repo, &["digest", "--since", "2026-11-10"])["moved"]), lowered);
    let diff = json(&repo, &["diff", "2026-11-10..HEAD"]);
    assert_eq!(words(&diff["changes"][0]["moved"]["moves"]), lowered, "{diff}");
    let then = json(&repo, &["show", "a", "--at", "2026-11-10"]);
    assert!(then.to_string().contains("\"target\":100"), "{then}");
}

#[test]
fn a_later_period_is_no_way_back_into_the_settling_time() {
    // Its own, where it had that of its objective.
    let repo = goals_in("");
    repo.write("a.yaml", &key_result(50, "period: 2027-Q1\n"));
    repo.commit("ana", &at("2026-11-20"), "Lower");
    assert_eq!(moved(&repo), ["a"]);
    // That of its objective, in the same commit.
    let repo = goals_in("");
    repo.write("a.yaml", &key_result(50, ""));
    repo.write("o.yaml", &OBJECTIVE.replace("2026-Q4", "2027-Q1"));
    repo.commit("ana", &at("2026-11-20"), "Lower");
    assert_eq!(moved(&repo), ["a"]);
    // What is set for the later period when the objective has moved there settles with that.
    let repo = goals_in("");
    repo.write("o.yaml", &OBJECTIVE.replace("2026-Q4", "2027-Q1"));
    repo.commit("ana", &at("2026-11-20"), "Postpone");
    repo.write("a.yaml", &key_result(50, ""));
    repo.commit("ana", &at("2026-11-25"), "Plan");
    assert_eq!(moved(&repo), [""; 0]);
}
