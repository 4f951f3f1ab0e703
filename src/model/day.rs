//! Days and numbers of days. Calendar arithmetic happens only here.

use jiff::ToSpan;

/// A calendar day.
pub type Day = jiff::civil::Date;

/// A number of days, signed.
pub type Days = i64;

/// Reads a day as `YYYY-MM-DD` and nothing else.
#[must_use]
pub fn parse_day(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
    if !shaped {
        return None;
    }
    Day::new(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?).ok()
}

/// Days from `from` to `to`; negative where `to` comes first.
#[must_use]
pub fn days_between(from: Day, to: Day) -> Days {
    to.duration_since(from).as_hours() / 24
}

/// The day a number of days later, or earlier if it is negative; the last representable day on overflow.
#[must_use]
pub fn plus_days(day: Day, days: Days) -> Day {
    day.saturating_add(days.days())
}

/// Reads a length of time such as `14d`, `2w` or `3 days` as a number of days from 0 to 10,000.
#[must_use]
pub fn parse_days(text: &str) -> Option<Days> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: Days = text[..digits].parse().ok()?;
    let days = match text[digits..].trim() {
        "d" | "day" | "days" => number,
        "w" | "week" | "weeks" => number.checked_mul(7)?,
        _ => return None,
    };
    (days <= 10_000).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_iso_days_are_days() {
        assert!(parse_day("2026-02-28").is_some());
        for text in
            ["2026-02-29", "2026-2-28", "26-02-28", "2026-13-01", "2026-02-28T00:00:00Z", "20260228", "２026-02-28"]
        {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_of_time() {
        assert_eq!(parse_days("14d"), Some(14));
        assert_eq!(parse_days("2 weeks"), Some(14));
        assert_eq!(parse_days("-1d"), None);
        assert_eq!(parse_days("99999999999d"), None);
        assert_eq!(parse_days("d"), None);
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        let day = |text| parse_day(text).expect("a day");
        assert_eq!(days_between(day("2024-01-01"), day("2025-01-01")), 366);
        assert_eq!(plus_days(day("2026-12-31"), 1), day("2027-01-01"));
    }
}
