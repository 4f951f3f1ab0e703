//! The trunk that `init` writes into the settings, and what is said of history in clones that have it only at the remote.

use std::path::Path;

use crate::support::program::{goalpost, json, says};
use crate::support::repository::Repo;

/// The trunk that `init` writes into a repository.
fn trunk(repo: &Repo) -> Option<String> {
    says(repo.path(), &["init", "-q"]);
    let line = repo.read("goalpost.yaml").lines().find_map(|line| Some(line.strip_prefix("trunk: ")?.to_owned()));
    line.map(|line| line.split("  #").next().unwrap_or_default().to_owned())
}

fn begun() -> Repo {
    let repo = Repo::new();
    repo.commit("ana", "2026-10-01T08:00:00Z", "Begin");
    repo
}

/// Without it a branch was a trunk of its own wherever history was read.
#[test]
fn the_branch_that_others_build_on_is_named() {
    assert_eq!(trunk(&Repo::new()).as_deref(), Some("main"), "not born yet");
    let on_branch = begun();
    on_branch.branch("goals");
    assert_eq!(trunk(&on_branch).as_deref(), Some("main"));
    let renamed = begun();
    renamed.git(&["branch", "-m", "main", "trunk/0"]);
    assert_eq!(trunk(&renamed).as_deref(), Some("trunk/0"), "the only one");
    renamed.git(&["branch", "other"]);
    renamed.remove("goalpost.yaml");
    assert_eq!(trunk(&renamed).as_deref(), Some("trunk/0"), "the current one");
    let both = begun();
    both.git(&["branch", "master"]);
    both.branch("'q'");
    assert_eq!(trunk(&both).as_deref(), Some("\"'q'\""), "main and master");
    both.git(&["update-ref", "refs/remotes/origin/dev", "HEAD"]);
    both.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/dev"]);
    both.remove("goalpost.yaml");
    assert_eq!(trunk(&both).as_deref(), Some("dev"), "the remote's");
    let detached = begun();
    detached.git(&["checkout", "-q", "--detach"]);
    assert_eq!(trunk(&detached), None);
    let here = tempfile::tempdir().expect("a folder");
    says(here.path(), &["init", "-q"]);
    let settings = std::fs::read_to_string(here.path().join("goalpost.yaml")).expect("settings");
    assert!(!settings.contains("TRUNK") && !settings.contains("trunk"), "no git: {settings}");
}

/// A key result that is set in October.
fn key_result(target: &str) -> String {
    format!(
        "kind: key_result\nid: k\ntitle: Sell\nmeasures: win\nmetric:\n  baseline: 0\n  target: {target}\n  current: 10\n"
    )
}

/// A repository that `init` made, with a key result, checked in weekly on `main`.
fn goals() -> Repo {
    let repo = Repo::new();
    let args = ["init", "-q", "--organization", "Bakery", "--mission", "Bread", "--objective", "Win"];
    says(repo.path(), &args);
    repo.write("2026-Q4/k.yaml", &key_result("100"));
    repo.commit("ana", "2026-10-01T12:00:00Z", "Set the goals");
    repo.write("2026-Q4/k.yaml", &key_result("100").replace("current: 10", "current: 20"));
    repo.commit("ana", "2026-11-17T12:00:00Z", "Check in");
    repo
}

/// The moves of the target: whether they are on the trunk, and from what to what.
fn moves(folder: &Path) -> Vec<(bool, Option<f64>, Option<f64>)> {
    let history = json(folder, &["history", "k"]);
    let goalposts = history["goals"][0]["goalposts"].as_array().cloned().unwrap_or_default();
    let landed = |it: &serde_json::Value| !it["merged"].is_null() || !it["by_owner_alone"].is_null();
    goalposts.iter().map(|it| (landed(it), it["before"].as_f64(), it["after"].as_f64())).collect()
}

fn lower(repo: &Repo, target: &str, day: &str) {
    let text = repo.read("2026-Q4/k.yaml").replace("target: 100", &format!("target: {target}"));
    repo.write("2026-Q4/k.yaml", &text);
    repo.commit("ana", day, "Lower");
}

