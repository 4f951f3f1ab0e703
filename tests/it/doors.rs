//! Two doors, one answer: what libgit2 refuses is read through the git program, and says the same.

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::OnceLock;

use crate::revisions::eventful;
use crate::support::files::contents;
use crate::support::program::goalpost_with;
use crate::support::repository::Repo;
use crate::support::twin::{Form, Twin};

const NOWHERE: &str = "/nowhere";

/// Every reading command, and what each may be asked wrongly. `HERE` stands for a commit by its full name.
const ASKED: &[&[&str]] = &[
    &["rollup", "--period", "all"],
    &["rollup", "--period", "all", "--format", "json"],
    &["rollup", "--period", "all", "--at", "HEAD~3"],
    &["rollup", "--period", "all", "--at", "HERE"],
    &["rollup", "--period", "all", "--at", "begun"],
    &["rollup", "--period", "all", "--at", "2026-10-06"],
    &["rollup", "--period", "all", "--at", "6w ago", "--format", "json"],
    &["check", "--format", "json"],
    &["check", "--at", "HEAD~1"],
    &["check", "--since", "HEAD~4", "--format", "json"],
    &["check", "--staged", "--format", "json"],
    &["check", "--staged", "--since", "HEAD"],
    &["history", "--all", "--format", "json"],
    &["history", "--all", "--at", "HEAD~2"],
    &["history", "a"],
    &["history", "c", "--format", "csv"],
    &["blame", "a"],
    &["blame", "c", "--format", "json"],
    &["diff", "--format", "json"],
    &["diff", "HEAD~5"],
    &["diff", "HEAD~6..HEAD~1", "--format", "markdown"],
    &["diff", "HEAD~2...HEAD", "--format", "json"],
    &["show", "a"],
    &["why", "a"],
    &["scorecard"],
    &["history", "nothing-there"],
    &["history", "broken"],
    &["rollup", "--at", "mian"],
    &["rollup", "--at", "begum~1"],
    &["rollup", "--at", "HEAD~99"],
    &["rollup", "--at", "--all"],
    &["rollup", "--at=-x"],
    &["rollup", "--at", "^HEAD"],
    &["rollup", "--at", "HEAD:okrs"],
    &["rollup", "--at", "deadbeef"],
    &["rollup", "--at", "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef"],
    &["rollup", "--at", ""],
    &["rollup", "--at", "2026-09-01"],
    &["rollup", "--at", "2026-09-30"],
];

/// A repository with merges and renames, an annotated tag, other people's names, and something staged.
fn original() -> Repo {
    let repo = eventful();
    repo.write(".mailmap", "Benjamin <ben@northwind.example>\n");
    repo.commit("cleo", "2026-10-15T08:00:00Z", "Call Ben by his name");
    repo.git(&["tag", "-a", "-m", "the beginning", "begun", "HEAD~4"]);
    repo
}

/// Stages something, leaves something unstaged, and intends to add something.
fn stage(repo: &Repo) {
    let text = repo.read("okrs/o.yaml");
    repo.write("okrs/o.yaml", &text.replace("title: O", "title: Ours"));
    repo.write("okrs/n.yaml", "kind: key_result\nid: n\ntitle: N\nmeasures: nothing-there\n");
    repo.write("okrs/empty.yaml", "");
    repo.git(&["add", "okrs"]);
    repo.write("okrs/o.yaml", &text.replace("title: O", "title: Not staged"));
    repo.write("okrs/later.yaml", "kind: key_result\nid: later\ntitle: L\nmeasures: nothing-there\n");
    repo.git(&["add", "--intent-to-add", "okrs/later.yaml"]);
}

fn asked<'a>(args: &[&'a str], here: &'a str) -> Vec<&'a str> {
    args.iter().map(|arg| if *arg == "HERE" { here } else { arg }).collect()
}

type Said = (i32, String, String);

