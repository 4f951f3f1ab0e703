//! Days as they are written on the command line.

use super::CommandError;
use crate::model::{Day, parse_day, parse_days, plus_days};

/// The day of a text. `what` names it in the hint: an option, a variable.
pub(super) fn day(text: &str, what: &str) -> Result<Day, CommandError> {
    parse_day(text)
        .ok_or_else(|| CommandError::new(format!("`{text}` is no day")).hint(format!("write {what} as YYYY-MM-DD")))
}

/// The day of `--since`: as it is written, or so long ago.
pub(super) fn day_or_ago(text: &str, today: Day) -> Result<Day, CommandError> {
    let text = text.trim();
    let ago = text.strip_suffix(" ago").unwrap_or(text);
    parse_day(text)
        .or_else(|| parse_days(ago).map(|days| plus_days(today, -days)))
        .ok_or_else(|| CommandError::new(format!("`{text}` is no day")).hint("write --since as 2026-10-01, 14d or 8w"))
}
