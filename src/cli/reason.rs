//! The reason that a change needs: which changes need one, the question for it, and the past that it must not explain.

use super::prompt::Prompt;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::moved_between;
use crate::analysis::history::GoalHistory;
use crate::analysis::numbers::Timeline;
use crate::git::HistoryRange;
use crate::model::{Day, Goal, State, Workspace};
use crate::project::Project;

/// What a change of a goal does that needs a reason; none if it needs none. `after` has the goal as it would be.
pub(super) fn needs_reason(facts: &Facts<'_>, goal: &Goal, after: &Workspace) -> Option<&'static str> {
    let new = after.find(&goal.id).map(|ix| after.goal(ix))?;
    let moves = !moved_between(facts, &goal.as_written(), &new.as_written()).is_empty();
    match goal.state {
        State::Active if !facts.has_settled(goal) => None,
        State::Active if moves => Some("moves a goalpost"),
        State::Active if new.state == State::Draft => Some("takes an active goal back to a draft"),
        // Its grade was computed from these.
        State::Achieved | State::Missed | State::Dropped if moves => Some("moves a closed goal's goalpost"),
        _ => None,
    }
}

/// Asks for the reason on a terminal. None off one, and without an answer.
pub(super) fn ask_why(goal: &Goal, needs: &str) -> Option<String> {
    let mut prompt = Prompt::terminal()?;
    prompt.say(&format!("{}: {}", goal.id, goal.title));
    prompt.ask_line(&format!("  this {needs}. Why?")).filter(|line| !line.is_empty())
}

/// The facts of a project with its history, where there is one. It notes nothing of a history that is missing or cut off: what
/// is written rests on the files.
pub(super) fn facts_with_past(project: &Project, today: Day) -> Facts<'_> {
    let read = || {
        let repository = project.repository.as_ref().ok()?;
        let range = HistoryRange { since: None, today: Some(today) };
        GoalHistory::of_project(project, (repository, repository.head().ok()?.oid), range).ok()
    };
    let workspace = &project.workspace;
    match read() {
        Some(history) => Facts::with_timeline(workspace, Timeline::from_history(workspace, history, today), today),
        None => Facts::take(workspace, today),
    }
}
