//! Repositories in which something is broken, through both doors: each says what, and what to do.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::program::{Answer, goalpost_with};
use crate::support::repository::Repo;

fn key_result(current: u8, day: &str) -> String {
    format!(
        "kind: key_result\nid: k\ntitle: K\nmeasures: o\nmetric: {{unit: x, baseline: 0, target: 10, current: {current}, as_of: {day}}}\n"
    )
}

/// Three commits, each with objects of its own, in one of git's formats; none if git does not know that.
fn repo(format: &str) -> Option<Repo> {
    let repo = Repo::new();
    fs::remove_dir_all(repo.path().join(".git")).expect("removed");
    repo.shell(&format!("git init -q -b main --template= --object-format={format} || mkdir .git"));
    if !repo.path().join(".git/HEAD").is_file() {
        return None;
    }
    repo.write("goalpost.yaml", "");
    repo.write("org.yaml", "teams: []\n");
    repo.write("o.yaml", "kind: objective\nid: o\ntitle: O\nperiod: 2026-Q4\n");
    for (current, day) in [(1, "2026-10-02"), (2, "2026-10-09"), (3, "2026-10-16")] {
        repo.write("k.yaml", &key_result(current, day));
        repo.commit("ana", &format!("{day}T08:00:00Z"), "a value");
    }
    // What the work tree has need not be read from git.
    repo.write("k.yaml", &key_result(4, "2026-10-23"));
    Some(repo)
}

fn run(folder: &Path, args: &[&str]) -> Answer {
    let path = std::env::var_os("PATH").unwrap_or_default();
    goalpost_with(
        folder,
        args,
        &[("PATH", &path), ("HOME", folder.as_os_str()), ("GIT_CONFIG_NOSYSTEM", OsStr::new("1"))],
    )
}

/// Where an object lies.
fn object(repo: &Repo, name: &str) -> PathBuf {
    let oid = repo.git(&["rev-parse", name]);
    repo.path().join(".git/objects").join(&oid[..2]).join(&oid[2..])
}

#[test]
fn an_object_that_cannot_be_read_is_named() {
    for format in ["sha1", "sha256"] {
        for (name, broken) in [
            ("HEAD", &["--at HEAD", "--at main~1", "--at 2026-10-09", "history", "diff"][..]),
            ("HEAD^{tree}", &["--at HEAD", "history", "diff"]),
            ("HEAD:k.yaml", &["--at HEAD", "history", "diff", "staged"]),
            ("HEAD~1", &["--at main~1", "--at 2026-10-09", "history", "since"]),
            ("HEAD~1^{tree}", &["--at main~1", "history", "since"]),
            ("HEAD~1:k.yaml", &["--at main~1", "history", "since"]),
        ] {
            for garbage in [Some("garbage"), None] {
                let Some(repo) = repo(format) else { continue };
                let file = object(&repo, name);
                fs::remove_file(&file).expect("removed");
                if let Some(garbage) = garbage {
                    fs::write(&file, garbage).expect("written");
                }
                for what in broken {
                    let args: Vec<&str> = match *what {
                        "history" => vec!["history", "--all"],
                        "diff" => vec!["diff"],
                        "since" => vec!["check", "--since", "HEAD~1"],
                        "staged" => vec!["check", "--staged"],
                        at => [&["rollup"], at.split(' ').collect::<Vec<_>>().as_slice()].concat(),
                    };
                    let answer = run(repo.path(), &args);
                    let said = format!("{format} {name} {args:?} {garbage:?}: {}", answer.stderr);
                    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""), "{said}");
                    assert!(answer.stderr.starts_with("error: git cannot read the object "), "{said}");
                    assert!(answer.stderr.contains("\n  help: run git fsck"), "{said}");
                }
                // The files are still there to be looked at.
                let answer = run(repo.path(), &["rollup"]);
                assert!(answer.code == 0 && answer.stdout.contains("40%"), "{name}: {}", answer.stderr);
                assert!(
                    answer.stderr.starts_with("note: cannot read the history: git cannot read the object "),
                    "{name}: {}",
                    answer.stderr
                );
            }
        }
    }
}

#[test]
fn an_index_that_cannot_be_read_is_named() {
    for format in ["sha1", "sha256"] {
        let Some(repo) = repo(format) else { continue };
        fs::write(repo.path().join(".git/index"), "garbage, but long enough to be taken for an index")
            .expect("written");
        let answer = run(repo.path(), &["check", "--staged"]);
        assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
        assert!(
            answer.stderr.starts_with("error: git cannot read this repository: ")
                && answer.stderr.contains("git status"),
            "{format}: {}",
            answer.stderr
        );
        assert_eq!(run(repo.path(), &["history", "--all"]).code, 0, "the index is not needed");
    }
}

#[test]
fn settings_that_cannot_be_read_are_named() {
    let Some(repo) = repo("sha1") else { return };
    fs::write(repo.path().join(".git/config"), "[core\n").expect("written");
    let answer = run(repo.path(), &["history", "--all"]);
    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
    assert!(
        answer.stderr.starts_with("error: git cannot read this repository: bad config line 1"),
        "{}",
        answer.stderr
    );
    // A version of the format that nobody knows.
    fs::write(repo.path().join(".git/config"), "[core]\n\trepositoryformatversion = 7\n").expect("written");
    let answer = run(repo.path(), &["history", "--all"]);
    assert!(answer.code == 2 && answer.stderr.contains("found 7"), "{}", answer.stderr);
}

