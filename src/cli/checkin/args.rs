//! The options of `checkin`.

use clap::Args as ClapArgs;

use crate::cli::writing::{Speaker, Writing};

/// Record a check-in: value, confidence, note
///
/// Writes the value and its day into the goal's file (or its KPI's) and changes nothing else there. Without GOAL, on a
/// terminal, asks for every goal that is due, showing the last value and the planned one. --from reads a table of
/// values.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost checkin churn-below-two 2.4 --confidence 7/10 --note \"the price change helps\"
  goalpost checkin referral-signups +=120 --as-of 2026-11-20
  goalpost checkin second-region --done \"test traffic\"
  goalpost checkin --from values.csv")]
pub(in crate::cli) struct Args {
    /// Goal to check in on
    #[arg(value_name = "GOAL")]
    pub(super) goal: Option<String>,
    /// Current value: 42, -3, 99.5, 42% if the unit is %, or a step of a scale; +=N and -=N change it
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    pub(super) value: Option<String>,
    /// Same as VALUE
    #[arg(long = "value", value_name = "VALUE", allow_hyphen_values = true, hide = true, conflicts_with = "value")]
    pub(super) named_value: Option<String>,
    /// Mark a milestone as done, by its title, part of it, or its number; repeatable
    #[arg(long, value_name = "MILESTONE")]
    pub(super) done: Vec<String>,
    /// Confidence of reaching the target: 0 to 1, 6/10, 60%, green, yellow or red
    #[arg(long, value_name = "CONFIDENCE", allow_hyphen_values = true)]
    pub(super) confidence: Option<String>,
    /// Add a note to the goal's log
    #[arg(long, value_name = "TEXT")]
    pub(super) note: Option<String>,
    /// Day of the value: 2026-11-20, yesterday, 2d ago (default: today)
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// Read check-ins from a CSV or JSON Lines file; `-` reads standard input. Columns: goal, value, `as_of`, confidence,
    /// note, by, done
    #[arg(long, value_name = "FILE", conflicts_with_all = ["goal", "value", "named_value", "done", "confidence", "note"])]
    pub(super) from: Option<String>,
    #[command(flatten)]
    pub(super) speaker: Speaker,
    #[command(flatten)]
    pub(super) writing: Writing,
}
