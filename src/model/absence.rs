//! Days on which people are away. Only the `org.yaml` of a private root has them.

use super::day::{Day, Days, days_between, plus_days};
use super::field_row::field_table;
use super::lower::meaning::Holder;
use super::lower::scalar::{day, last_day};

field_table! {
    /// Days on which a person is away.
    Absence(Copy): "an absence", Holder::Absence, known by &[];
    /// The first day, as `YYYY-MM-DD`.
    required from: Day, Day, day;
    /// The last day, as `YYYY-MM-DD`. Default: it is not known yet.
    optional until: Option<Day>, Day, last_day(from);
}

/// When a person is present: on all days but those of their absences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presence {
    /// The first and the last days of absences, in order and apart from each other.
    away: Vec<(Day, Day)>,
}

impl Presence {
    /// The presence of a person with these absences. One that ends before it begins is none.
    pub fn new(absences: impl IntoIterator<Item = Absence>) -> Self {
        let mut all: Vec<(Day, Day)> =
            absences.into_iter().map(|it| (it.from, it.until.unwrap_or(Day::MAX))).filter(|it| it.0 <= it.1).collect();
        all.sort_unstable();
        let mut away: Vec<(Day, Day)> = Vec::with_capacity(all.len());
        for (from, until) in all {
            match away.last_mut() {
                Some(last) if from <= plus_days(last.1, 1) => last.1 = last.1.max(until),
                _ => away.push((from, until)),
            }
        }
        Self { away }
    }

    /// Whether they are away on a day.
    pub fn is_away(&self, day: Day) -> bool {
        self.away.iter().any(|(from, until)| *from <= day && day <= *until)
    }

    /// The days of presence after a day, up to another; as [`days_between`] without absences.
    pub fn days_between(&self, from: Day, to: Day) -> Days {
        let first = plus_days(from, 1);
        let away =
            self.away.iter().map(|(a, b)| days_between((*a).max(first), (*b).min(to)) + 1).filter(|days| *days > 0);
        days_between(from, to) - away.sum::<Days>()
    }

    /// The day on which a number of days of presence after a day are over; as [`plus_days`] without absences.
    pub fn plus_days(&self, from: Day, days: Days) -> Day {
        let mut end = plus_days(from, days);
        for (first, last) in self.away.iter().filter(|(_, last)| from < *last) {
            if end < *first {
                break;
            }
            end = plus_days(end, days_between((*first).max(plus_days(from, 1)), *last) + 1);
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_day;

    fn day(of_november: i8) -> Day {
        plus_days(parse_day("2026-11-01").expect("a day"), i64::from(of_november) - 1)
    }

    fn away(days: &[(i8, Option<i8>)]) -> Presence {
        Presence::new(days.iter().map(|(from, until)| Absence { from: day(*from), until: until.map(day) }))
    }

    #[test]
    fn days_away_do_not_count() {
        let presence = away(&[(10, Some(14)), (20, Some(20)), (12, Some(16)), (25, Some(24))]);
        assert!(presence.is_away(day(16)) && !presence.is_away(day(17)) && !presence.is_away(day(25)));
        assert_eq!(presence.days_between(day(9), day(17)), 1);
        assert_eq!(presence.days_between(day(12), day(20)), 3);
        assert_eq!(presence.days_between(day(1), day(5)), 4);
        // Seven days of presence after the 8th: the 9th, 17th to 19th and 21st to 23rd.
        assert_eq!(presence.plus_days(day(8), 7), day(23));
        assert_eq!(presence.plus_days(day(1), 7), day(8));
        assert_eq!(presence.plus_days(day(12), 1), day(17));
        assert_eq!(presence.days_between(day(8), presence.plus_days(day(8), 7)), 7);
    }

    #[test]
    fn an_absence_without_an_end_goes_on() {
        let presence = away(&[(10, None)]);
        assert!(presence.is_away(day(30)));
        assert_eq!(presence.plus_days(day(8), 7), Day::MAX);
        assert_eq!(presence.days_between(day(8), day(30)), 1);
    }
}
