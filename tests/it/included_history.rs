//! Goals of included roots: their history is that of their own repository, in every answer.

use std::fs;

use serde_json::Value;

use crate::support::program::{goalpost, json};
use crate::support::repository::Repo;

fn at(day: &str) -> String {
    format!("{day}T08:00:00Z")
}

const OBJECTIVE: &str = "kind: objective\nid: o\ntitle: Win\nowner: ana\nperiod: 2026-Q4\nlevel: team\n";

fn secret(target: u32, current: u32, day: &str, more: &str) -> String {
    format!(
        "kind: key_result\nid: secret\ntitle: Do it\nmeasures: o\nowner: ana\nmetric:\n  name: n\n  unit: x\n  baseline: \
         0\n  target: {target}\n  current: {current}\n  as_of: {day}\n{more}"
    )
}

fn kept(current: u32, day: &str) -> String {
    format!(
        "kind: key_result\nid: kept\ntitle: Keep it\nmeasures: o\nowner: ana\nmetric: {{name: k, unit: x, at_least: 50, \
         current: {current}, as_of: {day}}}\n"
    )
}

/// An open repository with an objective, and a private one beside it with a key result whose target was lowered, a measure
/// to keep, and a goal that was deleted. Commits of the two alternate.
fn pair() -> (Repo, Repo) {
    let (open, private) = Repo::pair("open", "private");
    open.write("goalpost.yaml", "include: [../private]\n");
    open.write("o.yaml", OBJECTIVE);
    open.commit("tom", &at("2026-09-20"), "Set the objective");
    private.write("goalpost.yaml", "within: ../open\n");
    private.write("secret.yaml", &secret(100, 5, "2026-09-21", ""));
    private.write("kept.yaml", &kept(60, "2026-09-21"));
    private.write("leaver.yaml", &secret(10, 1, "2026-09-21", "").replace("secret", "leaver"));
    private.commit("ana", &at("2026-09-21"), "Set the private goals");
    open.write("o.yaml", &OBJECTIVE.replace("Win", "Win it"));
    open.commit("tom", &at("2026-10-12"), "Say it better");
    private.write("kept.yaml", &kept(60, "2026-10-06"));
    private.commit("ana", &at("2026-10-06"), "Check in");
    private.write("kept.yaml", &kept(40, "2026-10-20"));
    private.commit("ana", &at("2026-10-20"), "Check in");
    private.write("secret.yaml", &secret(60, 30, "2026-11-01", ""));
    private.commit("ana", &at("2026-11-01"), "Lower the target");
    private.remove("leaver.yaml");
    private.commit("ana", &at("2026-11-05"), "Give one up");
    open.write("goalpost.yaml", "include: [../private]\norganization: Northwind\n");
    open.commit("tom", &at("2026-11-10"), "Name us");
    (open, private)
}

const TODAY: &str = "2026-11-15";

fn answer(repo: &Repo, args: &[&str]) -> Value {
    json(repo.path(), &[&["-q"], args, &["--today", TODAY]].concat())
}

/// The findings of history rules as rule, path and message.
fn findings(repo: &Repo) -> Vec<[String; 3]> {
    let checked = goalpost(repo.path(), &["-q", "check", "--format", "json", "--today", TODAY]);
    let checked: Value = serde_json::from_str(&checked.stdout).expect("JSON");
    let about = ["moved-target", "deleted-goal", "withdrawn-value", "late-goal", "rewritten-value"];
    let findings = checked["findings"].as_array().expect("findings").iter();
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let found = findings.filter(|it| about.iter().any(|rule| it["rule"] == *rule));
    found.map(|it| [text(&it["rule"]), text(&it["path"]), text(&it["message"])]).collect()
}

fn by_id<'v>(view: &'v Value, id: &str) -> &'v Value {
    let goals = view["goals"].as_array().unwrap_or_else(|| panic!("{view}"));
    goals.iter().find(|it| it["id"] == id || it["goal"] == id).unwrap_or_else(|| panic!("{id} in {view}"))
}

