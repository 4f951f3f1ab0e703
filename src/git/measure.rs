//! Numbers that a repository itself holds: commits, authors, days since a tag, lines with a text. The values of `git` sources.

use std::collections::BTreeSet;

use git2::Mailmap;

use super::commit::Signature;
use super::error::GitError;
use super::oids::Oid;
use super::record::message_of;
use super::repository::{Limit, Repository};
use crate::model::{Day, GitCount, Origin, days_between, parse_day, since_day};

/// Why a repository gives no number.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// The origin does not say what is needed.
    #[error("needs `{0}`")]
    Missing(&'static str),
    /// A field of the origin cannot be used.
    #[error("cannot use `{field}: {value}`: {help}")]
    Unusable {
        /// The field.
        field: &'static str,
        /// What is written there.
        value: String,
        /// What to write instead.
        help: &'static str,
    },
    /// The clone does not hold the whole history, so that any count would be too low.
    #[error(
        "is a shallow clone, whose history is cut off: fetch all of it (git fetch --unshallow; `fetch-depth: 0` in a workflow)"
    )]
    CutOff,
    /// No tag matches.
    #[error("has no tag `{0}`")]
    NoTag(String),
    /// There is no tag at all.
    #[error("has no tag")]
    NoTags,
    /// Git could not read the repository.
    #[error(transparent)]
    Git(#[from] GitError),
}

/// The number that a `git` source gives for an origin, as of a commit.
///
/// * `commits`: those reachable from the commit that are no merges, by the author's day from `since` on, limited to those that
///   changed something below `files`. A merge brings commits that are counted already.
/// * `authors`: the different addresses of authors of these commits, after the `.mailmap` of the measured commit.
/// * `days_since_tag`: the days from the newest tag that matches `tag` (of any branch: releases are often made beside the
///   trunk) to today; a tag's day is its tagger's, or its commit's where it has none.
/// * `matches`: the lines that contain `pattern` in the text files of the commit, below `files`.
///
/// # Errors
/// The origin lacks what the count needs, the clone is shallow, or git cannot read it.
pub fn measure(repository: &Repository, revision: Oid, origin: &Origin, today: Day) -> Result<f64, MeasureError> {
    #[allow(clippy::cast_precision_loss, reason = "no repository has 2^53 commits or lines")]
    let number = |count: usize| count as f64;
    let found = |count: usize| {
        if count == 0 {
            ensure_there(repository, revision, origin)?;
        }
        Ok(number(count))
    };
    match origin.count.ok_or(MeasureError::Missing("count"))? {
        GitCount::Commits => found(authors(repository, revision, origin, today)?.len()),
        GitCount::Authors => {
            let authors: BTreeSet<String> = authors(repository, revision, origin, today)?.into_iter().collect();
            found(authors.len())
        }
        GitCount::DaysSinceTag => {
            let day = newest_tag(repository, origin.tag.as_deref())?;
            Ok(number(usize::try_from(days_between(day, today)).unwrap_or(0)))
        }
        GitCount::Matches => found(matches(repository, revision, origin)?),
    }
}

/// Ensures that the file or folder to which a count is limited is in the commit: of a misspelt one, nothing is ever found.
fn ensure_there(repository: &Repository, revision: Oid, origin: &Origin) -> Result<(), MeasureError> {
    let Some(path) = plain_path_of(origin) else { return Ok(()) };
    let listed = answer(repository, &["ls-tree", "--name-only", &revision.to_string(), "--", path])?;
    if listed.is_some_and(|listed| !listed.is_empty()) {
        return Ok(());
    }
    let help = "there is no such file or folder in the commit";
    Err(MeasureError::Unusable { field: "files", value: path.to_owned(), help })
}

