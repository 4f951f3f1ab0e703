//! The log of a goal: what people said about it, by day.

use schemars::JsonSchema;
use serde::Serialize;

use super::day::Day;

/// A dated entry in a goal's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LogEntry {
    /// The day it is about.
    pub date: Day,
    /// What kind of entry it is.
    pub kind: LogKind,
    /// The text.
    pub text: String,
    /// Who wrote it: a person's id.
    pub by: Option<String>,
    /// The recipients: ids of people or teams.
    pub to: Vec<String>,
    /// Which fields it explains, such as `metric.target`.
    pub about: Vec<String>,
    /// A link to more information.
    pub link: Option<String>,
    /// For an obstacle: inside or outside the organisation.
    pub scope: Option<Scope>,
    /// For an obstacle: the day it was resolved.
    #[schemars(with = "Option<Day>")]
    pub resolved: Option<Day>,
    /// Its place in the list, from 0, for the route `log[n]`.
    #[serde(skip)]
    pub index: usize,
}

/// The kinds of log entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LogKind {
    /// A comment on the present state.
    CheckIn,
    /// Feedback on the work. Not for feedback on a person: git keeps every version.
    Feedback,
    /// Recognition.
    Recognition,
    /// An obstacle.
    Obstacle,
    /// A decision, such as why a target moved.
    Decision,
    /// Any other note.
    Note,
}

impl LogKind {
    /// Every kind with its name in goal files.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("check-in", Self::CheckIn),
        ("feedback", Self::Feedback),
        ("recognition", Self::Recognition),
        ("obstacle", Self::Obstacle),
        ("decision", Self::Decision),
        ("note", Self::Note),
    ];

    /// Its name in goal files.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

/// Where an obstacle lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Inside the organisation.
    Internal,
    /// Outside the organisation, such as the market, a supplier or the law.
    External,
}

impl Scope {
    /// Both with their names in goal files.
    pub const WORDS: [(&'static str, Self); 2] = [("internal", Self::Internal), ("external", Self::External)];
}
