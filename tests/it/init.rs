//! What `init` sets up beside the goals: a hook, a merge driver, in this repository and in no other.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::program::{folder, goalpost, goalpost_with, says};
use crate::support::repository::Repo;

#[test]
fn a_folder_of_hooks_for_every_repository_is_left_alone() {
    let (repo, home) = (Repo::new(), tempfile::tempdir().expect("a folder"));
    let hooks = home.path().join("my hooks");
    fs::create_dir(&hooks).expect("a folder");
    let config = home.path().join("gitconfig");
    fs::write(&config, format!("[core]\n\thooksPath = {}\n", hooks.display())).expect("written");
    let environment: &[(&str, &OsStr)] =
        &[("GIT_CONFIG_GLOBAL", config.as_os_str()), ("GIT_CONFIG_NOSYSTEM", "1".as_ref())];
    let answer = goalpost_with(repo.path(), &["init", "-q", "--hook"], environment);
    assert_eq!((answer.code, fs::read_dir(&hooks).expect("the folder").count()), (0, 0), "{}", answer.stderr);
    assert!(answer.stdout.contains("goalpost check --staged"), "{}", answer.stdout);
    assert!(answer.stdout.contains("core.hooksPath"), "{}", answer.stdout);
    // A folder of hooks inside the repository is its own.
    repo.git(&["config", "core.hooksPath", ".hooks"]);
    says(repo.path(), &["init", "-q", "--hook"]);
    assert!(repo.path().join(".hooks/pre-commit").is_file());
}

#[test]
fn a_dry_run_tells_of_the_hook_and_of_gits_configuration() {
    let repo = Repo::new();
    let config = repo.read(".git/config");
    let shown = goalpost(repo.path(), &["init", "--dry-run", "--hook", "--merge-driver"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    for told in [".git/hooks/pre-commit", "merge.goalpost.driver"] {
        assert!(shown.stderr.contains(told), "{told}: {}", shown.stderr);
    }
    assert_eq!(repo.read(".git/config"), config);
    assert!(!repo.path().join(".git/hooks/pre-commit").exists() && !repo.path().join("goalpost.yaml").exists());
}

const GOAL: &str = "kind: key_result\nid: wait\ntitle: Cut the wait\nmeasures: queue\nmetric: {name: wait, unit: minutes, baseline: 9, target: 4, current: 8, as_of: 2026-11-07}\nconfidence: 0.5\n";

/// Runs git where the programs of some folder come before those of the system.
fn git(folder: &Path, programs: Option<&Path>, args: &[&str]) -> Output {
    let system = std::env::var("PATH").unwrap_or_default();
    let path = programs.map_or_else(|| system.clone(), |programs| format!("{}:{system}", programs.display()));
    let mut command = Command::new("git");
    command.current_dir(folder).args(args).env_clear().env("PATH", path).env("HOME", folder);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "Ines").env(format!("GIT_{role}_EMAIL"), "ines@northwind.example");
    }
    command.output().expect("git runs")
}

/// A repository with the driver that `init` sets up, and two branches that both changed a goal in a folder with a space
/// in its name: `main` and `side`.
fn forked(ours: (&str, &str), theirs: (&str, &str)) -> Repo {
    let repo = Repo::new();
    repo.write("goals of us/wait it's.yaml", GOAL);
    says(repo.path(), &["init", "-q", "--merge-driver"]);
    repo.commit("nia", "2026-10-01T08:00:00Z", "Set the goals");
    repo.branch("side");
    repo.write("goals of us/wait it's.yaml", &GOAL.replace(theirs.0, theirs.1));
    repo.commit("tom", "2026-10-02T08:00:00Z", "Theirs");
    repo.checkout("main");
    repo.write("goals of us/wait it's.yaml", &GOAL.replace(ours.0, ours.1));
    repo.commit("nia", "2026-10-03T08:00:00Z", "Ours");
    repo
}

#[test]
fn merging_works_with_and_without_the_program_at_hand() {
    // One line changed by both sides in ways that fields keep apart and lines do not.
    let ours = ("as_of: 2026-11-07", "as_of: 2026-11-14");
    let theirs = ("target: 4", "target: 3");
    let programs = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_goalpost"), programs.path().join("goalpost")).expect("a link");
    let repo = forked(ours, theirs);
    let merged = git(repo.path(), Some(programs.path()), &["merge", "-q", "--no-edit", "side"]);
    assert!(merged.status.success(), "{}", String::from_utf8_lossy(&merged.stdout));
    let text = repo.read("goals of us/wait it's.yaml");
    assert!(text.contains("target: 3") && text.contains("as_of: 2026-11-14"), "{text}");
    // Where nobody has goalpost, git merges as it does without a driver: both versions stand there to be seen.
    let repo = forked(ours, theirs);
    let open = git(repo.path(), None, &["merge", "-q", "--no-edit", "side"]);
    assert!(!open.status.success());
    let text = repo.read("goals of us/wait it's.yaml");
    for part in ["<<<<<<< ", "as_of: 2026-11-14", "=======", "target: 3", ">>>>>>> "] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains('%'), "{text}");
}

#[test]
fn conflicts_name_the_branches() {
    let programs = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_goalpost"), programs.path().join("goalpost")).expect("a link");
    let repo = forked(("target: 4", "target: 5"), ("target: 4", "target: 3"));
    let open = git(repo.path(), Some(programs.path()), &["merge", "-q", "--no-edit", "side"]);
    assert_eq!(open.status.code(), Some(1));
    let text = repo.read("goals of us/wait it's.yaml");
    assert!(text.contains("<<<<<<< ") && !text.contains('%'), "{text}");
    // Git knows what the sides are called since 2.44.
    if git_is_at_least(44) {
        assert!(text.contains("<<<<<<< HEAD\n") && text.contains(">>>>>>> side\n"), "{text}");
    }
}

fn git_is_at_least(minor: u32) -> bool {
    let version = Command::new("git").arg("--version").output().expect("git runs").stdout;
    let text = String::from_utf8_lossy(&version).into_owned();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|it| it.parse::<u32>().ok());
    (numbers.next(), numbers.next()) >= (Some(2), Some(minor))
}

#[test]
fn a_repository_inside_another_root_is_noted() {
    let outer = folder(&[("goalpost.yaml", "")]);
    let noted = goalpost(outer.path(), &["init", "inner"]).stderr;
    assert!(noted.contains("inner is inside the goals' root"), "{noted}");
    let elsewhere = folder(&[]);
    let noted = goalpost(elsewhere.path(), &["init", "goals"]).stderr;
    assert!(!noted.contains("is inside the goals' root"), "{noted}");
}
