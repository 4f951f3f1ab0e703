//! What is told of a goal or a team is true: no finding about a number that is on its plan, nothing that is lost in silence,
//! and one answer to one question.

use serde_json::json as value;

use crate::support::program::{goalpost, json, says};
use crate::support::repository::Repo;

const ORG: &str = "teams:\n- {id: harbour, level: company, lead: nia}\n- {id: ops, level: team, parent: harbour, lead: bo}\n\
                   - {id: quay, level: team, parent: harbour, lead: cy}\n\
                   - {id: yard, level: team, parent: harbour, until: 2026-10-31, successor: ops}\n\
                   people:\n- {id: nia, team: harbour, email: [nia@northwind.example]}\n\
                   - {id: bo, team: ops, email: [bo@northwind.example]}\n- {id: cy, team: quay, email: [cy@northwind.example]}\n";

const AUTHOR: &str = "nia";

fn world() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "organization: Harbour\nlevels: [company, team]\n");
    repo.write("org.yaml", ORG);
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Move freight\nstatement: Every ship is unloaded\n");
    objective(&repo, "o", "bo", "ops", "supports: [m]\n");
    repo
}

fn objective(repo: &Repo, id: &str, owner: &str, team: &str, more: &str) {
    let text = format!(
        "kind: objective\nid: {id}\ntitle: Unload the ships of {id}\nowner: {owner}\nteam: {team}\nperiod: 2026-Q4\n{more}"
    );
    repo.write(&format!("{id}.yaml"), &text);
}

/// A key result from 0 with `(target, current, as_of)`.
fn key_result(repo: &Repo, (id, of): (&str, &str), (target, current, day): (f64, f64, &str), more: &str) {
    let text = format!(
        "kind: key_result\nid: {id}\ntitle: Raise measure {id} a lot\nmeasures: {of}\nmetric:\n  name: metric {id}\n  \
         unit: points\n  baseline: 0\n  target: {target}\n  current: {current}\n  as_of: {day}\n{more}"
    );
    repo.write(&format!("{id}.yaml"), &text);
}

fn commit(repo: &Repo, day: &str) {
    repo.commit(AUTHOR, &format!("{day}T10:00:00Z"), "State of the day");
}

/// The messages of a rule.
fn messages(repo: &Repo, rule: &str) -> Vec<String> {
    let answer = goalpost(repo.path(), &["check", "--format", "json"]);
    let view: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let found = view["findings"].as_array().expect("findings").iter().filter(|it| it["rule"] == rule);
    found.map(|it| it["message"].as_str().expect("a message").to_owned()).collect()
}

fn weeks(repo: &Repo, mut write: impl FnMut(&Repo, usize, &str)) {
    for (at, day) in ["2026-10-09", "2026-10-30", "2026-11-20"].into_iter().enumerate() {
        write(repo, at, day);
        commit(repo, day);
    }
}

#[test]
fn a_number_that_was_measured_before_the_work_or_is_on_its_plan_has_no_theory_gap() {
    let build = |more: &str, values: [f64; 3], days: Option<&str>| {
        let repo = world();
        repo.write("goalpost.yaml", "levels: [company, team]\ncadence: {team: quarterly}\n");
        objective(&repo, "s", "bo", "ops", "supports: [k]\n");
        key_result(&repo, ("k", "o"), (100.0, 0.0, "2026-10-01"), more);
        key_result(&repo, ("sk", "s"), (10.0, 0.0, "2026-10-01"), "");
        commit(&repo, "2026-10-01");
        weeks(&repo, |repo, at, day| {
            key_result(repo, ("sk", "s"), (10.0, [1.0, 4.0, 7.0][at], day), "");
            key_result(repo, ("k", "o"), (100.0, values[at], days.unwrap_or(day)), more);
        });
        messages(&repo, "theory-gap")
    };
    assert_eq!(build("", [0.0, 0.5, 1.0], None).len(), 1);
    assert_eq!(build("", [0.0; 3], Some("2026-10-01")), [""; 0]);
    let late =
        "milestones:\n- {title: built, due: 2026-12-05, value: 1}\n- {title: used, due: 2026-12-19, value: 95}\n";
    assert_eq!(build(late, [0.1, 0.5, 1.0], None), [""; 0]);
}

#[test]
fn a_key_result_on_its_planned_points_has_no_implausible_pace() {
    let build = |more: &str, last: f64| {
        let repo = world();
        key_result(&repo, ("k", "o"), (100.0, 0.0, "2026-10-02"), more);
        commit(&repo, "2026-10-02");
        weeks(&repo, |repo, at, day| key_result(repo, ("k", "o"), (100.0, [1.0, 2.0, last][at], day), more));
        messages(&repo, "implausible-pace").len()
    };
    let plan = "milestones:\n- {title: pilot, due: 2026-10-31, value: 2}\n- {title: built, due: 2026-12-05, value: 4}\n\
                - {title: switched, due: 2026-12-12, value: 95}\n";
    assert_eq!((build(plan, 3.5), build(plan, 2.2), build("", 3.5)), (0, 1, 1));
}

#[test]
fn a_percentage_that_has_been_beyond_100_may_be_aimed_beyond_100() {
    let build = |values: &[f64], target: f64| {
        let repo = world();
        for (at, current) in values.iter().enumerate() {
            let day = ["2026-10-05", "2026-11-20"][at];
            key_result(&repo, ("k", "o"), (target, *current, day), "");
            let text = repo.read("k.yaml").replace("unit: points", "unit: '%'").replace("baseline: 0", "baseline: 98");
            repo.write("k.yaml", &text);
            commit(&repo, day);
        }
        messages(&repo, "target-outside-domain").len()
    };
    assert_eq!(build(&[98.0, 104.0], 115.0), 0);
    assert_eq!(build(&[104.0, 99.0], 115.0), 0);
    assert_eq!(build(&[98.0, 99.0], 115.0), 1);
}

