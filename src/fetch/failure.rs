//! Why a source gave no number.

use std::fmt;

/// Why a source gave no number: one line in lower case, without secrets, without characters that move a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    message: String,
    /// The HTTP status, if a server answered with one that is no success.
    pub(super) status: Option<u16>,
}

impl Failure {
    /// A failure with a message whose foreign texts have been through [`excerpt`](super::excerpt::excerpt).
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: None }
    }

    /// The failure of a request that the server answered with a status.
    pub(super) fn with_status(status: u16, message: impl Into<String>) -> Self {
        Self { message: message.into(), status: Some(status) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// Returns a failure.
pub(super) fn fail<T>(message: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::new(message))
}
