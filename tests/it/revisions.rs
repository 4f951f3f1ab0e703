//! Time travel: what a revision shows is what its checkout shows; what cannot be looked at says what to do.

use std::path::Path;

use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;
use crate::support::story::story;

fn key_result(id: &str, current: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: K\nmeasures: o\nmetric: {{unit: EUR, baseline: 0, target: 10, {current}}}\n"
    )
}

/// A history with merges, renames, patterns that leave files out, and files that come and go.
pub(crate) fn eventful() -> Repo {
    let repo = Repo::new();
    repo.write("README", "a code repository\n");
    repo.commit("ana", "2026-09-28T08:00:00Z", "before there were goals");
    repo.write("okrs/goalpost.yaml", "exclude: [\"templates/**\"]\n");
    repo.write("okrs/o.yaml", "kind: objective\nid: o\ntitle: O\nlevel: team\nperiod: 2026-Q4\n");
    repo.write("okrs/a.yaml", &key_result("a", "current: 1, as_of: 2026-10-01"));
    repo.write("okrs/templates/t.yaml", &key_result("template", "current: 1"));
    repo.commit("ana", "2026-10-01T08:00:00Z", "goals");
    // Tracked before it was ignored: a checkout has the file, and nobody reads it.
    repo.write("okrs/draft.yaml", &key_result("ignored", "current: 1"));
    repo.write("okrs/keep/kept.yaml", &key_result("kept", "current: 3"));
    repo.commit("ana", "2026-10-02T08:00:00Z", "a draft");
    repo.write(".gitignore", "draft.yaml\nbuild/\n");
    repo.write("okrs/.gitignore", "keep/*\n!keep/kept.yaml\n*.yml\n");
    repo.write("okrs/other.yml", &key_result("other", "current: 1"));
    repo.git(&["add", "-f", "okrs/other.yml"]);
    repo.commit("ben", "2026-10-03T08:00:00Z", "ignore");
    repo.branch("side");
    repo.write("okrs/a.yaml", &key_result("a", "current: 4, as_of: 2026-10-06"));
    repo.write("okrs/.hidden/h.yaml", &key_result("hidden", "current: 1"));
    repo.commit("ben", "2026-10-06T08:00:00+05:00", "a value on the side");
    repo.checkout("main");
    repo.write("okrs/2026-Q4/a.yaml", &repo.read("okrs/a.yaml"));
    repo.remove("okrs/a.yaml");
    repo.write("okrs/b.yaml", &key_result("b", "current: 2, as_of: 2026-10-07"));
    repo.commit("ana", "2026-10-07T08:00:00Z", "move and add");
    repo.merge("cleo", "2026-10-08T08:00:00Z", "side");
    repo.write("okrs/goalpost.yaml", "exclude: [\"templates/**\", b.yaml]\ncadence: daily\n");
    repo.commit("ana", "2026-10-09T08:00:00Z", "leave b out");
    repo.write("okrs/broken.yaml", "kind: key_result\nid: broken\ntitle: [\n");
    repo.write("okrs/a-again.yaml", &key_result("a", "current: 9"));
    std::os::unix::fs::symlink("o.yaml", repo.path().join("okrs/link.yaml")).expect("a link");
    std::os::unix::fs::symlink("/etc/hostname", repo.path().join("okrs/out.yaml")).expect("a link");
    repo.commit("ben", "2026-10-10T08:00:00-09:00", "break things");
    repo.branch("other");
    repo.remove("okrs/broken.yaml");
    repo.remove("okrs/a-again.yaml");
    repo.write(
        "okrs/2026-Q4/a.yaml",
        &key_result("a", "current: 5, as_of: 2026-10-11").replace("target: 10", "target: 8"),
    );
    repo.commit("ben", "2026-10-11T08:00:00Z", "mend");
    repo.checkout("main");
    repo.write("okrs/goalpost.yaml", "cadence: weekly\nlevels: [company, team]\n");
    repo.write("src/main.c", "int main;\n");
    repo.commit("ana", "2026-10-12T08:00:00Z", "read b again");
    repo.merge("cleo", "2026-10-13T08:00:00Z", "other");
    repo.write("okrs/c.yaml", "kind: key_result\nid: c\nformerly: [b]\ntitle: K\nmeasures: o\nmetric: {unit: EUR, baseline: 0, target: 10, current: 7, as_of: 2026-10-14}\n");
    repo.remove("okrs/b.yaml");
    repo.commit("ana", "2026-10-14T08:00:00Z", "another id");
    repo
}

