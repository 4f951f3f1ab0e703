//! The clock: what day it is where the user is. Time zones are built in, so that a name such as `Pacific/Kiritimati` is
//! understood where the system has no zoneinfo (containers, static builds).

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::Day;

/// The day in the local time zone, with what is to be noted of it.
///
/// The zone is the one that `TZ` names (POSIX: a name, a rule such as `UTC-14`, or `:` and the path of a zoneinfo file),
/// else the system's. git writes its commits in the same zone, so that a value is never dated later than its commit.
pub(super) fn local_day() -> (Day, Option<String>) {
    let (zone, note) = match TimeZone::try_system() {
        Ok(zone) => (zone, None),
        // As the C library does it.
        Err(_) => (TimeZone::UTC, unknown_zone()),
    };
    (Timestamp::now().to_zoned(zone).date(), note)
}

/// What is said of a `TZ` that names no time zone; without one UTC is what a system without a zone has.
fn unknown_zone() -> Option<String> {
    let name = std::env::var_os("TZ").filter(|it| !it.is_empty())?;
    Some(format!("TZ names no known time zone (`{}`): today is UTC's", name.to_string_lossy()))
}
