//! How long a goals repository's history takes: a hundred goals, a thousand commits of check-ins.

mod company;

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use criterion::{Criterion, Throughput};
use goalpost::analysis::history::GoalHistory;
use goalpost::analysis::numbers::Timeline;
use goalpost::git::HistoryRange;
use goalpost::model::parse_day;
use goalpost::project::Project;

const GOALS: usize = 100;
const COMMITS: u64 = 1_000;
/// 2026-10-01 at noon, in UTC.
const FIRST: u64 = 1_790_856_000;
/// An hour between commits; the last falls into the quarter's seventh week.
const STEP: u64 = 3_600;

/// What git's fast-import reads: the company at first, then a check-in of one key result with each commit.
fn stream() -> String {
    let files = company::company(GOALS);
    let mut stream = String::from("feature done\n");
    let commit = |stream: &mut String, number: u64, files: &[(String, String)]| {
        let when = FIRST + number * STEP;
        let _ =
            write!(stream, "commit refs/heads/main\ncommitter P <p@measured.example> {when} +0000\ndata 8\ncheck in\n");
        for (path, text) in files {
            let _ = write!(stream, "M 100644 inline {path}\ndata {}\n{text}\n", text.len());
        }
    };
    commit(&mut stream, 0, &files);
    let objectives = (GOALS - 1) / 4;
    for number in 1..COMMITS {
        let place = usize::try_from(number).expect("a small number");
        let objective = place % objectives;
        let text = company::key_result(objective, 0, 100 - place / 12);
        commit(&mut stream, number, &[(format!("goals/000/o-{objective}-kr-0.yaml"), text)]);
    }
    stream.push_str("done\n");
    stream
}

fn git(folder: &Path, args: &[&str], input: &str) {
    let mut git = Command::new("git")
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("git runs");
    git.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("git reads");
    assert!(git.wait().expect("git ends").success(), "git {args:?}");
}

fn history(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    git(folder.path(), &["init", "--quiet", "-b", "main"], "");
    git(folder.path(), &["fast-import", "--quiet", "--done"], &stream());
    git(folder.path(), &["reset", "--quiet", "--hard"], "");
    let project = Project::open(folder.path()).expect("goals");
    let today = parse_day("2026-11-21").expect("a day");

    let mut group = criterion.benchmark_group("history");
    group.sample_size(10).throughput(Throughput::Elements(COMMITS));
    group.bench_function("whole", |bencher| {
        bencher.iter(|| {
            let repository = project.repository.as_ref().expect("a repository");
            let tip = repository.head().expect("a commit").oid;
            let history =
                GoalHistory::read(repository, tip, HistoryRange::default(), &project.workspace).expect("a history");
            black_box(Timeline::from_history(&project.workspace, history, today))
        });
    });
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    history(&mut criterion);
    criterion.final_summary();
}
