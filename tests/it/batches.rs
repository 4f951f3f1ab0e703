//! Findings that say the same of many goals: `check` reports them together, with every place.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;

const MISSION: &str = "kind: mission\nid: m\ntitle: M\nstatement: s\n";
const ORG: &str = "teams:\n- {id: red, level: team, lead: ann}\n- {id: blue, level: team, lead: ben}\n- {id: green, level: team}\npeople:\n- {id: ann, team: red}\n- {id: ben, team: blue}\n";

/// An objective with a number of key results that have the rest of a page in common; `o` is what the objective says.
fn objective_with(count: usize, o: &str, rest: &str) -> Vec<(String, String)> {
    let objective = format!("kind: objective\nid: o\ntitle: Win the shops\nperiod: 2026-Q4\nsupports: [m]\n{o}");
    let mut files = vec![
        ("goalpost.yaml".to_owned(), String::new()),
        ("org.yaml".to_owned(), ORG.to_owned()),
        ("m.yaml".to_owned(), MISSION.to_owned()),
        ("o.yaml".to_owned(), objective),
    ];
    for at in 0..count {
        let page = format!("kind: key_result\nid: k{at:02}\ntitle: Serve shop {at:02} well\nmeasures: o\n{rest}");
        files.push((format!("k{at:02}.yaml"), page));
    }
    files
}

fn written(files: &[(String, String)]) -> tempfile::TempDir {
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    folder(&files)
}

fn findings(answer: &Value) -> &Vec<Value> {
    answer["findings"].as_array().expect("a list")
}

/// The goals of a finding: its own and the related ones.
fn goals(finding: &Value) -> BTreeSet<&str> {
    let related = finding["related"].as_array().expect("a list").iter();
    related.chain([finding]).filter_map(|it| it["goal"].as_str()).collect()
}

#[test]
fn more_than_ten_key_results_of_an_owner_without_a_measure_are_one_finding() {
    let ten = written(&objective_with(10, "owner: ann\n", ""));
    let answer = json(ten.path(), &["check", "--rule", "missing-metric"]);
    assert_eq!(findings(&answer).len(), 10, "ten are reported one by one");
    let many = written(&objective_with(24, "owner: ann\n", ""));
    let answer = json(many.path(), &["check", "--rule", "missing-metric"]);
    let [one] = findings(&answer).as_slice() else { panic!("{answer}") };
    assert_eq!(one["message"], "nothing measures 24 key results of `ann`");
    let help = one["help"].as_str().expect("a help");
    assert!(help.starts_with("give each a `metric`") && !help.contains("k00"), "{help}");
    assert_eq!((one["count"].as_u64(), goals(one).len()), (Some(24), 24));
    assert_eq!(answer["summary"]["warnings"], 1);
    let shown = goalpost(many.path(), &["check", "--rule", "missing-metric"]).stdout;
    assert!(shown.contains("k20.yaml") && shown.contains("and 3 more  list them: --format json"), "{shown}");
    let page = says(many.path(), &["check", "--rule", "missing-metric", "--format", "markdown"]);
    assert!((0..24).all(|at| page.contains(&format!("k{at:02}.yaml:2"))), "{page}");
}

#[test]
fn each_place_of_a_batch_is_found_by_its_path_and_silenced_by_its_comment() {
    let mut files = objective_with(12, "owner: ann\n", "");
    let root = written(&files);
    let answer = json(root.path(), &["check", "--rule", "missing-metric", "k11.yaml"]);
    assert_eq!((findings(&answer).len(), &findings(&answer)[0]["goal"]), (1, &Value::from("k11")));
    for (_, page) in files.iter_mut().filter(|(path, _)| path.starts_with("k0")) {
        page.insert_str(0, "# goalpost: allow missing-metric\n");
    }
    let answer = json(written(&files).path(), &["check", "--rule", "missing-metric"]);
    assert_eq!(findings(&answer).len(), 2, "only two are left, which are no batch: {answer}");
}

#[test]
fn goals_without_an_owner_are_together_by_their_team() {
    let root = written(&objective_with(12, "team: red\n", ""));
    let answer = json(root.path(), &["check", "--rule", "missing-metric"]);
    assert_eq!(findings(&answer)[0]["message"], "nothing measures 12 key results of team `red`");
}

