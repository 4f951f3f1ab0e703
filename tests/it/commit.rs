//! `--commit`: what is written is committed, or taken back whole, whatever refuses or ends it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::support::files::contents;
use crate::support::program::{goalpost, says};
use crate::support::repository::Repo;

/// What keeps git from committing, and how that comes about.
type Arrangement = (&'static str, fn(&Repo));
/// What ends the program, and how.
type Ending = (&'static str, fn(Pid));

const WAIT: &str = "kind: key_result\nid: wait\ntitle: Cut the wait from 9 to 3 minutes\nmeasures: smile\nowner: ana\nperiod: 2026-Q4\nmetric:\n  name: wait\n  unit: min\n  baseline: 9\n  target: 3\n  current: 6\n  as_of: 2026-11-02\n";
const SMILE: &str =
    "kind: objective\nid: smile\ntitle: Make guests smile\nowner: ana\nperiod: 2026-Q4\nsupports: [mission]\n";

fn bakery() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("mission.yaml", "kind: mission\nid: mission\ntitle: Good bread\nstatement: Bring warm bread.\n");
    repo.write("smile.yaml", SMILE);
    repo.write("wait.yaml", WAIT);
    repo.git(&["config", "user.name", "Ana"]);
    repo.git(&["config", "user.email", "ana@northwind.example"]);
    repo.commit("ana", "2026-11-02T09:00:00Z", "Set the goals");
    repo
}

fn hook(repo: &Repo, name: &str, text: &str) {
    let path = repo.path().join(".git/hooks").join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a mode");
}

fn current(text: &str) -> &str {
    text.lines().find_map(|line| line.trim().strip_prefix("current: ")).expect("a value")
}

/// Everything in the work tree, and what git says of it.
fn state(repo: &Repo) -> (Vec<(std::path::PathBuf, Vec<u8>)>, String, String) {
    let git = repo.path().join(".git");
    let files = contents(repo.path()).into_iter().filter(|(path, _)| !path.starts_with(&git)).collect();
    (files, repo.git(&["status", "--porcelain=v2"]), repo.git(&["ls-files", "--stage"]))
}

#[test]
fn a_hook_that_edits_and_refuses_leaves_no_value_and_a_retry_counts_once() {
    let repo = bakery();
    hook(
        &repo,
        "pre-commit",
        "for f in $(git diff --cached --name-only); do grep -q formatted $f || { echo '# formatted' >> $f; x=1; }; done\n\
         [ -z \"$x\" ] || { echo 'files were modified by this hook' >&2; exit 1; }",
    );
    let refused = goalpost(repo.path(), &["checkin", "wait", "-q", "--commit", "--", "-=1"]);
    assert_eq!(refused.code, 2);
    for said in ["files were modified by this hook", "the hook's own changes to wait.yaml were kept", "taken back"] {
        assert!(refused.stderr.contains(said), "{said}: {}", refused.stderr);
    }
    assert_eq!(repo.read("wait.yaml"), format!("{WAIT}# formatted\n"), "the value is back, the hook's line stays");
    assert_eq!(repo.git(&["diff", "--cached", "--name-only"]), "");
    says(repo.path(), &["checkin", "wait", "-q", "--commit", "--", "-=1"]);
    assert_eq!(current(&repo.git(&["show", "HEAD:wait.yaml"])), "5");
    assert_eq!(current(&repo.read("wait.yaml")), "5");
}

#[test]
fn what_a_hook_made_of_the_very_value_is_gone_and_named() {
    let repo = bakery();
    hook(&repo, "pre-commit", "sed -i 's/current: .*/current: 4/' wait.yaml; git add wait.yaml; exit 1");
    let before = state(&repo);
    let refused = goalpost(repo.path(), &["checkin", "wait", "-q", "--commit", "--", "-=1"]);
    assert_eq!(refused.code, 2);
    assert_eq!(state(&repo), before);
    let (_, rest) = refused.stderr.split_once("git show ").expect("the name of what is gone");
    let name: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    assert_eq!(current(&repo.git(&["show", &name])), "4");
}

#[test]
fn every_command_that_writes_is_taken_back_whole() {
    let repo = bakery();
    repo.write(
        "old.yaml",
        &SMILE.replace("id: smile", "id: old").replace("2026-Q4", "2026-Q3").replace("guests smile", "bread last"),
    );
    repo.write("goals.csv", "goal,value,as_of\nwait,4,2026-11-20\n");
    repo.write("more.jsonl", "{\"kind\":\"kpi\",\"id\":\"queue\",\"title\":\"Queue\"}\n");
    repo.write("org.yaml", "teams: [{id: ovens, name: Ovens}]\npeople: [{id: ana}, {id: ben}]\n");
    repo.commit("ana", "2026-11-03T09:00:00Z", "More");
    hook(&repo, "commit-msg", "echo 'no such ticket' >&2; exit 1");
    let before = state(&repo);
    for args in [
        &["checkin", "wait", "5", "--confidence", "0.6"][..],
        &["checkin", "--from", "goals.csv"],
        &["note", "wait", "Two tills", "--kind", "obstacle"],
        &["ack", "wait", "--by", "ana"],
        &["link", "old", "mission", "--remove"],
        &["close", "wait", "--as", "missed", "--why", "Too late", "--tag"],
        &["rename", "smile", "joy"],
        &["reassign", "--owner", "ana", "--to", "ben"],
        &["cascade", "smile", "--to", "ovens"],
        &["carry-over", "--from", "2026-Q3", "--to", "2026-Q4"],
        &[
            "new",
            "objective",
            "--title",
            "Bake rye",
            "--owner",
            "ana",
            "--period",
            "2026-Q4",
            "--key-results",
            "2",
            "--file",
            "deep/down/rye.yaml",
        ],
        &["import", "more.jsonl"],
        &["need", "smile", "a second till", "--from", "ovens"],
        &["set", "wait", "target", "5", "--reason", "Two tills are enough"],
    ] {
        let refused = goalpost(repo.path(), &[args, &["--commit", "-q"]].concat());
        assert_eq!(refused.code, 2, "{args:?}: {}", refused.stderr);
        assert_eq!(state(&repo), before, "{args:?}: {}", refused.stderr);
        let is_told = refused.stderr.contains("no such ticket") && refused.stderr.contains("the change was taken back");
        assert!(is_told, "{args:?}: {}", refused.stderr);
    }
    assert!(!repo.path().join("deep").exists() && repo.git(&["tag"]).is_empty());
}

#[test]
fn a_commit_that_cannot_be_made_for_any_reason_is_taken_back() {
    let arrange: [Arrangement; 5] = [
        ("a signature", |repo| {
            repo.git(&["config", "commit.gpgSign", "true"]);
            repo.git(&["config", "gpg.program", "false"]);
        }),
        ("an identity", |repo| {
            repo.git(&["config", "user.useConfigOnly", "true"]);
            repo.git(&["config", "--unset", "user.email"]);
        }),
        ("a lock of the index", |repo| repo.write(".git/index.lock", "")),
        ("a lock of the branch", |repo| repo.write(".git/refs/heads/main.lock", "")),
        ("a hook", |repo| hook(repo, "prepare-commit-msg", "exit 1")),
    ];
    for (what, arrange) in arrange {
        for args in [&["checkin", "wait", "5"][..], &["new", "objective", "--title", "Bake rye", "--file", "a/b.yaml"]]
        {
            let repo = bakery();
            let before = state(&repo);
            arrange(&repo);
            let refused = goalpost(repo.path(), &[args, &["--commit", "-q"]].concat());
            assert_eq!(refused.code, 2, "{what}: {}", refused.stdout);
            assert!(refused.stderr.contains("no commit was made"), "{what}: {}", refused.stderr);
            for lock in ["index.lock", "refs/heads/main.lock"] {
                let _ = fs::remove_file(repo.path().join(".git").join(lock));
            }
            assert_eq!(state(&repo), before, "{what}: {}", refused.stderr);
        }
    }
}

/// A run with a group of its own, in which a hook makes a file when it has begun.
fn begin(repo: &Repo, args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goalpost"));
    command.args(args).current_dir(repo.path()).env_clear().env("GOALPOST_TODAY", "2026-11-21");
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).process_group(0);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    wait_for(&repo.path().join(".git/begun"));
    child
}

