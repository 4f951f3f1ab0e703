//! Why files were not written, what stands now, and what to do about it.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::attributes::Obstacle;

/// Why a file was not written. Unless it says otherwise, nothing is changed.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Another program changed the file since it was read.
    #[error("`{}` has changed since it was read", plain(.0).display())]
    Changed(PathBuf),
    /// A new file already exists.
    #[error("`{}` already exists", plain(.0).display())]
    Exists(PathBuf),
    /// The path leads out of the goals' root, or into a hidden folder.
    #[error("`{}` is not a valid path for a goal file", .0.display())]
    Outside(PathBuf),
    /// The file name is that of the settings or the organization.
    #[error("`{}` is a reserved file name", .0.display())]
    Reserved(PathBuf),
    /// The file is read-only, or cannot be written without losing attributes.
    #[error("`{}` {}", plain(.0).display(), .1.reason())]
    Kept(PathBuf, Obstacle),
    /// Another goalpost holds the lock for longer than the timeout.
    #[error("another process is writing in `{}`", .0.display())]
    Busy(PathBuf),
    /// The operating system reported an error.
    #[error("cannot write `{}`: {}", plain(path).display(), reason(source))]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What another program saved in the last moment is under another name, because it could not be put back.
    #[error(
        "`{}` was saved by another program meanwhile, and could not be put back: {}; the other program's text is in `{}`",
        plain(path).display(), reason(source), plain(saved).display()
    )]
    SetAside {
        /// The file.
        path: PathBuf,
        /// Where the other program's text is.
        saved: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A change of several files failed, and not all of those before could be restored.
    #[error("{error}; {} could not be restored", listed(changed))]
    Half {
        /// Why the change failed.
        error: Box<WriteError>,
        /// The files that still have the change, from the root, each with why.
        changed: Vec<(String, String)>,
        /// Whether the next command that writes finishes the change.
        is_journaled: bool,
    },
    /// An interrupted change cannot be finished, so nothing else is written either.
    #[error("an interrupted change cannot be finished: {error}")]
    Unfinished {
        /// Why.
        error: Box<WriteError>,
        /// The journal with the change.
        journal: PathBuf,
    },
}

/// Removes `.` from a path.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| !matches!(part, Component::CurDir)).collect()
}

/// Returns the system's error alone. `tempfile` adds the path of the temporary file, which means nothing to the user.
fn reason(error: &io::Error) -> String {
    let inner = error.get_ref().and_then(|it| it.source()).and_then(|it| it.downcast_ref::<io::Error>());
    inner.unwrap_or(error).to_string()
}

fn listed(files: &[(String, String)]) -> String {
    let one = |(path, why): &(String, String)| format!("`{path}` ({why})");
    files.iter().map(one).collect::<Vec<_>>().join(", ")
}

impl WriteError {
    /// Returns what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Changed(_) => "nothing was written; run the command again",
            Self::Exists(_) => "nothing was overwritten; choose another id, or another path with --file PATH",
            Self::Outside(_) => "name a .yaml file below the goals' root, outside hidden folders",
            Self::Reserved(_) => {
                "goalpost.yaml and org.yaml are for settings and people; choose another path with --file PATH"
            }
            Self::Busy(_) => "nothing was written; try again later",
            Self::Refused { .. } => {
                "nothing was written; check the permissions of the folder and the space on the disk"
            }
            Self::Kept(_, obstacle) => obstacle.help(),
            Self::SetAside { .. } => "copy the other program's text from there; the file stays until you remove it",
            Self::Half { is_journaled: true, .. } => {
                "these files have the change and the others do not; the next command that writes finishes it"
            }
            Self::Half { is_journaled: false, .. } => {
                "these files have the change and the others do not; restore them before you run the command again"
            }
            Self::Unfinished { journal, .. } => {
                return format!(
                    "nothing was written; once the cause is gone, the next command that writes finishes it. To leave \
                     the files as they are, remove `{}`",
                    journal.display()
                );
            }
        }
        .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_alone_says_where_the_text_of_another_program_is() {
        // A rollback and a change of several files repeat the message, and not the hint.
        let (path, saved) = (PathBuf::from("a.yaml"), PathBuf::from(".goalpost-6aI1Kv"));
        let error = WriteError::SetAside { path, saved, source: io::ErrorKind::PermissionDenied.into() };
        assert!(error.to_string().contains("`.goalpost-6aI1Kv`"), "{error}");
    }
}
