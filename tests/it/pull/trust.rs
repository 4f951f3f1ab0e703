//! What runs, and what does not: sources, questions and programs are those of the remote's trunk.

use super::{SETTINGS, TILL, bakery, program, publish, pull};
use crate::support::program::goalpost;
use crate::support::repository::Repo;

/// A file that is there once something ran that must not.
fn canary(repo: &Repo) -> (String, impl Fn() -> bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ran");
    let line = format!("touch '{}'", path.display());
    let _ = repo;
    (line, move || {
        let _ = &folder;
        path.exists()
    })
}

const SERVE: &str = "  current: 8\n  as_of: 2026-11-10\n  from: {source: till, query: \"5\"}\n";

/// What a proposal is called, and what it changes.
type Proposal<'l> = (&'static str, Box<dyn Fn(&Repo) + 'l>);

fn proposals(line: &str) -> Vec<Proposal<'_>> {
    let evil = format!("#!/bin/sh\n{line}\necho 4\n");
    let inline = format!("till: {{command: [sh, -c, \"{line}; echo 4\"]}}");
    let source = SETTINGS.lines().map(|it| if it.contains("till:") { format!("  {inline}") } else { it.to_owned() });
    let source = source.collect::<Vec<_>>().join("\n") + "\n";
    let trunk = source.replace("trunk: main", "trunk: evil");
    let query = SERVE.replace("\"5\"", "\"4\"");
    let program_text = evil.clone();
    vec![
        ("program", Box::new(move |repo: &Repo| program(repo, &program_text))),
        ("source", Box::new(move |repo: &Repo| repo.write("goalpost.yaml", &source))),
        ("query", Box::new(move |repo: &Repo| repo.write("serve.yaml", &super::key_result("serve", &query)))),
        (
            "trunk",
            Box::new(move |repo: &Repo| {
                repo.write("goalpost.yaml", &trunk);
                program(repo, &evil);
            }),
        ),
    ]
}

#[test]
fn a_proposal_runs_nowhere() {
    for place in ["branch", "detached", "merge ref", "uncommitted"] {
        let (line, _) = canary(&bakery(&[]));
        let names: Vec<&str> = proposals(&line).iter().map(|it| it.0).collect();
        for name in names {
            let repo = bakery(&[("serve", SERVE)]);
            let (line, has_run) = canary(&repo);
            let all = proposals(&line);
            let propose = &all.iter().find(|it| it.0 == name).expect("a proposal").1;
            repo.branch("evil");
            propose(&repo);
            if place != "uncommitted" {
                repo.commit("mallory", "2026-11-20T08:00:00Z", "Improve");
                // What a pipeline has fetched of the proposal.
                repo.git(&["update-ref", "refs/remotes/origin/evil", "HEAD"]);
            }
            match place {
                "detached" => drop(repo.git(&["checkout", "-q", "--detach"])),
                "merge ref" => {
                    repo.git(&["checkout", "-q", "--detach", "main"]);
                    repo.git_says(
                        "mallory",
                        "2026-11-20T09:00:00Z",
                        &["merge", "-q", "--no-ff", "-m", "Merge", "evil"],
                    );
                    repo.git(&["update-ref", "refs/pull/1/merge", "HEAD"]);
                }
                _ => {}
            }
            let answer = pull(repo.path(), &[]);
            assert!(!has_run(), "{name} in a {place} ran");
            let file = repo.read("serve.yaml");
            if name == "query" {
                assert!(
                    answer.stdout.contains("serve: left out, it asks something else than on origin/main"),
                    "{}",
                    answer.stdout
                );
                assert!(file.contains("current: 8\n"), "{name} {place}: {file}");
            } else {
                // The trunk's own program answers.
                assert!(file.contains("current: 5\n"), "{name} {place}: {file}\n{}{}", answer.stdout, answer.stderr);
            }
            assert!(!file.contains("current: 4"), "{name} in a {place}");
        }
    }
}

#[test]
fn without_the_remotes_trunk_nothing_is_asked_and_it_is_said_how_to_name_it() {
    let repo = bakery(&[("serve", SERVE)]);
    let (line, has_run) = canary(&repo);
    program(&repo, &format!("#!/bin/sh\n{line}\necho 4\n"));
    repo.commit("nia", "2026-11-20T08:00:00Z", "A till of our own");
    repo.git(&["symbolic-ref", "--delete", "refs/remotes/origin/HEAD"]);
    let answer = pull(repo.path(), &[]);
    assert_eq!(answer.code, 2, "{}", answer.stdout);
    assert!(answer.stderr.contains("there is no origin/HEAD"), "{}", answer.stderr);
    assert!(answer.stderr.contains("git remote set-head origin --auto"), "{}", answer.stderr);
    // A branch that was fetched and calls itself the trunk is not believed.
    assert!(!has_run());
    publish(&repo);
    repo.write("goalpost.yaml", &SETTINGS.replace("trunk: main", "trunk: gone"));
    repo.commit("nia", "2026-11-20T09:00:00Z", "Another trunk");
    publish(&repo);
    let answer = pull(repo.path(), &[]);
    assert_eq!(answer.code, 2, "{}", answer.stdout);
    assert!(answer.stderr.contains("name `gone` as trunk, and there is no origin/gone"), "{}", answer.stderr);
    assert!(!has_run());
}

#[test]
fn the_work_tree_is_trusted_by_a_person_at_a_terminal_alone() {
    let repo = bakery(&[("serve", SERVE)]);
    let answer = pull(repo.path(), &["--trust-worktree"]);
    assert_eq!(answer.code, 2);
    assert!(answer.stderr.contains("--trust-worktree is for a person at a terminal"), "{}", answer.stderr);
}

#[test]
fn a_file_of_the_work_tree_is_not_run_by_its_absolute_path() {
    let repo = bakery(&[("serve", SERVE)]);
    let (line, has_run) = canary(&repo);
    let program_path = repo.path().join("sources/till");
    repo.write("goalpost.yaml", &SETTINGS.replace("./sources/till", &program_path.to_string_lossy()));
    repo.commit("nia", "2026-11-20T08:00:00Z", "By its path");
    publish(&repo);
    program(&repo, &format!("#!/bin/sh\n{line}\necho 4\n"));
    let answer = pull(repo.path(), &[]);
    assert_eq!(answer.code, 1, "{}", answer.stdout);
    assert!(answer.stdout.contains("is a file of the work tree"), "{}", answer.stdout);
    assert!(!has_run());
}

#[test]
fn nothing_else_asks_a_source() {
    let repo = bakery(&[("serve", SERVE)]);
    let (line, has_run) = canary(&repo);
    program(&repo, &format!("#!/bin/sh\n{line}\necho 4\n"));
    repo.commit("nia", "2026-11-20T08:00:00Z", "A till that is heard");
    publish(&repo);
    for args in [
        &["check"][..],
        &["check", "--staged"],
        &["report", "--format", "json"],
        &["rollup"],
        &["diff"],
        &["agenda"],
        &["pull", "--list"],
        &["pull", "--explain"],
        &["scorecard"],
        &["show", "serve"],
    ] {
        goalpost(repo.path(), args);
        assert!(!has_run(), "{args:?} asked");
    }
    assert_ne!(TILL, "");
    pull(repo.path(), &[]);
    assert!(has_run(), "pull asks");
}