/// A rollup without what must differ between a revision and its checkout.
fn rollup(folder: &Path, args: &[&str]) -> serde_json::Value {
    let mut view = json(folder, &[&["rollup", "--period", "all", "--today", "2026-11-21"], args].concat());
    let envelope = view.as_object_mut().expect("an object");
    envelope.remove("revision");
    envelope.remove("root");
    view
}

#[test]
fn a_revision_is_what_its_checkout_is() {
    let repo = eventful();
    repo.write(".git/info/exclude", "c.yaml\n");
    let outside = tempfile::tempdir().expect("a folder");
    let commits = repo.git(&["log", "--format=%H", "--reverse", "--", "okrs"]);
    let mut goals = 0;
    for commit in commits.lines() {
        let checkout = outside.path().join(commit);
        let path = checkout.to_string_lossy();
        repo.git(&["worktree", "add", "-q", "--detach", &path, commit]);
        let at = rollup(&repo.path().join("okrs"), &["--at", commit]);
        let there = rollup(&checkout.join("okrs"), &[]);
        assert_eq!(at, there, "{}", repo.git(&["log", "-1", "--format=%s", commit]));
        goals += at["goals"].as_array().map_or(0, Vec::len);
    }
    // Merges that are the same as one side are not in the list; all else is.
    assert_eq!((commits.lines().count(), goals), (12, 44));
}

/// What a command says on standard error, having failed with 2 and said nothing else.
fn refusal(folder: &Path, args: &[&str]) -> String {
    let answer = goalpost(folder, args);
    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""), "{args:?}");
    answer.stderr
}

const GOAL: &str = "kind: objective\nid: o\ntitle: O\nperiod: 2026-Q4\n";

#[test]
fn without_git_there_is_nothing_to_look_back_on() {
    let folder = folder(&[("goalpost.yaml", ""), ("org.yaml", "teams: []\n"), ("o.yaml", GOAL)]);
    let said = "error: `.` is not in a git repository\n  help: this needs git's history: run it in a clone, or `git init` \
                and commit your goals\n";
    for args in [&["history", "o"][..], &["history", "--all"], &["blame", "o"], &["rollup", "--at", "HEAD"]] {
        assert_eq!(refusal(folder.path(), args), said, "{args:?}");
    }
    assert!(says(folder.path(), &["rollup"]).contains("not measured"));
}

#[test]
fn before_the_first_commit_there_is_no_history() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("org.yaml", "teams: []\n");
    repo.write("o.yaml", GOAL);
    let said = "error: nothing has been committed yet\n  help: commit your goals first: git add . && git commit\n";
    for args in [&["history", "o"][..], &["blame", "o"], &["rollup", "--at", "HEAD"], &["rollup", "--at", "2026-10-01"]]
    {
        assert_eq!(refusal(repo.path(), args), said, "{args:?}");
    }
    assert!(says(repo.path(), &["rollup"]).contains("not measured"));
}

