//! Why a command could not run, and what to do. Not to be mixed up with findings, which are about the user's goals.

use std::fmt;

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
