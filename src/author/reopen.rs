//! Reopens closed goals. The grade is removed from the file and stays in git's history.

use super::log::NewLogEntry;
use super::unfit::Unfit;
use crate::analysis::facts::Facts;
use crate::model::{GoalIx, LogKind};
use crate::syntax::Edit;

/// The fields that closing a goal sets. The retrospective is not among them: lessons learned stay valid.
const CLOSING_FIELDS: [&str; 4] = ["state", "closed", "grade", "replaced_by"];

/// Returns the edits that reopen a goal; the facts have its history where there is one. `by` is who does, by id.
///
/// # Errors
/// The goal is not closed, or there is no reason.
pub fn reopen(facts: &Facts<'_>, ix: GoalIx, reason: &str, by: Option<String>) -> Result<Vec<Edit>, Unfit> {
    let goal = facts.goal(ix);
    if goal.is_open() {
        return Err(Unfit {
            message: format!("`{}` is not closed", goal.id),
            help: "only closed goals can be reopened".to_owned(),
        });
    }
    if reason.trim().is_empty() {
        return Err(Unfit {
            message: format!("reopening `{}` needs a reason", goal.id),
            help: "add --reason TEXT".to_owned(),
        });
    }
    let document = facts.workspace.document_of(goal);
    let written = CLOSING_FIELDS.iter().filter(|field| document.writes(field));
    let mut edits: Vec<Edit> = written.map(|field| Edit::Remove { route: (*field).to_owned() }).collect();
    // A `reason` would stand for how the goal ends once it is closed again.
    let entry = NewLogEntry::new(facts.today, by, LogKind::Decision, reason.trim());
    let about = ["state", "grade"].map(str::to_owned).to_vec();
    edits.push(NewLogEntry { about, ..entry }.edit(goal));
    Ok(edits)
}
