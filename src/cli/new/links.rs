//! The goals above a new one, which have to be there.

use super::Args;
use crate::author::Scaffold;
use crate::cli::CommandError;
use crate::cli::goal::find;
use crate::cli::writing::find_own;
use crate::model::{Goal, Kind, Workspace};

/// The goals above it, which have to be there.
pub(super) fn links(
    workspace: &Workspace,
    kind: Kind,
    args: &Args,
    scaffold: &mut Scaffold,
) -> Result<(), CommandError> {
    match (kind, &args.measures) {
        (Kind::KeyResult, Some(id)) => scaffold.measures = Some(objective(workspace, id)?.id.clone()),
        (Kind::KeyResult, None) => {
            return Err(CommandError::new("which objective does it measure?").hint("say it with --measures GOAL"));
        }
        (_, Some(_)) => {
            return Err(CommandError::new("only a key result measures an objective").hint("link it with --supports"));
        }
        _ => {}
    }
    if !args.supports.is_empty() && !matches!(kind, Kind::Objective | Kind::Development) {
        return Err(CommandError::new(format!("{} supports nothing", kind.in_words())).hint("leave --supports out"));
    }
    for id in &args.supports {
        scaffold.supports.push(parent(workspace, id)?.id.clone());
    }
    Ok(())
}

/// The objective of an id, which a key result can measure.
pub(super) fn objective<'w>(workspace: &'w Workspace, id: &str) -> Result<&'w Goal, CommandError> {
    let goal = workspace.goal(find_own(workspace, id)?);
    if goal.kind != Kind::Objective {
        let is = goal.kind.in_words();
        return Err(CommandError::new(format!("`{id}` is {is}, and a key result measures an objective"))
            .hint("name an objective with --measures"));
    }
    Ok(goal)
}

/// The goal of an id that another can support.
pub(super) fn parent<'w>(workspace: &'w Workspace, id: &str) -> Result<&'w Goal, CommandError> {
    let goal = workspace.goal(find(workspace, id)?);
    if !matches!(goal.kind, Kind::Mission | Kind::Objective | Kind::KeyResult) {
        return Err(CommandError::new(format!("nothing supports `{id}`: it is {}", goal.kind.in_words()))
            .hint("name the mission, an objective or a key result"));
    }
    Ok(goal)
}
