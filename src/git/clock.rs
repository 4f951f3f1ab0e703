//! How far the clocks of committers are trusted.

use super::oids::Oid;
use crate::model::Day;

/// The clocks of committers may go wrong by so many seconds: a month. Commits are in no order of time, so a search that
/// stops at a day goes on this far.
pub(super) const SKEW: i64 = 31 * 86_400;

/// So many commits in a row that seem too old are followed all the same, as in git: one with a wrong date, or a forged one,
/// does not hide what came before it.
const SLOP: u16 = 32;

/// The same where no more than parents and times are read, which is cheap.
pub(super) const LONG_SLOP: u16 = 1024;

/// For how many of these one counts that changed goals: it is read, which is not cheap.
pub(super) const SHOWN_SLOP: u16 = LONG_SLOP / SLOP;

/// The search for the newest commit of a line that is not later than a day, from its newest commit down.
pub(super) struct LineDays {
    day: Day,
    /// The last credible day.
    horizon: Day,
    pub(super) found: Option<Oid>,
    /// How many commits in a row were not later.
    in_a_row: u16,
}

impl LineDays {
    pub(super) fn new(day: Day, horizon: Day) -> Self {
        Self { day, horizon, found: None, in_a_row: 0 }
    }

    /// Takes the next commit of the line in, with its day. Returns whether it is not worth to go on.
    pub(super) fn pass(&mut self, commit: Oid, own: Day) -> bool {
        if own <= self.day {
            self.found = self.found.or(Some(commit));
            self.in_a_row += 1;
        } else if self.found.is_none() || own <= self.horizon {
            // What is dated earlier than a commit before it took effect no earlier than that.
            (self.found, self.in_a_row) = (None, 0);
        }
        self.in_a_row > LONG_SLOP
    }
}
