//! The error of a text that is no value for a goal, with what to do about it.

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
    /// Makes the error.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// Returns the error with its help.
///
/// # Errors
/// Always.
pub fn unfit<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, Unfit> {
    Err(Unfit::new(message, help))
}
