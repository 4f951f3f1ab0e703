//! The error of a command that could not run. Findings are something else: they are about the user's goals.

use std::fmt;

use crate::author::demo::DemoError;
use crate::author::{Unfit, WriteError};
use crate::git::GitError;
use crate::project::ProjectError;

/// An error with its hints, shown as `error:` and `help:` lines.
#[derive(Debug)]
pub struct CommandError {
    message: String,
    hints: Vec<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl CommandError {
    // What an error is about is said where it is made; nothing depends on it.

    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hints: Vec::new(), source: None }
    }

    /// Creates an error about the arguments.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(message)
    }

    /// Creates an error about a name that does not exist: a goal, a person, a rule.
    pub fn unknown(message: impl Into<String>) -> Self {
        Self::new(message)
    }

    /// Creates an error about a change that would leave goals that cannot be read, or overwrite something; nothing is
    /// written.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(message)
    }

    /// Creates an error about a file, git or the terminal that failed.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(message)
    }

    /// Wraps an error of a lower layer, with its own message and hint.
    fn from_source(error: impl std::error::Error + Send + Sync + 'static, hint: impl Into<String>) -> Self {
        let plain = Self::new(error.to_string()).hint(hint);
        Self { source: Some(Box::new(error)), ..plain }
    }

    /// Adds a hint on what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a suggestion of a similar name, or another hint if there is none.
    #[must_use]
    pub fn did_you_mean(self, near: Option<&str>, otherwise: impl Into<String>) -> Self {
        match near {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None => self.hint(otherwise),
        }
    }

    /// Returns the hints, one per line.
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
        // The message is already that of the wrapped error, so the chain continues with its source.
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
        Self::from_source(error, hint)
    }
}

impl From<ProjectError> for CommandError {
    fn from(error: ProjectError) -> Self {
        let hint = error.hint();
        Self::from_source(error, hint)
    }
}

impl From<WriteError> for CommandError {
    fn from(error: WriteError) -> Self {
        let hint = error.hint();
        Self::from_source(error, hint)
    }
}

impl From<Unfit> for CommandError {
    fn from(unfit: Unfit) -> Self {
        Self::usage(unfit.message).hint(unfit.help)
    }
}

impl From<DemoError> for CommandError {
    fn from(error: DemoError) -> Self {
        let hint = error.hint();
        Self::from_source(error, hint)
    }
}
