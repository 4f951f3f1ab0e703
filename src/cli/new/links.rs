//! The goals above a new one, which have to be there.

use super::args::Args;
use crate::cli::error::CommandError;
use crate::cli::goal::find;
use crate::cli::writing::find_own;
use crate::model::{Goal, Kind, Workspace};

/// The goals above a new one, by their ids.
pub(super) struct Links {
    pub(super) measures: Option<String>,
    pub(super) supports: Vec<String>,
}

/// The goals above it, which have to be there.
pub(super) fn links(workspace: &Workspace, kind: Kind, args: &Args) -> Result<Links, CommandError> {
    let measures = match (kind, &args.measures) {
        (Kind::KeyResult, Some(id)) => Some(objective(workspace, id)?.id.clone()),
        (Kind::KeyResult, None) => {
            return Err(CommandError::usage("which objective does it measure?").hint("say it with --measures GOAL"));
        }
        (_, Some(_)) => {
            return Err(CommandError::usage("only a key result measures an objective").hint("link it with --supports"));
        }
        (_, None) => None,
    };
    if !args.supports.is_empty() && !matches!(kind, Kind::Objective | Kind::Development) {
        return Err(CommandError::usage(format!("{} supports nothing", kind.in_words())).hint("leave --supports out"));
    }
    let supports = args.supports.iter().map(|id| parent(workspace, id).map(|goal| goal.id.clone()));
    Ok(Links { measures, supports: supports.collect::<Result<_, _>>()? })
}

/// The objective of an id, which a key result can measure.
pub(super) fn objective<'w>(workspace: &'w Workspace, id: &str) -> Result<&'w Goal, CommandError> {
    let goal = workspace.goal(find_own(workspace, id)?);
    if goal.kind != Kind::Objective {
        let is = goal.kind.in_words();
        return Err(CommandError::usage(format!("`{id}` is {is}, and a key result measures an objective"))
            .hint("name an objective with --measures"));
    }
    Ok(goal)
}

/// The goal of an id that another can support.
pub(super) fn parent<'w>(workspace: &'w Workspace, id: &str) -> Result<&'w Goal, CommandError> {
    let goal = workspace.goal(find(workspace, id)?);
    if !matches!(goal.kind, Kind::Mission | Kind::Objective | Kind::KeyResult) {
        return Err(CommandError::usage(format!("nothing supports `{id}`: it is {}", goal.kind.in_words()))
            .hint("name the mission, an objective or a key result"));
    }
    Ok(goal)
}
