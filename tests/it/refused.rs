//! What is refused before it is written: names and places that are no goal's, files that cannot be read for certain,
//! and what `check` would call an error.

use std::fs;
use std::path::Path;

use crate::support::program::{folder, goalpost, says};
use crate::support::repository::Repo;

const OBJECTIVE: &str = "kind: objective\nid: queue\ntitle: Make the queue a pleasure\nowner: nia\nperiod: 2026-Q4\n";
const WAIT: &str = "kind: key_result\nid: wait\ntitle: Cut the wait from 9 minutes to 4\nmeasures: queue\nmetric: {name: wait, unit: minutes, baseline: 9, target: 4}\n";

fn goals() -> tempfile::TempDir {
    folder(&[("goalpost.yaml", ""), ("queue.yaml", OBJECTIVE), ("wait.yaml", WAIT)])
}

/// Runs a command that is refused, and sees that it wrote nothing.
fn refuses(folder: &Path, args: &[&str], said: &[&str]) {
    let before = files(folder);
    let refused = goalpost(folder, args);
    assert_eq!(refused.code, 2, "{args:?}: {}", refused.stdout);
    for said in said {
        assert!(refused.stderr.contains(said), "{args:?}, {said}: {}", refused.stderr);
    }
    assert_eq!(files(folder), before, "{args:?}");
}

/// Every file with its text.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.push((path.display().to_string(), fs::read(&path).expect("read")));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn no_goals_file_is_named_as_the_settings_or_the_organisation() {
    let goals = goals();
    for name in ["goalpost", "Org"] {
        let answer =
            says(goals.path(), &["new", "objective", "--title", name, "--owner", "nia", "--period", "2027", "-q"]);
        let file = format!("2027/goal-{}.yaml", name.to_lowercase());
        assert!(answer.contains(&file), "{answer}");
    }
    let with = |file: &'static str| ["new", "objective", "--title", "x", "--owner", "nia", "--file", file];
    for file in ["sub/goalpost.yaml", "sub/GoalPost.yaml", "deep/er/ORG.yaml"] {
        refuses(goals.path(), &with(file), &["is a reserved file name"]);
    }
    let exported = says(goals.path(), &["export", "-q"]);
    let there = tempfile::tempdir().expect("a folder");
    fs::write(there.path().join("goalpost.yaml"), "").expect("written");
    let lines: Vec<String> = exported
        .lines()
        .map(|line| line.replace("queue.yaml", "sub/goalpost.yaml").replace("wait.yaml", "sub/Org.yaml"))
        .collect();
    fs::write(there.path().join("goals.jsonl"), lines.join("\n")).expect("written");
    goalpost(there.path(), &["import", "goals.jsonl"]);
    let names: Vec<_> = files(there.path()).into_iter().map(|(name, _)| name).collect();
    assert!(
        names.iter().any(|it| it.ends_with("queue.yaml")) && names.iter().any(|it| it.ends_with("wait.yaml")),
        "{names:?}"
    );
    assert!(!names.iter().any(|it| it.contains("sub/")), "{names:?}");
}

#[test]
fn no_goal_is_written_where_it_would_not_be_read() {
    let repo = Repo::new();
    for (path, text) in [
        ("goalpost.yaml", "exclude: [\"templates/**\"]\n"),
        (".gitignore", "scratch/\n*.tmp.yaml\n"),
        ("queue.yaml", OBJECTIVE),
        ("wait.yaml", WAIT),
    ] {
        repo.write(path, text);
    }
    let with = |file: &'static str| ["new", "objective", "--title", "x", "--owner", "nia", "--file", file];
    refuses(repo.path(), &with("scratch/x.yaml"), &["scratch/x.yaml", ".gitignore"]);
    refuses(repo.path(), &with("deep/scratch/a/x.yaml"), &[".gitignore"]);
    refuses(repo.path(), &with("x.tmp.yaml"), &[".gitignore"]);
    refuses(repo.path(), &with("templates/x.yaml"), &["`exclude`"]);
    says(repo.path(), &["new", "objective", "--title", "x", "--owner", "nia", "--file", "fine/x.yaml"]);
    // An import says it of the row, and takes the others.
    let exported = says(repo.path(), &["export", "-q"]);
    let other = Repo::new();
    other.write("goalpost.yaml", "exclude: [fine]\n");
    other.write("goals.jsonl", &exported);
    let answer = goalpost(other.path(), &["import", "goals.jsonl"]);
    assert!(answer.code == 1 && answer.stdout.contains("`exclude`"), "{}{}", answer.stdout, answer.stderr);
    assert!(other.path().join("queue.yaml").exists() && !other.path().join("fine").exists());
}

