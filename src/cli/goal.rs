//! Goals that are named on the command line.

use super::CommandError;
use crate::model::{GoalIx, Workspace};
use crate::syntax::Lexicon;

/// The goal of an id, or what may have been meant.
pub(super) fn find(workspace: &Workspace, id: &str) -> Result<GoalIx, CommandError> {
    workspace.find(id).ok_or_else(|| {
        let error = CommandError::new(format!("there is no goal `{id}`"));
        if workspace.is_unread(id) {
            return error.hint("a file with this id is there but cannot be read as a goal: goalpost check says why");
        }
        match Lexicon::new(workspace.ids()).closest(id) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint("goalpost rollup --period all lists every goal"),
        }
    })
}
