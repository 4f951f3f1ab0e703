//! The clock: today's date in the user's time zone. Time zones are built in, so that a name such as
//! `Pacific/Kiritimati` works on systems without zoneinfo (containers, static builds).

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::Day;

/// Returns today in the local time zone, with a note if the zone is unknown.
///
/// The zone is that of `TZ` (POSIX: a name, a rule such as `UTC-14`, or `:` and the path of a zoneinfo file), else the
/// system's. git dates its commits in the same zone, so that a value is never dated later than its commit.
pub(super) fn local_day() -> (Day, Option<String>) {
    let (zone, note) = match TimeZone::try_system() {
        Ok(zone) => (zone, None),
        // The C library falls back to UTC too.
        Err(_) => (TimeZone::UTC, unknown_zone_note()),
    };
    (Timestamp::now().to_zoned(zone).date(), note)
}

/// Returns a note on a `TZ` that names no known time zone. Without `TZ`, a system without a zone uses UTC, which needs
/// none.
fn unknown_zone_note() -> Option<String> {
    let name = std::env::var_os("TZ").filter(|it| !it.is_empty())?;
    Some(format!("unknown time zone in TZ: `{}`; using UTC", name.to_string_lossy()))
}
