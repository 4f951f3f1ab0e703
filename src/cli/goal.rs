//! Looks up the goals that are named on the command line.

use super::error::CommandError;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Removal;
use crate::analysis::history::GoalHistory;
use crate::git::short_id;
use crate::model::{GoalIx, Workspace};
use crate::syntax::Lexicon;

/// Finds a goal by id. The error suggests a similar id.
pub(super) fn find(workspace: &Workspace, id: &str) -> Result<GoalIx, CommandError> {
    workspace.find(id).ok_or_else(|| {
        let error = CommandError::unknown(format!("there is no goal `{id}`"));
        if workspace.is_unread(id) {
            return error.hint("a file with this id exists but cannot be read as a goal; to see why: goalpost check");
        }
        error.did_you_mean(Lexicon::new(workspace.ids()).closest(id), "list all goals: goalpost rollup --period all")
    })
}

/// Returns the history of a snapshot, for commands that need one.
pub(super) fn require_history<'s>(snapshot: &'s Facts<'_>) -> Result<&'s GoalHistory, CommandError> {
    let history = snapshot.timeline.history();
    history.ok_or_else(|| {
        CommandError::unknown("the goals have no history").hint("commit them first: git add . && git commit")
    })
}

/// Finds a goal whose history is needed. The error for a removed goal tells when it was removed and how to see it.
pub(super) fn find_in_history(snapshot: &Facts<'_>, history: &GoalHistory, id: &str) -> Result<GoalIx, CommandError> {
    let workspace = snapshot.workspace;
    match find(workspace, id) {
        Ok(ix) if workspace.is_own(workspace.goal(ix).document) => Ok(ix),
        Ok(ix) => {
            let path = &workspace.file(workspace.goal(ix).document).path;
            Err(CommandError::unknown(format!("`{id}` belongs to another root, which has its own history"))
                .hint(format!("its file is {path}; name that root with --root DIR")))
        }
        Err(error) => match snapshot.removals().iter().find(|it| it.id == id) {
            Some(removal) => Err(removed_error(snapshot, removal, history)),
            None => Err(error),
        },
    }
}

/// Creates the error for a goal that was removed.
fn removed_error(snapshot: &Facts<'_>, removal: &Removal, history: &GoalHistory) -> CommandError {
    let id = &removal.id;
    let Some(commit) = removal.commit.and_then(|place| history.commits.get(place)) else {
        return CommandError::unknown(format!("`{id}` was removed, which is not committed yet"))
            .hint(format!("its file was {}; to see it: goalpost show {id} --at HEAD", removal.path));
    };
    let (day, author, oid) = (commit.day, snapshot.author_name(commit), commit.oid.to_string());
    let subject = commit.subject();
    CommandError::unknown(format!("`{id}` was removed on {day} by {author}: {subject}")).hint(format!(
        "its file was {}; to see it: goalpost show {id} --at {}^",
        removal.path,
        short_id(&oid)
    ))
}
