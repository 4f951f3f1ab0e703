//! The outcome of a command, which determines its exit code.

/// The outcome of a command that could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It succeeded (exit code 0).
    Done,
    /// It ran, and found or refused something (exit code 1).
    Failed,
    /// Ctrl-C ended it (exit code 130); answers so far are written.
    Interrupted,
}
