//! Lowers what is asked for the value of a metric.

use crate::model::origin::Origin;
use crate::syntax::{Decoder, Node};

/// What is asked: a source with its question. A name alone says nothing of the question.
pub(in crate::model) fn question(decoder: &mut Decoder, node: &Node) -> Option<Origin> {
    let origin = Origin::read(decoder, node);
    if node.as_mapping().is_none() {
        decoder.set_help("write `from: {source: NAME, query: …}`, with a name of `sources` in goalpost.yaml");
    }
    origin
}
