//! Why a command could not run, and what to do. Not to be mixed up with findings, which are about the user's goals.

use std::fmt;

use crate::author::WriteError;
use crate::author::demo::DemoError;
use crate::git::GitError;
use crate::project::ProjectError;

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// What was asked for does not fit together: options, values, a missing argument.
    Usage,
    /// A name that nothing here has: a goal, a person, a rule.
    Unknown,
    /// The change would leave goals that cannot be read, or write over something: nothing is written.
    Refused,
    /// The world did not go along: a file, git, the terminal.
    Failed,
}

/// Why a command could not run, with what to do.
#[derive(Debug)]
pub struct CommandError {
    kind: ErrorKind,
    message: String,
    hints: Vec<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl CommandError {
    fn of(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hints: Vec::new(), source: None }
    }

    /// What was asked for does not fit together.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::of(ErrorKind::Usage, message)
    }

    /// Something that was named is not there.
    pub fn unknown(message: impl Into<String>) -> Self {
        Self::of(ErrorKind::Unknown, message)
    }

    /// Writing would do harm.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::of(ErrorKind::Refused, message)
    }

    /// A file, git or the terminal did not go along.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::of(ErrorKind::Failed, message)
    }

    /// An error of a lower layer, in its own words and with its own help.
    fn caused(kind: ErrorKind, error: impl std::error::Error + Send + Sync + 'static, hint: impl Into<String>) -> Self {
        let plain = Self::of(kind, error.to_string()).hint(hint);
        Self { source: Some(Box::new(error)), ..plain }
    }

    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Asks whether something else was meant; where nothing is near, says what to do otherwise.
    #[must_use]
    pub fn meant(self, near: Option<&str>, otherwise: impl Into<String>) -> Self {
        match near {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None => self.hint(otherwise),
        }
    }

    /// What to do, line by line.
    #[must_use]
    pub fn hints(&self) -> &[String] {
        &self.hints
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CommandError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // Its words are this error's own: what is behind it comes next.
        self.source.as_ref().and_then(|error| error.source())
    }
}

impl From<&GitError> for CommandError {
    fn from(error: &GitError) -> Self {
        Self::failed(error.to_string()).hint(error.hint())
    }
}

impl From<GitError> for CommandError {
    fn from(error: GitError) -> Self {
        let hint = error.hint();
        Self::caused(ErrorKind::Failed, error, hint)
    }
}

impl From<ProjectError> for CommandError {
    fn from(error: ProjectError) -> Self {
        let hint = error.hint();
        Self::caused(ErrorKind::Failed, error, hint)
    }
}

impl From<WriteError> for CommandError {
    fn from(error: WriteError) -> Self {
        let hint = error.hint();
        Self::caused(ErrorKind::Refused, error, hint)
    }
}

impl From<DemoError> for CommandError {
    fn from(error: DemoError) -> Self {
        let hint = error.hint();
        Self::caused(ErrorKind::Failed, error, hint)
    }
}
