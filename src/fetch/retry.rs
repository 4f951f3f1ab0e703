//! How long a server wants to be left alone: `Retry-After`, and the rate limits of forges.

use std::time::Duration;

/// The longest wait that is understood; a longer one is none that anybody waits for.
const LONGEST: u64 = 10 * 365 * 24 * 60 * 60;

/// How long a server asks to wait before the next request; none if it does not.
///
/// `Retry-After` (RFC 9110, section 10.2.3) counts with 429 and 503, and with 403, with which GitHub answers too; there a
/// used up `X-RateLimit-Remaining` with its `X-RateLimit-Reset` says the same. Times of day are compared with the server's
/// own `Date`, as there is no clock here.
pub(super) fn wait_wanted<'h>(status: u16, header: &dyn Fn(&str) -> Option<&'h str>) -> Option<Duration> {
    if !matches!(status, 403 | 429 | 503) {
        return None;
    }
    let now = || header("date").and_then(seconds_of_date);
    let after = header("retry-after").map(str::trim).and_then(|after| match after.parse::<u64>() {
        Ok(seconds) => Some(seconds),
        Err(_) => Some(seconds_of_date(after)?.saturating_sub(now()?)),
    });
    let reset = || {
        let is_used_up = header("x-ratelimit-remaining").is_some_and(|left| left.trim() == "0");
        let reset = header("x-ratelimit-reset").filter(|_| is_used_up)?.trim().parse::<u64>().ok()?;
        Some(reset.saturating_sub(now()?))
    };
    let seconds = after.or_else(reset)?;
    // A server that says "now" is asked again in a moment, not in a loop without rest.
    Some(if seconds == 0 { Duration::from_millis(200) } else { Duration::from_secs(seconds.min(LONGEST)) })
}

/// A wait in words, for "asks to wait …".
pub(super) fn wait_in_words(wait: Duration) -> String {
    match wait.as_secs() {
        seconds @ 0..=119 => format!("{} s", seconds.max(1)),
        seconds @ 120..=7199 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    }
}

/// The seconds since 1970 of an HTTP date, `Sun, 06 Nov 1994 08:49:37 GMT`.
fn seconds_of_date(text: &str) -> Option<u64> {
    let parts: Vec<&str> = text.split_ascii_whitespace().collect();
    let [_, day, month, year, time, "GMT"] = parts[..] else { return None };
    let month = crate::model::MONTHS.iter().position(|(name, _)| &name[..3] == month)? + 1;
    let day = crate::model::parse_day(&format!("{year}-{month:02}-{day}"))?;
    let days = crate::model::days_between(crate::model::parse_day("1970-01-01")?, day);
    let clock: Vec<u64> = time.split(':').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [hours, minutes, seconds] = clock[..] else { return None };
    let of_day = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(seconds)?;
    u64::try_from(days).ok()?.checked_mul(86400)?.checked_add(of_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(status: u16, headers: &[(&str, &'static str)]) -> Option<u64> {
        let header = |name: &str| headers.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
        wait_wanted(status, &header).map(|wait| wait.as_secs())
    }

    #[test]
    fn a_server_says_how_long_to_wait() {
        assert_eq!(wanted(429, &[("retry-after", "120")]), Some(120));
        assert_eq!(wanted(503, &[("retry-after", " 1 ")]), Some(1));
        assert_eq!(wanted(429, &[("retry-after", "99999999999999999999")]), None);
        assert_eq!(wanted(429, &[]), None);
        assert_eq!(wanted(500, &[("retry-after", "1")]), None);
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(wanted(429, &[("retry-after", "Sun, 06 Nov 1994 08:51:37 GMT"), date]), Some(120));
        assert_eq!(wanted(429, &[("retry-after", "Sun, 06 Nov 1994 08:51:37 GMT")]), None);
        assert_eq!(wanted(429, &[("retry-after", "soon"), date]), None);
        let limit = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "784111837"), date];
        assert_eq!(wanted(403, &limit), Some(60));
        assert_eq!(seconds_of_date(date.1), Some(784_111_777));
    }

    #[test]
    fn a_wait_is_said_in_words() {
        let words = |seconds| wait_in_words(Duration::from_secs(seconds));
        assert_eq!([words(0), words(90), words(150), words(7201)], ["1 s", "90 s", "3 min", "3 h"]);
    }
}
