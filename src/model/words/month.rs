//! The names of months.

use crate::model::day::Day;

/// The English names of the months, with their days in a leap year.
pub const MONTHS: [(&str, i8); 12] = [
    ("January", 31),
    ("February", 29),
    ("March", 31),
    ("April", 30),
    ("May", 31),
    ("June", 30),
    ("July", 31),
    ("August", 31),
    ("September", 30),
    ("October", 31),
    ("November", 30),
    ("December", 31),
];

/// The number of the month, 1 to 12, that a word names in English, whole or by three letters and more: `October`, `Oct`, `Sept`.
pub(in crate::model) fn month_named(word: &str) -> Option<usize> {
    let is =
        |name: &str| word.len() > 2 && name.get(..word.len()).is_some_and(|start| word.eq_ignore_ascii_case(start));
    MONTHS.iter().position(|(name, _)| is(name)).map(|at| at + 1)
}

/// A day as people say it: `15 October`, with the year where that is another than today's.
pub fn day_and_month(day: Day, today: Day) -> String {
    let month = usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).map_or("", |(name, _)| name);
    let year = if day.year() == today.year() { String::new() } else { format!(" {}", day.year()) };
    format!("{} {month}{year}", day.day())
}

/// A day's month in three letters: `Nov`.
pub fn month_abbreviation(day: Day) -> &'static str {
    let name = usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).map_or("", |(name, _)| name);
    &name[..name.len().min(3)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_three_letters() {
        let shorts: Vec<_> = (1..=12).map(|month| month_abbreviation(Day::constant(2026, month, 1))).collect();
        assert_eq!(shorts.join(" "), "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec");
    }
}