#[test]
fn a_branch_of_a_repository_that_init_made_is_not_taken_for_the_trunk() {
    let repo = goals();
    repo.branch("side");
    lower(&repo, "50", "2026-11-18T12:00:00Z");
    assert_eq!(moves(repo.path()), [(false, Some(100.0), Some(50.0))]);
    // An older line that swallows the trunk, with its dates, is no trunk either as long as it is not pushed.
    repo.git(&["checkout", "-q", "-b", "older", "main~1"]);
    repo.git_by("ana", "2026-10-02T12:00:00Z", &["merge", "-q", "-s", "ours", "-m", "Sync", "side"]);
    assert_eq!(moves(repo.path()), [], "all is taken from the older line");
    lower(&repo, "40", "2026-10-03T12:00:00Z");
    assert_eq!(moves(repo.path()), [(false, Some(100.0), Some(40.0))], "it has not landed, and not in October");
    // Pushed, it is the trunk, whose line goes along what was merged into.
    repo.git(&["update-ref", "refs/heads/main", "HEAD"]);
    assert!(json(repo.path(), &["history", "k"])["goals"][0]["goalposts"].is_array());
}

/// A clone in which a pipeline works has no branches, and the trunk at the remote only.
#[test]
fn the_trunk_of_the_remote_is_found_where_there_is_no_branch() {
    let repo = goals();
    repo.branch("side");
    lower(&repo, "50", "2026-11-18T12:00:00Z");
    repo.checkout("main");
    repo.write("2026-Q4/other.yaml", &key_result("7").replace("id: k", "id: other"));
    repo.commit("ben", "2026-11-20T12:00:00Z", "Add a key result");
    repo.git(&["checkout", "-q", "-b", "merge"]);
    repo.git_by("ben", "2026-11-20T13:00:00Z", &["merge", "-q", "--no-ff", "-m", "Merge side into main", "side"]);
    repo.git(&["update-ref", "refs/pull/7/merge", "HEAD"]);
    repo.checkout("main");
    repo.git(&["branch", "-D", "merge"]);
    // As actions/checkout has it: HEAD at the merge of the pull request, on no branch; with all branches of the remote.
    let clone = tempfile::tempdir().expect("a folder");
    let (from, to) = (format!("file://{}", repo.path().display()), clone.path().to_string_lossy().into_owned());
    repo.git(&["clone", "-q", "--no-checkout", &from, &to]);
    let git = |args: &[&str]| repo.git(&[&["-C", &to], args].concat());
    git(&["fetch", "-q", "origin", "+refs/pull/7/merge:refs/remotes/pull/7/merge"]);
    git(&["checkout", "-q", "--detach", "refs/remotes/pull/7/merge"]);
    git(&["branch", "-D", "main"]);
    let digest = goalpost(clone.path(), &["digest", "--since", "3d"]);
    assert_eq!((digest.code, digest.stderr.as_str()), (0, ""), "{}", digest.stdout);
    assert!(digest.stdout.contains("since 2026-11-18"), "{}", digest.stdout);
    assert_eq!(goalpost(clone.path(), &["show", "k", "--at", "2026-11-19"]).code, 0);
    assert_eq!(moves(clone.path()), [(false, Some(100.0), Some(50.0))]);
    // A feature branch that was cloned alone: HEAD's line is all there is, and that is said.
    git(&["checkout", "-q", "-b", "feature"]);
    git(&["update-ref", "-d", "refs/remotes/origin/main"]);
    let digest = goalpost(clone.path(), &["digest", "--since", "3d"]);
    let said = digest.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(digest.code == 0 && said.contains("there is no branch `main` here or at origin"), "{said}");
    assert!(said.contains("git fetch origin main") && !said.contains("not compared"), "{said}");
    assert_eq!(goalpost(clone.path(), &["show", "k", "--at", "2026-11-19"]).code, 0, "a day along HEAD");
    // A shallow clone has the branch, and not the day.
    let shallow = repo.shallow(1);
    let digest = goalpost(shallow.path(), &["digest", "--since", "3d"]);
    assert!(digest.code == 0 && !digest.stderr.contains("no branch"), "{}", digest.stderr);
}
