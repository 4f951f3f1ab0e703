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
    let kept = repo.path().join(".git/COMMIT_EDITMSG");
    assert!(says.contains(&format!("  help: git commit -e -F {}\n", kept.display())), "{says}");
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

/// What was said to be completed was not, and what git reads as a trailer was said to be none.
#[test]
fn a_value_on_its_own_line_is_completed_too() {
    let repo = goals("--require");
    for (message, wanted) in [
        ("Bake\n\nGoal:\n  warm", "Bake\n\nGoal:\n  warm-kitchen"),
        ("Bake\n\nGoal: fair-flour,\n\twarm", "Bake\n\nGoal: fair-flour,\n\twarm-kitchen"),
    ] {
        let (done, says) = commit(&repo, message);
        assert!(done && says.contains("completed `Goal: warm` to `warm-kitchen`"), "{says}");
        assert!(!says.contains("last paragraph"), "{says}");
        assert_eq!(repo.git(&["log", "-1", "--format=%B"]), wanted);
    }
    // A template may have a line that was not filled in.
    let (done, says) = commit(&repo, "Bake\n\nGoal:\nGoal: warm-kitchen");
    assert!(done && says.is_empty(), "{says}");
    let (_, says) = commit(&repo, "Bake\n\nGoal: warm\n kitchen");
    assert!(!says.contains("completed"), "{says}");
}

#[test]
fn where_a_goal_is_required_it_is_named_where_git_looks_for_it() {
    let repo = goals("--require");
    let (done, says) = commit(&repo, "Bake\n\nGoal: warm-kitchen\n\nMore on it.");
    assert!(!done && says.contains("`Goal: warm-kitchen` is not in the last paragraph"), "{says}");
    assert!(says.contains("error: the commit message names no goal"), "{says}");
    let squashed =
        "Squashed commit of the following:\n\ncommit 8a1b2c3d\nDate:   x\n\n    Bake\n\n    Goal: fair-flour";
    let (done, says) = commit(&repo, squashed);
    assert!(done, "{says}");
}

#[test]
fn the_message_is_found_again_from_a_subfolder() {
    let repo = goals("");
    let below = repo.path().join("okrs");
    let (done, says) = git(&below, &["commit", "-q", "--allow-empty", "-m", "Bake\n\nGoal: nowhere"]);
    let command = says.lines().find_map(|line| line.trim().strip_prefix("help: git commit -e -F ")).expect("a command");
    assert!(!done && below.join(command).is_file(), "{says}");
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

/// What the remote has was counted where no default branch of it was known, or where somebody else had pushed since.
#[test]
fn a_push_is_not_refused_for_what_any_branch_of_the_remote_has() {
    let repo = goals("");
    let remote = tempfile::tempdir().expect("a folder");
    repo.git(&["init", "-q", "--bare", "-b", "main", &remote.path().to_string_lossy()]);
    repo.git(&["remote", "add", "origin", &remote.path().to_string_lossy()]);
    let page = repo.read("okrs/fair-flour.yaml");
    repo.write("okrs/fair-flour.yaml", &page.replace("[m]", "[nowhere]"));
    repo.git(&["commit", "-qam", "Break it"]);
    let push = |args: &[&str]| git(repo.path(), &[&["push", "-q"], args].concat());
    let (done, says) = push(&["origin", "main"]);
    assert!(!done && says.contains("no commit of origin is known here, so that every finding counts"), "{says}");
    let (done, says) = push(&["--no-verify", "origin", "main"]);
    assert!(done, "{says}");

    // There is no refs/remotes/origin/HEAD.
    repo.branch("side");
    commit(&repo, "More");
    let (done, says) = push(&["origin", "side"]);
    assert!(done && says.contains("older finding"), "{says}");

    // Somebody else pushed onto the branch; theirs was not fetched.
    let other = tempfile::tempdir().expect("a folder");
    repo.git(&["clone", "-q", &remote.path().to_string_lossy(), &other.path().to_string_lossy()]);
    let theirs = |args: &[&str]| assert!(git(other.path(), args).0, "{args:?}");
    theirs(&["checkout", "-q", "side"]);
    theirs(&["commit", "-q", "--allow-empty", "-m", "Theirs"]);
    theirs(&["push", "-q", "origin", "side"]);
    commit(&repo, "Mine");
    let (done, says) = push(&["--force", "origin", "side"]);
    assert!(done && says.contains("older finding"), "{says}");

    // A new finding is one, whatever else the remote has.
    repo.write("okrs/fair-flour.yaml", &page.replace("[m]", "[nowhere, elsewhere]"));
    repo.git(&["commit", "-qam", "Break it further"]);
    let (done, says) = push(&["origin", "side:new"]);
    assert!(!done && says.contains("elsewhere") && !says.contains("`nowhere`"), "{says}");
    assert!(!says.contains("every finding counts"), "{says}");
}

/// A branch that merged the default branch was refused for what the default branch had brought.
#[test]
fn a_push_is_not_refused_for_what_was_merged_from_the_remote() {
    let repo = goals("");
    let remote = tempfile::tempdir().expect("a folder");
    repo.git(&["init", "-q", "--bare", "-b", "main", &remote.path().to_string_lossy()]);
    repo.git(&["remote", "add", "origin", &remote.path().to_string_lossy()]);
    let push = |args: &[&str]| git(repo.path(), &[&["push", "-q"], args].concat());
    assert!(push(&["origin", "main"]).0);
    repo.branch("side");
    commit(&repo, "Mine");
    assert!(push(&["origin", "side"]).0);
    repo.checkout("main");
    let page = repo.read("okrs/fair-flour.yaml");
    repo.write("okrs/fair-flour.yaml", &page.replace("[m]", "[nowhere]"));
    repo.git(&["commit", "-qam", "Break it"]);
    assert!(push(&["--no-verify", "origin", "main"]).0);
    repo.checkout("side");
    repo.git(&["merge", "-q", "--no-edit", "main"]);
    let (done, says) = push(&["origin", "side"]);
    assert!(done && says.contains("older finding"), "{says}");
    repo.write("okrs/warm-kitchen.yaml", &repo.read("okrs/warm-kitchen.yaml").replace("[m]", "[gone]"));
    repo.git(&["commit", "-qam", "Break the other"]);
    let (done, says) = push(&["origin", "side"]);
    assert!(!done && says.contains("no goal has the id `gone`"), "{says}");
}
