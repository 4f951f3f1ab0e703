//! Links from a goal to the goals that it supports.

#[cfg(test)]
use schemars::{Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use super::agreement::Agreement;
use super::field_row::field_table;
use super::lower::meaning::Holder;
use super::lower::number::{share, weight};
use super::lower::scalar::{entries, place_in_list};
#[cfg(test)]
use super::schema::scalar::{Amount, Share};
use crate::syntax::{Decoder, Node};

field_table! {
    /// What is supported, and how.
    #[serde(remote = "Self")]
    Link(Default): "a link", Holder::Link, known by &[&["goal"]], keeps {
        /// Its place in the list, from 0, for the route `supports[n]`.
        index: usize = place_in_list,
        /// Whether it is written as a mapping, so that the id stands at `supports[n].goal`.
        mapped: bool = |_: &Decoder, _: &Node| true,
    };
    /// The id of the goal that is supported: the mission, an objective or a key result, of the same level or a higher
    /// one.
    required goal: String, Text, Decoder::text;
    /// The weight of this goal in that one's progress, 0 or more. Default: 1.
    ///
    /// A change after the period has started is a moved goalpost.
    optional weight: Option<f64>, Number, weight, about Goalpost, schema Amount;
    /// The share of this goal's effort for that one, 0 to 1; all shares together at most 1. Default: equal shares.
    optional share: Option<f64>, Number, share, schema Share;
    /// How this goal supports that one, in a sentence. `goalpost why` shows it.
    optional how: Option<String>, Text, Decoder::text, about Wording;
    /// Who agreed to the link, ideally the owner of the supported goal.
    optional agreed: Vec<Agreement>, Entries, entries(Agreement::read), about Ownership, table &Agreement::TABLE;
}

impl Link {
    /// The route of the id in the file.
    pub fn route(&self) -> String {
        if self.mapped { format!("supports[{}].goal", self.index) } else { format!("supports[{}]", self.index) }
    }
}

/// Serializes it as written: as an id, or as a mapping if it has more fields.
impl Serialize for Link {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.mapped { Self::serialize(self, serializer) } else { serializer.serialize_str(&self.goal) }
    }
}

/// The schema of a link as [`Link`] is serialized.
#[cfg(test)]
pub(super) fn written_link(generator: &mut SchemaGenerator) -> Schema {
    #[derive(schemars::JsonSchema)]
    #[schemars(untagged, inline)]
    #[expect(dead_code, reason = "only its schema is used")]
    enum LinkForm {
        Goal(String),
        More(Link),
    }
    generator.subschema_for::<Vec<LinkForm>>()
}
