//! The options of `checkin`.

use clap::Args as ClapArgs;

use crate::cli::writing::{Speaker, Writing};

/// Record a check-in: value, confidence, note
///
/// Writes the value and its day, and nothing else, into the goal's file (or its KPI's). Without a goal, on a terminal, it
/// walks through what is due, with the last value and what the plan asks for. A table of values comes in with --from.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost checkin churn 2.4 --confidence 7/10 --note \"the price change helps\"
  goalpost checkin signups +=120 --as-of 2026-11-20
  goalpost checkin second-region --done \"test traffic\"
  goalpost checkin --from values.csv       (columns: goal, value, as_of, confidence, note, by, done)")]
pub(in crate::cli) struct Args {
    /// The goal's id
    #[arg(value_name = "GOAL")]
    pub(super) goal: Option<String>,
    /// The value now: 42, -3, 99.5, 42% where the unit is %, a step of a scale; += and -= change it
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    pub(super) value: Option<String>,
    /// The value, for whoever expects it to have a name
    #[arg(long = "value", value_name = "VALUE", allow_hyphen_values = true, hide = true, conflicts_with = "value")]
    pub(super) named_value: Option<String>,
    /// A milestone that is done: its title, a part of it, or its number
    #[arg(long, value_name = "MILESTONE")]
    pub(super) done: Vec<String>,
    /// How sure you are: 0 to 1, 6/10, 60%, green, yellow or red
    #[arg(long, value_name = "SURE")]
    pub(super) confidence: Option<String>,
    /// A line for the others, for the goal's log
    #[arg(long, value_name = "TEXT")]
    pub(super) note: Option<String>,
    /// The day that it is true for: 2026-11-20, yesterday, 2d ago; today if not given
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// Check-ins from a file of CSV or JSON lines; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["goal", "value", "named_value", "done", "confidence", "note"])]
    pub(super) from: Option<String>,
    #[command(flatten)]
    pub(super) speaker: Speaker,
    #[command(flatten)]
    pub(super) writing: Writing,
}
