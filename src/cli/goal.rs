//! Goals that are named on the command line.

use super::error::CommandError;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Removal;
use crate::analysis::history::GoalHistory;
use crate::git::short_id;
use crate::model::{GoalIx, Workspace};
use crate::syntax::Lexicon;

/// The goal of an id, or what may have been meant.
pub(super) fn find(workspace: &Workspace, id: &str) -> Result<GoalIx, CommandError> {
    workspace.find(id).ok_or_else(|| {
        let error = CommandError::unknown(format!("there is no goal `{id}`"));
        if workspace.is_unread(id) {
            return error.hint("a file with this id is there but cannot be read as a goal: goalpost check says why");
        }
        error.meant(Lexicon::new(workspace.ids()).closest(id), "goalpost rollup --period all lists every goal")
    })
}

/// The history behind a snapshot, for commands that are nothing without one.
pub(super) fn history_of<'s>(snapshot: &'s Facts<'_>) -> Result<&'s GoalHistory, CommandError> {
    let history = snapshot.timeline.history();
    history.ok_or_else(|| CommandError::unknown("there is no history").hint("commit your goals first"))
}

/// The goal of an id whose history is asked for; what became of one that is gone.
pub(super) fn find_in_history(snapshot: &Facts<'_>, history: &GoalHistory, id: &str) -> Result<GoalIx, CommandError> {
    let workspace = snapshot.workspace;
    match find(workspace, id) {
        Ok(ix) if workspace.is_own(workspace.goal(ix).document) => Ok(ix),
        Ok(ix) => {
            let path = &workspace.file(workspace.goal(ix).document).path;
            Err(CommandError::unknown(format!("`{id}` lies in another root, whose history is not this one's"))
                .hint(format!("its file is {path}: name that root with --root DIR")))
        }
        Err(error) => match snapshot.removals().iter().find(|it| it.id == id) {
            Some(removal) => Err(gone(snapshot, removal, history)),
            None => Err(error),
        },
    }
}

/// That a goal is no more, and how to look at it as it was.
fn gone(snapshot: &Facts<'_>, removal: &Removal, history: &GoalHistory) -> CommandError {
    let id = &removal.id;
    if let Some(ix) = removal.became {
        let now = &snapshot.goal(ix).id;
        return CommandError::unknown(format!("`{id}` is `{now}` now, and `formerly` does not say so"))
            .hint("goalpost check --fix writes it");
    }
    let Some(commit) = removal.commit.and_then(|place| history.commits.get(place)) else {
        return CommandError::unknown(format!("`{id}` was removed here, which is not committed yet"))
            .hint(format!("its file was {}; --at HEAD shows it as it was", removal.path));
    };
    let (day, author, oid) = (commit.committer.day(), snapshot.author_name(commit), commit.oid.to_string());
    let subject = commit.subject();
    CommandError::unknown(format!("`{id}` was removed on {day} by {author}: {subject}")).hint(format!(
        "to see it as it was: --at {}^ (its file was {})",
        short_id(&oid),
        removal.path
    ))
}
