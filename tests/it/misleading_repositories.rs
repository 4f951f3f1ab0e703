//! Files of git's own that were made to mislead: an index that unfolds without end, files larger than any disk, a commit-graph
//! whose commits are their own parents, repositories that borrow from each other. Every command ends soon, and says what it
//! did not read.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use sha1::{Digest, Sha1};

use crate::support::program::{Answer, command};
use crate::support::repository::Repo;

const MISSION: &str = "kind: mission\nid: mission\ntitle: M\nstatement: S\n";

/// Most of what reads the index, the history or both.
const COMMANDS: &[&[&str]] = &[
    &["check"],
    &["check", "--staged"],
    &["rollup"],
    &["report", "--format", "markdown"],
    &["history", "--all"],
    &["diff", "HEAD"],
];

/// Goals below `okrs`, with two commits.
fn goals() -> Repo {
    let repo = Repo::new();
    repo.write("okrs/goalpost.yaml", "");
    repo.write("okrs/mission.yaml", MISSION);
    repo.commit("ana", "2026-10-02T08:00:00Z", "the mission");
    repo.write("okrs/mission.yaml", &MISSION.replace("title: M", "title: N"));
    repo.commit("ana", "2026-10-09T08:00:00Z", "a title");
    repo
}

/// A command that ends by itself, within half a minute on a machine that does much else.
fn run(repo: &Repo, args: &[&str]) -> Answer {
    let outputs = tempfile::tempdir().expect("a folder");
    let file = |name: &str| outputs.path().join(name);
    let create = |name: &str| Stdio::from(File::create(file(name)).expect("a file"));
    let mut command: Command = command(&repo.path().join("okrs"), args);
    command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    command.envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")]);
    let mut child = command.stdout(create("out")).stderr(create("err")).spawn().expect("it runs");
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be asked") {
            break status;
        }
        if began.elapsed() > Duration::from_mins(1) {
            child.kill().expect("it can be killed");
            panic!("{args:?} does not end");
        }
        sleep(Duration::from_millis(20));
    };
    let words = |name: &str| fs::read_to_string(file(name)).expect("read");
    let text = |name: &str| words(name).split_whitespace().collect::<Vec<_>>().join(" ");
    Answer { code: status.code().unwrap_or(-1), stdout: text("out"), stderr: text("err") }
}

/// An entry of the index, of a file or of a folder that is left out.
fn entry(path: &str, oid: &str, mode: u32) -> Vec<u8> {
    let is_folder = mode == 0o040_000;
    let mut bytes = vec![0; 24];
    bytes.extend(mode.to_be_bytes());
    bytes.extend([0; 12]);
    bytes.extend((0..20).map(|at| u8::from_str_radix(&oid[2 * at..2 * at + 2], 16).expect("hexadecimal")));
    let length = u16::try_from(path.len()).expect("short");
    bytes.extend((length | if is_folder { 0x4000 } else { 0 }).to_be_bytes());
    if is_folder {
        bytes.extend(0x4000_u16.to_be_bytes());
    }
    bytes.extend(path.as_bytes());
    bytes.resize(bytes.len() / 8 * 8 + 8, 0);
    bytes
}

/// Makes the checkout a sparse one, with the whole of one folder in the index as a tree (gitformat-index(5), `sdir`).
fn make_sparse(repo: &Repo, folder: &str, tree: &str) {
    for (key, value) in [("core.sparseCheckout", "true"), ("core.sparseCheckoutCone", "true"), ("index.sparse", "true")]
    {
        repo.git(&["config", key, value]);
    }
    fs::create_dir_all(repo.path().join(".git/info")).expect("a folder");
    repo.write(".git/info/sparse-checkout", "/*\n!/*/\n/okrs/\n!/okrs/*/\n");
    let blob = |path: &str| repo.git(&["hash-object", "-w", path]).trim().to_owned();
    let files = ["okrs/goalpost.yaml", "okrs/mission.yaml"];
    let mut index = [&b"DIRC"[..], &3_u32.to_be_bytes(), &3_u32.to_be_bytes()].concat();
    for path in files {
        index.extend(entry(path, &blob(path), 0o100_644));
    }
    index.extend(entry(&format!("{folder}/"), tree, 0o040_000));
    index.extend([&b"sdir"[..], &0_u32.to_be_bytes()].concat());
    index.extend(Sha1::digest(&index));
    fs::write(repo.path().join(".git/index"), index).expect("written");
}