fn through_libgit2() -> &'static Vec<Said> {
    static SAID: OnceLock<Vec<Said>> = OnceLock::new();
    SAID.get_or_init(|| {
        let twin = Twin::itself(original());
        stage(&twin.repo);
        let here = twin.commit("move and add");
        ASKED.iter().map(|args| twin.answer(&asked(args, &here))).collect()
    })
}

/// Asks a form of the repository everything; gives it for further questions.
fn same(form: Form) -> Option<Twin> {
    let original = original();
    let twin = Twin::new(&original, form)?;
    let here = twin.commit("move and add");
    stage(&twin.repo);
    for (args, said) in ASKED.iter().zip(through_libgit2()) {
        assert_eq!(&twin.answer(&asked(args, &here)), said, "{form:?}: {args:?}");
    }
    Some(twin)
}

#[test]
fn what_is_asked_has_answers() {
    let said = through_libgit2();
    let of = |args: &[&str]| &said[ASKED.iter().position(|it| *it == args).expect("asked")];
    assert!(
        said.iter()
            .take(25)
            .all(|(code, out, err)| *code < 2 && !out.is_empty() && !err.contains("cannot read the history"))
    );
    let staged = &of(&["check", "--staged", "--format", "json"]).1;
    assert!(
        staged.contains("nothing-there") && !staged.contains("\"later\"") && !staged.contains("later.yaml"),
        "{staged}"
    );
    assert!(staged.contains("empty.yaml"), "{staged}");
    assert!(of(&["history", "--all", "--format", "json"]).1.contains("Benjamin"));
    assert!(of(&["rollup", "--at", "mian"]).2.contains("did you mean `main`?"));
    assert!(of(&["rollup", "--at", "begum~1"]).2.contains("did you mean `begun~1`?"));
}

#[test]
fn objects_named_by_sha256() {
    let Some(twin) = same(Form::Sha256) else { return };
    let (code, stdout, _) = twin.answer(&["history", "a", "--format", "json"]);
    assert_eq!(code, 0);
    let answer = twin.goalpost(&["rollup", "--at", "HEAD", "--format", "json"], &path());
    let view: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(view["revision"].as_str().map(str::len), Some(64), "{stdout}");
    needs_git(&twin, "its object names are SHA-256");
    // A commit-graph of such objects ends in a hash of another kind.
    twin.repo.git(&["commit-graph", "write", "--reachable"]);
    let answer = twin.goalpost(&["rollup", "--period", "all"], &path());
    assert!(answer.code == 0 && !answer.stderr.contains("broken"), "{}", answer.stderr);
}

#[test]
fn branches_in_a_reftable() {
    let Some(twin) = same(Form::Reftable) else { return };
    needs_git(&twin, "its branches are stored in a reftable");
}

#[test]
fn an_index_in_two_parts() {
    let Some(twin) = same(Form::SplitIndex) else { return };
    let answer = twin.goalpost(&["check", "--staged"], OsStr::new(NOWHERE));
    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
    assert!(answer.stderr.contains("its index is split, sparse or broken"), "{}", answer.stderr);
    assert_eq!(twin.goalpost(&["history", "a"], OsStr::new(NOWHERE)).code, 0, "the index is not needed");
}

#[test]
fn an_index_with_folders_in_it() {
    let Some(twin) = same(Form::SparseIndex) else { return };
    let listed = twin.repo.git(&["ls-files", "--sparse"]);
    assert!(listed.lines().any(|line| line == "src/"), "it is sparse: {listed}");
    assert_eq!(twin.goalpost(&["check", "--staged"], OsStr::new(NOWHERE)).code, 2);
}