#[test]
fn before_the_first_commit_both_doors_say_so() {
    for format in ["--object-format=sha256", "--ref-format=reftable"] {
        let repo = Repo::new();
        fs::remove_dir_all(repo.path().join(".git")).expect("removed");
        repo.shell(&format!("git init -q -b main --template= {format} || mkdir .git"));
        if !repo.path().join(".git/HEAD").is_file() {
            continue;
        }
        repo.write("goalpost.yaml", "");
        repo.write("org.yaml", "teams: []\n");
        repo.write("o.yaml", "kind: objective\nid: o\ntitle: O\nperiod: 2026-Q4\n");
        let said = "error: nothing has been committed yet\n  help: commit your goals first: git add . && git commit\n";
        for args in
            [&["history", "o"][..], &["blame", "o"], &["rollup", "--at", "HEAD"], &["rollup", "--at", "2026-10-01"]]
        {
            let answer = run(repo.path(), args);
            assert_eq!((answer.code, answer.stderr.as_str()), (2, said), "{format} {args:?}");
        }
        let answer = run(repo.path(), &["rollup"]);
        assert_eq!(
            (answer.code, answer.stderr.as_str()),
            (0, "note: no commits yet; trends, authors and moved goalposts are not available\n"),
            "{format}"
        );
        repo.git(&["add", "-A"]);
        assert!(run(repo.path(), &["check", "--staged"]).code < 2, "{format}");
    }
}

/// Flips a bit of a file, which git writes without leave to write it again.
fn flip(path: &Path, at: usize, bit: u8) {
    use std::os::unix::fs::PermissionsExt as _;
    let mut bytes = fs::read(path).expect("read");
    bytes[at] ^= 1 << bit;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644)).expect("a mode");
    fs::write(path, bytes).expect("written");
}

#[test]
fn a_flipped_bit_of_the_commit_graph_changes_no_answer() {
    let repo = repo("sha1").expect("git knows sha1");
    repo.git(&["commit-graph", "write", "--reachable", "--changed-paths"]);
    let graph = repo.path().join(".git/objects/info/commit-graph");
    let args = ["history", "k", "--format", "json"];
    let (whole, sound) = (fs::read(&graph).expect("read"), run(repo.path(), &args));
    assert!(sound.code == 0 && !sound.stderr.contains("commit-graph"), "{}", sound.stderr);
    for at in (0..whole.len()).step_by(whole.len() / 24) {
        flip(&graph, at, u8::try_from(at % 8).expect("a bit"));
        let answer = run(repo.path(), &args);
        assert_eq!(answer.stdout, sound.stdout, "byte {at}: {}", answer.stderr);
        assert!(answer.stderr.contains("the commit-graph is broken and not used"), "byte {at}: {}", answer.stderr);
        fs::write(&graph, &whole).expect("written");
    }
}

#[test]
fn a_flipped_bit_of_the_index_of_a_borrowed_pack_takes_no_answer_with_it() {
    let Some(lender) = repo("sha1") else { return };
    lender.git(&["repack", "-adq"]);
    let borrower = Repo::made(|path| {
        lender.git(&["clone", "-q", "--shared", ".", &path.to_string_lossy()]);
    });
    let asked = &["rollup", "--period", "all", "--at", "HEAD", "--format", "json"];
    let before = run(borrower.path(), asked).stdout;
    let packs = fs::read_dir(lender.path().join(".git/objects/pack")).expect("packs").flatten().map(|it| it.path());
    let index = packs.into_iter().find(|it| it.extension().is_some_and(|it| it == "idx")).expect("an index");
    let length = usize::try_from(index.metadata().expect("metadata").len()).expect("small");
    flip(&index, length - 60, 3);
    let after = run(borrower.path(), asked);
    let told = after.code == 2 && after.stderr.contains("error: ");
    assert!(told || after.stdout == before, "{}{}", after.stdout, after.stderr);
}

#[test]
fn a_flipped_bit_of_the_index_of_a_pack_takes_no_answer_with_it() {
    let repo = repo("sha1").expect("git knows sha1");
    repo.git(&["repack", "-q", "-a", "-d"]);
    repo.git(&["prune-packed"]);
    let pack = fs::read_dir(repo.path().join(".git/objects/pack")).expect("packs");
    let index =
        pack.flatten().map(|it| it.path()).find(|it| it.extension().is_some_and(|it| it == "idx")).expect("an index");
    let args = ["history", "k", "--format", "json"];
    let (whole, sound) = (fs::read(&index).expect("read"), run(repo.path(), &args));
    assert_eq!(sound.code, 0, "{}", sound.stderr);
    for at in (8..whole.len()).step_by(whole.len() / 16) {
        flip(&index, at, u8::try_from(at % 8).expect("a bit"));
        let answer = run(repo.path(), &args);
        let told = answer.code == 2 && answer.stderr.contains("error: ");
        let right = answer.code == 0 && answer.stdout == sound.stdout;
        assert!(told || right, "byte {at}: {}: {}{}", answer.code, answer.stdout, answer.stderr);
        fs::write(&index, &whole).expect("written");
    }
}
