//! The parents of a new goal.

use super::args::Args;
use crate::cli::error::CommandError;
use crate::cli::goal::find_by_id;
use crate::cli::writing::find_own;
use crate::model::{Goal, Kind, Workspace};

/// The parents of a new goal, by their ids.
pub(super) struct ParentIds {
    pub(super) measures: Option<String>,
    pub(super) supports: Vec<String>,
}

/// Finds the parents of a new goal. They must exist: a link to a later goal would be an error until then.
pub(super) fn find_parents(workspace: &Workspace, kind: Kind, args: &Args) -> Result<ParentIds, CommandError> {
    let measures = match (kind, &args.measures) {
        (Kind::KeyResult, Some(id)) => Some(find_objective(workspace, id)?.id.clone()),
        (Kind::KeyResult, None) => {
            return Err(CommandError::usage("a key result needs an objective").hint("add --measures GOAL"));
        }
        (_, Some(_)) => {
            return Err(CommandError::usage("only a key result can use --measures").hint("use --supports GOAL instead"));
        }
        (_, None) => None,
    };
    if !args.supports.is_empty() && !matches!(kind, Kind::Objective | Kind::Development) {
        return Err(
            CommandError::usage(format!("{} cannot support another goal", kind.in_words())).hint("remove --supports")
        );
    }
    let supports = args.supports.iter().map(|id| find_parent(workspace, id).map(|goal| goal.id.clone()));
    Ok(ParentIds { measures, supports: supports.collect::<Result<_, _>>()? })
}

/// Finds an objective for a key result to measure.
pub(super) fn find_objective<'w>(workspace: &'w Workspace, id: &str) -> Result<&'w Goal, CommandError> {
    let goal = workspace.goal(find_own(workspace, id)?);
    if goal.kind != Kind::Objective {
        let is = goal.kind.in_words();
        return Err(CommandError::usage(format!("`{id}` is {is}; a key result measures an objective"))
            .hint("name an objective with --measures"));
    }
    Ok(goal)
}

/// Finds a goal that another can support.
pub(super) fn find_parent<'w>(workspace: &'w Workspace, id: &str) -> Result<&'w Goal, CommandError> {
    let goal = workspace.goal(find_by_id(workspace, id)?);
    if !matches!(goal.kind, Kind::Mission | Kind::Objective | Kind::KeyResult) {
        return Err(CommandError::usage(format!("`{id}` is {}, which no goal can support", goal.kind.in_words()))
            .hint("name the mission, an objective or a key result"));
    }
    Ok(goal)
}