#[test]
fn what_a_partial_clone_left_out_is_fetched_once_and_only_when_asked() {
    for form in [Form::Partial, Form::PartialExtension, Form::Treeless] {
        let original = original();
        let Some(twin) = Twin::new(&original, form) else { return };
        let before = contents(twin.repo.path());
        let unasked = twin.goalpost(&["history", "--all", "-q"], &path());
        assert_eq!((unasked.code, unasked.stdout.as_str()), (2, ""), "{form:?}");
        assert!(unasked.stderr.starts_with("error: this partial clone has left out "), "{}", unasked.stderr);
        assert!(unasked.stderr.ends_with("\n  help: to fetch them from `origin`, add --fetch\n"), "{}", unasked.stderr);
        let answer = twin.goalpost(&["rollup", "--period", "all"], &path());
        assert!(answer.code == 0 && answer.stderr.contains("this partial clone has left out"), "{}", answer.stderr);
        assert_eq!(contents(twin.repo.path()), before, "{form:?}: nothing was fetched");
        let first = twin.goalpost(&["history", "--all", "--fetch"], &path());
        let note = "note: this is a partial clone; fetched ";
        let notes: Vec<_> = first.stderr.lines().filter(|line| line.starts_with(note)).collect();
        assert!(first.code == 0 && notes.len() == 1 && notes[0].ends_with(" objects from origin"), "{first:?}");
        let again = twin.goalpost(&["history", "--all"], &path());
        assert!(again.code == 0 && !again.stderr.contains(note), "{form:?}: {}", again.stderr);
        assert_eq!(first.stdout, again.stdout);
    }
}

#[test]
fn a_partial_clone_says_the_same() {
    same(Form::Partial);
    same(Form::Treeless);
}

#[test]
fn a_partial_clone_that_is_written_down_says_the_same() {
    same(Form::PartialExtension);
}

#[test]
fn a_partial_clone_without_its_remote_says_so() {
    let original = original();
    let Some(twin) = Twin::new(&original, Form::Partial) else { return };
    drop(original);
    let answer = twin.goalpost(&["history", "-q", "--all", "--fetch"], &path());
    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
    assert!(
        answer.stderr.starts_with("error: git cannot read the object ")
            && answer.stderr.contains("fetching it from origin failed"),
        "{}",
        answer.stderr
    );
    let answer = twin.goalpost(&["rollup", "--period", "all"], &path());
    assert!(
        answer.code == 0 && answer.stderr.contains("cannot read the history"),
        "the files are here: {}",
        answer.stderr
    );
    let answer = twin.goalpost(&["history", "--all", "--fetch"], OsStr::new(NOWHERE));
    assert!(answer.code == 2 && answer.stderr.contains("it is a partial clone, and git fetches"), "{}", answer.stderr);
}

#[test]
fn fetching_can_be_forbidden() {
    let original = original();
    let Some(twin) = Twin::new(&original, Form::Partial) else { return };
    let path = path();
    let environment =
        [("PATH", path.as_os_str()), ("HOME", twin.repo.path().as_os_str()), ("GIT_NO_LAZY_FETCH", OsStr::new("1"))];
    let before = contents(twin.repo.path());
    let answer = goalpost_with(&twin.repo.path().join("okrs"), &["history", "--all", "--fetch"], &environment);
    assert!(answer.code == 2 && answer.stderr.contains("GIT_NO_LAZY_FETCH forbids"), "{answer:?}");
    assert_eq!(contents(twin.repo.path()), before, "nothing was fetched");
}

#[test]
fn a_git_that_does_not_know_how_to_leave_it_fetches_nothing_either() {
    // Before 2.45 git does not know GIT_NO_LAZY_FETCH.
    let folder = tempfile::tempdir().expect("a folder");
    let old = folder.path().join("git");
    let text = format!("#!/bin/sh\nunset GIT_NO_LAZY_FETCH\nPATH='{}' exec git \"$@\"\n", path().display());
    std::fs::write(&old, text).expect("written");
    std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    for form in [Form::Partial, Form::PartialExtension, Form::Treeless] {
        let original = original();
        let Some(twin) = Twin::new(&original, form) else { return };
        let before = contents(twin.repo.path());
        for args in [&["history", "--all"][..], &["rollup", "--at", "HEAD~3"]] {
            let answer = twin.goalpost(&[args, &["-q"]].concat(), folder.path().as_os_str());
            assert!(
                answer.code == 2 && answer.stderr.starts_with("error: this partial clone has left out "),
                "{form:?}: {}",
                answer.stderr
            );
        }
        assert_eq!(contents(twin.repo.path()), before, "{form:?}: nothing was fetched");
    }
}

