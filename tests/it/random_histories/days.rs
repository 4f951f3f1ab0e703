//! Days as numbers since 1970, with a calendar of their own: the reader does not count with the program's.

/// A day, in days since 1970-01-01.
pub(super) type Day = i64;

/// The seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// A day of the calendar.
pub(super) fn day(year: i64, month: i64, of_month: i64) -> Day {
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let years: Day = (1970..year).map(|year| if leap(year) { 366 } else { 365 }).sum();
    let months = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before = usize::try_from(month - 1).expect("a month");
    years + months[..before].iter().sum::<Day>() + of_month - 1
}

/// A day as `2026-10-09`.
pub(super) fn text(of: Day) -> String {
    let year = (1970..3000).take_while(|year| day(*year, 1, 1) <= of).last().unwrap_or(1970);
    let month = (1..=12).take_while(|month| day(year, *month, 1) <= of).last().unwrap_or(1);
    format!("{year}-{month:02}-{:02}", of - day(year, month, 1) + 1)
}

/// A moment: seconds since 1970 and a zone, in minutes east of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) seconds: i64,
    pub(super) zone: i64,
}

impl Moment {
    /// The day in its own zone.
    pub(super) fn day(self) -> Day {
        (self.seconds + self.zone * 60).div_euclid(DAY)
    }

    /// As git writes it: `1790000000 -0330`.
    pub(super) fn in_git(self) -> String {
        let (sign, minutes) = (if self.zone < 0 { '-' } else { '+' }, self.zone.abs());
        format!("{} {sign}{:02}{:02}", self.seconds, minutes / 60, minutes % 60)
    }
}

#[test]
fn days_of_the_calendar_are_counted_and_written() {
    assert_eq!((day(1970, 1, 1), day(2026, 10, 1)), (0, 20_727));
    for of in [0, 59, 10_956, 11_016, 20_727, 20_818] {
        let text = text(of);
        let part = |range: std::ops::Range<usize>| text[range].parse().expect("a number");
        assert_eq!(day(part(0..4), part(5..7), part(8..10)), of, "{text}");
    }
}
