//! The arguments of `pull`.

use clap::Args as ClapArgs;

use crate::cli::writing::Writing;

/// Update values from their sources
///
/// Runs the query in each goal's `metric.from` against its source in goalpost.yaml, and writes value, day and `pulled`. Sources
/// and queries are taken from the remote's trunk: those of a branch or a pull request are used once it is merged. Without
/// GOAL, updates all open goals with a source. A value that a person typed over a source holds for one cadence.
///
/// Exit code 1: a source failed; the other values are written.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost pull --dry-run
  goalpost pull --commit
  goalpost pull monthly-orders --explain
  goalpost pull --list")]
pub(in crate::cli) struct Args {
    /// Goals to pull; without any, all open goals with a source
    #[arg(value_name = "GOAL")]
    pub(super) goals: Vec<String>,
    /// Only goals whose value is as old as their cadence
    #[arg(long)]
    pub(super) due: bool,
    /// Only values from this source
    #[arg(long, value_name = "SOURCE")]
    pub(super) source: Vec<String>,
    /// Show the requests as they would go out, without secrets; ask nothing, but of a GOAL whose query was changed in its
    /// period both queries, for today's price of the change
    #[arg(long, conflicts_with_all = ["list", "test", "commit", "dry_run"])]
    pub(super) explain: bool,
    /// List the sources, with the day of the newest value of each; ask nothing
    #[arg(long, conflicts_with_all = ["test", "commit", "dry_run"])]
    pub(super) list: bool,
    /// Ask each source for the value of one goal; write nothing
    #[arg(long, conflicts_with_all = ["commit", "dry_run"])]
    pub(super) test: bool,
    /// Take sources and questions from the work tree, which runs the programs that it names; only at a terminal
    #[arg(long)]
    pub(super) trust_worktree: bool,
    #[command(flatten)]
    pub(super) writing: Writing,
}
