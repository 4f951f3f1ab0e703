//! Origins: where the value of a metric comes from, and what is asked there.

use serde::Serialize;

use super::field_row::field_table;
use super::lower::feeds::{decimals, factor, open_text};
use super::lower::meaning::{Holder, word_of};
#[cfg(test)]
use super::schema::scalar::{Decimals, Factor};
use crate::syntax::Decoder;

field_table! {
    /// Where a value comes from: a source of goalpost.yaml, and what it is asked.
    ///
    /// `goalpost pull` asks it. A change after the period has started is a moved goalpost.
    Origin(Default): "an origin", Holder::Origin, known by &[];
    /// The name of the source, one of `sources` in goalpost.yaml.
    required source: String, Text, Decoder::text;
    /// What is asked: an expression of Prometheus, the argument of a command, or a search of GitHub, GitLab or Jira.
    optional query: Option<String>, Text, open_text;
    /// Where the number stands in a JSON answer, as a JSON Pointer: `/data/availability`.
    optional pointer: Option<String>, Text, Decoder::text;
    /// Which row of a CSV file it is. Default: the id of the goal.
    optional key: Option<String>, Text, Decoder::text;
    /// A milestone of GitHub or GitLab, by title or number: the closed share of its issues, 0 to 1.
    optional milestone: Option<String>, Text, Decoder::text;
    /// An issue, by number or key: 1 when it is closed, else 0.
    optional issue: Option<String>, Text, Decoder::text;
    /// What a `git` source counts.
    optional count: Option<GitCount>, Word, word_of(&GitCount::WORDS), schema GitCount;
    /// The text that counted lines contain, for `count: matches`.
    optional pattern: Option<String>, Text, Decoder::text;
    /// The file or folder to which a count is limited.
    optional files: Option<String>, Text, Decoder::text;
    /// Which tags count, for `count: days_since_tag`: `v*`.
    optional tag: Option<String>, Text, Decoder::text;
    /// Since when commits count: a day, or a length of time before today such as `28d`.
    optional since: Option<String>, Text, Decoder::text;
    /// The number by which the answer is multiplied, such as 100 to make percent of a share.
    optional times: Option<f64>, Number, factor, schema Factor;
    /// The number of decimals to which it is rounded.
    optional round: Option<u32>, Count, decimals, schema Decimals;
}

/// What is counted in a git repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GitCount {
    /// Commits.
    Commits,
    /// Different authors of commits.
    Authors,
    /// Days since the latest tag.
    DaysSinceTag,
    /// Lines that contain a text, in the files of HEAD.
    Matches,
}

impl GitCount {
    /// All of them with their names in goal files.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("commits", Self::Commits),
        ("authors", Self::Authors),
        ("days_since_tag", Self::DaysSinceTag),
        ("matches", Self::Matches),
    ];
}

impl Origin {
    /// The value that an answer means: multiplied and rounded as written; infinite or no number if the product is.
    pub fn value_of_answer(&self, answer: f64) -> f64 {
        let value = self.times.map_or(answer, |times| answer * times);
        match self.round {
            // Through the decimal text: the shortest double is written, not one with an error in its last digit.
            Some(decimals) => format!("{value:.*}", decimals as usize).parse().map_or(value, |it: f64| it + 0.0),
            None => value,
        }
    }

    /// Half a unit of the last decimal to which values are rounded; a billionth of the value if they are not rounded.
    pub fn tolerance(&self, value: f64) -> f64 {
        match self.round {
            Some(decimals) => 0.5 * 10f64.powi(-i32::try_from(decimals).unwrap_or(0)) + 1e-12,
            None => (value.abs() * 1e-9).max(1e-12),
        }
    }

    /// Formats it for people: the source, and what is asked there.
    pub fn say(&self) -> String {
        let asked = Self::TABLE.rows.iter().filter(|row| row.name != "source").filter_map(|row| {
            let value = match self.value_of(row.name) {
                serde_json::Value::Null => return None,
                serde_json::Value::String(text) => text,
                value => value.to_string(),
            };
            Some(if row.name == "query" { value } else { format!("{} {value}", row.name) })
        });
        let asked: Vec<String> = asked.collect();
        if asked.is_empty() { self.source.clone() } else { format!("{}: {}", self.source, asked.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_multiplied_and_rounded() {
        let origin = |times, round| Origin { times, round, ..Origin::default() };
        assert_eq!(Some(origin(Some(100.0), Some(2)).value_of_answer(0.997_149)), Some(99.71));
        assert_eq!(Some(origin(None, None).value_of_answer(3.25)), Some(3.25));
        assert!(origin(None, Some(0)).value_of_answer(-0.2).is_sign_positive());
        assert!(!origin(Some(10.0), Some(1)).value_of_answer(1e308).is_finite());
    }
}
