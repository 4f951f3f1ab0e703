//! `goalpost link`: links a goal to its parent.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::goal::find_by_id;
use super::guard::apply_change;
use super::reason::{ask_why, facts_with_past, needs_reason};
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Opened, Speaker, Work, Writing, find_own, next_step};
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::moved_between;
use crate::author::{self, LinkDetails, explain_change};
use crate::model::{GoalIx, Kind, State, Workspace};

/// Link a goal to its parent
///
/// An objective or a development goal supports its parent; a key result measures its objective. Links that form a
/// cycle, or lead to a lower level or a closed goal, are refused. `goalpost suggest` ranks possible parents.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost link podcast known-for-finding --how \"they stay\"
  goalpost link podcast known-for-finding --weight 2")]
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
    /// Why a goalpost moves, such as the weight of a goal that has settled: written as `reason`, or as a decision in the
    /// log of a goal that has a reason
    #[arg(long, value_name = "WHY")]
    reason: Option<String>,
    #[command(flatten)]
    speaker: Speaker,
    #[command(flatten)]
    writing: Writing,
}

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
    let reason = explain(session, args, &opened, &snapshot, (child, &mut work))?;
    let verb = if goal.kind == Kind::KeyResult { "measures" } else { "supports" };
    work.say(format!("{} {verb} {} · {}", goal.id, above.id, above.title));
    work.says.extend(reason.iter().map(|reason| format!("reason: {reason}")));
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
    let snapshot = Facts::take(workspace, opened.context.today);
    let reason = explain(session, args, opened, &snapshot, (child, &mut work))?;
    work.say(format!("{} no longer supports {}", goal.id, args.parent));
    work.says.extend(reason.iter().map(|reason| format!("reason: {reason}")));
    work.next = next_step(opened, args.writing);
    work.finish(session, opened, "link", args.writing, &format!("Unlink {} from {}", goal.id, args.parent))
}

/// Adds the reason of a link that moves a goalpost: given, or asked for on a terminal. Elsewhere a note says that it is
/// missing. Returns the reason.
fn explain(
    session: &Session,
    args: &Args,
    opened: &Opened,
    facts: &Facts<'_>,
    (child, work): (GoalIx, &mut Work<'_>),
) -> Result<Option<String>, CommandError> {
    let workspace = &opened.project.workspace;
    let goal = workspace.goal(child);
    let by = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    if work.change.is_empty() {
        return Ok(None);
    }
    let after = Workspace::read(apply_change(workspace.sources.clone(), &work.change));
    let given = args.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
    let needs = needs_reason(facts, goal, &after);
    let reason = given.or_else(|| ask_why(goal, needs?));
    let Some(reason) = reason else {
        if let Some(needs) = needs {
            session.note(&format!("this {needs} of `{}`; add --reason WHY", goal.id));
        }
        return Ok(None);
    };
    let changed = after.find(&goal.id).map(|ix| moved_between(facts, &goal.as_written(), &after.goal(ix).as_written()));
    let mut fields: Vec<String> = changed.into_iter().flatten().map(|it| it.field).collect();
    if fields.is_empty() {
        fields.push(if goal.kind == Kind::KeyResult { "measures" } else { "supports" }.to_owned());
    }
    let past = facts_with_past(&opened.project, facts.today);
    work.edit(child, &[explain_change(&past, child, &fields, &reason, by)])?;
    Ok(Some(reason))
}
