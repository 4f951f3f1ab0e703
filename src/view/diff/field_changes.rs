//! What changes in one goal, in a line: for the answers of commands that write.

use super::words::{ChangeWords, FieldWords};
use crate::analysis::diff::Diff;
use crate::analysis::facts::Facts;
use crate::analysis::text::percent_pair;
use crate::model::{Kind, Shape, Significance};

/// Describes the changed fields of a goal between two states of the files, without its log and reason, and its progress
/// before and after. None if nothing else changes.
pub fn describe_fields<'w>(before: &Facts<'w>, after: &Facts<'w>, id: &str) -> Option<String> {
    let diff = Diff::between(before, after);
    let change = diff.changes.iter().find(|change| change.id == id)?;
    let (old, new) = (change.before?, change.after?);
    let fields: Vec<_> =
        change.fields.iter().filter(|it| it.significance != Significance::Log && it.field != "reason").collect();
    if fields.is_empty() {
        return None;
    }
    let words = ChangeWords::new(before, after);
    let text = FieldWords { words: &words, old: before.goal(old), new: after.goal(new) }.describe_all(&fields);
    let goal = after.goal(new);
    // The files alone tell how far a value has come, but not on how many days one was kept.
    let is_plain = goal.kind == Kind::KeyResult && goal.metric.as_ref().is_none_or(|it| it.shape() != Shape::Keep);
    let progress = before
        .numbers(old)
        .progress
        .zip(after.numbers(new).progress)
        .filter(|(old, new)| is_plain && (old - new).abs() > f64::EPSILON);
    Some(match progress {
        Some((old, new)) => {
            let (old, new) = percent_pair(old, new);
            format!("{text} · progress {old} → {new}")
        }
        None => text,
    })
}
