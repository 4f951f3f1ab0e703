//! How far the clocks of committers are trusted.

/// The clocks of committers may go wrong by so many seconds: a month. Commits are in no order of time, so a search that
/// stops at a day goes on this far.
pub(super) const SKEW: i64 = 31 * 86_400;

/// So many commits in a row that seem too old are followed all the same, as in git: one with a wrong date, or a forged one,
/// does not hide what came before it.
pub(super) const SLOP: u8 = 32;

/// The same where no more than parents and times are read, which is cheap.
pub(super) const LONG_SLOP: u16 = 1024;
