//! `goalpost pull`: values that come from where the numbers live, without a network: programs, tables, git.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::support::program::{Answer, goalpost, goalpost_with, json};
use crate::support::repository::Repo;
use crate::support::schema::validator;

mod chosen;
mod files;
mod hostile;
mod nightly;
mod question;
mod random;
mod trust;

pub(crate) const SETTINGS: &str = "organization: Bakery\ntrunk: main\nsources:\n  till: {command: [\"./sources/till\", \"{query}\"], timeout: 20s}\n  board: {csv: data/board.csv, key: kr, value: value, date: day}\n";
const OBJECTIVE: &str = "kind: objective\nid: queue\ntitle: Make the queue a pleasure\nowner: nia\nperiod: 2026-Q4\n";
const BOARD: &str = "kr;value;day\nwait;6,5;2026-11-19\nwait;6;2026-11-20\nsmiles;;2026-11-20\n";
/// A program that answers its one argument.
pub(crate) const TILL: &str = "#!/bin/sh\necho \"$1\"\n";

/// A key result with a metric of these lines.
pub(crate) fn key_result(id: &str, metric: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Improve {id} # kept\nmeasures: queue\nmetric:\n  name: {id}\n  unit: minutes\n  baseline: 9\n  target: 4\n{metric}confidence: 0.6\n"
    )
}

/// A repository whose remote's trunk is `main` as it is now.
pub(crate) fn bakery(goals: &[(&str, &str)]) -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", SETTINGS);
    repo.write("queue.yaml", OBJECTIVE);
    repo.write("data/board.csv", BOARD);
    program(&repo, TILL);
    for (id, metric) in goals {
        repo.write(&format!("{id}.yaml"), &key_result(id, metric));
    }
    repo.commit("nia", "2026-10-02T08:00:00Z", "Set the goals");
    publish(&repo);
    repo
}

pub(crate) fn program(repo: &Repo, text: &str) {
    repo.write("sources/till", text);
    let path = repo.path().join("sources/till");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a program");
}

/// The remote's trunk becomes what HEAD is.
pub(crate) fn publish(repo: &Repo) {
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    repo.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main"]);
}

/// Pulls with what a program needs of the environment.
pub(crate) fn pull(folder: &Path, args: &[&str]) -> Answer {
    pull_with(folder, args, &[])
}

