//! Why something is not written: what is wrong with what was asked for, and what to do.

/// Why a check-in cannot be written, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Unfit {
    /// The fact.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// Refuses, with what is wrong and what to do.
pub(super) fn unfit<T>(message: String, help: impl Into<String>) -> Result<T, Unfit> {
    Err(Unfit { message, help: help.into() })
}
