//! Needs: what a goal asks of another team.

use schemars::JsonSchema;
use serde::Serialize;

use super::day::Day;

/// Something that a goal needs from another team.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Need {
    /// The team that is asked: its id in org.yaml.
    pub from: String,
    /// What is needed, in a few words.
    pub what: String,
    /// The day it is needed by.
    #[schemars(with = "Option<Day>")]
    pub by: Option<Day>,
    /// The id of the goal in which the other team does it.
    pub goal: Option<String>,
    /// What it costs the other team, in person-weeks.
    #[schemars(range(min = 0))]
    pub effort: Option<f64>,
    /// Its state; `asked` by default.
    #[schemars(default)]
    pub state: NeedState,
    /// Its place in the list, from 0, for the route `needs[n]`.
    #[serde(skip)]
    pub index: usize,
}

/// The state of a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
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

impl NeedState {
    /// Every state with its name in goal files.
    pub const WORDS: [(&'static str, Self); 4] =
        [("asked", Self::Asked), ("agreed", Self::Agreed), ("declined", Self::Declined), ("met", Self::Met)];

    /// Its name in goal files.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, state)| *state == self).map_or("", |(word, _)| word)
    }
}
