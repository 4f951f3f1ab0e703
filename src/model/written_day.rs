//! Days as people and spreadsheets write them. An ambiguous day is never guessed.

use super::day::{Day, Days, move_day, parse_day, plus_days, weekday_beside};
use crate::model::words::month::{MONTHS, month_named};

/// The order of day and month in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// `21/11/2026`.
    DayFirst,
    /// `11/21/2026`.
    MonthFirst,
}

/// The error for a text that is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct NoDay {
    /// The reason, such as `November has 30 days`.
    pub reason: String,
    /// The days that may have been meant.
    pub meant: Vec<Day>,
}

/// The reason for a text that does not look like a day.
pub(super) const NOT_A_DAY: &str = "not a day";

/// The reason for a text that may be two days.
const TWO_DAYS: &str = "may be one of two days";

impl NoDay {
    fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), meant: Vec::new() }
    }

    /// The message for a text: `11/12/2026` may be one of two days; `2026-11-31` is no day: November has 30 days.
    pub fn message(&self, text: &str) -> String {
        match &*self.reason {
            NOT_A_DAY => format!("`{text}` is no day"),
            TWO_DAYS => format!("`{text}` {TWO_DAYS}"),
            reason => format!("`{text}` is no day: {reason}"),
        }
    }

    /// Whether the text is written as days are, and fails for another reason.
    pub fn looks_like_a_day(&self) -> bool {
        self.reason != NOT_A_DAY
    }

    /// The text to write instead: the days that may have been meant, else the notation of a day.
    pub fn offered(&self) -> String {
        match self.meant.as_slice() {
            [] => "YYYY-MM-DD".to_owned(),
            days => days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "),
        }
    }
}

/// Reads a day as a person writes it: `2026-11-21`, with a time behind it, `21.11.2026`, `2026/11/21`, `21 Nov 2026`.
///
/// # Errors
/// The text is no day, or it may be two: `11/12/2026` without an order.
pub fn read_day(text: &str, order: Option<DayOrder>) -> Result<Day, NoDay> {
    let text = text.trim();
    if let Some(day) = parse_day(text) {
        return Ok(day);
    }
    if let Some(day) = named_month(text, order) {
        return day;
    }
    let date = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['-', '.', '/']).collect();
    let [first, second, third] = parts.as_slice() else {
        if date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit()) {
            return numbered(&date[..4], &date[4..6], &date[6..]);
        }
        return Err(NoDay::new(NOT_A_DAY));
    };
    let small = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    if is_year(first) && small(second) && small(third) {
        return numbered(first, second, third);
    }
    if !(small(first) && small(second)) {
        return Err(NoDay::new(NOT_A_DAY));
    }
    if !is_year(third) {
        // `21.11.26` may begin or end with the year: it is offered, but not accepted.
        let century = third.len() == 2 && small(third) && date.contains('.');
        let meant = century.then(|| numbered(&format!("20{third}"), second, first).ok()).flatten();
        return Err(NoDay { reason: "a year has four digits".to_owned(), meant: meant.into_iter().collect() });
    }
    // With points the day comes first in every country that writes dates so.
    if date.contains('.') || order == Some(DayOrder::DayFirst) {
        return numbered(third, second, first);
    }
    if order == Some(DayOrder::MonthFirst) {
        return numbered(third, first, second);
    }
    // Without an order the date is unambiguous only if one reading is no day, or both are the same.
    let mut either: Vec<Day> =
        [(second, first), (first, second)].iter().filter_map(|(month, day)| numbered(third, month, day).ok()).collect();
    either.sort_unstable();
    either.dedup();
    match either.as_slice() {
        [day] => Ok(*day),
        [] => Err(numbered(third, first, second).err().unwrap_or_else(|| NoDay::new(NOT_A_DAY))),
        _ => Err(NoDay { reason: TWO_DAYS.to_owned(), meant: either }),
    }
}

