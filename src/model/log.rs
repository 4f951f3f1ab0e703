//! The log of a goal: what people said about it, by day.

use serde::Serialize;

use super::day::Day;
use super::field_row::field_table;
use super::lower::meaning::{Holder, word_of};
use super::lower::scalar::{day, place_in_list, texts};
use super::word_table::word_table;
use crate::syntax::Decoder;

field_table! {
    /// A dated entry in the goal's log.
    LogEntry(Eq): "a log entry", Holder::LogEntry,
    known by &[&["date", "text"], &["kind", "by", "text"], &["date", "kind", "by"]], keeps {
        /// Its place in the list, from 0, for the route `log[n]`.
        index: usize = place_in_list,
    };
    /// The day it is about, as `YYYY-MM-DD`.
    required date: Day, Day, day;
    /// What kind of entry it is.
    required kind: LogKind, Word, word_of(&LogKind::WORDS), schema LogKind;
    /// Who wrote it: a person's id in org.yaml.
    optional by: Option<String>, Text, Decoder::text;
    /// The text.
    required text: String, Text, Decoder::text;
    /// Whom it is for: ids of people or teams. An obstacle asks them for help, recognition thanks them.
    optional to: Vec<String>, Texts, texts;
    /// Which fields it explains, such as `metric.target`.
    optional about: Vec<String>, Texts, texts;
    /// For an obstacle: inside or outside the organisation.
    optional scope: Option<Scope>, Word, word_of(&Scope::WORDS), schema Scope;
    /// For an obstacle: the day it was out of the way, as `YYYY-MM-DD`. Without one it is open.
    optional resolved: Option<Day>, Day, day;
    /// A URL with more information.
    optional link: Option<String>, Text, Decoder::text;
}

impl LogEntry {
    /// Whether it is an obstacle that is not out of the way.
    pub fn is_open_obstacle(&self) -> bool {
        self.kind == LogKind::Obstacle && self.resolved.is_none()
    }
}

/// The kinds of log entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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

word_table! {
    /// Every kind with its name in goal files.
    LogKind:
    "check-in" => CheckIn,
    "feedback" => Feedback,
    "recognition" => Recognition,
    "obstacle" => Obstacle,
    "decision" => Decision,
    "note" => Note,
}

/// Where an obstacle lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Inside the organisation.
    Internal,
    /// Outside the organisation, such as the market, a supplier or the law.
    External,
}

word_table! {
    /// Both with their names in goal files.
    Scope: "internal" => Internal, "external" => External
}
