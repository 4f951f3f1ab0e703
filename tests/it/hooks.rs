//! `goalpost hook`, run by git itself: messages that name goals, and pushes.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::support::repository::Repo;

/// A repository with goals in `okrs/`, whose hooks run the program.
fn goals(require: &str) -> Repo {
    let repo = Repo::new();
    repo.write("okrs/goalpost.yaml", "");
    repo.write("okrs/org.yaml", "people: [{id: ana, email: [ana@northwind.example]}]\n");
    repo.write("okrs/m.yaml", "kind: mission\nid: m\ntitle: Good bread\nstatement: Bake it.\n");
    for (id, title) in [("warm-kitchen", "Keep the oven warm"), ("fair-flour", "Buy fair flour")] {
        let page = format!("kind: objective\nid: {id}\ntitle: {title}\nowner: ana\nperiod: 2026-Q4\nsupports: [m]\n");
        repo.write(&format!("okrs/{id}.yaml"), &page);
    }
    repo.commit("ana", "2026-10-01T08:00:00Z", "Set the goals");
    let program = env!("CARGO_BIN_EXE_goalpost");
    hook(repo.path(), "commit-msg", &format!("exec '{program}' --root okrs hook commit-msg {require} \"$1\""));
    hook(repo.path(), "pre-push", &format!("exec '{program}' --root okrs hook pre-push \"$@\""));
    repo
}

fn hook(repo: &Path, name: &str, line: &str) {
    let path = repo.join(".git/hooks").join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(&path, format!("#!/bin/sh\n{line}\n")).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a mode");
}

/// Runs git as Ana, and gives whether it went well with what it said on standard error.
fn git(repo: &Path, args: &[&str]) -> (bool, String) {
    let mut command = Command::new("git");
    command.current_dir(repo).args(args).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("GOALPOST_TODAY", "2026-11-21");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "Ana").env(format!("GIT_{role}_EMAIL"), "ana@northwind.example");
        command.env(format!("GIT_{role}_DATE"), "2026-11-20T08:00:00Z");
    }
    let output = command.output().expect("git runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout) + &text(&output.stderr))
}

fn commit(repo: &Repo, message: &str) -> (bool, String) {
    git(repo.path(), &["commit", "-q", "--allow-empty", "-m", message])
}

#[test]
fn a_message_may_name_goals_that_exist_or_none() {
    let repo = goals("");
    for message in
        ["Bake", "Bake\n\nGoal: warm-kitchen", "Bake\n\nGoal: warm-kitchen, fair-flour\nSigned-off-by: Ana <a@b>"]
    {
        let (done, says) = commit(&repo, message);
        assert!(done && says.is_empty(), "{message}: {says}");
    }
}

#[test]
fn an_unknown_goal_refuses_the_commit_and_the_message_is_kept() {
    let repo = goals("");
    let before = repo.git(&["rev-parse", "HEAD"]);
    let (done, says) = commit(&repo, "Bake\n\nGoal: warm-kichen");
    assert!(!done && says.contains("error: there is no goal `warm-kichen`"), "{says}");
    assert!(says.contains("did you mean `warm-kitchen`?"), "{says}");
    assert!(says.contains("git commit -e -F .git/COMMIT_EDITMSG"), "{says}");
    assert_eq!(repo.git(&["rev-parse", "HEAD"]), before);
    assert!(fs::read_to_string(repo.path().join(".git/COMMIT_EDITMSG")).expect("kept").contains("warm-kichen"));
    let (_, says) = commit(&repo, "Bake\n\nGoal: \u{1b}[31mred");
    assert!(!says.contains('\u{1b}'), "{says}");
}

#[test]
fn the_start_of_an_id_is_completed() {
    let repo = goals("");
    let (done, says) = commit(&repo, "Bake\n\nGoal: warm");
    assert!(done && says.contains("completed `Goal: warm` to `warm-kitchen`"), "{says}");
    assert_eq!(repo.git(&["log", "-1", "--format=%B"]), "Bake\n\nGoal: warm-kitchen");
    repo.write("okrs/warm-hearth.yaml", "kind: objective\nid: warm-hearth\ntitle: Build a hearth\nowner: ana\n");
    let (done, says) = commit(&repo, "Bake\n\nGoal: warm");
    assert!(!done, "two goals begin so: {says}");
}

#[test]
fn where_a_goal_is_required_the_refusal_lists_ones_own() {
    let repo = goals("--require");
    let (done, says) = commit(&repo, "Bake\n\n# Goal: warm-kitchen");
    assert!(!done && says.contains("error: the commit message names no goal"), "{says}");
    assert!(says.contains("Goal: fair-flour  Buy fair flour"), "{says}");
    for message in ["fixup! Bake", "Merge branch 'x'", "Revert \"Bake\"", "Bake\n\nGoal: fair-flour"] {
        let (done, says) = commit(&repo, message);
        assert!(done, "{message}: {says}");
    }
}

#[test]
fn a_push_is_refused_for_what_it_would_break() {
    let repo = goals("");
    let remote = tempfile::tempdir().expect("a folder");
    repo.git(&["init", "-q", "--bare", "-b", "main", &remote.path().to_string_lossy()]);
    repo.git(&["remote", "add", "origin", &remote.path().to_string_lossy()]);
    let (done, says) = git(repo.path(), &["push", "-q", "origin", "main"]);
    assert!(done, "{says}");
    repo.git(&["remote", "set-head", "origin", "main"]);

    // A new branch with a dangling link; the work tree has been mended, which does not count.
    repo.branch("side");
    let page = repo.read("okrs/fair-flour.yaml");
    repo.write("okrs/fair-flour.yaml", &page.replace("[m]", "[nowhere]"));
    commit(&repo, "Nothing");
    repo.git(&["commit", "-qam", "Break it"]);
    repo.write("okrs/fair-flour.yaml", &page);
    let (done, says) = git(repo.path(), &["push", "-q", "origin", "side"]);
    assert!(!done && says.contains("error[dangling-link]"), "{says}");
    assert!(says.contains("side was not pushed; to push it all the same: git push --no-verify"), "{says}");

    // What the remote has already is no reason to refuse.
    let (done, says) = git(repo.path(), &["push", "-q", "--no-verify", "origin", "side"]);
    assert!(done, "{says}");
    repo.git(&["checkout", "-q", "--", "."]);
    commit(&repo, "More");
    let (done, says) = git(repo.path(), &["push", "-q", "origin", "side"]);
    assert!(done && says.contains("older findings not shown"), "{says}");
    let (done, says) = git(repo.path(), &["push", "-q", "origin", "--delete", "side"]);
    assert!(done, "{says}");
}
