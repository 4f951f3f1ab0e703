//! The numbers of a survey, read directly from its file so that other errors in the file do not hide them.

use crate::analysis::facts::Facts;
use crate::model::{Document, Kind};
use crate::model::{Goal, GoalIx};
use crate::syntax::{Node, QuoteStyle, parse_number};

/// Every survey.
pub(super) fn surveys<'w>(snapshot: &Facts<'w>) -> impl Iterator<Item = (GoalIx, &'w Goal)> + use<'w> {
    snapshot.goals().filter(|(_, goal)| goal.kind == Kind::Survey)
}

/// Reads a number of people; none if it is not a whole number from 0 up.
pub(super) fn read_count(document: &Document, field: &str) -> Option<f64> {
    let scalar = document.tree.mapping()?.get(field)?.as_scalar()?;
    let number = parse_number(&scalar.text).filter(|_| scalar.style == QuoteStyle::Plain)?;
    (number >= 0.0 && number.fract() == 0.0 && number.is_finite()).then_some(number)
}

/// Whether a survey contains at least one score.
pub(super) fn has_scores(document: &Document) -> bool {
    let scores = document.tree.mapping().and_then(|mapping| mapping.get("scores")).and_then(Node::as_mapping);
    scores.is_some_and(|scores| !scores.entries.is_empty())
}