/// A tree with the goal `far`, and so many trees around it, each with the one below it twice.
fn nested(repo: &Repo, depth: usize) -> String {
    let far = MISSION.replace("mission\nid: mission", "objective\nid: far").replace("statement: S", "period: 2026-Q4");
    repo.write("far.yaml", &far);
    repo.shell(&format!(
        "t=$(printf '100644 blob %s\\tfar.yaml\\n' $(git hash-object -w far.yaml) | git mktree); rm far.yaml\n\
         for i in $(seq {depth}); do t=$(for n in a b; do printf '040000 tree %s\\t%s\\n' $t $n; done | git mktree); done\n\
         echo $t >.git/tree"
    ));
    repo.read(".git/tree").trim().to_owned()
}

/// Git unfolded the folders of a sparse index for whoever asked what is in it, and never ended.
#[test]
fn an_index_that_unfolds_without_end_is_reported() {
    let repo = goals();
    let tree = nested(&repo, 24);
    make_sparse(&repo, "okrs/zoo", &tree);
    for args in COMMANDS {
        let run = run(&repo, args);
        assert!(run.code < 3, "{args:?}: {}", run.stderr);
        let told = "the index has the same folders again and again";
        assert!(run.stderr.contains(told), "{args:?}: {}{}", run.stdout, run.stderr);
    }
    let run = run(&repo, &["note", "mission", "done"]);
    assert!(run.code == 0 && repo.read("okrs/mission.yaml").contains("done"), "{}", run.stderr);
}

/// A sparse index is read as what it stands for.
#[test]
fn the_goals_of_a_folder_in_a_sparse_index_are_hidden_and_not_removed() {
    let repo = goals();
    let tree = nested(&repo, 0);
    make_sparse(&repo, "okrs/zoo", &tree);
    for args in [&["show", "far"][..], &["rollup", "--period", "all"], &["check", "--staged"]] {
        let run = run(&repo, args);
        assert!(run.code < 2 && !run.stderr.contains("cannot"), "{args:?}: {}{}", run.stdout, run.stderr);
        assert!(args[0] != "rollup" || run.stdout.contains("far"), "{}", run.stdout);
    }
    let run = run(&repo, &["note", "far", "done"]);
    assert!(run.code == 2 && !repo.path().join("okrs/zoo").exists(), "{}{}", run.stdout, run.stderr);
}

/// Files of git's that say that they are larger than any memory were read for minutes, or until memory ended.
#[test]
fn files_of_gits_that_are_larger_than_any_are_not_read() {
    for (path, told) in [
        ("index", "has 131072 MiB, more than git has in such a file"),
        ("packed-refs", "has 131072 MiB, more than git has in such a file"),
        ("HEAD", "has 131072 MiB, more than git has in such a file"),
        ("refs/heads/main", "has 131072 MiB, more than git has in such a file"),
        ("config", "has 131072 MiB, more than git has in such a file"),
        ("shallow", "has 131072 MiB, more than git has in such a file"),
        ("info/exclude", "has 131072 MiB, more than git has in such a file"),
        ("info/grafts", "has 131072 MiB, more than git has in such a file"),
        ("objects/info/alternates", "has 131072 MiB, more than git has in such a file"),
        ("objects/info/commit-graph", "has 131072 MiB, more than git has in such a file"),
        ("objects/pack/multi-pack-index", "has 131072 MiB, more than git has in such a file"),
        ("objects/pack/pack-aa.idx", "index of a pack is broken"),
        ("goalpost-verified", ""),
    ] {
        let repo = goals();
        let file = repo.path().join(".git").join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        File::options().create(true).append(true).open(&file).and_then(|it| it.set_len(128 << 30)).expect("made large");
        for args in [&["check"][..], &["check", "--staged"], &["rollup"]] {
            let run = run(&repo, args);
            assert!(run.code < 3, "{path}, {args:?}: {}", run.stderr);
            // What is staged is read whatever the history is.
            let is_told = run.stderr.contains(told) || path.ends_with("idx") && args.contains(&"--staged");
            assert!(is_told, "{path}, {args:?}: {}", run.stderr);
        }
    }
}

