//! Needs: the contributions that a goal needs from other teams.

use serde::Serialize;

use super::day::Day;
use super::field_row::field_table;
use super::lower::meaning::{Holder, word_of};
use super::lower::number::effort;
use super::lower::scalar::{day, place_in_list};
#[cfg(test)]
use super::schema::scalar::Amount;
use super::word_table::word_table;
use crate::syntax::Decoder;

field_table! {
    /// Something that this goal needs from another team.
    Need(Default): "a need", Holder::Need, known by &[&["from", "what"], &["from", "goal"], &["what"]], keeps {
        /// Its place in the list, from 0, for the route `needs[n]`.
        index: usize = place_in_list,
    };
    /// The team that is asked: its id in org.yaml.
    required from: String, Text, Decoder::text;
    /// What is needed, in a few words: `second region`.
    required what: String, Text, Decoder::text;
    /// The day it is needed by, as `YYYY-MM-DD`.
    optional by: Option<Day>, Day, day;
    /// Its state. Default: asked.
    optional state: NeedState, Word, word_of(&NeedState::WORDS), schema NeedState;
    /// The effort for the other team, in person-weeks, 0 or more.
    optional effort: Option<f64>, Number, effort, schema Amount;
    /// The id of the goal in which the other team does it.
    optional goal: Option<String>, Text, Decoder::text;
    // A field that only the tests have: what a table alone does for a field of an entry is tried with it.
    /// What is poured at the meeting.
    #[cfg(test)]
    optional milk: Option<String>, Text, Decoder::text;
}

/// The state of a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NeedState {
    /// Asked, no answer yet. The default.
    #[default]
    Asked,
    /// The other team will do it.
    Agreed,
    /// The other team will not.
    Declined,
    /// Done.
    Met,
}

word_table! {
    /// Every state with its name in goal files.
    NeedState: "asked" => Asked, "agreed" => Agreed, "declined" => Declined, "met" => Met
}
