//! The rollup's trends and moved goalposts, from history.

use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;
use crate::support::story::story;

fn goal(view: &serde_json::Value, id: &str) -> serde_json::Value {
    let goals = view["goals"].as_array().expect("goals");
    goals.iter().find(|goal| goal["id"] == id).unwrap_or_else(|| panic!("{id} is there")).clone()
}

fn trend(view: &serde_json::Value, id: &str) -> Vec<f64> {
    let trend = goal(view, id)["trend"].clone();
    trend.as_array().expect("a trend").iter().map(|it| it.as_f64().expect("a number")).collect()
}

fn assert_near(trend: &[f64], expected: &[f64]) {
    let near = trend.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9);
    assert!(near && trend.len() == expected.len(), "{trend:?} is not {expected:?}");
}

#[test]
fn a_rollup_shows_trends_and_what_moved() {
    let repo = story();
    insta::assert_snapshot!("rollup_with_history", says(repo.path(), &["rollup"]));
}

/// Key results of a weekly and of a monthly level, one heavier than the other.
fn two_levels() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "cadence: {company: monthly, team: weekly}\n");
    for (id, level) in [("company-goal", "company"), ("team-goal", "team")] {
        let text = format!("kind: objective\nid: {id}\ntitle: O\nlevel: {level}\nperiod: 2026\n");
        repo.write(&format!("{id}.yaml"), &text);
    }
    let key_result = |id: &str, of: &str, weight: f64, value: Option<u32>| {
        let value = value.map(|value| format!(", current: {value}")).unwrap_or_default();
        let metric = format!("{{unit: EUR, baseline: 0, target: 100{value}}}");
        let text =
            format!("kind: key_result\nid: {id}\ntitle: K\nmeasures: {of}\nweight: {weight}\nmetric: {metric}\n");
        repo.write(&format!("{id}.yaml"), &text);
    };
    key_result("heavy", "team-goal", 3.0, None);
    key_result("light", "team-goal", 1.0, None);
    key_result("slow", "company-goal", 1.0, None);
    repo.commit("tom", "2026-01-02T08:00:00Z", "goals");
    key_result("slow", "company-goal", 1.0, Some(10));
    repo.commit("tom", "2026-05-01T08:00:00Z", "May");
    key_result("heavy", "team-goal", 3.0, Some(20));
    repo.commit("tom", "2026-10-31T08:00:00Z", "five days before a cadence's day");
    key_result("light", "team-goal", 1.0, Some(40));
    key_result("slow", "company-goal", 1.0, Some(50));
    repo.commit("tom", "2026-11-14T08:00:00Z", "on a cadence's day");
    key_result("heavy", "team-goal", 3.0, Some(60));
    repo.write("light.yaml", "kind: key_result\nid: light\ntitle: K\nmeasures: team-goal\nweight: 1\nmetric: {unit: EUR, baseline: 0, target: 80, current: 40}\n");
    repo.commit("tom", "2026-11-20T08:00:00Z", "yesterday; the target of one is lowered");
    repo
}

#[test]
fn a_trend_goes_back_by_its_levels_cadence() {
    let view = json(two_levels().path(), &["rollup", "--period", "all"]);
    // Weekly days: 2026-11-21, 14, 07, then 10-31; before that nothing was known.
    assert_near(&trend(&view, "heavy"), &[0.2, 0.2, 0.2, 0.6]);
    // By today's target of 80, so that the trend ends at today's progress.
    assert_near(&trend(&view, "light"), &[0.5, 0.5]);
    // Unknown counts 0 once begun, as in the rollup: (3·0.2 + 0)/4, then (3·0.2 + 0.5)/4, then (3·0.6 + 0.5)/4.
    assert_near(&trend(&view, "team-goal"), &[0.15, 0.15, 0.275, 0.575]);
    // Monthly is 30 days: 2026-04-25 knows nothing yet, then from 05-25 on.
    let slow = trend(&view, "slow");
    assert_eq!(slow.last(), Some(&0.5));
    assert_eq!(slow, [&vec![0.1; slow.len() - 1][..], &[0.5]].concat());
    assert_eq!(slow.len(), 7);
    assert_near(&trend(&view, "company-goal"), &slow);
    for id in ["heavy", "light", "slow", "team-goal", "company-goal"] {
        assert_eq!(trend(&view, id).last().copied(), goal(&view, id)["progress"].as_f64(), "{id} ends at today");
    }
}

#[test]
fn there_is_no_trend_without_history() {
    let files = [
        ("goalpost.yaml", ""),
        ("o.yaml", "kind: objective\nid: o\ntitle: O\nperiod: 2026-Q4\n"),
        (
            "k.yaml",
            "kind: key_result\nid: k\ntitle: K\nmeasures: o\nmetric: {unit: EUR, baseline: 0, target: 2, current: 1}\n",
        ),
    ];
    let folder = folder(&files);
    let answer = goalpost(folder.path(), &["rollup", "--format", "json"]);
    assert!(answer.stderr.contains("trends, authors and moved goalposts are not available"), "{}", answer.stderr);
    let view: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert!(goal(&view, "k")["trend"].is_null() && goal(&view, "o")["trend"].is_null());
    let text = says(folder.path(), &["rollup"]);
    assert!(!text.contains("trend"), "{text}");
}

#[test]
fn what_measures_nothing_has_no_trend() {
    let view = json(story().path(), &["rollup"]);
    assert!(goal(&view, "mission")["trend"].is_null());
    assert!(goal(&view, "availability")["trend"].is_null(), "a KPI has no progress");
}

#[test]
fn a_reason_or_an_early_move_is_not_reported() {
    let repo = story();
    let text = says(repo.path(), &["rollup"]);
    let told: Vec<_> = text.lines().filter(|line| line.contains(" moved ")).map(str::trim).collect();
    // The bound of the rating moved with a reason, and the target's first move came while it settled.
    assert_eq!(told, ["│       target moved 2026-11-03: 57 % against the original"], "{text}");
}