/// A commit-graph with a right checksum, in which each commit is its own parent.
#[test]
fn a_commit_graph_that_leads_in_a_circle_comes_to_an_end() {
    let repo = goals();
    repo.git(&["commit-graph", "write", "--reachable", "--changed-paths"]);
    let path = repo.path().join(".git/objects/info/commit-graph");
    let mut bytes = fs::read(&path).expect("read");
    let chunks = usize::from(bytes[6]);
    let data =
        (0..chunks).map(|at| &bytes[8 + 12 * at..20 + 12 * at]).find(|it| it.starts_with(b"CDAT")).expect("there");
    let start = usize::try_from(u64::from_be_bytes(data[4..].try_into().expect("eight"))).expect("small");
    for at in 0..2_u8 {
        let parent = start + 36 * usize::from(at) + 20;
        bytes[parent..parent + 4].copy_from_slice(&u32::from(at).to_be_bytes());
    }
    let end = bytes.len() - 20;
    let sum = Sha1::digest(&bytes[..end]);
    bytes[end..].copy_from_slice(&sum);
    fs::remove_file(&path).expect("removed");
    fs::write(&path, bytes).expect("written");
    for args in COMMANDS.iter().copied().chain([&["check", "--at", "HEAD~1"][..], &["digest", "--since", "2026-10-05"]])
    {
        let run = run(&repo, args);
        assert!(run.code < 3, "{args:?}: {}", run.stderr);
    }
}

/// Indexes of packs with right checksums, whose offsets lead far beyond the packs: libgit2 went there and crashed.
#[test]
fn an_index_that_leads_beyond_its_pack_crashes_nothing() {
    for name in ["multi-pack-index", "idx"] {
        let repo = goals();
        repo.git(&["repack", "-adq"]);
        repo.git(&["multi-pack-index", "write"]);
        let packs = repo.path().join(".git/objects/pack");
        let is_asked = |path: &Path| path.to_string_lossy().ends_with(name);
        let mut files = fs::read_dir(&packs).expect("a folder").flatten().map(|entry| entry.path());
        let index = files.find(|path| is_asked(path)).expect("it is there");
        let mut bytes = fs::read(&index).expect("read");
        let end = bytes.len() - 20;
        let (offsets, step) = if name == "idx" {
            fs::remove_file(packs.join("multi-pack-index")).expect("removed");
            let count =
                usize::try_from(u32::from_be_bytes(bytes[1028..1032].try_into().expect("four"))).expect("small");
            (1032 + 24 * count..end - 20, 4)
        } else {
            let at = bytes.windows(4).position(|it| it == b"OOFF").expect("there") + 8;
            let start = u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four"));
            (usize::try_from(start).expect("small") + 4..end, 8)
        };
        for at in offsets.step_by(step).take_while(|at| at + 4 <= end) {
            bytes[at] = 0x1F;
        }
        let sum = Sha1::digest(&bytes[..end]);
        bytes[end..].copy_from_slice(&sum);
        fs::remove_file(&index).expect("removed");
        fs::write(&index, bytes).expect("written");
        for args in COMMANDS.iter().copied().chain([&["check", "--at", "HEAD~1"][..]]) {
            let run = run(&repo, args);
            assert!((0..3).contains(&run.code), "{name}, {args:?}: {} {}", run.code, run.stderr);
        }
        let told = run(&repo, &["rollup"]).stderr;
        // By us, or by git, which finds out itself.
        assert!(told.contains("the index of a pack is broken") || told.contains("offset beyond end"), "{name}: {told}");
    }
}

#[test]
fn repositories_that_borrow_from_each_other_or_point_at_each_other_come_to_an_end() {
    let repo = goals();
    let other = repo.path().join("other");
    fs::create_dir_all(other.join("info")).expect("a folder");
    let write = |path: &Path, text: &str| {
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    };
    let objects = repo.path().join(".git/objects");
    write(&other.join("info/alternates"), &format!("{}\n", objects.display()));
    write(&objects.join("info/alternates"), &format!("{}\n/\n/proc\n/dev\n../objects\n", other.display()));
    for args in COMMANDS {
        let run = run(&repo, args);
        assert!(run.code == 0 && !run.stderr.contains("cannot"), "{args:?}: {}{}", run.stdout, run.stderr);
    }
    fs::remove_file(objects.join("info/alternates")).expect("removed");
    // Files that point at each other, or at themselves, are no repository; nor is the one around them theirs.
    write(&repo.path().join("beside/.git"), "gitdir: ../okrs/.git\n");
    for text in ["gitdir: ../beside/.git\n", "gitdir: .git\n", "gitdir: \n", "gitdir: /dev/zero\n"] {
        write(&repo.path().join("okrs/.git"), text);
        for args in COMMANDS {
            let run = run(&repo, args);
            assert!(run.code < 3 && !run.stdout.contains("2026-10-09"), "{text}, {args:?}: {}", run.stderr);
            assert!(args[0] != "history" || run.code == 2, "{text}: {}", run.stdout);
        }
    }
}
