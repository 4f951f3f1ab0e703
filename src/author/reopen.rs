//! Closed goals opened again: their grade is taken back, and history keeps it.

use super::unfit::Unfit;
use crate::model::{Goal, ORDER};
use crate::syntax::{Content, Edit};

/// The fields that a close writes and that are of it alone. What was learnt stays.
const OF_THE_CLOSE: [&str; 4] = ["state", "closed", "grade", "replaced_by"];

/// The edits that open a goal again.
///
/// # Errors
/// The goal is not closed, or nobody says why it is opened.
pub fn reopen(goal: &Goal, writes: impl Fn(&str) -> bool, reason: &str) -> Result<Vec<Edit>, Unfit> {
    if goal.is_open() {
        return Err(Unfit {
            message: format!("`{}` is not closed", goal.id),
            help: "only a closed goal can be reopened".to_owned(),
        });
    }
    if reason.trim().is_empty() {
        return Err(Unfit {
            message: format!("`{}` is reopened, and nobody says why", goal.id),
            help: "add --reason TEXT".to_owned(),
        });
    }
    let written = OF_THE_CLOSE.iter().filter(|field| writes(field));
    let mut edits: Vec<Edit> = written.map(|field| Edit::Remove { route: (*field).to_owned() }).collect();
    let to = Content::text(reason.trim());
    edits.push(Edit::Set { route: "reason".to_owned(), to, order: ORDER });
    Ok(edits)
}
