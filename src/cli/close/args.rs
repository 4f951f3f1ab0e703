//! The options of `close`.

use clap::Args as ClapArgs;

use crate::cli::words::word_parser;
use crate::cli::writing::{Speaker, Writing};
use crate::model::State;

/// The states that `--as` can set.
const ENDS: &[(&str, State)] = &[("achieved", State::Achieved), ("missed", State::Missed), ("dropped", State::Dropped)];

/// Grade and close goals
///
/// The grade is the progress at the end of the period; --score overrides it and then requires --why. A committed goal
/// is achieved at 1.0, an aspirational one at the threshold in goalpost.yaml. Key results are closed with their
/// objective; drafts, and those that nothing measures, only if it is dropped. A stored grade is final: no later release
/// of goalpost recomputes it.
///
/// With --period, every goal of the period is closed as its values suggest. A goal whose last value may still arrive
/// (`close_within`) waits, and so does its objective; run the command again to go on.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost close delivery-promise-2026-q4 --as missed
  goalpost close --period prev
  goalpost close late-parcels-2026-q4 --as missed --score 0.6 --why \"strikes\"
  goalpost close podcast --as dropped --reason \"no market\"
  goalpost close delivery-promise-2026-q4 --as missed --commit --tag")]
pub(in crate::cli) struct Args {
    /// Goals to close
    #[arg(value_name = "GOAL", required_unless_present = "period")]
    pub(super) goals: Vec<String>,
    /// Close the goals of a period that is over, key results before objectives: 2026-Q4, prev. On a terminal, asks for each
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["goals", "end", "score", "why", "reason", "replaced_by", "retrospective"])]
    pub(super) period: Option<String>,
    /// Final state (default: derived from the grade)
    #[arg(long = "as", value_name = "STATE", value_parser = word_parser(ENDS))]
    pub(super) end: Option<State>,
    /// Grade to store instead of the computed one: 0 to 1, or 70%
    #[arg(long, value_name = "SCORE", allow_hyphen_values = true)]
    pub(super) score: Option<String>,
    /// Why the grade differs from the computed one
    #[arg(long, value_name = "TEXT")]
    pub(super) why: Option<String>,
    /// Why the goal ended this way; required for a dropped goal
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: Option<String>,
    /// Goal that replaces it
    #[arg(long, value_name = "GOAL")]
    pub(super) replaced_by: Option<String>,
    /// Lessons learned
    #[arg(long, value_name = "TEXT")]
    pub(super) retrospective: Option<String>,
    /// Seal the closed goals: tag the commit goalpost/PERIOD if no goal of the period is left open, else goalpost/ID for
    /// each goal (goalpost/ID-2 and so on after a reopen); signed where git signs tags. NAME replaces these names
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    pub(super) tag: Option<String>,
    #[command(flatten)]
    pub(super) speaker: Speaker,
    #[command(flatten)]
    pub(super) writing: Writing,
}
