//! `carry-over`: what goes on has a period, a parent and a baseline that make sense; what is to be decided is told in few lines.

use std::path::Path;

use serde_json::Value;

use crate::support::files::read;
use crate::support::program::{folder, goalpost, json, says};
use crate::support::terminal::typed;

const MISSION: &str = "kind: mission\nid: mission\ntitle: Bread\nstatement: Bread for all.\n";
const WARM: &str = "kind: objective\nid: warm\ntitle: Sell bread warm\nowner: ole\nperiod: 2026-Q4\nsupports: [mission]\nwhy: cold bread is left over\n";

fn key_result(id: &str, metric: &str) -> String {
    format!("kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: warm\n{metric}\n")
}

fn goals(more: &[(&str, &str)]) -> tempfile::TempDir {
    let loaves = key_result(
        "loaves",
        "metric: {name: loaves, unit: \"%\", baseline: 60, target: 90, current: 72.5, as_of: 2026-12-14}",
    );
    let timer = "kind: key_result\nid: timer\ntitle: Have a timer\nmeasures: warm\nmilestones:\n  - {title: first oven, due: 2026-10-31, done: 2026-10-30}\n  - {title: second oven, due: 2026-11-30, done: false}\n";
    let mut files = vec![
        ("goalpost.yaml", ""),
        ("mission.yaml", MISSION),
        ("warm.yaml", WARM),
        ("loaves.yaml", &loaves),
        ("timer.yaml", timer),
    ];
    files.extend(more);
    folder(&files)
}

fn carry(here: &Path, named: &[&str]) -> String {
    says(
        here,
        &[&["carry-over", "--from", "2026-Q4", "--to", "2027-Q1", "--today", "2027-01-04", "-q"], named].concat(),
    )
}

fn progress(here: &Path, id: &str) -> Value {
    let answer = json(here, &["rollup", "--period", "all", "--today", "2027-01-04", "-q"]);
    let goals = answer["goals"].as_array().expect("a list");
    goals.iter().find(|goal| goal["id"] == id).expect("it is there")["progress"].clone()
}

#[test]
fn one_key_result_lies_in_the_new_period_and_leaves_the_old_objective_as_it_was() {
    let here = goals(&[]);
    let before = progress(here.path(), "warm");
    let said = carry(here.path(), &["loaves"]);
    assert!(said.contains("their objective is carried over too: warm"), "{said}");
    let text = read(here.path(), "loaves-2027-q1.yaml");
    assert!(text.contains("measures: warm-2027-q1\n") && text.contains("period: 2027-Q1\n"), "{text}");
    assert!(text.contains("baseline: 72.5"), "{text}");
    assert_eq!(progress(here.path(), "warm"), before);
    let closed = says(here.path(), &["close", "warm", "--today", "2027-01-04", "-q"]);
    assert!(!closed.contains("2027-q1"), "{closed}");
    // Another one that follows finds the objective that is there.
    let said = carry(here.path(), &["timer"]);
    assert!(!said.contains("link to a goal of the new period"), "{said}");
    let text = read(here.path(), "timer-2027-q1.yaml");
    assert!(text.contains("measures: warm-2027-q1\n") && text.contains("period: 2027-Q1\n"), "{text}");
    let found = goalpost(here.path(), &["check", "-q", "--today", "2027-01-04", "loaves-2027-q1.yaml"]).stdout;
    assert!(!found.contains("error"), "{found}");
}

#[test]
fn a_target_that_is_passed_turns_no_way_around() {
    let over = key_result(
        "over",
        "metric: {name: rolls, unit: a day, baseline: 10, target: 20, stretch: 24, current: 26, as_of: 2026-12-01}",
    );
    let down =
        key_result("down", "metric: {name: waste, unit: kg, baseline: 9, target: 4, current: 4, as_of: 2026-12-01}");
    let here = goals(&[("over.yaml", &over), ("down.yaml", &down)]);
    let said = carry(here.path(), &[]);
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines.iter().any(|line| line.starts_with("set a new target")), "{said}");
    for id in ["over", "down"] {
        let text = read(here.path(), &format!("{id}-2027-q1.yaml"));
        assert!(text.contains("state: draft\n") && !text.contains("target") && !text.contains("stretch"), "{text}");
    }
    assert!(read(here.path(), "over-2027-q1.yaml").contains("baseline: 26"));
    let text = read(here.path(), "loaves-2027-q1.yaml");
    assert!(!text.contains("state:") && text.contains("target: 90"), "{text}");
    // A decision that changes what the goal is comes before one that completes it.
    let at = |what: &str| said.find(what).unwrap_or_else(|| panic!("{what}: {said}"));
    assert!(at("set a new target") < at("add `due` to the milestones"), "{said}");
}