#[test]
fn a_revision_that_is_not_there_is_named_with_what_may_be_meant() {
    let repo = story();
    for (name, help) in [
        ("mian", "did you mean `main`?"),
        ("mian~2", "did you mean `main~2`?"),
        ("HEAD~99", "name a branch, a tag, a commit, or a day such as 2026-10-01 or `2w ago`"),
        ("deadbeef", "name a branch, a tag, a commit, or a day such as 2026-10-01 or `2w ago`"),
        ("", "name a branch, a tag, a commit, or a day such as 2026-10-01 or `2w ago`"),
    ] {
        let said = refusal(repo.path(), &["rollup", "--at", name]);
        assert!(said.starts_with(&format!("error: there is no revision `{name}`\n  help: {help}")), "{said}");
    }
    // Where no revision has the name, a length of time is one.
    assert_eq!(says(repo.path(), &["rollup", "--at", "2w"]), says(repo.path(), &["rollup", "--at", "2w ago"]));
    // What is written as a day and is none says why.
    for (command, option) in [("rollup", "--at"), ("check", "--since"), ("align", "--compare")] {
        let said = refusal(repo.path(), &[command, option, "2026-11-31"]);
        assert!(
            said.starts_with("error: `2026-11-31` is no day: November has 30 days\n  help: write the day as"),
            "{said}"
        );
    }
    // A day is read as every option for days reads it.
    for day in ["7 Nov 2026", "07.11.2026"] {
        assert_eq!(says(repo.path(), &["rollup", "--at", day]), says(repo.path(), &["rollup", "--at", "2026-11-07"]));
    }
    assert_eq!(
        refusal(repo.path(), &["history", "--all", "--at", "2026-09-01"]),
        "error: there is no commit on or before 2026-09-01; the first is from 2026-09-24\n  help: the history begins on 2026-09-24\n"
    );
}

#[test]
fn a_shallow_clone_says_why_a_day_is_too_early() {
    let repo = story();
    let clone = repo.shallow(3);
    assert_eq!(
        refusal(clone.path(), &["rollup", "--at", "2026-10-01"]),
        "error: there is no commit on or before 2026-10-01; the first is from 2026-11-03\n  help: this shallow \
         clone ends there; to fetch the rest: git fetch --unshallow\n"
    );
    let answer = goalpost(clone.path(), &["rollup"]);
    assert_eq!((answer.code, answer.stderr.lines().count()), (0, 1), "one note: {}", answer.stderr);
}

#[test]
fn before_the_goals_existed_there_are_none() {
    let said = |root: &str, repo: &Repo, commit: &str| {
        let short = &repo.git(&["rev-parse", commit])[..7];
        format!(
            "error: `{root}` has no goals in {short}\n  help: the goals did not exist yet, or were in another folder: \
             name it with --root\n"
        )
    };
    let repo = eventful();
    let first = repo.git(&["rev-list", "--max-parents=0", "HEAD"]);
    let okrs = repo.path().join("okrs");
    assert_eq!(refusal(&okrs, &["rollup", "--at", &first]), said("okrs", &repo, &first));
    assert_eq!(refusal(&okrs, &["history", "a", "--at", &first]), said("okrs", &repo, &first));
    let top = Repo::new();
    top.write("README", "nothing yet\n");
    top.commit("ana", "2026-10-01T08:00:00Z", "begin");
    top.write("goalpost.yaml", "");
    top.write("o.yaml", GOAL);
    top.commit("ana", "2026-10-02T08:00:00Z", "goals");
    assert_eq!(refusal(top.path(), &["rollup", "--at", "HEAD~1"]), said(".", &top, "HEAD~1"));
}

#[test]
fn a_goal_that_is_not_there_says_what_became_of_it() {
    let repo = story();
    let help = |args: &[&str]| refusal(repo.path(), args);
    assert_eq!(
        help(&["blame", "second-regon"]),
        "error: there is no goal `second-regon`\n  help: did you mean `second-region`?\n"
    );
    repo.remove("region.yaml");
    assert_eq!(
        help(&["history", "second-region"]),
        "error: `second-region` was removed, which is not committed yet\n  help: its file was region.yaml; to see it: \
         goalpost show second-region --at HEAD\n"
    );
    let gone = repo.commit("maria", "2026-11-16T08:00:00Z", "No second region this year");
    let said = format!(
        "error: `second-region` was removed on 2026-11-16 by Maria López: No second region this year\n  help: its file was \
         region.yaml; to see it: goalpost show second-region --at {}^\n",
        &gone[..7]
    );
    assert_eq!(help(&["history", "second-region"]), said);
    assert_eq!(help(&["blame", "second-region"]), said);
    let before = format!("{}^", &gone[..7]);
    assert!(says(repo.path(), &["history", "second-region", "--at", &before]).starts_with("second-region   2 of 4"));
}

