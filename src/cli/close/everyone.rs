//! The goals by which a grade is computed: those that everyone can read.

use crate::analysis::links::links_of;
use crate::cli::session::Session;
use crate::model::Goal;
use crate::project::Project;

/// The goals without those of private roots: what is written into an open file is read by everyone, so that it rests on what
/// everyone can read.
pub(super) fn open_to_all(session: &Session, project: Project) -> Project {
    let workspace = &project.workspace;
    let is_open = |id: &str| workspace.find(id).is_some_and(|ix| workspace.is_own(workspace.goal(ix).document));
    let counts = |goal: &Goal| links_of(goal).any(|link| is_open(link.id));
    if workspace.iter().any(|(_, goal)| workspace.is_private(goal.document) && counts(goal)) {
        session.note("goals of private roots count in no grade of an open goal, which everyone can read");
    }
    project.for_everyone(&[])
}