/// Reads a day from a table: as a person writes it, or as the serial number of a spreadsheet.
///
/// # Errors
/// As [`read_day`].
pub fn read_cell_day(text: &str, order: Option<DayOrder>) -> Result<Day, NoDay> {
    // Spreadsheets save a date whose cell is formatted as a number by its serial number: day 1 is 1900-01-01, and as
    // they count a 29th of February in 1900, later days begin from 1899-12-30 (ECMA-376, part 1, 18.17.4.1).
    let serial = text.trim().split('.').next().unwrap_or_default();
    match serial.parse::<Days>() {
        Ok(days) if serial.len() == 5 && SERIALS.contains(&days) => {
            let origin = parse_day("1899-12-30").ok_or_else(|| NoDay::new(NOT_A_DAY))?;
            Ok(plus_days(origin, days))
        }
        _ => read_day(text, order),
    }
}

/// The serial numbers of the years 2000 to 2099 in spreadsheets.
const SERIALS: std::ops::RangeInclusive<Days> = 36_526..=73_050;

/// Reads a day by its distance from today: `today`, `yesterday`, `tomorrow`, `2w ago`, `in 3 months`, `last friday`,
/// `next mon`, `last week`, `a month ago`.
pub fn read_named_day(text: &str, today: Day) -> Option<Day> {
    let text = text.trim();
    match text {
        "today" => return Some(today),
        "yesterday" => return Some(plus_days(today, -1)),
        "tomorrow" => return Some(plus_days(today, 1)),
        _ => {}
    }
    if let Some(length) = text.strip_suffix(" ago") {
        let one = length.strip_prefix("a ").map(|unit| format!("1 {unit}"));
        return move_day(today, one.as_deref().unwrap_or(length), false);
    }
    let beside = |name: &str, forward| {
        let name = name.trim();
        weekday_beside(today, name, forward).or_else(|| move_day(today, &format!("1 {name}"), forward))
    };
    match text.split_once(' ')? {
        ("in", length) => move_day(today, length, true),
        ("last", name) => beside(name, false),
        ("next", name) => beside(name, true),
        _ => None,
    }
}

/// The day with the digits of its parts, or the reason why there is none.
fn numbered(year: &str, month: &str, day: &str) -> Result<Day, NoDay> {
    if let Some(day) = parse_day(&format!("{year}-{month:0>2}-{day:0>2}")) {
        return Ok(day);
    }
    let Some((name, days)) = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?)) else {
        return Err(NoDay::new(format!("there is no month {month}")));
    };
    if day.parse::<i8>().is_ok_and(|day| day == 0) {
        return Err(NoDay::new("there is no day 0"));
    }
    let is_leap = parse_day(&format!("{year}-02-29")).is_some();
    Err(NoDay::new(match *days {
        29 if !is_leap => format!("February {year} has 28 days"),
        days => format!("{name} has {days} days"),
    }))
}

