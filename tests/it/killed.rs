//! SIGKILL at random moments of every command that writes several files: the next command that writes leaves the goals
//! as they were or as they were to be, whole, and nothing beside them.
//!
//! `KILLS=500 cargo test --test it killed -- --nocapture` kills each command so often, half an hour in all.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::chance::Chance;
use crate::support::files::contents;
use crate::support::program::command;
use crate::support::repository::Repo;

/// Commands that write several files.
const COMMANDS: &[&[&str]] = &[
    &["rename", "queue", "line"],
    &["rename", "queue", "line", "--commit"],
    &["reassign", "--owner", "nia", "--to", "tom"],
    &["close", "old", "old-0", "old-1", "old-2", "old-3", "--as", "missed"],
    &["carry-over", "--from", "2026-Q3", "--to", "2026-Q4"],
    &[
        "new",
        "objective",
        "--title",
        "Bake rye",
        "--owner",
        "nia",
        "--key-results",
        "5",
        "--file",
        "deep/down/rye.yaml",
    ],
    &["import", "more.jsonl"],
    &["checkin", "--from", "values.csv"],
    &["check", "--fix"],
    &["init", "--ci", "github", "--editor", "--merge-driver"],
];

/// What no command writes but the one that makes the others whole.
const OTHER: &str = "kind: kpi\nid: other\ntitle: Loaves\nunit: loaves\n";
const MANY: usize = 12;

fn goals() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("org.yaml", "people: [{id: nia, name: Nia}, {id: tom, name: Tom}]\n");
    repo.write("other.yaml", OTHER);
    let (mut rows, mut values) = (String::new(), "goal,value,as_of\n".to_owned());
    for (id, period) in [("queue", "2026-Q4"), ("old", "2026-Q3")] {
        let text =
            format!("kind: objective\nid: {id}\ntitle: Make the {id} a pleasure\nowner: nia\nperiod: {period}\n");
        repo.write(&format!("{id}.yaml"), &text);
        for number in 0..MANY {
            repo.write(
                &format!("{id}-{number}.yaml"),
                &format!(
                    "kind: key_result\nid: {id}-{number}\ntitle: Cut wait {number} from 9 minutes to 4\nowner: \
                     nia\nmeasures: {id}\nmetric: {{name: {id} {number}, unit: minutes, baseline: 9, target: 4, current: \
                     6, as_of: 2026-09-20}}\n"
                ),
            );
        }
    }
    for number in 0..MANY {
        let spare =
            format!("kind: Objective\nid: spare-{number}\ntitle: Spare {number}\nowner: nia\nperiod: 2026-Q4\n");
        repo.write(&format!("spare-{number}.yaml"), &spare);
        rows += &format!("{{\"kind\":\"kpi\",\"id\":\"new-{number}\",\"title\":\"Number {number}\"}}\n");
        values += &format!("queue-{number},5,2026-11-20\n");
    }
    repo.write("more.jsonl", &rows);
    repo.write("values.csv", &values);
    for (key, value) in [("user.email", "nia@northwind.example"), ("user.name", "Nia")] {
        repo.git(&["config", key, value]);
    }
    repo.commit("nia", "2026-10-01T08:00:00Z", "Set the goals");
    repo
}

fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = command(folder, args);
    command.envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")]);
    // The commits of `--commit` are made by git, which is looked for there.
    command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
    command
}

/// The files of the work tree, by their paths from its top.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let all =
        contents(root).into_iter().map(|(path, text)| (path.strip_prefix(root).expect("inside").to_owned(), text));
    all.filter(|(path, _)| !path.starts_with(".git")).collect()
}

/// Whether there are files under temporary names, which are written before the first file is replaced.
fn is_writing(root: &Path) -> bool {
    let names = fs::read_dir(root).into_iter().flatten().flatten();
    names.map(|it| it.file_name()).any(|it| it.to_string_lossy().starts_with(".goalpost-"))
}

/// A moment within some time.
fn moment(chance: &mut Chance, limit: Duration) -> Duration {
    limit * u32::try_from(chance.below(10_000)).expect("small") / 10_000
}

#[test]
#[allow(clippy::print_stdout, reason = "with --nocapture it says how much was tried")]
fn whenever_a_command_is_killed_the_next_one_that_writes_leaves_the_goals_whole() {
    let kills: usize = std::env::var("KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(6);
    let original = goals();
    let old = files(original.path());
    let mut chance = Chance::new(1);
    let mut midway = 0;
    for line in COMMANDS {
        let clean = original.copy();
        let began = Instant::now();
        let done = program(clean.path(), line).status().expect("it runs");
        let lasted = began.elapsed();
        // `check` fails for what it cannot mend.
        assert!(matches!(done.code(), Some(0 | 1)), "{line:?}");
        let new = files(clean.path());
        assert!(new != old, "{line:?} writes");
        let (mut cut, mut finished) = (0, 0);
        for round in 0..kills {
            let repo = original.copy();
            let mut child = program(repo.path(), line).spawn().expect("it runs");
            if round % 2 == 0 {
                sleep(moment(&mut chance, lasted));
            } else {
                while !is_writing(repo.path()) && child.try_wait().expect("it can be asked").is_none() {}
                sleep(moment(&mut chance, Duration::from_millis(12)));
            }
            child.kill().expect("it can be killed");
            child.wait().expect("it ends");
            // A lock of git's that was left is the user's to remove, as git says.
            let _ = fs::remove_file(repo.path().join(".git/index.lock"));
            let now = files(repo.path());
            cut += usize::from(now != old && now != new);
            let next = program(repo.path(), &["note", "other", "done"]).status().expect("it runs");
            assert_eq!(next.code(), Some(0), "{line:?}, killed in round {round}");
            repo.write("other.yaml", OTHER);
            let whole: BTreeMap<_, _> = files(repo.path())
                .into_iter()
                .filter(|(path, _)| !path.to_string_lossy().contains(".goalpost-"))
                .collect();
            finished += usize::from(whole == new);
            assert!(whole == old || whole == new, "{line:?}, killed in round {round}: {:?}", whole.keys());
        }
        midway += cut;
        println!("{line:?}: {kills} kills, {cut} in the middle of writing, {finished} with the new goals");
    }
    assert!(midway > 0, "none was killed in the middle");
}
