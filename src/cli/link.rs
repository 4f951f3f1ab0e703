//! `goalpost link`: a goal linked to the one that it serves.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::goal::find;
use super::number::{number, share};
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Opened, Work, Writing, committable, find_own};
use crate::analysis::facts::Facts;
use crate::author::{self, LinkWords};
use crate::model::{Kind, State};

/// Link a goal to its parent
///
/// An objective or a development goal supports its parent, a key result measures its objective. What would run in a
/// circle, lead to a lower level or to a closed goal is refused. `goalpost suggest` ranks parents, --remove takes a link
/// away.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  goalpost link fewer-timeouts reliable-checkout --how \"timeouts are half of all failures\"")]
pub(super) struct Args {
    /// The goal that serves
    #[arg(value_name = "CHILD")]
    child: String,
    /// The goal that is served
    #[arg(value_name = "PARENT")]
    parent: String,
    /// How the one helps the other, in a sentence
    #[arg(long, value_name = "TEXT")]
    how: Option<String>,
    /// How much it counts in the parent's progress
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = number)]
    weight: Option<f64>,
    /// The part of its effort that goes there: 0 to 1, or 50%
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = share)]
    share: Option<f64>,
    /// Take the link away
    #[arg(long, conflicts_with_all = ["how", "weight", "share"])]
    remove: bool,
    #[command(flatten)]
    writing: Writing,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let out = |number: Option<f64>, most: f64| number.is_some_and(|it| !(0.0..=most).contains(&it));
    if out(args.share, 1.0) || out(args.weight, 1e9) {
        return Err(
            CommandError::usage("a weight is 0 or more, a share is from 0 to 1").hint("for example --share 0.5")
        );
    }
    let opened = session.open_to_write()?;
    if args.remove {
        return remove(session, args, &opened);
    }
    let workspace = &opened.project.workspace;
    let (child, parent) = (find_own(workspace, &args.child)?, find(workspace, &args.parent)?);
    if workspace.is_private(workspace.goal(parent).document) {
        return Err(CommandError::usage(format!("`{}` lies in another root, which not everyone reads", args.parent))
            .hint("a link may lead out of a private root, and never into one"));
    }
    let snapshot = Facts::take(workspace, opened.context.today);
    let words = LinkWords { how: args.how.clone(), weight: args.weight, share: args.share };
    let edits =
        author::link(&snapshot, child, parent, &words).map_err(|it| CommandError::usage(it.message).hint(it.help))?;
    let (goal, above) = (workspace.goal(child), workspace.goal(parent));
    let mut work = Work::new(&opened);
    work.touches(&goal.id);
    work.edit(child, &edits)?;
    let verb = if goal.kind == Kind::KeyResult { "measures" } else { "supports" };
    work.say(format!("{} {verb} {} · {}", goal.id, above.id, above.title));
    if above.state == State::Draft {
        session.note(&format!("`{}` is a draft: the link counts once it is active", above.id));
    }
    work.next = committable(&opened, args.writing);
    work.finish(session, &opened, "link", args.writing, &format!("Link {} to {}", goal.id, above.id))
}

/// Takes a link away; what it leads to need not be there any more.
fn remove(session: &Session, args: &Args, opened: &Opened) -> Result<Verdict, CommandError> {
    let workspace = &opened.project.workspace;
    let child = find_own(workspace, &args.child)?;
    let edits =
        author::unlink(workspace, child, &args.parent).map_err(|it| CommandError::usage(it.message).hint(it.help))?;
    let goal = workspace.goal(child);
    let mut work = Work::new(opened);
    work.edit(child, &edits)?;
    work.say(format!("{} supports {} no longer", goal.id, args.parent));
    work.next = committable(opened, args.writing);
    work.finish(session, opened, "link", args.writing, &format!("Unlink {} from {}", goal.id, args.parent))
}
