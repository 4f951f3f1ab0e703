//! `goalpost check --staged` and `--since`: what the next commit would hold, and what is wrong only since a revision.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::Value;

use crate::support::program::{Answer, folder, goalpost};
use crate::support::repository::Repo;

const OBJECTIVE: &str =
    "kind: objective\nid: win\ntitle: Win the checkout\nowner: ana\nperiod: 2026-Q4\nsupports: [mission]\n";
const KEY_RESULT: &str = "kind: key_result\nid: errors\ntitle: Cut payment errors from 2 to 0.5 %\nmeasures: win\n\
    metric: {name: errors, unit: \"%\", baseline: 2, target: 0.5, current: 1, as_of: 2026-11-15}\n";

fn repo() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "organization: Northwind\n");
    repo.write("mission.yaml", "kind: mission\nid: mission\ntitle: Boring money\nstatement: Make it so.\n");
    repo.write("win.yaml", OBJECTIVE);
    repo.write("errors.yaml", KEY_RESULT);
    repo.commit("ana", "2026-11-15T08:00:00Z", "Goals");
    repo
}

fn check(repo: &Repo, args: &[&str]) -> Answer {
    goalpost(repo.path(), &[&["check", "-q"], args].concat())
}

/// The rules that are broken, each with its goal.
fn found(repo: &Repo, args: &[&str]) -> Vec<String> {
    let answer = check(repo, &[args, &["--format", "json"]].concat());
    let view: Value = serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", answer.stderr));
    let findings = view["findings"].as_array().expect("findings").iter();
    let text = |value: &Value| value.as_str().unwrap_or("–").to_owned();
    findings.map(|it| format!("{} {}", text(&it["rule"]), text(&it["goal"]))).collect()
}

fn dangling() -> String {
    KEY_RESULT.replace("measures: win", "measures: nothing-there")
}

#[test]
fn the_index_alone_is_read() {
    let repo = repo();
    repo.write("errors.yaml", &dangling());
    repo.write("untracked.yaml", "kind: [");
    assert_eq!(check(&repo, &["--staged"]).code, 0, "the work tree does not count");
    repo.git(&["add", "errors.yaml"]);
    repo.write("errors.yaml", KEY_RESULT);
    std::fs::remove_file(repo.path().join("untracked.yaml")).expect("removed");
    assert_eq!(check(&repo, &[]).code, 0);
    let answer = check(&repo, &["--staged"]);
    assert_eq!(answer.code, 1);
    assert!(
        answer.stdout.contains("error[dangling-link]") && answer.stdout.contains("measures: nothing-there"),
        "{}",
        answer.stdout
    );
}

#[test]
fn a_commit_that_only_deletes_a_parent_is_seen() {
    let repo = repo();
    repo.git(&["rm", "-q", "win.yaml"]);
    assert!(found(&repo, &["--staged"]).contains(&"dangling-link errors".to_owned()));
    assert_eq!(check(&repo, &["--staged"]).code, 1);
}

