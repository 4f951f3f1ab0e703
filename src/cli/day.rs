//! Days as they are written on the command line.

use super::CommandError;
use crate::model::{Day, parse_day};

/// The day of a text. `what` names it in the hint: an option, a variable.
pub(super) fn day(text: &str, what: &str) -> Result<Day, CommandError> {
    parse_day(text)
        .ok_or_else(|| CommandError::new(format!("`{text}` is no day")).hint(format!("write {what} as YYYY-MM-DD")))
}
