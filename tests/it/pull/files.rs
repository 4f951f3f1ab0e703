//! The files of the trunk that sources name: where they are looked for, and what is said of those that are not there.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::{BOARD, OBJECTIVE, SETTINGS, TILL, bakery, key_result, program, publish, pull, pull_with};
use crate::support::repository::Repo;

const SERVE: &str = "  current: 8\n  as_of: 2026-11-10\n  from: {source: till, query: \"5\"}\n";

/// The bakery with other settings on the trunk.
fn with_settings(settings: &str, metric: &str) -> Repo {
    let repo = bakery(&[("serve", metric)]);
    repo.write("goalpost.yaml", settings);
    repo.commit("nia", "2026-11-20T08:00:00Z", "Other sources");
    publish(&repo);
    repo
}

/// Anyone may write beside the temporary folder in which a source's files are.
#[test]
fn a_path_that_leads_out_of_the_repository_is_not_run_or_read_beside_the_temporary_folder() {
    let shared = tempfile::tempdir().expect("a folder");
    let (evil, ran) = (shared.path().join("evil"), shared.path().join("ran"));
    fs::create_dir(&evil).expect("a folder");
    fs::write(evil.join("n"), format!("#!/bin/sh\ntouch '{}'\necho 4\n", ran.display())).expect("a file");
    fs::set_permissions(evil.join("n"), fs::Permissions::from_mode(0o755)).expect("a program");
    fs::write(evil.join("board.csv"), "kr;value;day\nserve;4;2026-11-20\n").expect("a file");
    let till = "command: [\"./sources/till\", \"{query}\"]";
    let of = |source: &str| SETTINGS.replace(till, source);
    let by_query = "  current: 8\n  as_of: 2026-11-10\n  from: {source: till, query: \"../evil/n\"}\n";
    let plain = "  current: 8\n  as_of: 2026-11-10\n  from: {source: till}\n";
    for (source, metric, named) in [
        ("command: [\"../evil/n\"]", plain, "../evil/n"),
        ("command: [\"./sources/../../evil/n\"]", plain, "./sources/../../evil/n"),
        ("command: [sh, \"../evil/n\"]", plain, "../evil/n"),
        ("command: [sh, \"{query}\"]", by_query, "../evil/n"),
        ("csv: ../evil/board.csv, key: kr, value: value, date: day", plain, "../evil/board.csv"),
        ("prometheus: \"https://localhost:1\", ca: ../evil/ca.pem", SERVE, "../evil/ca.pem"),
        ("command: [\"./sources/till\", \"{query}\"], files: [../evil/n]", SERVE, "../evil/n"),
    ] {
        let repo = with_settings(&of(source), metric);
        for args in [&[][..], &["--explain"]] {
            let answer = pull_with(repo.path(), args, &[("TMPDIR", shared.path().as_os_str())]);
            let text = answer.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
            let wanted = format!("`{named}` is outside of the repository: write an absolute path");
            assert!(text.contains(&wanted), "{source} {args:?}: {}{}", answer.stdout, answer.stderr);
        }
        assert!(!ran.exists(), "{source} ran");
        assert!(repo.read("serve.yaml").contains("current: 8\n"), "{source}");
    }
}

#[test]
fn goals_below_a_folder_find_their_files_whatever_dots_its_name_has() {
    for root in [".okr", "okr.", "goals/.q4"] {
        let repo = Repo::new();
        let at = |path: &str| format!("{root}/{path}");
        let above = format!("{}sources/till", "../".repeat(root.split('/').count()));
        repo.write(&at("goalpost.yaml"), &SETTINGS.replace("./sources/till", &above));
        repo.write(&at("queue.yaml"), OBJECTIVE);
        repo.write(&at("data/board.csv"), BOARD);
        program(&repo, TILL);
        repo.write(&at("serve.yaml"), &key_result("serve", SERVE));
        repo.write(&at("wait.yaml"), &key_result("wait", "  from: {source: board}\n"));
        repo.commit("nia", "2026-10-02T08:00:00Z", "Set the goals");
        publish(&repo);
        let answer = pull(&repo.path().join(root), &[]);
        assert!(answer.stdout.ends_with("2 written\n"), "{root}: {}{}", answer.stdout, answer.stderr);
    }
}

#[test]
fn a_file_that_the_trunk_does_not_have_or_that_is_too_large_is_named() {
    for (from, to, named) in [
        ("./sources/till", "./sources/tall", "`./sources/tall` is no file on origin/main"),
        ("data/board.csv", "data/bord.csv", "`data/bord.csv` is no file on origin/main"),
        ("timeout: 20s", "files: [sources]", "`sources` is no file on origin/main"),
        ("data/board.csv", "data/large.csv", "`data/large.csv` is larger than 20 MiB"),
    ] {
        let repo = bakery(&[("serve", SERVE), ("wait", "  from: {source: board}\n")]);
        repo.write("goalpost.yaml", &SETTINGS.replace(from, to));
        if to.contains("large") {
            repo.write("data/large.csv", &format!("{BOARD}{}", "x;1;2026-11-01\n".repeat(1_400_000)));
        }
        repo.commit("nia", "2026-11-20T08:00:00Z", "Other sources");
        publish(&repo);
        // Here they are, which does not count.
        repo.write("data/bord.csv", BOARD);
        let answer = pull(repo.path(), &[]);
        let text = answer.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(named), "{to}: {}{}", answer.stdout, answer.stderr);
        assert!(text.ends_with("1 written · 1 failed"), "{to}: {text}");
        assert_eq!(answer.code, 1);
    }
}

/// A table whose days are written as people write them was refused, row by row.
#[test]
fn the_days_of_a_table_are_read_as_people_write_them() {
    let wait = "  current: 8\n  as_of: 2026-11-10\n  from: {source: board, key: wait}\n";
    for (days, told) in [
        (["19.11.2026", "20.11.2026"], Some("as_of: 2026-11-20")),
        (["19 Nov 2026", "Nov 20, 2026"], Some("as_of: 2026-11-20")),
        (["11/19/2026", "11/20/2026"], Some("as_of: 2026-11-20")),
        (["46345", "46346"], Some("as_of: 2026-11-20")),
        // A plan has rows for days to come.
        (["20.11.2026", "24.12.2026"], Some("current: 6.5")),
        (["19.11.2026", "11/12/2026"], None),
    ] {
        let repo = bakery(&[("wait", wait)]);
        repo.write("data/board.csv", &format!("kr;value;day\nwait;6,5;{}\nwait;6;{}\n", days[0], days[1]));
        repo.commit("nia", "2026-11-20T08:00:00Z", "Days");
        publish(&repo);
        let answer = pull(repo.path(), &[]);
        if let Some(line) = told {
            assert!(repo.read("wait.yaml").contains(line), "{days:?}: {}{}", answer.stdout, answer.stderr);
        } else {
            let text = answer.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains("may be 2026-11-12 or 2026-12-11"), "{days:?}: {text}{}", answer.stderr);
            assert!(repo.read("wait.yaml").contains("current: 8\n"));
        }
    }
}
