//! A demonstration: the goals of Lanterna, an online bookshop, with a quarter and a half of its life in git.
//!
//! `goals/` has the files as they are when they are added, `timeline/` what happens to them. Nothing is made up on the
//! way: the same commits come out on every machine, at every time.

mod cast;
mod change;
mod files;
mod step;
mod story;
mod timeline;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use story::Story;

use crate::git::{Composer, GitError, Oid};
use crate::model::{Day, Workspace};
use crate::source::{SourceSet, is_yaml};

/// The day that it is meant to be in the demonstration: the day after its last commit.
pub const TODAY: Day = Day::constant(2026, 11, 21);

/// The trunk of its repository.
const TRUNK: &str = step::MAIN;

/// A demonstration that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    /// The last commit.
    pub tip: Oid,
    /// How many commits there are.
    pub commits: usize,
    /// How many goals there are in the last.
    pub goals: usize,
    /// How many people have written commits.
    pub people: usize,
    /// The day of the first commit.
    pub first: Day,
    /// The day of the last.
    pub last: Day,
}

/// Why no demonstration was written.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// There is something in the folder; it is left alone.
    #[error("`{}` is there already, and not empty", .0.display())]
    Occupied(PathBuf),
    /// There is something in its place that is no folder.
    #[error("`{}` is no folder", .0.display())]
    NoFolder(PathBuf),
    /// The folder cannot be looked into.
    #[error("cannot read the folder `{}`: {source}", path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The repository could not be written.
    #[error(transparent)]
    Git(#[from] GitError),
}

impl DemoError {
    /// What to do about it.
    #[must_use]
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

/// Writes the demonstration to a folder that is empty or not there yet.
///
/// # Errors
/// There is something in the folder, or it cannot be written.
pub fn write(folder: &Path) -> Result<Demo, DemoError> {
    expect_empty(folder)?;
    let mut story = Story::new(Composer::init(folder, TRUNK)?);
    let mut people = BTreeSet::new();
    let mut days = Vec::new();
    for step in timeline::steps() {
        story.tell(step)?;
        people.insert(step.by.name);
        days.push(step.by.sign(step.at).day());
    }
    let commits = story.commits;
    let (tip, files) = story.end()?;
    let goals = files.into_iter().filter(|(path, _)| is_yaml(path));
    let workspace = Workspace::read(SourceSet::from_texts(goals));
    // Who has an address of their own in org.yaml is a person; the bot has none, and second names are no second people.
    let is_person =
        |name: &&str| workspace.org.as_ref().is_some_and(|org| org.people.iter().any(|person| person.name == *name));
    Ok(Demo {
        tip,
        commits,
        goals: workspace.goals.len(),
        people: people.iter().filter(|name| is_person(name)).count(),
        first: days.iter().min().copied().unwrap_or(TODAY),
        last: days.iter().max().copied().unwrap_or(TODAY),
    })
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
    use crate::author::demo::step::Deed;

    #[test]
    fn every_version_of_every_file_can_be_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut story = Story::new(Composer::init(folder.path(), TRUNK).expect("a repository"));
        let mut seen = BTreeSet::new();
        for step in timeline::steps() {
            story.tell(step).expect("a commit");
            let new = story.files(step.branch).iter().filter(|(path, _)| is_yaml(path));
            let new: Vec<_> = new.filter(|(path, text)| seen.insert(((*path).clone(), (*text).clone()))).collect();
            let texts = new.iter().map(|(path, text)| (path.as_str(), text.as_str()));
            let workspace = Workspace::read(SourceSet::from_texts(texts));
            for (file, document) in workspace.sources.files.iter().zip(&workspace.documents) {
                assert!(document.faults.is_empty(), "{}, {}: {:?}", step.at, file.path, document.faults);
            }
        }
    }

    #[test]
    fn every_text_is_added_once() {
        let added = timeline::steps().flat_map(|step| match step.deed {
            Deed::FileChange(changes) => changes,
            Deed::Merge(_) => &[],
        });
        let mut added: Vec<_> = added
            .filter_map(|change| match change {
                change::FileChange::New(path) => Some(*path),
                _ => None,
            })
            .collect();
        added.sort_unstable();
        let known: Vec<_> = files::paths().collect();
        assert_eq!(added, known);
        let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/author/demo/goals")];
        let mut count = 0;
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() { open.push(path) } else { count += 1 }
            }
        }
        assert_eq!(count, known.len(), "each text in goals/ is in files.rs");
    }
}
