//! `goalpost link`: links a goal to its parent.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::goal::find_by_id;
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Opened, Work, Writing, find_own, next_step};
use crate::analysis::facts::Facts;
use crate::author::{self, LinkDetails};
use crate::model::{Kind, State};

/// Link a goal to its parent
///
/// An objective or a development goal supports its parent; a key result measures its objective. Links that form a
/// cycle, or lead to a lower level or a closed goal, are refused. `goalpost suggest` ranks possible parents.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  goalpost link first-sale-same-day dependable-payments --how \"whoever sells on the first day stays\"")]
pub(super) struct Args {
    /// Goal to link
    #[arg(value_name = "CHILD")]
    child: String,
    /// Parent to link it to
    #[arg(value_name = "PARENT")]
    parent: String,
    /// How the goal helps its parent, in one sentence
    #[arg(long, value_name = "TEXT")]
    how: Option<String>,
    /// Weight in the parent's progress
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    weight: Option<String>,
    /// Share of the goal's effort that goes to the parent: 0 to 1, or 50%
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    share: Option<String>,
    /// Remove the link
    #[arg(long, conflicts_with_all = ["how", "weight", "share"])]
    remove: bool,
    #[command(flatten)]
    writing: Writing,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let share = args.share.as_deref().map(|text| author::read_share(text, "a share")).transpose()?;
    let weight = args.weight.as_deref().map(author::read_weight).transpose()?;
    let opened = session.open_to_write()?;
    if args.remove {
        return remove(session, args, &opened);
    }
    let workspace = &opened.project.workspace;
    let (child, parent) = (find_own(workspace, &args.child)?, find_by_id(workspace, &args.parent)?);
    if workspace.is_private(workspace.goal(parent).document) {
        return Err(CommandError::usage(format!("`{}` is in a private root", args.parent))
            .hint("goals of a private root can link to open goals, but not the other way round"));
    }
    let snapshot = Facts::take(workspace, opened.context.today);
    let words = LinkDetails { how: args.how.clone(), weight, share };
    let edits = author::link(&snapshot, child, parent, &words)?;
    let (goal, above) = (workspace.goal(child), workspace.goal(parent));
    let mut work = Work::new(&opened);
    work.add_goal(&goal.id);
    work.edit(child, &edits)?;
    let verb = if goal.kind == Kind::KeyResult { "measures" } else { "supports" };
    work.say(format!("{} {verb} {} · {}", goal.id, above.id, above.title));
    if above.state == State::Draft {
        session.note(&format!("`{}` is a draft; the link counts once it is active", above.id));
    }
    work.next = next_step(&opened, args.writing);
    work.finish(session, &opened, "link", args.writing, &format!("Link {} to {}", goal.id, above.id))
}

/// Removes a link. The parent need not exist any more.
fn remove(session: &Session, args: &Args, opened: &Opened) -> Result<Verdict, CommandError> {
    let workspace = &opened.project.workspace;
    let child = find_own(workspace, &args.child)?;
    let edits = author::unlink(workspace, child, &args.parent)?;
    let goal = workspace.goal(child);
    let mut work = Work::new(opened);
    work.edit(child, &edits)?;
    work.say(format!("{} no longer supports {}", goal.id, args.parent));
    work.next = next_step(opened, args.writing);
    work.finish(session, opened, "link", args.writing, &format!("Unlink {} from {}", goal.id, args.parent))
}
