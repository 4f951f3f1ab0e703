//! What became of a command, which is its exit code.

/// What became of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Done.
    Done,
    /// Done, and what was asked about is not as it should be.
    Failed,
    /// Done so far, and ended by Ctrl-C: as shells say it of programs that one ends.
    Interrupted,
}
