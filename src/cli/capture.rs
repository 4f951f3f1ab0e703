//! What a command said that ran inside the program, captured instead of written.

use super::error::CommandError;

/// What a captured command said.
#[derive(Debug)]
pub(super) struct Captured {
    /// What it would have written to standard output.
    pub(super) answer: Result<String, CommandError>,
    /// The notes that it would have written to standard error.
    pub(super) notes: Vec<String>,
}