fn wait_for(path: &Path) {
    let begun = Instant::now();
    while !path.exists() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{} does not come", path.display());
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn pid(child: &Child) -> Pid {
    Pid::from_raw(i32::try_from(child.id()).expect("a pid")).expect("a pid")
}

#[test]
fn being_ended_in_a_slow_hook_takes_the_change_back() {
    let end: [Ending; 3] = [
        ("Ctrl-C", |pid| kill_process_group(pid, Signal::INT).expect("sent")),
        ("an interrupt of the program alone", |pid| kill_process(pid, Signal::INT).expect("sent")),
        ("being told to end", |pid| kill_process(pid, Signal::TERM).expect("sent")),
    ];
    for (what, end) in end {
        for args in [
            &["checkin", "wait", "--commit", "--", "-=1"][..],
            &["new", "kpi", "--title", "Queue", "--file", "a/b.yaml", "--commit"],
        ] {
            let repo = bakery();
            hook(&repo, "pre-commit", "touch .git/begun; exec sleep 20");
            let before = state(&repo);
            let begun = Instant::now();
            let child = begin(&repo, args);
            end(pid(&child));
            let output = child.wait_with_output().expect("it ends");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(begun.elapsed() < Duration::from_secs(15), "{what}: it waited for the hook");
            assert_eq!(output.status.code(), Some(2), "{what}: {said}");
            assert!(said.contains("interrupted") && said.contains("taken back"), "{what}: {said}");
            assert!(!repo.path().join(".git/index.lock").exists(), "{what}");
            assert_eq!(state(&repo), before, "{what}: {said}");
        }
    }
}

#[test]
fn a_commit_that_stands_is_reported_though_the_hook_after_it_is_ended() {
    let repo = bakery();
    hook(&repo, "post-commit", "touch .git/begun; exec sleep 20");
    let child = begin(&repo, &["checkin", "wait", "-q", "--commit", "--", "-=1"]);
    kill_process_group(pid(&child), Signal::INT).expect("sent");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!((current(&repo.git(&["show", "HEAD:wait.yaml"])), current(&repo.read("wait.yaml"))), ("5", "5"));
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    assert!(String::from_utf8_lossy(&output.stdout).contains(&repo.git(&["rev-parse", "HEAD"])[..7]));
}

/// What a check-in of 5 with `--commit` left: nothing to commit, and 5 in the file and in HEAD.
fn stands(repo: &Repo, said: &str) {
    assert_eq!(repo.git(&["status", "--porcelain"]), "", "{said}");
    assert_eq!(
        (current(&repo.git(&["show", "HEAD:wait.yaml"])), current(&repo.read("wait.yaml"))),
        ("5", "5"),
        "{said}"
    );
    assert!(!said.contains("no commit was made") && !said.contains("taken back"), "{said}");
}

#[test]
fn a_commit_stands_whatever_a_hook_made_of_its_message() {
    let end: [Ending; 2] = [
        ("Ctrl-C", |pid| kill_process_group(pid, Signal::INT).expect("sent")),
        ("being told to end", |pid| kill_process(pid, Signal::TERM).expect("sent")),
    ];
    for (what, end) in end {
        for name in ["prepare-commit-msg", "commit-msg"] {
            let repo = bakery();
            hook(&repo, name, "sed -i '1s/^/[T-1] /' \"$1\"");
            hook(&repo, "post-commit", "touch .git/begun; exec sleep 2");
            let child = begin(&repo, &["checkin", "wait", "--commit", "--", "-=1"]);
            end(pid(&child));
            let output = child.wait_with_output().expect("it ends");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(0), "{what}, {name}: {said}");
            stands(&repo, &said);
            assert!(repo.git(&["log", "-1", "--format=%s"]).starts_with("[T-1] Check in"), "{what}, {name}");
            let head = repo.git(&["rev-parse", "HEAD"]);
            assert!(String::from_utf8_lossy(&output.stdout).contains(&head[..7]), "{what}, {name}");
        }
    }
}

