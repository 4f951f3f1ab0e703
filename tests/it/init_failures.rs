//! What `init` leaves where it fails or refuses: everything that was there, and nothing of its own.

use std::ffi::OsStr;
use std::fs;
use std::process::Command;

use crate::support::files::contents;
use crate::support::program::{folder, goalpost, goalpost_with, says};
use crate::support::repository::Repo;
use crate::support::terminal::Sitting;

#[test]
fn ctrl_c_leaves_no_folder_either() {
    let here = folder(&[]);
    let mut sitting = Sitting::begin(here.path(), &["init", "-q", "a/b"], "y\nHarbour\n");
    sitting.sees("mission, in one sentence?");
    sitting.interrupts();
    assert_eq!(sitting.ends().0, None);
    assert_eq!(fs::read_dir(here.path()).expect("the folder").count(), 0);
    // Nor does a step that fails.
    let refused = goalpost(here.path(), &["init", "a/b", "--hook"]);
    assert!(refused.code == 2 && refused.stderr.contains("need a git repository"), "{}", refused.stderr);
    assert_eq!(fs::read_dir(here.path()).expect("the folder").count(), 0);
    says(here.path(), &["init", "a/b", "--git", "--ci", "GitHub"]);
    assert!(here.path().join("a/b/.git").is_dir() && here.path().join("a/b/.github/workflows/goals.yml").is_file());
}

#[test]
fn a_repository_that_git_cannot_read_is_not_replaced() {
    let repo = Repo::new();
    repo.write("a", "f\n");
    repo.commit("ana", "2026-11-01T08:00:00Z", "One");
    repo.remove(".git/HEAD");
    // A later step would fail: a folder stands where a file is to be.
    repo.write(".gitattributes/kept", "");
    let before = contents(repo.path());
    for args in [&["init", "--git"][..], &["init", "--git", "--merge-driver"], &["init", "--hook"]] {
        let refused = goalpost(repo.path(), args);
        let said = refused.stderr.contains("git finds no repository there") && refused.stderr.contains("git fsck");
        assert!(refused.code == 2 && said, "{args:?}: {}", refused.stderr);
        assert_eq!(contents(repo.path()), before, "{args:?}");
    }
    let noted = goalpost(repo.path(), &["init"]);
    assert!(noted.code == 0 && noted.stderr.contains("git finds no repository there"), "{}", noted.stderr);
    let after = contents(repo.path());
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));
}

#[test]
fn a_failure_takes_back_what_this_run_created_and_only_before_the_goals_are_written() {
    let here = folder(&[(".gitattributes/kept", "")]);
    let before = contents(here.path());
    let refused = goalpost(here.path(), &["init", "--git", "--merge-driver"]);
    assert!(refused.code == 2 && refused.stderr.contains(".gitattributes"), "{}", refused.stderr);
    assert!(contents(here.path()) == before && !here.path().join(".git").exists());
    // The answer cannot be written, but the goals are.
    let here = folder(&[]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    let mut command = Command::new(env!("CARGO_BIN_EXE_goalpost"));
    command.current_dir(here.path()).args(["init", "--git"]).env_clear().env("GOALPOST_TODAY", "2026-11-21");
    let done = command.stdout(full).output().expect("the program runs");
    assert!(!done.status.success() && String::from_utf8_lossy(&done.stderr).contains("itself is written"));
    assert!(here.path().join("goalpost.yaml").is_file() && here.path().join(".git/HEAD").is_file());
}

#[test]
fn an_answer_that_could_not_be_used_is_refused() {
    let bread = "kind: objective\nid: bread\ntitle: Bread\nperiod: 2026-Q4\n";
    let here = folder(&[("goalpost.yaml", ""), ("org.yaml", "people: [{id: ana}]\n"), ("bread.yaml", bread)]);
    let before = contents(here.path());
    for (args, said) in [
        (&["--objective", "Win", "--key-result", "More: 1 to 4"][..], "goalpost new key-result --title TITLE"),
        (&["--mission", "Bread"], "goalpost new mission --title NAME"),
        (&["--team", "Ovens"], "`teams` in org.yaml"),
        (&["--person", "Ben"], "`people` in org.yaml"),
        (&["--organization", "Bakery"], "`organization` in goalpost.yaml"),
        (&["--team", ""], "no text given for --team"),
        (&["--objective", " ", "--key-result", "More: 1 to 4"], "no text given for --objective"),
    ] {
        let refused = goalpost(here.path(), &[&["init"], args].concat());
        assert!(refused.code == 2 && refused.stderr.contains(said), "{args:?}: {}", refused.stderr);
    }
    assert_eq!(contents(here.path()), before);
    says(here.path(), &["init", "--ci", "gitlab"]);
}

/// The configuration and the hook were set up before the goals were written.
#[test]
fn goals_that_cannot_be_written_leave_no_hook_and_no_configuration() {
    let repo = Repo::new();
    let config = repo.read(".git/config");
    // The folder of the period is a file, so that no goal can be written into it.
    repo.write("2026-Q4", "");
    let before = contents(repo.path());
    let options = ["--hook", "--merge-driver", "--objective", "Win the morning"];
    let refused = goalpost(repo.path(), &[&["init"], &options[..]].concat());
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert_eq!(repo.read(".git/config"), config);
    assert!(!repo.path().join(".git/hooks/pre-commit").exists());
    assert_eq!(contents(repo.path()), before, "nothing stays");
}

/// Without git it said that no file was changed and to omit `--commit`, which nobody gave.
#[test]
fn a_clone_that_cannot_be_configured_is_told_so() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    let path = [("PATH", OsStr::new("/nowhere"))];
    let answer = goalpost_with(repo.path(), &["init", "--merge-driver"], &path);
    assert_eq!(answer.code, 2);
    assert!(answer.stderr.contains("git's configuration of this clone was not changed"), "{}", answer.stderr);
    assert!(
        !answer.stderr.contains("omit --commit") && repo.path().join(".gitattributes").exists(),
        "{}",
        answer.stderr
    );
}

/// The value puller of GitLab was written beside a pipeline that did not include it, and nobody told of the names to replace.
#[test]
fn pipelines_say_what_they_still_need() {
    let repo = Repo::new();
    let answer = goalpost_with(repo.path(), &["init", "--ci", "gitlab", "--pull", "gitlab"], &[]);
    assert!(answer.stdout.contains("replace example/goalpost"), "{}", answer.stdout);
    // The action's own repository is known.
    let github = Repo::new();
    let said = goalpost_with(github.path(), &["init", "--ci", "github", "--pull", "github", "--check-ins"], &[]).stdout;
    assert!(!said.contains("example/"), "{said}");
    for file in ["goals", "goals-comment", "goals-checkin", "goals-agenda", "goals-pull"] {
        let text = github.read(&format!(".github/workflows/{file}.yml"));
        let own = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://github.com/");
        assert!(text.contains(&format!("uses: {own}@v")) && !text.contains("replace with"), "{file}: {text}");
    }
    assert!(repo.read(".gitlab-ci.yml").contains("include:\n  - local: .gitlab/goals-pull.yml\n"));
    let repo = Repo::new();
    let answer = goalpost_with(repo.path(), &["init", "--pull", "gitlab"], &[]);
    assert!(answer.stdout.contains("include .gitlab/goals-pull.yml in .gitlab-ci.yml"), "{}", answer.stdout);
}
