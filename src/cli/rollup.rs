//! `goalpost rollup`: how far every goal has come, against its plan.

use clap::Args as ClapArgs;

use super::scope::Scope;
use super::session::Reach;
use super::{CommandError, Session, Verdict};
use crate::model::{GoalIx, Workspace};
use crate::render::{json, markdown, tree};
use crate::syntax::Lexicon;
use crate::view::Envelope;
use crate::view::rollup::RollupView;

/// Shows how far every goal has come, against its plan
///
/// A tree from the mission down: progress, what the plan asks for today, health. Without --period: the goals whose
/// period contains today, and open goals past their period or without one.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Formats: human, json, markdown, csv")]
pub(super) struct Args {
    /// Only this goal and all that serves it
    #[arg(value_name = "GOAL")]
    goal: Option<String>,
    /// How many steps down from the top
    #[arg(long, value_name = "STEPS")]
    depth: Option<usize>,
    #[command(flatten)]
    scope: Scope,
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Human,
    Json,
    Markdown,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let formats = [("human", Format::Human), ("json", Format::Json), ("markdown", Format::Markdown)];
    let format = session.format("rollup", &formats)?;
    let project = session.open()?;
    let context = session.context(&project)?;
    let snapshot = session.snapshot(&project, &context, Reach::Recent)?;
    let (selection, heading) = args.scope.select(&project.workspace.settings, context.today)?;
    let of = args.goal.as_deref().map(|id| find(&project.workspace, id)).transpose()?;
    let view = RollupView::new(&snapshot, &selection, of, args.depth);
    let text = match format {
        Format::Human => tree::tree(&view, &heading, context.today, session.style()),
        Format::Json => json::json(&Envelope::new("rollup", &context, view)),
        Format::Markdown => markdown::rollup(&view, &heading),
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}

/// The goal of an id, or what may have been meant.
pub(super) fn find(workspace: &Workspace, id: &str) -> Result<GoalIx, CommandError> {
    workspace.find(id).ok_or_else(|| {
        let error = CommandError::new(format!("there is no goal `{id}`"));
        if workspace.is_unread(id) {
            return error.hint("a file with this id is there but cannot be read as a goal: goalpost check says why");
        }
        match Lexicon::new(workspace.ids()).closest(id, 3) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint("goalpost rollup --period all lists every goal"),
        }
    })
}