/// Pulls with further variables in the environment.
pub(crate) fn pull_with(folder: &Path, args: &[&str], further: &[(&str, &OsStr)]) -> Answer {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let git = [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_AUTHOR_NAME", "Bot"), ("GIT_COMMITTER_NAME", "Bot")];
    let mail = [("GIT_AUTHOR_EMAIL", "bot@northwind.example"), ("GIT_COMMITTER_EMAIL", "bot@northwind.example")];
    let mut environment: Vec<(&str, &OsStr)> = vec![("PATH", &path)];
    // The clock of the machine is not that of the test.
    let when = ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"].map(|name| (name, OsStr::new("2026-11-21T12:00:00Z")));
    environment.extend(when);
    environment.extend(further);
    environment.extend(git.iter().chain(&mail).map(|(name, value)| (*name, OsStr::new(*value))));
    goalpost_with(folder, &[&["pull"], args].concat(), &environment)
}

/// The outcomes of a pull by goal, as JSON has them.
fn outcomes(folder: &Path, args: &[&str]) -> Vec<(String, String, Option<f64>)> {
    let answer = pull(folder, &[args, &["--format", "json"]].concat());
    let view: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{}", answer.stderr));
    let values = view["values"].as_array().expect("values");
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    values.iter().map(|it| (text(&it["goal"]), text(&it["outcome"]), it["value"].as_f64())).collect()
}

#[test]
fn values_come_with_their_day_in_one_commit_and_everything_else_stays() {
    let ask = "  current: 8\n  as_of: 2026-10-01\n  from: {source: till, query: \"0.0512\", times: 100, round: 1} # the till\n";
    let wait = "  from: {source: board, key: wait}\n";
    let repo = bakery(&[("serve", ask), ("wait", wait), ("typed", "  current: 7\n  as_of: 2026-10-01\n")]);
    let answer = pull(repo.path(), &["--commit"]);
    assert_eq!(answer.code, 0, "{}{}", answer.stdout, answer.stderr);
    assert!(answer.stdout.contains("serve: 5.1 (was 8) · till\nwait: 6 · board\n"), "{}", answer.stdout);
    assert!(answer.stdout.ends_with("2 written\n"), "{}", answer.stdout);
    let serve = ask.replace("current: 8", "current: 5.1").replace("as_of: 2026-10-01", "as_of: 2026-11-21");
    let pulled = "  pulled: {value: 5.1, day: 2026-11-21}\n";
    assert_eq!(repo.read("serve.yaml"), key_result("serve", &format!("{serve}{pulled}")));
    assert!(repo.read("wait.yaml").contains("  as_of: 2026-11-20\n"), "{}", repo.read("wait.yaml"));
    let message = repo.git(&["log", "-1", "--format=%B"]);
    assert_eq!(message.trim(), "Pull 2 values from board, till\n\nGoal: serve\nGoal: wait");
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    assert_eq!(goalpost(repo.path(), &["check", "-q"]).code, 0);
}

/// A pull every night would make a commit every night.
#[test]
fn the_same_number_renews_its_day_once_a_cadence_and_makes_no_second_commit_before() {
    let repo = bakery(&[("serve", "  from: {source: till, query: \"5\"}\n")]);
    let commits = || repo.git(&["rev-list", "--count", "HEAD"]);
    for (day, expected) in [("21", "2"), ("22", "2"), ("27", "2"), ("28", "3"), ("29", "3")] {
        let answer = pull(repo.path(), &["--commit", "--today", &format!("2026-11-{day}")]);
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        assert_eq!(commits(), expected, "on {day}: {}", answer.stdout);
    }
    assert!(repo.read("serve.yaml").contains("pulled: {value: 5, day: 2026-11-28}"), "{}", repo.read("serve.yaml"));
}

#[test]
fn what_fails_says_which_and_does_not_stop_the_others() {
    let of = |query: &str| format!("  from: {{source: till, query: \"{query}\"}}\n");
    let (good, html, huge, nan) = (of("5"), of("<b>no</b>"), of("1e999"), of("NaN"));
    let share = "  current: 8\n  from: {source: till, query: \"-3\"}\n".to_owned();
    let missing = "  from: {source: board, key: nobody}\n".to_owned();
    let repo = bakery(&[("a", &good), ("b", &html), ("c", &huge), ("d", &nan), ("e", &share), ("f", &missing)]);
    let count = repo.read("e.yaml").replace("unit: minutes", "unit: count");
    repo.write("e.yaml", &count);
    let before: Vec<String> = ["b", "c", "d", "e", "f"].iter().map(|id| repo.read(&format!("{id}.yaml"))).collect();
    let answer = pull(repo.path(), &["--commit"]);
    assert_eq!(answer.code, 1, "{}", answer.stdout);
    assert!(answer.stdout.ends_with("1 written · 5 failed\n"), "{}", answer.stdout);
    for id in ["b", "c", "d", "e", "f"] {
        assert!(answer.stdout.contains(&format!("{id}: failed")), "{id}: {}", answer.stdout);
    }
    let after: Vec<String> = ["b", "c", "d", "e", "f"].iter().map(|id| repo.read(&format!("{id}.yaml"))).collect();
    assert_eq!(before, after);
    assert!(repo.read("a.yaml").contains("current: 5\n"));
}

#[test]
fn a_typed_value_holds_for_a_cadence_and_the_difference_is_told() {
    let typed = "  current: 7\n  as_of: 2026-11-18\n  from: {source: till, query: \"5\"}\n  pulled: {value: 6, day: 2026-11-17}\n";
    let repo = bakery(&[("serve", typed)]);
    let answer = pull(repo.path(), &[]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(answer.stdout.contains("7 was typed and holds until 2026-11-25 (-2)"), "{}", answer.stdout);
    assert_eq!(repo.read("serve.yaml"), key_result("serve", typed));
    // Until another day, and then no longer.
    let until = format!("{typed}  hold_until: 2026-12-15\n");
    repo.write("serve.yaml", &key_result("serve", &until));
    assert_eq!(outcomes(repo.path(), &["--dry-run", "--today", "2026-12-15"])[0].1, "held");
    assert_eq!(outcomes(repo.path(), &["--today", "2026-12-16"])[0].1, "written");
    assert!(!repo.read("serve.yaml").contains("hold_until"), "{}", repo.read("serve.yaml"));
}

#[test]
fn an_improbable_value_is_left_out_at_night_and_the_rest_lands() {
    let of = |query: &str| format!("  current: 6\n  as_of: 2026-11-01\n  from: {{source: till, query: \"{query}\"}}\n");
    let repo = bakery(&[("good", &of("5")), ("odd", &of("5000"))]);
    let answer = pull(repo.path(), &[]);
    assert_eq!(answer.code, 0, "{}", answer.stdout);
    assert!(
        answer.stdout.contains("odd: left out: 5000, improbable: 833 times the last value, 6"),
        "{}",
        answer.stdout
    );
    assert!(answer.stdout.ends_with("1 written · 1 left out\n"), "{}", answer.stdout);
    assert!(repo.read("odd.yaml").contains("current: 6\n"));
}

#[test]
fn a_kpi_is_pulled_for_its_key_results_and_a_milestone_is_done_by_its_source() {
    let repo = bakery(&[]);
    repo.write("uptime.yaml", "kind: kpi\nid: uptime\ntitle: Oven uptime\nmetric:\n  name: uptime\n  unit: hours\n  at_least: 20\n  from: {source: till, query: \"22\"}\n");
    repo.write("warm.yaml", "kind: key_result\nid: warm\ntitle: Raise uptime from 18 to 23 hours\nmeasures: queue\nmetric: {kpi: uptime, baseline: 18, target: 23}\n");
    repo.write("oven.yaml", "kind: key_result\nid: oven\ntitle: Have a second oven\nmeasures: queue\nmilestones:\n  - {title: order it, done: {source: till, query: \"1\"}} # by phone\n  - title: bake in it\n    done: {source: till, query: \"0\"}\n");
    repo.commit("nia", "2026-10-03T08:00:00Z", "More goals");
    publish(&repo);
    let answer = pull(repo.path(), &[]);
    assert_eq!(answer.code, 0, "{}{}", answer.stdout, answer.stderr);
    assert!(repo.read("uptime.yaml").contains("  current: 22\n  as_of: 2026-11-21\n"), "{}", repo.read("uptime.yaml"));
    assert!(
        repo.read("oven.yaml").contains("- {title: order it, done: 2026-11-21} # by phone\n"),
        "{}",
        repo.read("oven.yaml")
    );
    assert!(repo.read("oven.yaml").contains("done: {source: till, query: \"0\"}"));
    let goals = json(repo.path(), &["rollup"]);
    let warm =
        goals["goals"].as_array().expect("goals").iter().find(|goal| goal["id"] == "warm").expect("warm").clone();
    assert_eq!(warm["progress"], 0.8);
}

#[test]
fn goals_and_sources_are_chosen_listed_tried_and_explained() {
    let repo = bakery(&[("serve", "  from: {source: till, query: \"5\"}\n"), ("wait", "  from: {source: board}\n")]);
    let ids = |args: &[&str]| outcomes(repo.path(), args).into_iter().map(|it| it.0).collect::<Vec<_>>();
    assert_eq!(ids(&["serve", "--dry-run"]), ["serve"]);
    assert_eq!(ids(&["--source", "board", "--dry-run"]), ["wait"]);
    assert!(pull(repo.path(), &["--source", "bord"]).stderr.contains("did you mean `board`?"));
    assert!(pull(repo.path(), &["queue"]).stderr.contains("`queue` names no source of its value"));
    assert_eq!(ids(&[]), ["serve", "wait"]);
    assert_eq!(ids(&["--due"]), Vec::<String>::new());
    assert_eq!(ids(&["--due", "--today", "2026-11-28", "--dry-run"]), ["serve", "wait"]);
    let list = pull(repo.path(), &["--list"]).stdout;
    assert!(list.contains("board  csv data/board.csv · 1 value · newest value of 2026-11-20\n"), "{list}");
    let explained = pull(repo.path(), &["serve", "--explain"]).stdout;
    assert!(explained.contains("./sources/till") && explained.contains("argument 1: 5"), "{explained}");
    program(&repo, "#!/bin/sh\nexit 3\n");
    repo.commit("nia", "2026-11-22T08:00:00Z", "Break the till");
    publish(&repo);
    let test = pull(repo.path(), &["--test"]);
    assert_eq!(test.code, 1, "{}", test.stdout);
    assert!(
        test.stdout.contains("1 value · does not answer") && test.stdout.contains("1 value · answers"),
        "{}",
        test.stdout
    );
}

#[test]
fn two_hundred_goals_come_in_one_commit() {
    let goals: Vec<(String, String)> = (0..200)
        .map(|at| (format!("kr-{at}"), format!("  from: {{source: till, query: \"{}\"}}\n", 4 + at % 5)))
        .collect();
    let goals: Vec<(&str, &str)> = goals.iter().map(|(id, metric)| (id.as_str(), metric.as_str())).collect();
    let repo = bakery(&goals);
    let answer = pull(repo.path(), &["--commit"]);
    assert_eq!(answer.code, 0, "{}", answer.stdout);
    assert!(answer.stdout.ends_with("200 written\n"), "{}", answer.stdout);
    assert_eq!(repo.git(&["rev-list", "--count", "HEAD"]), "2");
    assert_eq!(repo.git(&["log", "-1", "--format=%(trailers:key=Goal)"]).lines().count(), 200);
}

#[test]
fn what_came_by_itself_is_no_check_in() {
    let repo = bakery(&[("serve", "  current: 6\n  as_of: 2026-10-02\n  from: {source: till, query: \"5\"}\n")]);
    pull(repo.path(), &["--commit"]);
    let check = goalpost(repo.path(), &["check", "--format", "concise"]).stdout;
    assert!(check.contains("how sure you are of `serve` was last said 50 days ago"), "{check}");
    goalpost(repo.path(), &["checkin", "serve", "--confidence", "0.8"]);
    let check = goalpost(repo.path(), &["check", "--format", "concise"]).stdout;
    assert!(!check.contains("stale-check-in"), "{check}");
}

#[test]
fn the_answer_is_what_its_schema_says() {
    let repo =
        bakery(&[("serve", "  from: {source: till, query: \"5\"}\n"), ("odd", "  from: {source: till, query: x}\n")]);
    for args in [&["--dry-run"][..], &["--list"], &["--test"], &["--explain"], &["--commit"]] {
        let answer = pull(repo.path(), &[args, &["--format", "json"]].concat());
        let value: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
        let wrong: Vec<String> = validator("pull").iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{args:?}: {wrong:?}");
    }
}
