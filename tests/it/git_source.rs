//! What a repository tells about itself: the values of `git` sources.

use std::path::Path;

use goalpost::git::{Repository, measure};
use goalpost::model::{GitCount, Origin, parse_day};

use crate::support::repository::Repo;

fn number(folder: &Path, origin: &Origin) -> Result<f64, String> {
    let repository = Repository::open(folder).expect("a repository");
    let head = repository.head().expect("a commit").oid;
    measure(&repository, head, origin, parse_day("2026-11-21").expect("a day")).map_err(|it| it.to_string())
}

fn count(count: GitCount) -> Origin {
    Origin { count: Some(count), ..Origin::default() }
}

/// A file's commit by an author on a day.
fn commit(repo: &Repo, day: &str, name: &str, file: &str, text: &str) {
    repo.write(file, text);
    repo.commit(name, &format!("{day}T12:00:00Z"), "Work");
}

fn story() -> Repo {
    let repo = Repo::new();
    commit(&repo, "2026-09-01", "ana", "src/a.rs", "// TODO a\n// TODO b\nfn a() {}\n");
    commit(&repo, "2026-10-01", "ben", "docs/x.md", "TODO (x)* c\n");
    repo.git(&["tag", "v1.0"]);
    repo.branch("side");
    commit(&repo, "2026-11-01", "ANA", "src/b.rs", "// TODO d\n");
    repo.checkout("main");
    commit(&repo, "2026-11-02", "eva", "src/[c].rs", "// TODO e\0\n// binary\n");
    repo.merge("eva", "2026-11-03T12:00:00Z", "side");
    repo
}

#[test]
fn commits_and_authors_are_counted_without_merges() {
    let repo = story();
    let with = |origin: Origin| number(repo.path(), &origin);
    assert_eq!(with(count(GitCount::Commits)), Ok(4.0));
    assert_eq!(with(count(GitCount::Authors)), Ok(3.0));
    let since = |text: &str| Origin { since: Some(text.to_owned()), ..count(GitCount::Commits) };
    assert_eq!(with(since("2026-10-01")), Ok(3.0));
    assert_eq!(with(since("28d")), Ok(2.0));
    assert!(with(since("soon")).expect_err("no day").contains("write a day like 2026-10-01"));
    let below = |files: &str, what| with(Origin { files: Some(files.to_owned()), ..count(what) });
    assert_eq!(below("src", GitCount::Commits), Ok(3.0));
    assert_eq!(below("./src/", GitCount::Authors), Ok(2.0));
    // A path is no pattern.
    assert_eq!(below("src/[c].rs", GitCount::Commits), Ok(1.0));
    for what in [GitCount::Commits, GitCount::Authors] {
        for gone in ["src/*", "gone", "src/a.rs/x"] {
            let wanted = format!("cannot use `files: {gone}`: there is no such file or folder in the commit");
            assert_eq!(below(gone, what), Err(wanted));
        }
    }
    let late = Origin { files: Some("docs".to_owned()), ..since("28d") };
    assert_eq!(with(late), Ok(0.0), "it is there, and nothing of it changed");
    assert_eq!(with(Origin::default()), Err("needs `count`".to_owned()));
}

#[test]
fn lines_with_a_text_are_counted_in_the_files_of_the_commit() {
    let repo = story();
    let matches = |pattern: &str, files: Option<&str>| {
        let pattern = Some(pattern.to_owned());
        number(repo.path(), &Origin { pattern, files: files.map(str::to_owned), ..count(GitCount::Matches) })
    };
    assert_eq!(matches("TODO", None), Ok(4.0));
    assert_eq!(matches("TODO", Some("docs")), Ok(1.0));
    assert_eq!(matches("(x)*", None), Ok(1.0));
    assert_eq!(matches("gone", None), Ok(0.0));
    assert_eq!(matches("gone", Some("docs")), Ok(0.0));
    assert!(matches("TODO", Some("doc")).expect_err("misspelt").contains("no such file or folder in the commit"));
    assert_eq!(matches("--open-files-in-pager=touch evil", None), Ok(0.0));
    std::fs::write(repo.path().join("new"), "TODO\n").expect("a file");
    assert_eq!(matches("TODO", None), Ok(4.0));
    assert!(matches("a\nb", None).expect_err("two lines").contains("on one line"));
    assert_eq!(number(repo.path(), &count(GitCount::Matches)), Err("needs `pattern`".to_owned()));
}

#[test]
fn days_are_counted_since_the_newest_tag_that_matches() {
    let repo = story();
    repo.git_says("ana", "2026-11-11T12:00:00Z", &["tag", "-a", "-m", "x", "w2", "main"]);
    let days = |tag: Option<&str>| {
        number(repo.path(), &Origin { tag: tag.map(str::to_owned), ..count(GitCount::DaysSinceTag) })
    };
    assert_eq!(days(Some("v*")), Ok(51.0));
    assert_eq!(days(None), Ok(10.0));
    assert_eq!(days(Some("x*")), Err("has no tag `x*`".to_owned()));
    // The name of a tag may have a slash.
    repo.git_says("ana", "2026-11-16T12:00:00Z", &["tag", "-a", "-m", "x", "release/3", "main"]);
    assert_eq!(days(None), Ok(5.0));
    assert_eq!(days(Some("release/*")), Ok(5.0));
    let bare = Repo::new();
    commit(&bare, "2026-09-01", "ana", "a", "a");
    assert_eq!(number(bare.path(), &count(GitCount::DaysSinceTag)), Err("has no tag".to_owned()));
}

/// The work tree's `.mailmap` may be anyone's proposal.
#[test]
fn authors_are_told_apart_by_the_mailmap_of_the_commit() {
    let repo = Repo::new();
    commit(&repo, "2026-09-01", "ana", "a", "a");
    commit(&repo, "2026-09-02", "ben", "b", "b");
    let emails = repo.git(&["log", "--format=%ae"]);
    let map = format!("<{}> <{}>\n", emails.lines().next().expect("two"), emails.lines().nth(1).expect("two"));
    repo.write(".mailmap", &map);
    assert_eq!(number(repo.path(), &count(GitCount::Authors)), Ok(2.0));
    commit(&repo, "2026-09-03", "ana", ".mailmap", &map);
    assert_eq!(number(repo.path(), &count(GitCount::Authors)), Ok(1.0));
}

#[test]
fn a_clone_that_is_cut_off_is_not_counted() {
    let repo = story();
    let clone = repo.shallow(1);
    for what in [GitCount::Commits, GitCount::Authors, GitCount::DaysSinceTag] {
        assert!(number(clone.path(), &count(what)).expect_err("too few").contains("shallow clone"));
    }
    let pattern = Some("TODO".to_owned());
    assert_eq!(number(clone.path(), &Origin { pattern, ..count(GitCount::Matches) }), Ok(4.0));
}
