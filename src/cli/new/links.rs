//! The goals above a new one, which have to be there.

use crate::author::Scaffold;
use crate::cli::CommandError;
use crate::cli::goal::find;
use crate::cli::writing::find_own;
use crate::model::{Kind, Workspace};

/// The goals above it, which have to be there.
pub(super) fn links(
    workspace: &Workspace,
    kind: Kind,
    measures: Option<&str>,
    supports: &[String],
    scaffold: &mut Scaffold,
) -> Result<(), CommandError> {
    match (kind, measures) {
        (Kind::KeyResult, Some(id)) => {
            let objective = workspace.goal(find_own(workspace, id)?);
            if objective.kind != Kind::Objective {
                return Err(CommandError::new(format!(
                    "`{id}` is {}, and a key result measures an objective",
                    objective.kind.in_words()
                ))
                .hint("name an objective with --measures"));
            }
            scaffold.measures = Some(objective.id.clone());
        }
        (Kind::KeyResult, None) => {
            return Err(CommandError::new("which objective does it measure?").hint("say it with --measures GOAL"));
        }
        (_, Some(_)) => {
            return Err(CommandError::new("only a key result measures an objective").hint("link it with --supports"));
        }
        _ => {}
    }
    if !supports.is_empty() && !matches!(kind, Kind::Objective | Kind::Development) {
        return Err(CommandError::new(format!("{} supports nothing", kind.in_words())).hint("leave --supports out"));
    }
    for id in supports {
        let parent = workspace.goal(find(workspace, id)?);
        if !matches!(parent.kind, Kind::Mission | Kind::Objective | Kind::KeyResult) {
            return Err(CommandError::new(format!("nothing supports `{id}`: it is {}", parent.kind.in_words()))
                .hint("name the mission, an objective or a key result"));
        }
        scaffold.supports.push(parent.id.clone());
    }
    Ok(())
}
