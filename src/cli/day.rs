//! Reads days from the command line and the environment.

use super::error::CommandError;
use crate::model::{Day, NoDay, parse_days, plus_days, read_day, read_day_ago};

/// Reads a day. `what` names the option or variable in the hint.
pub(super) fn read_day_option(text: &str, what: &str) -> Result<Day, CommandError> {
    read_day(text, None).map_err(|none| day_error(text, &none).hint(format!("write {what} as {}", none.offered())))
}

/// Reads a day, or its distance from today such as `yesterday` or `2w ago`.
pub(super) fn read_relative_day(text: &str, today: Day, what: &str) -> Result<Day, CommandError> {
    read_day_ago(text, today).map_or_else(|| read_day_option(text, what), Ok)
}

/// Reads the day of `--since`: a day, or a number of days or weeks before today.
pub(super) fn read_since(text: &str, today: Day) -> Result<Day, CommandError> {
    let ago = || read_day_ago(text, today).or_else(|| parse_days(text).map(|days| plus_days(today, -days)));
    read_day(text, None).or_else(|none| {
        ago().ok_or_else(|| {
            let meant = if none.meant.is_empty() { "2026-10-01, 14d or 8w".to_owned() } else { none.offered() };
            day_error(text, &none).hint(format!("write --since as {meant}"))
        })
    })
}

/// Creates the error for a text that is not a day.
fn day_error(text: &str, none: &NoDay) -> CommandError {
    CommandError::usage(none.message(text))
}