#[test]
fn a_goal_whose_file_never_parsed_is_left_to_check() {
    let repo = story();
    repo.write("broken.yaml", "kind: key_result\nid: broken\ntitle: [\n");
    repo.commit("tom", "2026-11-16T08:00:00Z", "a goal, nearly");
    let said = "note: 1 file cannot be read: broken.yaml; to see why: goalpost check\n\
                error: there is no goal `broken`\n  help: a file with this id exists but cannot be read as a goal; to see \
                why: goalpost check\n";
    assert_eq!(refusal(repo.path(), &["history", "broken"]), said);
    assert_eq!(refusal(repo.path(), &["blame", "broken"]), said);
    assert!(says(repo.path(), &["history", "--all"]).contains("6 goals"), "the others are told of");
}

#[test]
fn the_history_of_an_included_root_is_reported_here_too() {
    let repo = Repo::new();
    repo.write("people/goalpost.yaml", "");
    repo.write("people/grow.yaml", "kind: development\nid: grow\ntitle: Grow\nowner: ana\n");
    repo.write("okrs/goalpost.yaml", "include: [\"../people\"]\n");
    repo.write("okrs/o.yaml", GOAL);
    repo.commit("ana", "2026-10-01T08:00:00Z", "begin");
    let okrs = repo.path().join("okrs");
    for root in [okrs, repo.path().join("people")] {
        assert!(says(&root, &["blame", "grow"]).starts_with("grow   4 fields, set by one commit\n"), "{root:?}");
    }
}

/// A goal that git tracks vanished from the one clone whose `info/exclude` names it, and counted in all others.
#[test]
fn what_git_tracks_is_read_whatever_a_clone_ignores_for_itself() {
    let repo = Repo::new();
    let other = |id: &str| key_result(id, "current: 1");
    repo.write("okrs/goalpost.yaml", "");
    repo.write("okrs/o.yaml", GOAL);
    repo.write("okrs/a.yaml", &other("a"));
    repo.write("okrs/later/b.yaml", &other("b"));
    repo.commit("ana", "2026-10-02T08:00:00Z", "Add b");
    repo.write(".git/info/exclude", "a.yaml\n/okrs/later/\nmine*.yaml\n");
    repo.write("okrs/later/c.yaml", &other("c"));
    repo.write("okrs/mine.yaml", &other("m"));
    let ids = |args: &[&str]| {
        let view =
            json(&repo.path().join("okrs"), &[&["rollup", "--period", "all", "--today", "2026-11-21"], args].concat());
        let goals = view["goals"].as_array().expect("goals").clone();
        let mut ids: Vec<String> = goals.iter().map(|it| it["id"].as_str().expect("an id").to_owned()).collect();
        ids.sort();
        ids
    };
    for args in [&[][..], &["--at", "HEAD"]] {
        assert_eq!(ids(args), ["a", "b", "o"], "{args:?}");
    }
    let summary = |args: &[&str]| {
        let answer = goalpost(
            &repo.path().join("okrs"),
            &[&["check", "--today", "2026-11-21", "--format", "json"], args].concat(),
        );
        let view: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
        (view["summary"]["files"].clone(), view["summary"]["goals"].clone())
    };
    assert_eq!(summary(&["--staged"]), summary(&[]));
    // What `.gitignore` names is left out, tracked or not: every clone has that file.
    repo.write(".gitignore", "later/\n");
    assert_eq!(ids(&[]), ["a", "o"]);
}