/// A day with an English month name: `21 Nov 2026`, `21-Nov-2026`, `Nov 21, 2026`, with a time behind it. None for a text
/// without one.
fn named_month(text: &str, order: Option<DayOrder>) -> Option<Result<Day, NoDay>> {
    let is_time = |word: &str| word.contains(':') || ["am", "pm"].iter().any(|it| word.eq_ignore_ascii_case(it));
    let words = text.split([' ', '-', ',', '.', '/']).filter(|word| !word.is_empty() && !is_time(word));
    let words: Vec<&str> = words.collect();
    let month_of = |word: &str| month_named(word).map(|month| month.to_string());
    let (day, month, year) = match words.as_slice() {
        [day, month, year] if month_of(month).is_some() => (day, month_of(month)?, year),
        [month, day, year] if month_of(month).is_some() => (day, month_of(month)?, year),
        _ => return None,
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(day) || !digits(year) {
        return None;
    }
    if year.len() == 4 && day.len() <= 2 {
        return Some(numbered(year, &month, day));
    }
    // In `20/Nov/26` the year comes last wherever the day comes before the month; it is taken where the order is known.
    if order == Some(DayOrder::DayFirst) && year.len() == 2 && day.len() <= 2 {
        return Some(numbered(&format!("20{year}"), &month, day));
    }
    let either = [(year, day), (day, year)];
    let meant = either.iter().filter(|(year, day)| year.len() == 2 && day.len() <= 2);
    let meant = meant.filter_map(|(year, day)| numbered(&format!("20{year}"), &month, day).ok()).collect();
    Some(Err(NoDay { reason: "a year has four digits".to_owned(), meant }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        read_day(text, None).map(|day| day.to_string()).map_err(|it| format!("{it}: {}", it.offered()))
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "2026-11-02",
            "2026-11-02T09:00:00Z",
            "2026-11-02 09:00",
            "2026/11/2",
            "02.11.2026",
            "2.11.2026",
            "2026.11.02",
            "20261102",
            "2 Nov 2026",
            "02-Nov-2026",
            "Nov 2, 2026",
            "november 2 2026",
            "2.11.2026 00:00:00",
        ] {
            assert_eq!(read(text), Ok("2026-11-02".to_owned()), "{text}");
        }
        for text in ["20/11/2026", "11/20/2026", "20-11-2026"] {
            assert_eq!(read(text), Ok("2026-11-20".to_owned()), "{text}");
        }
        assert_eq!(read("05/05/2026"), Ok("2026-05-05".to_owned()));
        for (text, expected) in [
            ("11/12/2026", "may be one of two days: 2026-11-12 or 2026-12-11"),
            ("2026-11-31", "November has 30 days: YYYY-MM-DD"),
            ("31.11.2026", "November has 30 days: YYYY-MM-DD"),
            ("2026-02-29", "February 2026 has 28 days: YYYY-MM-DD"),
            ("2024-02-30", "February has 29 days: YYYY-MM-DD"),
            ("2026-13-01", "there is no month 13: YYYY-MM-DD"),
            ("2026-11-00", "there is no day 0: YYYY-MM-DD"),
            ("21.11.26", "a year has four digits: 2026-11-21"),
            ("20-Nov-26", "a year has four digits: 2026-11-20 or 2020-11-26"),
            ("soon", "not a day: YYYY-MM-DD"),
            ("1.2.3", "a year has four digits: YYYY-MM-DD"),
            ("", "not a day: YYYY-MM-DD"),
        ] {
            assert_eq!(read(text), Err(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn an_order_and_a_spreadsheets_count_are_followed_where_they_are_known() {
        let day = |text| parse_day(text).expect("a day");
        assert_eq!(read_day("11/12/2026", Some(DayOrder::MonthFirst)), Ok(day("2026-11-12")));
        assert_eq!(read_day("11/12/2026", Some(DayOrder::DayFirst)), Ok(day("2026-12-11")));
        assert_eq!(read_day("20/Nov/26 9:15 AM", Some(DayOrder::DayFirst)), Ok(day("2026-11-20")));
        assert_eq!(read_day("20 Nov 2026 09:15", None), Ok(day("2026-11-20")));
        assert_eq!(read_cell_day("46346", None), Ok(day("2026-11-20")));
        assert_eq!(read_cell_day("46346.5", None), Ok(day("2026-11-20")));
        assert!(read_cell_day("1500", None).is_err());
        assert!(read_day("46346", None).is_err());
    }

    #[test]
    fn days_have_names_by_their_distance() {
        let today = parse_day("2026-11-21").expect("a day");
        let named = |name| read_named_day(name, today).map(|day| day.to_string());
        assert_eq!(named("2w ago").as_deref(), Some("2026-11-07"));
        assert_eq!(named("3 days ago").as_deref(), Some("2026-11-18"));
        assert_eq!(named("2 months ago").as_deref(), Some("2026-09-21"));
        assert_eq!(named("yesterday").as_deref(), Some("2026-11-20"));
        assert_eq!(named("today").as_deref(), Some("2026-11-21"));
        assert_eq!(named("in 3 days").as_deref(), Some("2026-11-24"));
        assert_eq!(named("last friday").as_deref(), Some("2026-11-20"));
        assert_eq!(named("next sat").as_deref(), Some("2026-11-28"));
        assert_eq!((named("main"), named("last word"), named("in time")), (None, None, None));
    }
}
