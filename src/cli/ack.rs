//! `goalpost ack`: records that a person agrees to a goal or to a link.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::member::set_address;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use super::writing::{Speaker, Work, Writing, find_own, next_step};
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{ParentChanges, SuspectLink};
use crate::author::agree;
use crate::graph::Edge;
use crate::model::GoalIx;

/// Record agreement to a goal or to one of its links
///
/// Adds the person and the day to the goal's `agreed` list. With --link, adds them to the goal's link to a parent,
/// which the parent's owner confirms. With --links, confirms at once the links from other goals to this one that are older
/// than a change of its goalposts or title: all of them if the person owns it, else those of the person's own goals.
/// Running it again updates the day.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost ack search-success
  goalpost ack parcels-on-the-day --link every-parcel-earns --by bianca
  goalpost ack search-success --links")]
pub(super) struct Args {
    /// Goals to agree to
    #[arg(value_name = "GOAL", required = true)]
    goals: Vec<String>,
    /// Agree to the link to this parent instead of the goal as a whole
    #[arg(long, value_name = "PARENT")]
    link: Option<String>,
    /// Confirm the links from other goals to these that were made before these changed
    #[arg(long, conflicts_with = "link")]
    links: bool,
    #[command(flatten)]
    speaker: Speaker,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let mut opened = session.open_to_write()?;
    // Only links to goals that changed since need the past.
    let past =
        if args.links { Some(session.past(&mut opened.project, &opened.context, HistoryReach::Needed)?) } else { None };
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let named = args.goals.iter().map(|id| find_own(workspace, id)).collect::<Result<Vec<_>, _>>()?;
    let mut work = Work::new(&opened);
    let snapshot = past.map(|past| past.snapshot(&opened.project));
    let is_linked = |snapshot: &Facts<'_>| named.iter().any(|ix| snapshot.graph.children(*ix).next().is_some());
    if snapshot.as_ref().is_some_and(|snapshot| !is_linked(snapshot)) {
        work.say(format!("nothing to confirm: no goal links to {}", super::goal::ids(workspace, &named)));
        return work.finish(session, &opened, "ack", args.writing, "");
    }
    let Some(by) = Session::speaker(&opened.project, args.speaker.by.as_deref())? else {
        return Err(CommandError::usage("cannot tell who agrees").hint(format!(
            "pass --by PERSON, or set git's user.email to an address in org.yaml: {}",
            set_address(&opened.project)
        )));
    };
    if let Some(snapshot) = snapshot {
        for ix in &named {
            confirm_links(&mut work, &snapshot, *ix, &by)?;
        }
        work.next = next_step(&opened, args.writing).filter(|_| !work.change.is_empty());
        let subject = format!("{by} confirms the links to {}", super::goal::ids(workspace, &named));
        return work.finish(session, &opened, "ack", args.writing, &subject);
    }
    for &ix in &named {
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
    let subject = format!("{by} agrees to {}", super::goal::ids(workspace, &named));
    work.finish(session, &opened, "ack", args.writing, &subject)
}

/// Records a person's agreement to every link to a goal that is older than a change of it, and that is theirs to confirm:
/// they own one of the two goals.
fn confirm_links(work: &mut Work<'_>, snapshot: &Facts<'_>, ix: GoalIx, by: &str) -> Result<(), CommandError> {
    let goal = snapshot.goal(ix);
    if snapshot.history().is_none() {
        return Err(CommandError::failed(format!(
            "cannot tell which links to `{}` are older than its changes",
            goal.id
        ))
        .hint("the history is incomplete; to complete it: git fetch --unshallow"));
    }
    let links: Vec<SuspectLink> = snapshot.parent_changes(ix).iter().flat_map(ParentChanges::links).collect();
    let owner = |ix: GoalIx| snapshot.workspace.owner_of(snapshot.goal(ix));
    let owns = |ix: GoalIx| owner(ix).is_some_and(|owner| snapshot.is_same_person(owner, by));
    let may = |link: &SuspectLink| owns(ix) || owns(link.child) || (owner(ix).is_none() && owner(link.child).is_none());
    let (own, others): (Vec<_>, Vec<_>) = links.into_iter().partition(may);
    if let Some(other) = others.first().filter(|_| own.is_empty()) {
        let error = CommandError::usage(format!("`{by}` owns neither `{}` nor a goal with a link to confirm", goal.id));
        let who = owner(ix).or_else(|| owner(other.child)).unwrap_or("PERSON");
        return Err(error.hint(format!("its owner confirms the links: goalpost ack {} --links --by {who}", goal.id)));
    }
    for SuspectLink { child, edge, .. } in &own {
        let below = snapshot.goal(*child);
        let link = match edge {
            Edge::Supports { link, .. } => below.supports.get(*link),
            // The link of a key result has no agreements of its own.
            Edge::Measures { .. } => None,
        };
        work.edit(*child, &agree(below, link, by, snapshot.today))?;
        work.say(format!("{by} confirms that {} still serves {}", below.id, goal.id));
    }
    if own.is_empty() {
        let is_linked = snapshot.graph.children(ix).next().is_some();
        work.say(if is_linked {
            format!("no link to {} is older than a change of it", goal.id)
        } else {
            format!("nothing to confirm: no goal links to {}", goal.id)
        });
    }
    if !others.is_empty() {
        let ids: Vec<&str> = others.iter().map(|link| snapshot.goal(link.child).id.as_str()).collect();
        work.say(format!("left to their owners and to the owner of {}: {}", goal.id, ids.join(", ")));
    }
    Ok(())
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
