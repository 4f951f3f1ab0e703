//! What answers an agent: the run of the program, and whether its tools may write.

use super::super::capture::Captured;
use super::super::session::Session;

/// Runs a command line, without the program's name and global options.
pub(super) type CommandRunner = fn(&Session, &[String]) -> Captured;

/// What answers requests.
pub(super) struct Served<'s> {
    /// The run of the program, with its options.
    pub(super) session: &'s Session,
    /// Runs commands.
    pub(super) runner: CommandRunner,
    /// Whether tools may write.
    pub(super) allow_writes: bool,
}
