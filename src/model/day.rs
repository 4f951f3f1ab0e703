//! Days and numbers of days. Calendar arithmetic happens only here.

use jiff::civil::Weekday;
use jiff::{Span, ToSpan};

/// A calendar day.
pub type Day = jiff::civil::Date;

/// A number of days, signed.
pub type Days = i64;

/// Reads a day as `YYYY-MM-DD` and nothing else.
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
pub fn days_between(from: Day, to: Day) -> Days {
    to.duration_since(from).as_hours() / 24
}

/// The day a number of days later, or earlier if it is negative; the last representable day on overflow.
pub fn plus_days(day: Day, days: Days) -> Day {
    day.saturating_add(days.days())
}

/// The days of the week with their names.
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// Moves a day by a length of time such as `14d`, `2 weeks`, `3 months` or `1y`, back where `forward` is false. None for
/// another text, or a length of more than 10,000 days.
pub fn move_day(day: Day, length: &str, forward: bool) -> Option<Day> {
    let length = length.trim();
    let digits = length.bytes().take_while(u8::is_ascii_digit).count();
    let number: Days = length[..digits].parse().ok()?;
    let span = match length[digits..].trim() {
        "m" | "month" | "months" if number <= 330 => Span::new().months(number),
        "y" | "year" | "years" if number <= 27 => Span::new().years(number),
        _ => parse_days(length)?.days(),
    };
    let moved = if forward { day.checked_add(span) } else { day.checked_sub(span) };
    moved.ok()
}

/// The next day of the week with a name, `friday` or `fri`, after a day, or the last one before it.
pub(super) fn weekday_beside(day: Day, name: &str, forward: bool) -> Option<Day> {
    let name = name.to_ascii_lowercase();
    let (_, weekday) = WEEKDAYS.iter().find(|(whole, _)| *whole == name || whole[..3] == name)?;
    day.nth_weekday(if forward { 1 } else { -1 }, *weekday).ok()
}

/// Reads a length of time such as `14d`, `2w` or `3 days` as a number of days from 0 to 10,000.
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
    fn days_are_moved_by_the_calendar() {
        let day = parse_day("2026-03-31").expect("a day");
        let moved = |length, forward| move_day(day, length, forward).map(|day| day.to_string());
        assert_eq!(moved("1 month", false).as_deref(), Some("2026-02-28"));
        assert_eq!(moved("2w", true).as_deref(), Some("2026-04-14"));
        assert_eq!(moved("1y", true).as_deref(), Some("2027-03-31"));
        assert_eq!((moved("999y", true), moved("soon", true), moved("-1d", true)), (None, None, None));
        let friday = |name, forward| weekday_beside(day, name, forward).map(|day| day.to_string());
        assert_eq!(friday("Friday", false).as_deref(), Some("2026-03-27"));
        // A Tuesday itself is neither the last nor the next one.
        assert_eq!(friday("tue", true).as_deref(), Some("2026-04-07"));
        assert_eq!(friday("frid", true), None);
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        let day = |text| parse_day(text).expect("a day");
        assert_eq!(days_between(day("2024-01-01"), day("2025-01-01")), 366);
        assert_eq!(plus_days(day("2026-12-31"), 1), day("2027-01-01"));
    }
}
