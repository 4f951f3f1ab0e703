//! The error of a value that cannot be written.

/// A value that does not fit a goal, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Unfit {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Unfit {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// Returns an error with its help.
pub(super) fn unfit<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, Unfit> {
    Err(Unfit::new(message, help))
}
