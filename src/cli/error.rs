//! Why a command could not run, and what to do. Not to be mixed up with findings, which are about the user's goals.

use std::fmt;

use crate::author::WriteError;
use crate::author::demo::DemoError;
use crate::git::GitError;
use crate::project::ProjectError;

/// Why a command could not run, with what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandError {
    message: String,
    hints: Vec<String>,
}

impl CommandError {
    /// What went wrong, in the user's words.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hints: Vec::new() }
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

impl std::error::Error for CommandError {}

impl From<&GitError> for CommandError {
    fn from(error: &GitError) -> Self {
        Self::new(error.to_string()).hint(error.hint())
    }
}

impl From<GitError> for CommandError {
    fn from(error: GitError) -> Self {
        Self::from(&error)
    }
}

impl From<ProjectError> for CommandError {
    fn from(error: ProjectError) -> Self {
        Self::new(error.to_string()).hint(error.hint())
    }
}

impl From<WriteError> for CommandError {
    fn from(error: WriteError) -> Self {
        Self::new(error.to_string()).hint(error.hint())
    }
}

impl From<DemoError> for CommandError {
    fn from(error: DemoError) -> Self {
        Self::new(error.to_string()).hint(error.hint())
    }
}