#[test]
fn where_git_dir_points_is_where_it_looks() {
    let Some(twin) = Twin::new(&original(), Form::Sha256) else { return };
    let said = twin.goalpost(&["history", "--all", "--format", "json"], &path()).stdout;
    let (path, top) = (path(), twin.repo.path());
    let elsewhere = tempfile::tempdir().expect("a folder");
    let okrs = top.join("okrs");
    for (from, git_dir, work_tree) in [
        (elsewhere.path(), top.join(".git"), Some(top.to_path_buf())),
        (top, ".git".into(), None),
        (okrs.as_path(), "../.git".into(), Some("..".into())),
        // What is not there is as if it were not set.
        (top, "/nowhere".into(), None),
    ] {
        let mut environment = vec![("PATH", path.as_os_str()), ("GIT_DIR", git_dir.as_os_str())];
        environment.extend(work_tree.as_ref().map(|top| ("GIT_WORK_TREE", top.as_os_str())));
        let args = ["history", "--all", "--format", "json", "--root", &okrs.to_string_lossy()];
        let answer = goalpost_with(from, &args, &environment);
        assert_eq!(answer.stdout, said, "{}: {}", git_dir.display(), answer.stderr);
    }
}

#[test]
fn reading_writes_nothing() {
    for form in [Form::Sha256, Form::Reftable, Form::SplitIndex] {
        let Some(twin) = Twin::new(&original(), form) else { continue };
        stage(&twin.repo);
        let before = contents(twin.repo.path());
        for args in [&["rollup"][..], &["check", "--staged"], &["history", "--all"], &["diff", "HEAD~2"]] {
            assert!(twin.answer(args).0 < 2);
        }
        assert_eq!(contents(twin.repo.path()), before, "{form:?}");
    }
}

#[test]
fn a_hook_sees_what_is_committed_through_the_program_too() {
    for form in [Form::Sha256, Form::SplitIndex] {
        let Some(twin) = Twin::new(&original(), form) else { continue };
        let repo = &twin.repo;
        let hook = repo.path().join(".git/hooks/pre-commit");
        std::fs::create_dir_all(hook.parent().expect("a folder")).expect("a folder");
        let text = format!(
            "#!/bin/sh\ncd okrs && exec '{}' check -q --staged --rule dangling-link\n",
            env!("CARGO_BIN_EXE_goalpost")
        );
        std::fs::write(&hook, text).expect("written");
        std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).expect("a mode");
        repo.write("okrs/n.yaml", "kind: key_result\nid: n\ntitle: N\nmeasures: nothing-there\n");
        repo.git(&["add", "-A"]);
        repo.shell("! git commit -q -m bad");
        repo.write("okrs/a2.yaml", "kind: key_result\nid: m\ntitle: N\nmeasures: o\n");
        repo.shell("git add okrs/a2.yaml && git commit -q -m good okrs/a2.yaml && ! git commit -q -a -m bad");
    }
}