/// The address of the author of every commit that counts, in lower case.
fn authors(repository: &Repository, revision: Oid, origin: &Origin, today: Day) -> Result<Vec<String>, MeasureError> {
    ensure_whole(repository)?;
    let since = origin.since.as_deref().map(|text| since(text, today)).transpose()?;
    let name = revision.to_string();
    let mut args = vec!["log", "--no-merges", "--format=%as%x00%ae%x00%an", "--end-of-options", &name, "--"];
    let path = path_of(origin);
    args.extend(path.as_deref());
    let listed = answer(repository, &args)?.unwrap_or_default();
    // Git's own `%aE` takes the work tree's, which may be anyone's proposal.
    let mailmap = repository.mailmap_in(revision)?;
    let counted = listed.lines().filter_map(|line| {
        let (day, person) = line.split_once('\0')?;
        let (email, name) = person.split_once('\0')?;
        // Git's own `--since` compares the committer's time, and stops at the first commit that is older.
        let is_late = since.is_none_or(|since| parse_day(day).is_some_and(|day| day >= since));
        is_late.then(|| canonical(mailmap.as_ref(), name, email).to_lowercase())
    });
    Ok(counted.collect())
}

/// The address of a person after a mailmap.
fn canonical(mailmap: Option<&Mailmap>, name: &str, email: &str) -> String {
    let person = Signature { name: name.to_owned(), email: email.to_owned(), time: 0, offset: 0 };
    person.canonical(mailmap).email
}

/// The day of the newest tag that matches a pattern; without one, of all tags.
fn newest_tag(repository: &Repository, pattern: Option<&str>) -> Result<Day, MeasureError> {
    ensure_whole(repository)?;
    // In a pattern, `*` does not stand for a slash, which the names of tags may have.
    let refs = pattern.map_or_else(|| "refs/tags".to_owned(), |pattern| format!("refs/tags/{pattern}"));
    let listed = answer(repository, &["for-each-ref", "--format=%(creatordate:short)", &refs])?;
    let none = || pattern.map_or(MeasureError::NoTags, |pattern| MeasureError::NoTag(pattern.to_owned()));
    listed.unwrap_or_default().lines().filter_map(parse_day).max().ok_or_else(none)
}

/// The number of lines that contain a text.
fn matches(repository: &Repository, revision: Oid, origin: &Origin) -> Result<usize, MeasureError> {
    let pattern = origin.pattern.as_deref().ok_or(MeasureError::Missing("pattern"))?;
    if pattern.is_empty() || pattern.contains(['\n', '\0']) {
        let value = pattern.escape_debug().to_string();
        return Err(MeasureError::Unusable { field: "pattern", value, help: "write a text that is on one line" });
    }
    let revision = revision.to_string();
    let mut args = vec!["grep", "--fixed-strings", "--count", "-I", "-z", "--no-color", "--no-recurse-submodules"];
    args.extend(["-e", pattern, &revision, "--"]);
    let path = path_of(origin);
    args.extend(path.as_deref());
    // Git says 1 where nothing matches.
    let Some(listed) = answer(repository, &args)? else { return Ok(0) };
    let counts = listed.lines().filter_map(|line| line.rsplit_once('\0')?.1.parse::<usize>().ok());
    Ok(counts.sum())
}

/// A shallow clone has fewer commits and tags than the repository; a count of them would be wrong without a sign of it.
fn ensure_whole(repository: &Repository) -> Result<(), MeasureError> {
    if repository.limits().contains(&Limit::Shallow) { Err(MeasureError::CutOff) } else { Ok(()) }
}

/// The path to which a count is limited, from the top of the repository, with no sign in it read as a pattern.
fn path_of(origin: &Origin) -> Option<String> {
    plain_path_of(origin).map(|path| format!(":(top,literal){path}"))
}

/// The path to which a count is limited; none if that is everything.
fn plain_path_of(origin: &Origin) -> Option<&str> {
    let path = origin.files.as_deref()?.trim_start_matches("./").trim_end_matches('/');
    (!matches!(path, "" | ".")).then_some(path)
}

fn since(text: &str, today: Day) -> Result<Day, MeasureError> {
    since_day(text, today).ok_or_else(|| {
        let help = "write a day like 2026-10-01, or a length of time like 28d";
        MeasureError::Unusable { field: "since", value: text.to_owned(), help }
    })
}

/// What git answers; none if it says 1, with which it says that there is nothing.
fn answer(repository: &Repository, args: &[&str]) -> Result<Option<String>, MeasureError> {
    let output = repository.ask(&repository.top(), args)?;
    match output.status.code() {
        Some(0) => Ok(Some(String::from_utf8_lossy(&output.stdout).into_owned())),
        Some(1) if output.stderr.is_empty() => Ok(None),
        _ => Err(GitError::Unsupported(message_of(&output)).into()),
    }
}