#[test]
fn a_file_that_cannot_be_read_for_certain_is_not_edited() {
    let write = |files: &[(&str, &str)]| {
        let goals = goals();
        for (path, text) in files {
            fs::write(goals.path().join(path), text).expect("written");
        }
        goals
    };
    let twice = write(&[("wait.yaml", &format!("{WAIT}confidence: 0.1\nconfidence: 0.9\n"))]);
    let several = write(&[("wait.yaml", &format!("{WAIT}---\n{}", WAIT.replace("id: wait", "id: more")))]);
    let tagged = write(&[("wait.yaml", &WAIT.replace("title: Cut", "title: !!str Cut"))]);
    let namesakes = write(&[("other.yaml", WAIT)]);
    for (goals, said) in [(twice, "confidence"), (several, "document"), (tagged, "tag"), (namesakes, "other.yaml")] {
        for args in [
            &["checkin", "wait", "6", "--confidence", "0.5"][..],
            &["note", "wait", "fine"],
            &["rename", "wait", "delay"],
            &["close", "wait", "--as", "dropped", "--reason", "x"],
        ] {
            refuses(goals.path(), args, &["wait.yaml", said, "goalpost check"]);
        }
        // What is beside it can be written all the same.
        says(goals.path(), &["note", "queue", "fine", "-q"]);
    }
    // What is merely wrong is no obstacle: it may be what is put right.
    let wrong = write(&[("wait.yaml", &format!("{WAIT}confidence: often\n"))]);
    says(wrong.path(), &["checkin", "wait", "6", "--confidence", "0.5", "-q"]);
}

#[test]
fn what_check_would_call_an_error_is_not_written() {
    let goals = goals();
    let new = |more: &[&'static str]| [&["new", "objective", "--title", "Smile", "--owner", "nia"], more].concat();
    for (args, said) in [
        (new(&["--deadline", "2030-01-01"]), "deadline-outside-period"),
        (new(&["--supports", "queue", "--supports", "queue"]), "duplicate-link"),
        (vec!["new", "kpi", "--title", "Smiles", "--at-least", "5", "--at-most", "1"], "goalpost check"),
        (
            vec![
                "new",
                "key-result",
                "--title",
                "Smiles",
                "--measures",
                "queue",
                "--unit",
                "s",
                "--metric",
                "m",
                "--baseline",
                "5",
                "--target",
                "5",
            ],
            "target-equals-baseline",
        ),
    ] {
        refuses(goals.path(), &args, &[said, "nothing was written"]);
        refuses(goals.path(), &[&args[..], &["--dry-run"]].concat(), &[said]);
    }
    refuses(goals.path(), &["note", "wait", "x", "--link", " "], &[]);
    refuses(goals.path(), &["note", "wait", "x", "--about", ""], &[]);
    // A decision about a field that does not exist explains nothing.
    refuses(goals.path(), &["note", "wait", "x", "--about", "metric.tagret"], &["did you mean `metric.target`?"]);
    says(goals.path(), &["note", "wait", "x", "--about", "target", "--about", "milestones[0].due", "--dry-run"]);
}

#[test]
fn errors_that_were_there_before_keep_nobody_from_writing() {
    let goals = goals();
    fs::write(goals.path().join("broken.yaml"), "kind: objective\nid: broken\ntitle: T\nsupports: [nothing]\n")
        .expect("written");
    fs::write(
        goals.path().join("wait.yaml"),
        format!("{WAIT}confidense: 0.1\nlog:\n  - {{date: 2026-11-01, kind: note, text: a, link: ''}}\n"),
    )
    .expect("written");
    says(goals.path(), &["note", "wait", "fine", "-q"]);
    says(goals.path(), &["note", "broken", "fine", "-q"]);
}