#[test]
fn a_hook_that_commits_by_itself_and_refuses_leaves_its_commit() {
    let itself = "[ -n \"$INNER\" ] && exit 0; INNER=1 git commit -q --no-verify -m 'By the hook'; ";
    for (args, file) in [
        (&["checkin", "wait", "--commit", "--", "-=1"][..], "wait.yaml"),
        (&["new", "kpi", "--title", "Queue", "--file", "a/b.yaml", "--commit"], "a/b.yaml"),
    ] {
        let repo = bakery();
        hook(&repo, "pre-commit", &format!("{itself} echo 'done by the hook' >&2; exit 1"));
        let answer = goalpost(repo.path(), args);
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        assert_eq!(repo.git(&["status", "--porcelain"]), "", "{}", answer.stderr);
        assert_eq!(repo.git(&["log", "-1", "--format=%s"]), "By the hook");
        assert_eq!(repo.git(&["show", &format!("HEAD:{file}")]).trim_end(), repo.read(file).trim_end());
        assert!(answer.stderr.contains("holds the change; after it: done by the hook"), "{}", answer.stderr);
        assert!(answer.stdout.contains(&repo.git(&["rev-parse", "HEAD"])[..7]), "{}", answer.stdout);
    }
}

#[test]
fn a_hook_that_commits_a_part_and_refuses_is_said_to_have_done_so() {
    let repo = bakery();
    repo.write("org.yaml", "people: [{id: ana}, {id: ben}]\n");
    repo.commit("ana", "2026-11-03T09:00:00Z", "People");
    hook(
        &repo,
        "pre-commit",
        "[ -n \"$INNER\" ] && exit 0; unset GIT_INDEX_FILE; rm -f .git/index.lock\n\
         INNER=1 git commit -q --no-verify -m 'Only one' wait.yaml; exit 1",
    );
    let answer = goalpost(repo.path(), &["reassign", "--owner", "ana", "--to", "ben", "--commit"]);
    assert_eq!(answer.code, 2, "{}", answer.stdout);
    let head = repo.git(&["rev-parse", "HEAD"]);
    let said = format!("commit {} holds only a part of the change", &head[..7]);
    assert!(answer.stderr.contains(&said) && answer.stderr.contains("git diff HEAD"), "{}", answer.stderr);
    assert!(!answer.stderr.contains("taken back; retry"), "{}", answer.stderr);
    for file in ["wait.yaml", "smile.yaml"] {
        assert!(repo.read(file).contains("owner: ben"), "{file} stays");
    }
}