#[test]
fn what_moved_in_an_included_root_is_found_as_it_is_there() {
    let (open, private) = pair();
    let there = findings(&private);
    assert_eq!(
        there.iter().map(|it| it[0].as_str()).collect::<Vec<_>>(),
        ["deleted-goal", "moved-target"],
        "{there:?}"
    );
    let here: Vec<[String; 3]> = findings(&open)
        .into_iter()
        .map(|[rule, path, message]| [rule, path.trim_start_matches("../private/").to_owned(), message])
        .collect();
    assert_eq!(here, there);
    // Every answer that tells of the move tells the same.
    let history = answer(&open, &["history", "secret"]);
    let moves = &by_id(&history, "secret")["goalposts"];
    assert_eq!(
        (&moves[0]["field"], &moves[0]["day"], &moves[0]["author"]),
        (&"metric.target".into(), &"2026-11-01".into(), &"Ana".into())
    );
    let own = answer(&private, &["history", "secret"]);
    assert_eq!(moves, &by_id(&own, "secret")["goalposts"]);
    let shown = answer(&open, &["show", "secret"]);
    assert!(shown.to_string().contains("metric.target"), "{shown}");
    let digest = answer(&open, &["digest", "--since", "2026-10-30", "--include", "../private"]);
    assert!(digest["moved"].to_string().contains("target 100 → 60 x"), "{digest}");
    let earlier = answer(&open, &["digest", "--since", "2026-11-10", "--include", "../private"]);
    assert_eq!(earlier["moved"], serde_json::json!([]));
    let diff = answer(&open, &["diff", "2026-10-30"]);
    assert!(diff["changes"].to_string().contains("metric.target"), "{diff}");
    let report = answer(&open, &["report", "--period", "2026-Q4", "--include", "../private"]);
    assert!(report.to_string().contains("metric.target"), "{report}");
}

#[test]
fn numbers_of_an_included_root_come_from_its_own_history() {
    let (open, private) = pair();
    let (here, there) =
        (answer(&open, &["rollup", "--period", "all"]), answer(&private, &["rollup", "--period", "all"]));
    for id in ["kept", "secret"] {
        assert_eq!(by_id(&here, id)["progress"], by_id(&there, id)["progress"], "{id}");
    }
    // 14 of 41 days inside the bounds since the first observation; by the last value alone it would be none.
    assert!(by_id(&here, "kept")["progress"].as_f64().is_some_and(|it| it > 0.3), "{here}");
    let then = json(open.path(), &["-q", "rollup", "--period", "all", "--at", "2026-10-25"]);
    let then_there = json(private.path(), &["-q", "rollup", "--period", "all", "--at", "2026-10-25"]);
    for id in ["kept", "secret"] {
        assert_eq!(by_id(&then, id)["progress"], by_id(&then_there, id)["progress"], "{id}");
    }
}

#[test]
fn a_forged_date_in_an_included_root_makes_nothing_earlier_that_came_later() {
    let (open, private) = pair();
    let then = |repo: &Repo, at: &str| {
        let view = json(repo.path(), &["-q", "rollup", "--period", "all", "--at", at]);
        by_id(&view, "secret")["progress"].clone()
    };
    let before = (then(&open, "2026-10-25"), then(&private, "2026-10-25"));
    private.write("secret.yaml", &secret(30, 30, "2026-11-01", ""));
    private.commit("ana", &at("2000-01-01"), "Lower it once more, as if long ago");
    let after = (then(&open, "2026-10-25"), then(&private, "2026-10-25"));
    assert_eq!((&after.0, &after.1), (&before.0, &before.1));
    assert_eq!((then(&open, "2026-11-12"), then(&private, "2026-11-12")), (1.0.into(), 1.0.into()));
}