/// Git has hooks look at an index of its own for `commit -a` and `commit FILE`.
#[test]
fn a_hook_looks_at_what_is_committed_however_it_is() {
    let repo = repo();
    let hook = repo.path().join(".git/hooks/pre-commit");
    std::fs::create_dir_all(hook.parent().expect("a folder")).expect("a folder");
    let text =
        format!("#!/bin/sh\nGOALPOST_TODAY=2026-11-21 exec '{}' check -q --staged\n", env!("CARGO_BIN_EXE_goalpost"));
    std::fs::write(&hook, text).expect("written");
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    let commit = |args: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(repo.path()).args(["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "x"]);
        command.args(args).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command.output().expect("git is here").status.success()
    };
    repo.write("errors.yaml", &dangling());
    assert!(!commit(&["-a"]), "-a commits the work tree");
    repo.write("mission.yaml", "kind: mission\nid: mission\ntitle: Boring money for all\nstatement: Make it so.\n");
    assert!(!commit(&["errors.yaml"]), "only the bad one");
    repo.git(&["add", "errors.yaml"]);
    assert!(commit(&["mission.yaml"]), "only the good one, though the bad one is staged");
    assert!(!commit(&[]), "what is staged");
}

#[test]
fn staged_leaves_to_ci_what_history_decides() {
    let repo = repo();
    let allowed = format!("{KEY_RESULT}# goalpost: allow stale-check-in -- the tool is down\n");
    repo.write("errors.yaml", &allowed);
    repo.git(&["add", "-A"]);
    assert!(found(&repo, &[]).contains(&"unused-allow errors".to_owned()));
    assert!(!found(&repo, &["--staged"]).contains(&"unused-allow errors".to_owned()));
    for (args, says) in [
        (&["--staged", "--fix"][..], "cannot be used with"),
        (&["--staged", "--at", "HEAD"], "cannot be combined"),
        (&["--staged", "nope.yaml"], "there is no file or folder `nope.yaml`"),
    ] {
        let answer = check(&repo, args);
        assert!(answer.code == 2 && answer.stderr.contains(says), "{args:?}: {}", answer.stderr);
    }
    // A file that is staged and gone from the work tree can be named.
    repo.write("errors.yaml", &dangling());
    repo.git(&["add", "-A"]);
    repo.remove("errors.yaml");
    assert_eq!(found(&repo, &["--staged", "errors.yaml"]), ["dangling-link errors"]);
    assert_eq!(check(&repo, &["--staged", "mission.yaml"]).code, 0);
}

#[test]
fn since_a_revision_only_what_is_new_is_reported() {
    let repo = repo();
    repo.write("errors.yaml", &dangling());
    repo.commit("ana", "2026-11-16T08:00:00Z", "Break");
    assert_eq!(check(&repo, &[]).code, 1);
    let since = check(&repo, &["--since", "HEAD"]);
    assert_eq!(since.code, 0, "{}", since.stdout);
    insta::assert_snapshot!(since.stdout, @"3 goals · no new issues since 9e6caa0 · 3 older findings not shown");
    assert!(found(&repo, &["--since", "HEAD~1"]).contains(&"dangling-link errors".to_owned()));
    assert!(
        found(&repo, &["--since", "2026-11-15"]).contains(&"dangling-link errors".to_owned()),
        "a day is a revision"
    );
    // Another finding of the same goal is new, and an old one that moves with its goal is not.
    repo.git(&["mv", "errors.yaml", "elsewhere.yaml"]);
    repo.write("elsewhere.yaml", &dangling().replace("unit: \"%\", ", "unti: \"%\", "));
    assert_eq!(found(&repo, &["--since", "HEAD"]), ["unknown-field errors"]);
    assert_eq!(found(&repo, &["--since", "HEAD", "win.yaml"]), [""; 0]);
    assert_eq!(check(&repo, &["--since", "HEAD"]).code, 1);
    let answer = check(&repo, &["--since", "HEAD", "--format", "json"]);
    let view: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(view["summary"]["errors"], 1);
    assert_eq!(view["since"]["revision"], repo.git(&["rev-parse", "HEAD"]));
    assert!(view["since"]["known"].as_u64().expect("a number") >= 1);
    repo.git(&["add", "-A"]);
    assert_eq!(found(&repo, &["--staged", "--since", "HEAD"]), ["unknown-field errors"]);
}

#[test]
fn two_broken_files_without_ids_are_two() {
    let repo = repo();
    repo.write("a.yaml", "kind: objective\ntitle: a\n");
    repo.commit("ana", "2026-11-16T08:00:00Z", "One");
    assert!(found(&repo, &["--since", "HEAD"]).is_empty());
    repo.write("b.yaml", "kind: objective\ntitle: a\n");
    assert_eq!(found(&repo, &["--since", "HEAD"]), ["missing-field –"]);
}

#[test]
fn a_rule_that_is_switched_on_tells_of_new_goals_alone() {
    let repo = repo();
    repo.write("goalpost.yaml", "rules: {missing-commitment: error}\n");
    assert_eq!(found(&repo, &["--rule", "missing-commitment"]), ["missing-commitment win"]);
    assert_eq!(check(&repo, &["--since", "HEAD"]).code, 0);
    repo.write("new.yaml", &OBJECTIVE.replace("id: win", "id: new").replace("the checkout", "Lagos"));
    let found = found(&repo, &["--since", "HEAD"]);
    assert!(
        found.contains(&"missing-commitment new".to_owned()) && !found.contains(&"missing-commitment win".to_owned()),
        "{found:?}"
    );
}

#[test]
fn before_there_were_goals_everything_is_new() {
    let repo = Repo::new();
    repo.write("README.md", "code");
    repo.commit("ana", "2026-11-01T08:00:00Z", "Code");
    repo.write("okrs/goalpost.yaml", "");
    repo.write("okrs/errors.yaml", &dangling());
    repo.git(&["add", "-A"]);
    assert!(found(&repo, &["--root", "okrs", "--since", "HEAD"]).contains(&"dangling-link errors".to_owned()));
    assert!(
        found(&repo, &["--root", "okrs", "--staged", "--since", "HEAD"]).contains(&"dangling-link errors".to_owned())
    );
    let answer = check(&repo, &["--root", "okrs", "--since", "nope"]);
    assert!(answer.code == 2 && answer.stderr.contains("there is no revision `nope`"), "{}", answer.stderr);
}

/// What a fix lets another one do was not shown.
#[test]
fn the_preview_of_fixes_is_what_they_write() {
    let goals = folder(&[
        ("goalpost.yaml", ""),
        ("mission.yaml", "kind: mission\nid: mission\ntitle: Bread\nstatement: Bread for all.\n"),
        ("o.yaml", "kind: objective\nid: o\ntitle: Win the morning\nowner: bo\nperiod: 2026-Q4\nsupports: missin\n"),
    ]);
    let shown = goalpost(goals.path(), &["check", "--fix", "--diff", "-q"]).stdout;
    goalpost(goals.path(), &["check", "--fix", "-q"]);
    let written = std::fs::read_to_string(goals.path().join("o.yaml")).expect("read");
    let line = written.lines().find(|line| line.starts_with("supports")).expect("a link");
    assert_eq!(line, "supports: [mission]");
    assert!(shown.contains(&format!("+{line}\n")), "{shown}");
}
