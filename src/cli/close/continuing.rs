//! What follows a close: the command that continues goals in the next period.

use crate::model::{Period, Settings};

/// The command that continues what was not reached in a period.
pub(super) fn continuing(period: &Period, settings: &Settings) -> String {
    let next = period.following(settings.fiscal_year_starts).map_or("PERIOD".to_owned(), |it| it.name);
    format!("to continue unfinished goals: goalpost carry-over --from {} --to {next}", period.name)
}
