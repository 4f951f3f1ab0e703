//! Why something that was given cannot be written.

/// Why something that was given cannot be written, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Unfit {
    /// The fact.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Unfit {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// Says why something cannot be written, and what to do.
pub(super) fn unfit<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, Unfit> {
    Err(Unfit::new(message, help))
}
