//! Numbers that a repository itself holds: commits, authors, days since a tag, lines with a text. The values of `git` sources.

use std::collections::BTreeSet;

use super::error::GitError;
use super::oids::Oid;
use super::record::message_of;
use super::repository::{Limit, Repository};
use crate::model::{Day, GitCount, Origin, days_between, move_day, parse_day};

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
    /// Git could not read the repository.
    #[error(transparent)]
    Git(#[from] GitError),
}

/// The number that a `git` source gives for an origin, as of a commit.
///
/// * `commits`: those reachable from the commit that are no merges, by the author's day from `since` on, limited to those that
///   changed something below `files`. A merge brings commits that are counted already.
/// * `authors`: the different addresses of authors of these commits, after `.mailmap`.
/// * `days_since_tag`: the days from the newest tag that matches `tag` (of any branch: releases are often made beside the
///   trunk) to today; a tag's day is its tagger's, or its commit's where it has none.
/// * `matches`: the lines that contain `pattern` in the text files of the commit, below `files`.
///
/// # Errors
/// The origin lacks what the count needs, the clone is shallow, or git cannot read it.
pub fn measure(repository: &Repository, revision: Oid, origin: &Origin, today: Day) -> Result<f64, MeasureError> {
    #[allow(clippy::cast_precision_loss, reason = "no repository has 2^53 commits or lines")]
    let number = |count: usize| count as f64;
    match origin.count.ok_or(MeasureError::Missing("count"))? {
        GitCount::Commits => Ok(number(authors(repository, revision, origin, today)?.len())),
        GitCount::Authors => {
            let authors: BTreeSet<String> = authors(repository, revision, origin, today)?.into_iter().collect();
            Ok(number(authors.len()))
        }
        GitCount::DaysSinceTag => {
            let day = newest_tag(repository, origin.tag.as_deref().unwrap_or("*"))?;
            Ok(number(usize::try_from(days_between(day, today)).unwrap_or(0)))
        }
        GitCount::Matches => Ok(number(matches(repository, revision, origin)?)),
    }
}

/// The address of the author of every commit that counts, in lower case.
fn authors(repository: &Repository, revision: Oid, origin: &Origin, today: Day) -> Result<Vec<String>, MeasureError> {
    ensure_whole(repository)?;
    let since = origin.since.as_deref().map(|text| since(text, today)).transpose()?;
    let revision = revision.to_string();
    let mut args = vec!["log", "--no-merges", "--format=%as%x00%aE", "--end-of-options", &revision, "--"];
    let path = path_of(origin);
    args.extend(path.as_deref());
    let listed = answer(repository, &args)?.unwrap_or_default();
    let counted = listed.lines().filter_map(|line| {
        let (day, email) = line.split_once('\0')?;
        // Git's own `--since` compares the committer's time, and stops at the first commit that is older.
        let is_late = since.is_none_or(|since| parse_day(day).is_some_and(|day| day >= since));
        is_late.then(|| email.to_lowercase())
    });
    Ok(counted.collect())
}

/// The day of the newest tag that matches a pattern.
fn newest_tag(repository: &Repository, pattern: &str) -> Result<Day, MeasureError> {
    ensure_whole(repository)?;
    let pattern_of_refs = format!("refs/tags/{pattern}");
    let listed = answer(repository, &["for-each-ref", "--format=%(creatordate:short)", &pattern_of_refs])?;
    let days = listed.unwrap_or_default();
    days.lines().filter_map(parse_day).max().ok_or_else(|| MeasureError::NoTag(pattern.to_owned()))
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
    let path = origin.files.as_deref()?.trim_start_matches("./").trim_end_matches('/');
    (!matches!(path, "" | ".")).then(|| format!(":(top,literal){path}"))
}

fn since(text: &str, today: Day) -> Result<Day, MeasureError> {
    let day = parse_day(text).or_else(|| move_day(today, text, false));
    day.ok_or_else(|| {
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
