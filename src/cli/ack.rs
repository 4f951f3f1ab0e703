//! `goalpost ack`: records that a person agrees to a goal or to a link.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Speaker, Work, Writing, find_own, next_step};
use crate::author::agree;

/// Record agreement to a goal or to one of its links
///
/// Adds the person and the day to the goal's `agreed` list. With --link, adds them to the goal's link to a parent,
/// which the parent's owner confirms. Running it again updates the day.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost ack reliable-checkout
  goalpost ack fewer-timeouts --link reliable-checkout --by maria")]
pub(super) struct Args {
    /// Goals to agree to
    #[arg(value_name = "GOAL", required = true)]
    goals: Vec<String>,
    /// Agree to the link to this parent instead of the goal as a whole
    #[arg(long, value_name = "PARENT")]
    link: Option<String>,
    #[command(flatten)]
    speaker: Speaker,
    #[command(flatten)]
    writing: Writing,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let opened = session.open_to_write()?;
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let Some(by) = Session::speaker(&opened.project, args.speaker.by.as_deref())? else {
        return Err(CommandError::usage("cannot tell who agrees")
            .hint("pass --by PERSON, or set git's user.email to an address in org.yaml"));
    };
    let mut work = Work::new(&opened);
    for id in &args.goals {
        let ix = find_own(workspace, id)?;
        let goal = workspace.goal(ix);
        if !crate::model::field("agreed").is_some_and(|field| field.fits(goal.kind)) {
            return Err(CommandError::usage(format!(
                "`{}` is {}, which takes no agreement",
                goal.id,
                goal.kind.in_words()
            ))
            .hint("name an objective, a key result or a development goal"));
        }
        let link = match &args.link {
            Some(parent) => Some(find_link(workspace, goal, parent)?),
            None => None,
        };
        work.add_goal(&goal.id);
        work.edit(ix, &agree(goal, link, &by, today))?;
        let what = link.map_or_else(|| goal.id.clone(), |link| format!("{} supporting {}", goal.id, link.goal));
        work.say(format!("{by} agrees to {what}"));
    }
    work.next = next_step(&opened, args.writing);
    let subject = format!("{by} agrees to {}", args.goals.join(", "));
    work.finish(session, &opened, "ack", args.writing, &subject)
}

/// Finds the link of a goal to a parent, by the parent's present or former id.
fn find_link<'g>(
    workspace: &crate::model::Workspace,
    goal: &'g crate::model::Goal,
    parent: &str,
) -> Result<&'g crate::model::Link, CommandError> {
    let wanted = workspace.find(parent);
    let found = goal
        .supports
        .iter()
        .find(|link| link.goal == parent || wanted.is_some() && workspace.find(&link.goal) == wanted);
    found.ok_or_else(|| {
        let error = CommandError::usage(format!("`{}` does not support `{parent}`", goal.id));
        let ids: Vec<_> = goal.supports.iter().map(|link| link.goal.as_str()).collect();
        match (goal.measures.as_deref(), ids.as_slice()) {
            (Some(objective), _) => error.hint(format!(
                "it measures `{objective}`; to agree to the key result itself: goalpost ack {}",
                goal.id
            )),
            (None, []) => error.hint(format!("link it first: goalpost link {} {parent}", goal.id)),
            (None, ids) => error.hint(format!("`{}` supports {}", goal.id, ids.join(", "))),
        }
    })
}