#[test]
fn many_goals_need_few_lines() {
    let mut files: Vec<(String, String)> = Vec::new();
    for number in 0..20 {
        let id = format!("kr{number}");
        let text = format!(
            "kind: key_result\nid: {id}\ntitle: Raise it from 1 to 9 in Q4\nmeasures: warm\nmetric: {{name: n{number}, unit: a day, baseline: 1, target: 9, current: 3, as_of: 2026-12-01}}\nmilestones:\n  - {{title: half, due: 2026-11-01, value: 5}}\nneeds:\n  - {{from: shop, what: a till, state: asked}}\n"
        );
        files.push((format!("{id}.yaml"), text));
    }
    let more: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let here = goals(&more);
    let answer =
        json(here.path(), &["carry-over", "--from", "2026-Q4", "--to", "2027-Q1", "--today", "2027-01-04", "-q"]);
    let says = answer["says"].as_array().expect("sentences");
    assert!(says.len() <= 12, "{says:#?}");
    assert!(says.iter().any(|it| it.as_str().is_some_and(|it| it.contains("and 15 more"))), "{says:#?}");
}

/// What is unclear was only listed.
#[test]
fn what_is_unclear_is_asked_for_on_a_terminal_and_has_an_option_elsewhere() {
    let passed = key_result(
        "passed",
        "metric: {name: rolls, unit: a day, baseline: 10, target: 20, current: 26, as_of: 2026-12-01}",
    );
    let blank = key_result("blank", "metric: {name: cakes, unit: a day, baseline: 1, target: 9}");
    let year = "kind: objective\nid: year\ntitle: The year\nperiod: 2026\n";
    let long = "kind: objective\nid: long\ntitle: The long way\nperiod: 2026..2028\n";
    let served = "kind: objective\nid: served\ntitle: Serve\nperiod: 2026-Q4\nsupports: [year]\n";
    let more = [
        ("passed.yaml", passed.as_str()),
        ("blank.yaml", blank.as_str()),
        ("year.yaml", year),
        ("long.yaml", long),
        ("served.yaml", served),
    ];
    let settled = |here: &Path| {
        let text = read(here, "passed-2027-q1.yaml");
        assert!(text.contains("target: 40") && text.contains("baseline: 26") && !text.contains("state:"), "{text}");
        assert!(
            read(here, "served-2027-q1.yaml").contains("supports: [long]\n"),
            "{}",
            read(here, "served-2027-q1.yaml")
        );
        assert!(read(here, "blank-2027-q1.yaml").contains("baseline: 3"), "{}", read(here, "blank-2027-q1.yaml"));
    };
    let here = goals(&more);
    // Goals are asked about by id; the periods are offered.
    let seen = typed(
        here.path(),
        &["carry-over", "-q", "--today", "2027-01-04"],
        &["", "", "3", "many", "40", "year", "long"],
    );
    assert!(seen.contains("which period ends? [2026-Q4]") && seen.contains("which period starts? [2027-Q1]"), "{seen}");
    assert!(seen.contains("`many` is not a number") && seen.contains("`year` has ended"), "{seen}");
    assert!(!seen.contains("set a new target"), "{seen}");
    settled(here.path());
    let here = goals(&more);
    let options = ["--target", "passed=40", "--baseline", "blank-2027-q1=3", "--parent", "served=long"];
    let said = carry(here.path(), &options);
    assert!(!said.contains("set a new target") && !said.contains("link to a goal"), "{said}");
    settled(here.path());
    // Enter leaves it open, as off a terminal.
    let here = goals(&more);
    let seen = typed(here.path(), &["carry-over", "-q", "--today", "2027-01-04"], &["", "", "", "", ""]);
    assert!(
        seen.contains("set a new target") && read(here.path(), "passed-2027-q1.yaml").contains("state: draft"),
        "{seen}"
    );
    for (wrong, said) in [
        (&["--target", "passed"][..], "is not GOAL=VALUE"),
        (&["--target", "nobody=3"], "is not carried over"),
        (&["--parent", "passed=long"], "needs no new parent"),
        (&["--parent", "served=nowhere"], "no goal has the id `nowhere`"),
        (&["--parent", "served=served-2027-q1"], "cannot be linked to itself"),
        (&["--parent", "served=year"], "`year` has ended by 2027-01-01"),
    ] {
        let here = goals(&more);
        let run = goalpost(
            here.path(),
            &[&["carry-over", "--from", "2026-Q4", "--to", "2027-Q1", "--today", "2027-01-04"], wrong].concat(),
        );
        assert!(run.code == 2 && run.stderr.contains(said), "{wrong:?}: {}", run.stderr);
        assert!(!here.path().join("passed-2027-q1.yaml").exists(), "nothing is written");
    }
    let here = goals(&[]);
    let run = goalpost(here.path(), &["carry-over", "--to", "2027-Q1"]);
    assert!(run.code == 2 && run.stderr.contains("--from PERIOD is missing"), "{}", run.stderr);
}
