//! Counts with their nouns and verbs: `1 goal`, `2 goals`.

use std::fmt::Display;

/// A number with a noun whose plural ends in s: `1 goal`, `2 goals`.
pub fn count_of<N: Copy + Display + PartialEq + From<u8>>(count: N, noun: &str) -> String {
    format!("{count} {noun}{}", plural_form(count, "", "s"))
}

/// A number with its singular or plural words: `1 goal leads`, `2 goals lead`.
pub fn counted<N: Copy + Display + PartialEq + From<u8>>(count: N, one: &str, many: &str) -> String {
    format!("{count} {}", plural_form(count, one, many))
}

/// A number of days after "every": `day`, `7 days`.
pub fn interval(days: i64) -> String {
    if days == 1 { "day".to_owned() } else { count_of(days, "day") }
}

/// The form of a word for a number: `names` for one, `name` for more or none.
pub fn plural_form<'w, N: Copy + PartialEq + From<u8>>(count: N, one: &'w str, many: &'w str) -> &'w str {
    if count == N::from(1) { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_no_plural() {
        assert_eq!([0, 1, 2].map(|count: usize| count_of(count, "goal")), ["0 goals", "1 goal", "2 goals"]);
        assert_eq!([1, 2].map(|days: i64| counted(days, "day is", "days are")), ["1 day is", "2 days are"]);
        assert_eq!([1, 7].map(interval), ["day", "7 days"]);
        assert_eq!(plural_form(-1_i64, "day", "days"), "days");
    }
}