#[test]
fn a_unit_that_is_only_spelt_otherwise_is_the_same_metric() {
    let build = |before: &str, after: &str| {
        let repo = world();
        let write = |unit: &str, day: &str| {
            key_result(&repo, ("k", "o"), (60.0, 30.0, day), "");
            repo.write("k.yaml", &repo.read("k.yaml").replace("unit: points", &format!("unit: '{unit}'")));
            commit(&repo, day);
        };
        write(before, "2026-10-05");
        write(after, "2026-11-19");
        let moves = json(repo.path(), &["history", "k"])["goals"][0]["goalposts"].as_array().expect("moves").len();
        (messages(&repo, "changed-metric").len(), moves)
    };
    for (before, after) in [("users", "Users"), ("%", "percent"), ("EUR", "€"), ("hours", "h")] {
        assert_eq!(build(before, after), (0, 0), "{before} {after}");
    }
    assert_eq!(build("MW", "mW"), (1, 1));
    assert_eq!(build("%", "% of revenue"), (1, 1));
}

#[test]
fn an_agreed_need_whose_goal_is_dropped_is_open_trouble() {
    let repo = world();
    objective(
        &repo,
        "o",
        "bo",
        "ops",
        "supports: [m]\nneeds: [{from: quay, what: a crane, by: 2026-12-15, state: agreed, goal: d}]\n",
    );
    objective(&repo, "d", "cy", "quay", "supports: [m]\nstate: dropped\nclosed: 2026-11-20\nreason: no money\n");
    commit(&repo, "2026-11-20");
    assert_eq!(messages(&repo, "need-at-risk"), ["`d`, which should deliver `a crane`, was dropped"]);
    let agenda = says(repo.path(), &["agenda", "--owner", "bo"]);
    assert!(agenda.contains("a crane from quay: d, which was to deliver it, was dropped"), "{agenda}");
    let plan = json(repo.path(), &["plan", "--period", "2026-Q4"]);
    assert_eq!((&plan["needs"][0]["state"], &plan["needs"][0]["lost"]), (&value!("agreed"), &value!("dropped")));
    let report = json(repo.path(), &["report"]);
    assert_eq!(report["needs"][0]["trouble"], "its goal was dropped");
}

#[test]
fn needs_and_drafts_are_of_goals_and_teams_that_are_there() {
    let repo = world();
    objective(&repo, "x", "bo", "ops", "supports: [m]\nstate: dropped\nclosed: 2026-11-20\nreason: no money\n");
    objective(&repo, "q", "cy", "quay", "supports: [m]\n");
    objective(&repo, "h", "nia", "harbour", "supports: [m]\n");
    commit(&repo, "2026-11-20");
    let refused = |args: &[&str], why: &str| {
        let answer = goalpost(repo.path(), args);
        assert!(answer.code == 2 && answer.stderr.contains(why), "{args:?}: {}{}", answer.stdout, answer.stderr);
    };
    refused(&["need", "x", "a crane", "--from", "harbour"], "`x` is dropped");
    refused(&["need", "q", "a lamp", "--from", "ops", "--goal", "x"], "`x` is dropped");
    refused(&["need", "o", "a lamp", "--from", "ops", "--goal", "q"], "`q` is a goal of quay, and ops is asked");
    refused(&["cascade", "h", "--to", "yard"], "the team `yard` ended on 2026-10-31");
    assert_eq!(goalpost(repo.path(), &["need", "q", "a lamp", "--from", "ops", "--goal", "h"]).code, 0);
}

#[test]
fn a_repository_that_is_named_twice_counts_once() {
    let (repo, shop) = (world(), Repo::new());
    commit(&repo, "2026-10-01");
    shop.write("src/a", "");
    shop.commit(AUTHOR, "2026-10-05T10:00:00Z", "One\n\nGoal: o");
    let path = shop.path().to_str().expect("a path");
    let below = format!("{path}/src");
    let view = json(repo.path(), &["work", "--repo", path, "--repo", &below, "--repo", path]);
    assert_eq!(view["repositories"].as_array().map(Vec::len), Some(1), "{view:#}");
}

#[test]
fn the_map_and_the_table_of_a_report_count_the_same_supporters() {
    let repo = world();
    objective(&repo, "p", "nia", "harbour", "supports: [m]\n");
    key_result(&repo, ("pk", "p"), (10.0, 1.0, "2026-11-20"), "");
    objective(&repo, "o", "bo", "ops", "supports: [p]\n");
    key_result(&repo, ("k", "o"), (10.0, 1.0, "2026-11-20"), "");
    objective(&repo, "d", "bo", "ops", "supports: [p]\nstate: draft\n");
    objective(&repo, "x", "bo", "ops", "supports: [p]\nstate: dropped\nclosed: 2026-11-20\nreason: no money\n");
    commit(&repo, "2026-11-20");
    let view = json(repo.path(), &["report"]);
    assert_eq!(view["strategic"][0]["serving"], 2, "{:#}", view["strategic"]);
    assert_eq!((&view["map"]["rows"][0]["serving"], &view["map"]["rows"][0]["goals"]), (&value!([2]), &value!(2)));
}
