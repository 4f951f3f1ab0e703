//! `goalpost hook`: what git's hooks run.

mod commit_msg;
mod pre_push;

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;

/// Run from git's hooks
///
/// `commit-msg FILE` checks the `Goal:` trailers of a commit message: a unique start of an id is completed in FILE, an
/// unknown id refuses the commit. With --require, a message without a goal is refused too; merges, reverts and commits
/// that will be squashed need none.
///
/// `pre-push` checks the goals of each branch that is pushed, and refuses the push if it would bring a finding at level
/// error that the remote does not have, as it was last fetched. git passes the branches on standard input.
///
/// Exit code: 0 accepted, 1 refused, 2 could not run.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost hook commit-msg .git/COMMIT_EDITMSG
  echo 'exec goalpost hook commit-msg \"$1\"' > .git/hooks/commit-msg
  echo 'exec goalpost hook pre-push \"$@\"' > .git/hooks/pre-push
  chmod +x .git/hooks/commit-msg .git/hooks/pre-push")]
pub(super) struct Args {
    /// Name of the hook
    #[arg(value_name = "HOOK", value_enum)]
    hook: HookName,
    /// What git passes to the hook
    #[arg(value_name = "ARG")]
    given: Vec<PathBuf>,
    /// Refuse a message without a `Goal:` trailer (commit-msg)
    #[arg(long)]
    require: bool,
}

/// The hooks, by their names in githooks(5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum HookName {
    /// Check the goals that a commit message names
    CommitMsg,
    /// Check the goals that are pushed
    PrePush,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    match args.hook {
        HookName::CommitMsg => {
            let file = args.given.first().ok_or_else(|| {
                CommandError::usage("commit-msg needs the file with the message")
                    .hint("in .git/hooks/commit-msg: exec goalpost hook commit-msg \"$1\"")
            })?;
            commit_msg::check_message(session, file, args.require)
        }
        HookName::PrePush => {
            let remote = args.given.first().map(|name| name.to_string_lossy().into_owned());
            pre_push::check_push(session, remote.as_deref())
        }
    }
}
