//! `carry-over`: what goes on has a period, a parent and a baseline that make sense; what is to be decided is told in few lines.

use std::path::Path;

use serde_json::Value;

use crate::support::files::read;
use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;
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

/// Goals of people and teams who had left were written for the next quarter without a word.
#[test]
fn an_owner_or_a_team_who_left_is_told_and_another_one_is_asked_for() {
    let org = "teams:\n  - {id: ovens, name: Ovens}\n  - {id: mill, name: Mill, until: 2026-12-20, successor: ovens}\npeople:\n  - {id: ole, \
               name: Ole, until: 2026-12-31}\n  - {id: ana, name: Ana Lopez}\n";
    let warm = WARM.replace("owner: ole\n", "owner: ole\nteam: mill\n");
    let more = [("org.yaml", org), ("warm.yaml", warm.as_str())];
    let here = goals(&more);
    let said = carry(here.path(), &[]);
    let told = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("name another owner: warm-2027-q1 (`ole` has left)"), "{said}");
    assert!(told.contains("name another team: warm-2027-q1 (`mill` has ended)"), "{said}");
    let settled = |here: &Path| {
        let text = read(here, "warm-2027-q1.yaml");
        assert!(text.contains("owner: ana\n") && text.contains("team: ovens\n"), "{text}");
    };
    let here = goals(&more);
    let said = carry(here.path(), &["--owner", "warm=ana", "--team", "warm-2027-q1=ovens"]);
    assert!(!said.contains("another"), "{said}");
    settled(here.path());
    let here = goals(&more);
    let seen = typed(
        here.path(),
        &["carry-over", "-q", "--today", "2027-01-04"],
        &["", "", "ole", "Ana Lopez", "mill", "ovens"],
    );
    assert!(
        seen.contains("`ole` has left. Who owns it now?") && seen.contains("there until 2026-12-31 only"),
        "{seen}"
    );
    assert!(seen.contains("`mill` has ended. Which team has it now?"), "{seen}");
    settled(here.path());
    for (wrong, said) in [("warm=bo", "org.yaml has no person `bo`"), ("warm=ole", "is there until 2026-12-31 only")] {
        let here = goals(&more);
        let args = ["carry-over", "--from", "2026-Q4", "--to", "2027-Q1", "--today", "2027-01-04", "--owner", wrong];
        let run = goalpost(here.path(), &args);
        assert!(run.code == 2 && run.stderr.contains(said), "{wrong}: {}", run.stderr);
    }
}

/// 5000 g became a baseline of 5000 kg, past its target.
#[test]
fn a_value_in_another_unit_is_no_baseline() {
    let flour = |metric: &str| key_result("flour", &format!("metric: {{name: flour, {metric}}}"));
    let repo = Repo::new();
    for (path, text) in [("goalpost.yaml", ""), ("mission.yaml", MISSION), ("warm.yaml", WARM)] {
        repo.write(path, text);
    }
    repo.write("flour.yaml", &flour("unit: g, baseline: 0, target: 9000, current: 5000, as_of: 2026-12-10"));
    repo.commit("ole", "2026-12-10T08:00:00Z", "Begin");
    repo.write("flour.yaml", &flour("unit: kg, baseline: 0, target: 9, current: 6, as_of: 2027-01-03"));
    repo.commit("ole", "2027-01-03T08:00:00Z", "In kilograms");
    carry(repo.path(), &[]);
    let text = repo.read("flour-2027-q1.yaml");
    assert!(text.contains("baseline: 6, target: 9") && !text.contains("draft"), "{text}");
}

/// A step such as `1: some` made a file that could not be read.
#[test]
fn a_step_of_a_scale_is_written_as_a_text() {
    let scale = "metric: {name: habit, scale: [\"no\", \"1: some\", \"2: all\"], baseline: \"no\", target: \"1: some\", current: \"1: some\", as_of: 2026-12-10}";
    let here = goals(&[("habit.yaml", &key_result("habit", scale))]);
    carry(here.path(), &["--target", "habit=2: all"]);
    let text = read(here.path(), "habit-2027-q1.yaml");
    assert!(text.contains("target: \"2: all\"") && text.contains("baseline: \"1: some\""), "{text}");
    let checked = goalpost(here.path(), &["check", "-q", "--today", "2027-01-04", "habit-2027-q1.yaml"]);
    assert!(!checked.stdout.contains("error"), "{}", checked.stdout);
}

/// The key results that the first run left stayed behind, and the answer was "0 objectives and 0 key results".
#[test]
fn what_is_left_of_a_continued_objective_goes_on_too() {
    let here = goals(&[]);
    carry(here.path(), &["loaves"]);
    let said = carry(here.path(), &[]);
    assert!(said.contains("timer-2027-q1 continues timer"), "{said}");
    let text = read(here.path(), "timer-2027-q1.yaml");
    assert!(text.contains("measures: warm-2027-q1\n"), "{text}");
    assert!(carry(here.path(), &[]).starts_with("0 objectives and 0 key results"));
}

/// A target that the KPI, or the goal's own value, had passed since the period ended was carried over: reached at once.
#[test]
fn a_target_that_was_passed_since_is_passed() {
    let dated = |value: &str, as_of: &str| format!("current: {value}, as_of: {as_of}");
    let kpi = |now: &str| {
        format!("kind: kpi\nid: uptime\ntitle: Uptime\nmetric: {{name: uptime, unit: \"%\", at_least: 50, {now}}}\n")
    };
    let own =
        |now: &str| key_result("own", &format!("metric: {{name: own, unit: \"%\", baseline: 50, target: 90, {now}}}"));
    let of_kpi = key_result("of-kpi", "metric: {kpi: uptime, baseline: 50, target: 90}");
    let quarter = |since: &str| {
        let repo = Repo::new();
        repo.write("goalpost.yaml", "");
        repo.write("mission.yaml", MISSION);
        repo.write("warm.yaml", WARM);
        repo.write("of-kpi.yaml", &of_kpi);
        for (day, now) in [("2026-12-28", dated("70", "2026-12-28")), ("2027-01-03", dated(since, "2027-01-03"))] {
            repo.write("uptime.yaml", &kpi(&now));
            repo.write("own.yaml", &own(&now));
            repo.commit("ole", &format!("{day}T08:00:00Z"), "Measure");
        }
        repo
    };
    let passed = quarter("95");
    carry(passed.path(), &[]);
    for id in ["own", "of-kpi"] {
        let text = read(passed.path(), &format!("{id}-2027-q1.yaml"));
        let is_open = text.contains("state: draft") && text.contains("baseline: 95") && !text.contains("target");
        assert!(is_open, "{text}");
    }
    let under_way = quarter("80");
    carry(under_way.path(), &[]);
    for id in ["own", "of-kpi"] {
        let text = read(under_way.path(), &format!("{id}-2027-q1.yaml"));
        assert!(text.contains("baseline: 70") && text.contains("target: 90") && !text.contains("draft"), "{text}");
    }
}
