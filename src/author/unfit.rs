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

/// Says why something cannot be written, and what to do.
pub(super) fn unfit<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, Unfit> {
    Err(Unfit { message: message.into(), help: help.into() })
}
