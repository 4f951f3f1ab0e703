//! Links upward: what a goal supports.

use schemars::JsonSchema;
use serde::Serialize;

use super::agreement::Agreement;

/// One entry of `supports`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(into = "WrittenEntry")]
pub struct Link {
    /// The id of the goal that is supported, as written.
    pub goal: String,
    /// How much this goal counts in that parent's rollup; 1 by default.
    pub weight: Option<f64>,
    /// The part of this goal's effort that goes to that parent; equal parts by default.
    pub share: Option<f64>,
    /// How this goal helps that one, in a sentence.
    pub how: Option<String>,
    /// Who agreed to the link.
    pub agreed: Vec<Agreement>,
    /// Its place in the list, from 0, for the route `supports[n]`.
    pub index: usize,
    /// Whether it is written as a mapping, so that the id stands at `supports[n].goal`.
    pub mapped: bool,
}

impl Link {
    /// The route of the id in the file.
    #[must_use]
    pub fn route(&self) -> String {
        if self.mapped { format!("supports[{}].goal", self.index) } else { format!("supports[{}]", self.index) }
    }
}

/// An entry of `supports` as it is written: an id alone, or with more.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum WrittenEntry {
    /// The goal that is supported.
    Goal(String),
    /// The goal that is supported, and how.
    More {
        /// The goal that is supported.
        goal: String,
        /// How much this goal counts there.
        weight: Option<f64>,
        /// The part of this goal's effort that goes there.
        share: Option<f64>,
        /// How it helps.
        how: Option<String>,
        /// Who agreed to the link.
        agreed: Vec<Agreement>,
    },
}

impl From<Link> for WrittenEntry {
    fn from(Link { goal, weight, share, how, agreed, mapped, .. }: Link) -> Self {
        if mapped { Self::More { goal, weight, share, how, agreed } } else { Self::Goal(goal) }
    }
}