#[test]
fn the_findings_of_a_batch_that_are_new_are_together() {
    let repo = Repo::new();
    for (path, text) in objective_with(14, "owner: ann\n", "").iter().take(6) {
        repo.write(path, text);
    }
    repo.commit("ann", "2026-10-05T10:00:00Z", "Set goals");
    for (path, text) in &objective_with(14, "owner: ann\n", "") {
        repo.write(path, text);
    }
    let answer = json(repo.path(), &["check", "--rule", "missing-metric", "--since", "HEAD"]);
    let [one] = findings(&answer).as_slice() else { panic!("{answer}") };
    assert_eq!((one["count"].as_u64(), answer["since"]["known"].as_u64()), (Some(12), Some(2)));
}

#[test]
fn goals_of_an_owner_that_were_never_checked_in_are_one_finding() {
    let metric = "metric: {name: n, unit: count, baseline: 0, target: 9}\n";
    let repo = Repo::new();
    for (path, text) in &objective_with(24, "owner: ann\n", metric) {
        repo.write(path, text);
    }
    repo.commit("ann", "2026-10-05T10:00:00Z", "Set goals");
    let answer = json(repo.path(), &["check", "--rule", "never-checked-in"]);
    let [one] = findings(&answer).as_slice() else { panic!("{answer}") };
    assert_eq!(one["message"], "24 key results of `ann` have had no check-in");
    assert_eq!(goals(one).len(), 24);
}

#[test]
fn the_unanswered_needs_of_one_team_are_one_finding() {
    let need = "needs:\n- {from: red, what: help, by: 2026-12-11}\n- {from: blue, what: a list, by: 2026-12-11}\n";
    let root = written(&objective_with(3, "owner: ann\n", need));
    let answer = json(root.path(), &["check", "--rule", "unanswered-need"]);
    let messages: Vec<_> = findings(&answer).iter().map(|it| it["message"].as_str().expect("a text")).collect();
    assert_eq!(messages, ["`red` has not responded to 3 needs", "`blue` has not responded to 3 needs"]);
    assert!(findings(&answer).iter().all(|it| goals(it).len() == 3), "{answer}");
}

#[test]
fn objectives_of_a_team_without_an_owner_and_goals_left_open_are_one_finding() {
    let mut files = objective_with(0, "owner: ann\n", "");
    for at in 0..12 {
        let page = |id: &str, more: &str| format!("kind: objective\nid: {id}{at}\ntitle: Win\nsupports: [m]\n{more}");
        files.push((format!("a{at}.yaml"), page("a", "team: red\nperiod: 2026-Q4\n")));
        files.push((format!("b{at}.yaml"), page("b", "owner: ben\nperiod: 2026-Q3\n")));
    }
    let root = written(&files);
    for (rule, message) in [
        ("missing-owner", "12 objectives of team `red` have no owner"),
        ("open-after-period", "12 goals of `ben` ended and are still open"),
    ] {
        let answer = json(root.path(), &["check", "--rule", rule]);
        let [one] = findings(&answer).as_slice() else { panic!("{answer}") };
        assert_eq!((one["message"].as_str(), goals(one).len()), (Some(message), 12));
    }
}

#[test]
fn an_objective_of_a_team_without_an_owner_is_a_warning() {
    let level = |o: &str, settings: &str| {
        let mut files = objective_with(1, o, "");
        settings.clone_into(&mut files[0].1);
        let args = ["check", "--rule", "missing-owner", "--format", "json"];
        let answer: Value = serde_json::from_str(&goalpost(written(&files).path(), &args).stdout).expect("JSON");
        findings(&answer)[0]["level"].as_str().expect("a level").to_owned()
    };
    assert_eq!(level("", ""), "error");
    assert_eq!(level("team: red\n", ""), "warning");
    assert_eq!(level("team: red\n", "rules: {missing-owner: error}\n"), "error", "the settings decide");
}