#[test]
fn bare_repositories_and_linked_work_trees_of_sha256() {
    let Some(twin) = Twin::new(&original(), Form::Sha256) else { return };
    let elsewhere = tempfile::tempdir().expect("a folder");
    let linked = elsewhere.path().join("linked");
    twin.repo.git(&["worktree", "add", "-q", "--detach", &linked.to_string_lossy(), "HEAD"]);
    let path = path();
    let run = |folder: &std::path::Path, args: &[&str]| {
        goalpost_with(folder, args, &[("PATH", &path), ("HOME", elsewhere.path().as_os_str())])
    };
    let args = ["history", "a", "--format", "json", "--today", "2026-11-21"];
    let here = run(&linked.join("okrs"), &args);
    let there = twin.goalpost(&[&args[..], &["--at", "HEAD"]].concat(), &path);
    let goals = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON")["goals"].clone();
    assert_eq!(goals(&here.stdout), goals(&there.stdout), "{}", here.stderr);
    // A bare repository has its goals at the top.
    let top = Repo::made(|to| {
        twin.repo.git(&["init", "-q", "--object-format=sha256", "-b", "main", "--template=", &to.to_string_lossy()]);
    });
    top.write("goalpost.yaml", "");
    top.write("o.yaml", &twin.repo.read("okrs/o.yaml"));
    top.shell("git add -A && git commit -q -m goals");
    let bare = elsewhere.path().join("bare.git");
    top.git(&["clone", "-q", "--bare", ".", &bare.to_string_lossy()]);
    let answer = run(&bare, &["rollup", "--period", "all"]);
    assert!(answer.code == 0 && answer.stdout.contains("\nO "), "{answer:?}");
}

#[test]
fn what_belongs_to_another_stays_closed() {
    let Some(twin) = Twin::new(&original(), Form::Sha256) else { return };
    let path = path();
    let environment = [
        ("PATH", path.as_os_str()),
        ("HOME", twin.repo.path().as_os_str()),
        ("GIT_TEST_ASSUME_DIFFERENT_OWNER", OsStr::new("1")),
    ];
    let okrs = twin.repo.path().join("okrs");
    let answer = goalpost_with(&okrs, &["history", "-q", "--all"], &environment);
    let top = twin.repo.path().canonicalize().expect("a folder");
    let said = format!(
        "error: git does not trust `{0}`: it belongs to another user\n  help: if you trust it: git config --global --add safe.directory {0}\n",
        top.display()
    );
    assert_eq!((answer.code, answer.stderr), (2, said));
}

#[test]
fn a_git_that_is_too_old_is_quoted() {
    let Some(twin) = Twin::new(&original(), Form::Reftable) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let old = folder.path().join("git");
    std::fs::write(&old, "#!/bin/sh\n[ \"$1\" = --version ] && echo git version 2.30.0 && exit\nprintf 'fatal: unknown repository extension found:\\n\\trefstorage\\n' >&2\nexit 128\n").expect("written");
    std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    let answer = twin.goalpost(&["history", "-q", "--all"], folder.path().as_os_str());
    assert_eq!(
        (answer.code, answer.stderr.as_str()),
        (
            2,
            "error: git cannot read this repository: unknown repository extension found: refstorage\n  help: git status shows \
             it too; a newer git than this one (git version 2.30.0) may support it\n"
        )
    );
}

fn path() -> std::ffi::OsString {
    std::env::var_os("PATH").unwrap_or_default()
}

/// Without the git program commands that need git's history refuse, and the others do without.
fn needs_git(twin: &Twin, why: &str) {
    let said = format!(
        "error: this repository needs the `git` program, which is not on the PATH: {why}\n  help: install git, or add its \
         folder to the PATH\n"
    );
    for args in [&["history", "--all"][..], &["blame", "a"], &["rollup", "--at", "HEAD"], &["check", "--staged"]] {
        let answer = twin.goalpost(&[args, &["-q"]].concat(), OsStr::new(NOWHERE));
        assert_eq!((answer.code, answer.stdout.as_str(), answer.stderr.as_str()), (2, "", said.as_str()), "{args:?}");
    }
    let answer = twin.goalpost(&["rollup", "--period", "all"], OsStr::new(NOWHERE));
    assert!(
        answer.code == 0 && answer.stderr.contains(why) && answer.stderr.contains("cannot read the history"),
        "{answer:?}"
    );
}
