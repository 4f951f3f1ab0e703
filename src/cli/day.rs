//! Days as they are written on the command line.

use super::error::CommandError;
use crate::model::{Day, NoDay, parse_days, plus_days, read_day, read_day_ago};

/// The day of a text. `what` names it in the hint: an option, a variable.
pub(super) fn day(text: &str, what: &str) -> Result<Day, CommandError> {
    read_day(text, None).map_err(|none| wrong(text, &none).hint(format!("write {what} as {}", none.offered())))
}

/// The day of an option: as it is written, or by its distance from today, such as `yesterday` or `2w ago`.
pub(super) fn day_by(text: &str, today: Day, what: &str) -> Result<Day, CommandError> {
    read_day_ago(text, today).map_or_else(|| day(text, what), Ok)
}

/// The day of `--since`: as it is written, or so long ago.
pub(super) fn day_or_ago(text: &str, today: Day) -> Result<Day, CommandError> {
    let ago = || read_day_ago(text, today).or_else(|| parse_days(text).map(|days| plus_days(today, -days)));
    read_day(text, None).or_else(|none| {
        ago().ok_or_else(|| {
            let meant = if none.meant.is_empty() { "2026-10-01, 14d or 8w".to_owned() } else { none.offered() };
            wrong(text, &none).hint(format!("write --since as {meant}"))
        })
    })
}

/// Says why a text is no day.
fn wrong(text: &str, none: &NoDay) -> CommandError {
    CommandError::usage(none.told(text))
}