/// Neither rule reported it: one asked for milestones, the other left it to the first.
#[test]
fn an_activity_that_nothing_measures_is_reported_once() {
    let rules = |settings: &str| {
        let mut files = objective_with(1, "owner: ann\n", "");
        settings.clone_into(&mut files[0].1);
        files[4].1 = files[4].1.replace("Serve shop 00 well", "Help the support team with questions");
        let answer = json(written(&files).path(), &["check"]);
        findings(&answer).iter().map(|it| it["rule"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rules(""), ["activity-not-outcome"]);
    assert_eq!(rules("rules: {activity-not-outcome: off}\n"), ["missing-metric"]);
}

#[test]
fn departments_are_no_silos_where_nobody_writes_connections() {
    let org = "teams:\n- {id: c, level: company}\n- {id: a, level: department, parent: c}\n- {id: b, level: department, parent: c}\n- {id: a1, level: team, parent: a}\n";
    let goal = |id: &str, team: &str, more: &str| {
        let page = format!(
            "kind: objective\nid: {id}\ntitle: T\nowner: x\nteam: {team}\nperiod: 2026-Q4\nsupports: [m]\n{more}"
        );
        (format!("{id}.yaml"), page)
    };
    let silos_of = |comment: &str, more: &str| {
        let mut files = vec![("goalpost.yaml".to_owned(), String::new()), ("org.yaml".to_owned(), org.to_owned())];
        files.push(("m.yaml".to_owned(), MISSION.to_owned()));
        files.extend([goal("a1", "a", more), goal("a2", "a", ""), goal("b1", "b", ""), goal("b2", "b", "")]);
        files[3].1.insert_str(0, comment);
        json(written(&files).path(), &["check", "--rule", "silo"])
    };
    let silos = |more: &str| silos_of("", more);
    assert_eq!(findings(&silos("")).len(), 0);
    let answer = silos("contributors: [a1]\n");
    let [one] = findings(&answer).as_slice() else { panic!("{answer}") };
    assert_eq!(one["message"], "2 departments have no goal that is connected to another department");
    assert_eq!(goals(one), BTreeSet::from(["a1", "b1"]));
    // A comment of one department does not silence the other.
    let answer = silos_of("# goalpost: allow silo (they work alone)\n", "contributors: [a1]\n");
    assert_eq!(findings(&answer)[0]["message"], "no goal of `b` is connected to another department");
    assert_eq!(findings(&silos("contributors: [b]\n")).len(), 0, "one connection connects both");
}

#[test]
fn levels_that_begin_later_ask_nothing_of_earlier_goals() {
    let goal = |id: &str, level: &str, period: &str| {
        let page =
            format!("kind: objective\nid: {id}\ntitle: T\nowner: x\nlevel: {level}\nperiod: {period}\nsupports: [m]\n");
        let part = format!("kind: key_result\nid: {id}-k\ntitle: T\nmeasures: {id}\n");
        [(format!("{id}.yaml"), page), (format!("{id}-k.yaml"), part)]
    };
    let unsupported = |others: Vec<[(String, String); 2]>| {
        let mut files = vec![("goalpost.yaml".to_owned(), String::new()), ("m.yaml".to_owned(), MISSION.to_owned())];
        files.extend(others.into_iter().chain([goal("top", "company", "2026-Q4")]).flatten());
        findings(&json(written(&files).path(), &["check", "--rule", "unsupported-goal"])).len()
    };
    assert_eq!(unsupported(vec![]), 0, "one level");
    assert_eq!(unsupported(vec![goal("next", "team", "2027-Q1")]), 0);
    assert_eq!(unsupported(vec![goal("now", "team", "2026-Q4")]), 1);
    let over = [goal("now", "team", "2026-Q4"), goal("past", "company", "2026-Q3")];
    assert_eq!(unsupported(over.to_vec()), 1, "nobody can support what is over");
    assert_eq!(unsupported(vec![goal("before", "team", "2026-Q3")]), 1);
    let many = (0..11).map(|at| goal(&format!("c{at}"), "company", "2026-Q4"));
    assert_eq!(unsupported(many.chain([goal("now", "team", "2026-Q4")]).collect()), 1, "twelve are one finding");
}
