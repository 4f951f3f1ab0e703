//! The horizontal axis of a chart: the column of each day, and the dates to label.

use crate::model::{Day, Days, days_between, month_abbreviation, plus_days};

/// Days by column.
pub(super) struct DayAxis {
    first: Day,
    days: Days,
    pub(super) columns: usize,
}

impl DayAxis {
    /// Spreads the days from the first to the last over a number of columns.
    pub(super) fn new(first: Day, last: Day, columns: usize) -> Self {
        Self { first, days: days_between(first, last).max(1), columns }
    }

    /// The column of a day; none if it is out of range.
    pub(super) fn column(&self, day: Day) -> Option<usize> {
        let from = days_between(self.first, day);
        if !(0..=self.days).contains(&from) {
            return None;
        }
        usize::try_from((from * self.last() + self.days / 2) / self.days).ok()
    }

    /// The day in the middle of a column.
    pub(super) fn day(&self, column: usize) -> Day {
        let at = Days::try_from(column).unwrap_or(Days::MAX);
        plus_days(self.first, (at * self.days + self.last() / 2) / self.last())
    }

    fn last(&self) -> Days {
        Days::try_from(self.columns - 1).unwrap_or(1).max(1)
    }

    /// The days to label: the first and middle of months, months, quarters or years, depending on the range.
    pub(super) fn ticks(&self) -> Vec<(usize, String)> {
        let last = plus_days(self.first, self.days);
        if self.days <= 21 {
            let days = (0..=self.days).step_by(if self.days <= 8 { 2 } else { 5 }).map(|it| plus_days(self.first, it));
            return days.filter_map(|day| Some((self.column(day)?, date(day)))).collect();
        }
        let (months, middles): (i32, bool) = match self.days {
            ..=130 => (1, true),
            131..=500 => (1, false),
            501..=1500 => (3, false),
            1501..=6000 => (12, false),
            _ => (120, false),
        };
        let mut ticks = vec![(0, if middles { date(self.first) } else { month(self.first, months) })];
        let begin = i32::from(self.first.year()) * 12 + i32::from(self.first.month()) - 1;
        let mut at = begin - begin.rem_euclid(months);
        while let Some(day) = first_of(at).filter(|day| *day <= last) {
            let middle = Day::new(day.year(), day.month(), 15).ok().filter(|_| middles);
            for day in [Some(day), middle].into_iter().flatten() {
                let label = if middles { date(day) } else { month(day, months) };
                ticks.extend(self.column(day).filter(|at| *at > 0).map(|at| (at, label)));
            }
            at += months;
        }
        ticks
    }
}

fn first_of(months: i32) -> Option<Day> {
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    Day::new(year, i8::try_from(months.rem_euclid(12) + 1).ok()?, 1).ok()
}

/// `Oct 15`
fn date(day: Day) -> String {
    format!("{} {}", month_abbreviation(day), day.day())
}

/// Formats a month as `Oct`, January as the year, and only the year if months are skipped by the dozen.
fn month(day: Day, months: i32) -> String {
    if months >= 12 || day.month() == 1 { day.year().to_string() } else { month_abbreviation(day).to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_day;

    #[test]
    fn columns_and_days_lead_to_each_other() {
        let first = parse_day("2026-10-01").expect("a day");
        for days in [1, 6, 30, 91, 365, 4000] {
            let last = plus_days(first, days);
            for columns in [10, 31, 70] {
                let axis = DayAxis::new(first, last, columns);
                assert_eq!((axis.column(first), axis.column(last)), (Some(0), Some(columns - 1)));
                assert_eq!((axis.day(0), axis.day(columns - 1)), (first, last));
                assert_eq!((axis.column(plus_days(first, -1)), axis.column(plus_days(last, 1))), (None, None));
                let places: Vec<_> = (0..=days).map(|it| axis.column(plus_days(first, it))).collect();
                assert!(places.is_sorted(), "{days} days in {columns} columns");
                // With a day for each column the way there and back is the same.
                if days >= 70 {
                    assert!((0..columns).all(|at| axis.column(axis.day(at)) == Some(at)));
                }
            }
        }
    }
}
