//! The demo: the goals of Lanterna, an online bookshop, with the git history of a quarter and a half.
//!
//! The history is in `lanterna/`, in the language of [`crate::git::Story`]. Nothing in it depends on the machine or the
//! time, so the names of the commits are always the same.

mod branches;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use branches::{Branches, TRUNK};

use crate::git::{Composer, GitError, Oid, Story, StoryCommit};
use crate::model::{Day, Workspace};
use crate::source::{SourceSet, is_yaml};

/// Today's date in the demo: the day after the last commit.
pub const TODAY: Day = Day::constant(2026, 11, 21);

/// The story, one commit after the other.
const STORY: &str = concat!(
    include_str!("lanterna/people.txt"),
    include_str!("lanterna/september.txt"),
    include_str!("lanterna/october.txt"),
    include_str!("lanterna/november.txt"),
);

/// The result of writing a demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    /// The last commit.
    pub tip: Oid,
    /// The number of commits.
    pub commits: usize,
    /// The number of goals in the last commit.
    pub goals: usize,
    /// The number of people who committed.
    pub people: usize,
    /// The day of the first commit.
    pub first: Day,
    /// The day of the last commit.
    pub last: Day,
}

/// Why a demo was not written.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The folder is not empty; it is left alone.
    #[error("`{}` is there already, and not empty", .0.display())]
    Occupied(PathBuf),
    /// The path exists and is not a folder.
    #[error("`{}` is no folder", .0.display())]
    NoFolder(PathBuf),
    /// The folder cannot be listed.
    #[error("cannot read the folder `{}`: {source}", path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// The operating system's message.
        source: io::Error,
    },
    /// The repository could not be written.
    #[error(transparent)]
    Git(#[from] GitError),
}

impl DemoError {
    /// Returns what the user can do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Occupied(_) | Self::NoFolder(_) => {
                "name a folder that is not there yet: goalpost demo DIR; nothing was written".to_owned()
            }
            Self::Unreadable { .. } => "name a folder that you may write to: goalpost demo DIR".to_owned(),
            Self::Git(error) => error.hint(),
        }
    }
}

/// Writes the demo to a folder that is empty or does not exist.
///
/// # Errors
/// The folder is not empty, or cannot be written.
pub fn write(folder: &Path) -> Result<Demo, DemoError> {
    expect_empty(folder)?;
    let story = story();
    let mut branches = Branches::new(Composer::init(folder, TRUNK)?, &story);
    for commit in &story.commits {
        branches.commit(commit)?;
    }
    let (tip, files) = branches.finish()?;
    let goals = files.into_iter().filter(|(path, _)| is_yaml(path));
    let workspace = Workspace::read(SourceSet::from_texts(goals));
    // Only authors in org.yaml count as people: the bot is not in it, and aliases would be counted twice.
    let people = workspace.org.iter().flat_map(|org| &org.people);
    let sign = |commit: &StoryCommit| story.sign(&commit.author, commit.written);
    let authors: BTreeSet<String> = story.commits.iter().filter_map(sign).map(|signature| signature.name).collect();
    let days = || story.commits.iter().map(|commit| commit.written.day);
    Ok(Demo {
        tip,
        commits: story.commits.len(),
        goals: workspace.goals.len(),
        people: people.filter(|person| authors.contains(&person.name)).count(),
        first: days().min().unwrap_or(TODAY),
        last: days().max().unwrap_or(TODAY),
    })
}

fn story() -> Story {
    Story::parse(STORY).expect("the demo's story can be read")
}

fn expect_empty(folder: &Path) -> Result<(), DemoError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(DemoError::Occupied(folder.to_path_buf())),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound && folder.symlink_metadata().is_err() => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory || error.kind() == io::ErrorKind::NotFound => {
            Err(DemoError::NoFolder(folder.to_path_buf()))
        }
        Err(source) => Err(DemoError::Unreadable { path: folder.to_path_buf(), source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_of_every_file_can_be_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let story = story();
        let mut branches = Branches::new(Composer::init(folder.path(), TRUNK).expect("a repository"), &story);
        let mut seen = BTreeSet::new();
        for commit in &story.commits {
            branches.commit(commit).expect("a commit");
            let new = branches.files(commit).iter().filter(|(path, _)| is_yaml(path));
            let new: Vec<_> = new.filter(|(path, text)| seen.insert(((*path).clone(), (*text).clone()))).collect();
            let texts = new.iter().map(|(path, text)| (path.as_str(), text.as_str()));
            let workspace = Workspace::read(SourceSet::from_texts(texts));
            for (file, document) in workspace.sources.files.iter().zip(&workspace.documents) {
                assert!(document.faults.is_empty(), "{}, {}: {:?}", commit.message(), file.path, document.faults);
            }
        }
    }

    #[test]
    fn time_goes_on_and_nobody_works_on_the_last_day() {
        let mut before = i64::MIN;
        for commit in &story().commits {
            let landed = commit.landed.as_ref().map_or(commit.written, |(_, at)| *at);
            assert!(commit.written.seconds <= landed.seconds, "{}", commit.message());
            assert!(before <= landed.seconds, "{}", commit.message());
            before = landed.seconds;
            assert!(landed.day < TODAY, "{}", commit.message());
        }
    }

    #[test]
    fn messages_are_written_as_git_wants_them() {
        for message in story().commits.iter().map(StoryCommit::message) {
            let (subject, body) = message.split_once("\n\n").unwrap_or((&message, ""));
            assert!(subject.chars().count() <= 72, "{subject}");
            assert!(body.lines().all(|line| line.chars().count() <= 76), "{body}");
        }
    }
}