#[test]
fn a_hook_that_would_write_too_is_refused_at_once() {
    let repo = bakery();
    let program = env!("CARGO_BIN_EXE_goalpost");
    hook(&repo, "pre-commit", &format!("{program} check --fix"));
    let begun = std::time::Instant::now();
    let answer = goalpost(repo.path(), &["checkin", "wait", "--commit", "--", "-=1"]);
    assert_eq!(answer.code, 2, "{}", answer.stderr);
    assert!(answer.stderr.contains("the command that runs this hook is writing in"), "{}", answer.stderr);
    assert!(begun.elapsed().as_secs() < 15, "{:?}", begun.elapsed());
    assert_eq!(repo.git(&["status", "--porcelain"]), "", "{}", answer.stderr);
}

#[test]
fn a_commit_that_a_hook_undoes_is_not_reported_as_one() {
    for undo in ["--soft", "--mixed", "--hard"] {
        let repo = bakery();
        hook(&repo, "post-commit", &format!("git reset -q {undo} HEAD~1"));
        let before = state(&repo);
        let answer = goalpost(repo.path(), &["checkin", "wait", "--commit", "--", "-=1"]);
        assert_eq!(answer.code, 2, "{undo}: {}", answer.stdout);
        assert!(answer.stderr.contains("and a hook undid it"), "{undo}: {}", answer.stderr);
        assert_eq!(state(&repo), before, "{undo}: {}", answer.stderr);
    }
}

#[test]
fn the_commit_is_named_wherever_a_hook_leaves_the_work_tree() {
    for after in ["git commit -q --amend --no-verify -m Other", "git checkout -q -b other", "git checkout -q --detach"]
    {
        let repo = bakery();
        hook(&repo, "post-commit", &format!("[ -n \"$INNER\" ] && exit 0; export INNER=1; {after}"));
        let answer = goalpost(repo.path(), &["checkin", "wait", "--commit", "--", "-=1"]);
        assert_eq!(answer.code, 0, "{after}: {}", answer.stderr);
        stands(&repo, &answer.stderr);
        assert!(answer.stdout.contains(&repo.git(&["rev-parse", "HEAD"])[..7]), "{after}: {}", answer.stdout);
    }
    // On another branch, the commit is the one of the branch before.
    let repo = bakery();
    repo.git(&["branch", "old"]);
    repo.write("note.txt", "x");
    repo.commit("ana", "2026-11-03T09:00:00Z", "More");
    hook(&repo, "post-commit", "git checkout -q old");
    let answer = goalpost(repo.path(), &["checkin", "wait", "--commit", "--", "-=1"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(answer.stdout.contains(&repo.git(&["rev-parse", "main"])[..7]), "{}", answer.stdout);
}

#[test]
fn a_commit_whose_tag_is_refused_is_said_to_stand() {
    let repo = bakery();
    repo.git(&["config", "tag.gpgSign", "true"]);
    repo.git(&["config", "gpg.program", "false"]);
    let answer =
        goalpost(repo.path(), &["close", "wait", "--as", "missed", "--why", "Too late", "--commit", "--tag", "-q"]);
    assert_eq!(answer.code, 2);
    let head = repo.git(&["rev-parse", "HEAD"]);
    assert!(answer.stderr.contains(&format!("commit {} was made, but not its tag", &head[..7])), "{}", answer.stderr);
    assert!(!answer.stderr.contains("no commit was made") && answer.stderr.contains("git tag -a"), "{}", answer.stderr);
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
}