#[test]
fn what_was_withdrawn_there_is_withdrawn_here() {
    let (open, private) = pair();
    private.write("secret.yaml", &secret(60, 10, "2026-11-08", ""));
    private.commit("ana", &at("2026-11-08"), "A bad week");
    private.write("secret.yaml", &secret(60, 30, "2026-11-01", ""));
    private.commit("ana", &at("2026-11-12"), "It was not so bad");
    let (here, there) = (findings(&open), findings(&private));
    assert!(here.iter().any(|it| it[0] == "withdrawn-value"), "{here:?}");
    assert_eq!(here.len(), there.len());
    let digest = answer(&open, &["digest", "--since", "2026-11-10", "--include", "../private"]);
    assert_eq!(digest["withdrawn"].as_array().map(Vec::len), Some(1), "{digest}");
}

#[test]
fn answers_that_are_passed_around_tell_nothing_of_its_history() {
    let (open, _private) = pair();
    for args in [
        &["check", "--format", "markdown"][..],
        &["digest", "--since", "2026-10-01"],
        &["report", "--period", "2026-Q4", "--format", "markdown"],
        &["diff", "2026-10-01", "--format", "markdown"],
        &["history", "--all", "--format", "csv"],
    ] {
        let answer = goalpost(open.path(), &[&["-q", "--today", TODAY], args].concat());
        for hidden in ["secret", "kept", "leaver", "Do it", "Lower the target", "Give one up"] {
            assert!(!answer.stdout.contains(hidden), "{args:?}: {hidden} in {}", answer.stdout);
        }
    }
}

#[test]
fn an_included_root_in_the_same_repository_has_a_history_too() {
    let repo = Repo::new();
    repo.write("okrs/goalpost.yaml", "include: [../people]\n");
    repo.write("okrs/o.yaml", OBJECTIVE);
    repo.write("people/secret.yaml", &secret(100, 5, "2026-09-21", ""));
    repo.commit("ana", &at("2026-09-21"), "Set the goals");
    repo.write("people/secret.yaml", &secret(60, 5, "2026-09-21", ""));
    repo.commit("ana", &at("2026-11-01"), "Lower the target");
    let check = |more: &[&str]| {
        let args = [&["-q", "check", "--rule", "moved-target", "--format", "json", "--today", TODAY], more].concat();
        let checked: Value = serde_json::from_str(&goalpost(&repo.path().join("okrs"), &args).stdout).expect("JSON");
        checked["findings"].as_array().expect("findings").len()
    };
    assert_eq!((check(&[]), check(&["--at", "HEAD"]), check(&["--at", "HEAD~1"])), (1, 1, 0));
}

#[test]
fn a_goal_that_goes_to_an_included_root_takes_its_goalposts_along() {
    let (open, private) = Repo::pair("open", "private");
    open.write("goalpost.yaml", "include: [../private]\n");
    open.write("o.yaml", OBJECTIVE);
    open.write("secret.yaml", &secret(100, 5, "2026-09-21", ""));
    open.commit("ana", &at("2026-09-21"), "Set the goals");
    private.write("goalpost.yaml", "within: ../open\n");
    private.commit("ana", &at("2026-09-22"), "A private root");
    open.remove("secret.yaml");
    open.commit("ana", &at("2026-11-01"), "Not here");
    private.write("secret.yaml", &secret(60, 5, "2026-09-21", ""));
    private.commit("ana", &at("2026-11-01"), "But here");
    let found = findings(&open);
    assert_eq!(found.iter().map(|it| it[0].as_str()).collect::<Vec<_>>(), ["moved-target"], "{found:?}");
    assert!(found[0][2].contains("from 100 x to 60 x"), "{found:?}");
    // Answers that are passed around do not show it: it is removed there, as for those who have the open root alone.
    for args in [&["digest", "--since", "2026-10-25"][..], &["report"]] {
        let view = answer(&open, args);
        assert_eq!(view["removed"][0]["goal"], "secret", "{args:?}");
        assert!(!view.to_string().contains("target 100 → 60"), "{args:?}");
    }
}

