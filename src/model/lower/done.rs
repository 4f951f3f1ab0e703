//! Lowers whether a milestone is done: a day, true or false, or the source that tells.

use super::scalar::day;
use crate::model::done::Done;
use crate::model::origin::Origin;
use crate::syntax::{Decoder, Node};

/// Whether something is done, and when.
pub(in crate::model) fn done(decoder: &mut Decoder, node: &Node) -> Option<Done> {
    let text = node.as_scalar().map(|scalar| scalar.text.to_lowercase());
    match text.as_deref() {
        Some("true") => Some(Done::Is(true)),
        Some("false") => Some(Done::Is(false)),
        Some(text) if text.starts_with(|c: char| c.is_ascii_digit()) => day(decoder, node).map(Done::On),
        None if node.as_mapping().is_some() => Origin::read(decoder, node).map(|origin| Done::Asked(Box::new(origin))),
        _ => {
            decoder.wrong_type(node, "the day it was done, or true or false");
            match text.as_deref() {
                // YAML 1.1 reads some of these as booleans (yaml.org/type/bool.html), YAML 1.2 as strings.
                Some("yes" | "y" | "on" | "x" | "done" | "100%") => {
                    decoder.set_help("write true, or the day it was done");
                }
                Some("no" | "n" | "off" | "open") => decoder.set_help("write false"),
                _ => {}
            }
            None
        }
    }
}
