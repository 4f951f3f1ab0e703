//! Reads days from the command line and the environment. Every option reads the same words; a bare length of time such as
//! `7d` leads to the side of today on which the days of the option lie.

use super::error::CommandError;
use crate::model::{Day, move_day, read_day, read_named_day};

/// Reads a day that is usually over: `2026-10-01`, `7d`, `2w ago`, `yesterday`, `last friday`. `what` names the option or
/// variable in the error.
pub(super) fn read_past_day(text: &str, today: Day, what: &str) -> Result<Day, CommandError> {
    read(text, today, (what, false))
}

/// Reads a day that is usually to come: `2026-12-01`, `7d`, `in 2w`, `tomorrow`, `next friday`.
pub(super) fn read_coming_day(text: &str, today: Day, what: &str) -> Result<Day, CommandError> {
    read(text, today, (what, true))
}

fn read(text: &str, today: Day, (what, forward): (&str, bool)) -> Result<Day, CommandError> {
    let by_distance = read_named_day(text, today).or_else(|| move_day(today, text, forward));
    by_distance.map_or_else(|| read_day(text, None), Ok).map_err(|none| {
        let words = if forward { "in 2w, tomorrow or next friday" } else { "2w ago, yesterday or last friday" };
        let meant = if none.meant.is_empty() { format!("YYYY-MM-DD, 7d, {words}") } else { none.offered() };
        CommandError::usage(none.message(text)).hint(format!("write {what} as {meant}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_day;

    #[test]
    fn every_option_reads_the_same_words() {
        let today = parse_day("2026-11-21").expect("a day");
        let day = |read: fn(&str, Day, &str) -> Result<Day, CommandError>, text: &str| {
            read(text, today, "--day").map(|day| day.to_string()).map_err(|error| error.hints().join("\n"))
        };
        for read in [read_past_day, read_coming_day] {
            for (text, found) in [
                ("2026-10-01", "2026-10-01"),
                ("2w ago", "2026-11-07"),
                ("in 1 month", "2026-12-21"),
                ("last friday", "2026-11-20"),
                ("next Monday", "2026-11-23"),
                ("21 Nov 2026", "2026-11-21"),
                ("today", "2026-11-21"),
                ("last week", "2026-11-14"),
                ("next month", "2026-12-21"),
                ("a week ago", "2026-11-14"),
            ] {
                assert_eq!(day(read, text).as_deref(), Ok(found), "{text}");
            }
        }
        assert_eq!(day(read_past_day, "7d").as_deref(), Ok("2026-11-14"));
        assert_eq!(day(read_coming_day, "7d").as_deref(), Ok("2026-11-28"));
        let words = "write --day as YYYY-MM-DD, 7d, 2w ago, yesterday or last friday";
        assert_eq!(day(read_past_day, "someday"), Err(words.to_owned()));
        assert_eq!(day(read_past_day, "11/12/2026"), Err("write --day as 2026-11-12 or 2026-12-11".to_owned()));
    }
}