#[test]
fn without_a_history_a_note_says_so_and_its_files_are_trusted() {
    let (open, private) = pair();
    fs::remove_dir_all(private.path().join(".git")).expect("no repository");
    let answer = goalpost(open.path(), &["rollup", "--period", "all", "--today", TODAY]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let stderr = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(stderr.contains("the history of ../private is not known") && stderr.contains("git repository"), "{stderr}");
    assert!(findings(&open).iter().all(|it| !it[1].contains("private")));
}

/// The progress that a close computes; nothing is written.
fn computed(repo: &Repo, goal: &str) -> f64 {
    let args = ["-q", "close", goal, "--dry-run", "--today", "2027-01-05"];
    let answer = goalpost(repo.path(), &args);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let (_, number) = answer.stdout.split_once("computed: ").unwrap_or_else(|| panic!("{}", answer.stdout));
    number.split([',', '}']).next().expect("a number").parse().expect("a number")
}

#[test]
fn a_goal_is_closed_with_the_history_of_the_root_that_its_parts_lie_in() {
    let (open, private) = pair();
    let view = json(open.path(), &["-q", "rollup", "--today", "2027-01-05", "--period", "2026-Q4"]);
    let rolled_up = |goal: &str| by_id(&view, goal)["progress"].as_f64().expect("a number");
    // 60 from 6 to 19 October, 40 since then: 14 of 87 days within its bound.
    assert!((computed(&private, "kept") - 14.0 / 87.0).abs() < 1e-8);
    for (repo, goal) in [(&private, "kept"), (&private, "secret")] {
        assert!((computed(repo, goal) - rolled_up(goal)).abs() < 1e-8, "{goal}: {}", rolled_up(goal));
    }
    // What is written into an open file rests on nothing private, and all that supports this one is.
    let refused = goalpost(open.path(), &["close", "o", "--today", "2027-01-15"]);
    assert!(refused.code == 2 && refused.stderr.contains("goals of private roots count in no grade"), "{refused:?}");
}

/// Goals in a submodule were read like all others, as if nothing had ever moved there.
#[test]
fn goals_in_a_submodule_have_its_history_where_it_is_included_and_none_is_made_up_where_not() {
    let (open, goals) = Repo::pair("open", "goals");
    goals.write("goalpost.yaml", "");
    goals.write("o.yaml", OBJECTIVE);
    goals.write("secret.yaml", &secret(100, 5, "2026-09-21", ""));
    goals.commit("ana", &at("2026-09-21"), "Set the goals");
    goals.write("secret.yaml", &secret(60, 5, "2026-09-21", ""));
    goals.commit("ana", &at("2026-11-01"), "Lower the target");
    open.write("goalpost.yaml", "");
    open.write("org.yaml", "people: []\n");
    let from = goals.path().to_string_lossy().into_owned();
    open.git(&["-c", "protocol.file.allow=always", "submodule", "-q", "add", &from, "okrs"]);
    open.commit("tom", &at("2026-11-10"), "Add the goals");
    let note = "okrs is a repository of its own, whose history is not read";
    let told = |args: &[&str]| {
        let answer = goalpost(open.path(), &[args, &["--today", TODAY]].concat());
        (answer.stderr.contains(note), answer.stdout.contains("target 100 → 60 x"))
    };
    assert_eq!(told(&["history", "secret"]), (true, false));
    // What `include` makes of them is said before it is written.
    let private = "which makes it a private root: goalpost explain privacy";
    let noted = |root: &[&str]| {
        let noted = goalpost(open.path(), root).stderr;
        noted.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let below = noted(&["rollup"]);
    assert!(below.contains(&format!("name it in `include`, {private}")), "{below}");
    let within = noted(&["init", "teams"]);
    assert!(within.contains(&format!("move it elsewhere, or name it in `include` there, {private}")), "{within}");
    open.shell("rm -rf teams");
    assert_eq!(told(&["--root", "okrs", "history", "secret"]), (false, true));
    open.write("goalpost.yaml", "include: [okrs]\n");
    assert_eq!(told(&["history", "secret"]), (false, true));
}
