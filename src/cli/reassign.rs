//! `goalpost reassign`: transfers open goals to another person or team.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::filter::{FilterKind, known_name};
use super::member::{find_person, find_team};
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Work, Writing, next_step};
use crate::analysis::capacity::{next_owner, next_team};
use crate::author::{self, HandoverSource};
use crate::model::count_of;
use crate::project::Project;

/// Transfer open goals to another person or team
///
/// Without --to, the goals go to the person or team that org.yaml names: the manager of a person who left, the
/// successor of a team. A team's contributions and the needs addressed to it move too. Development goals belong to a
/// person and stay.
#[derive(Debug, ClapArgs)]
#[command(group = clap::ArgGroup::new("from").args(["owner", "team"]).required(true))]
#[command(after_help = "\
Examples:
  goalpost reassign --owner owen --to petra
  goalpost reassign --team marketplace")]
pub(super) struct Args {
    /// Person to take the goals from
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Team to take the goals from
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
    /// Person or team to give the goals to (default: from org.yaml)
    #[arg(long, value_name = "WHO")]
    to: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let opened = session.open_to_write()?;
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let org = workspace.org.as_ref();
    let no_successor =
        |who: &str| CommandError::usage(format!("org.yaml names no successor of `{who}`")).hint("name one: --to WHO");
    let (from, name, to) = if let Some(owner) = &args.owner {
        let owner = find_person(&opened.project, owner)
            .or_else(|error| known_leaver(&opened.project, FilterKind::Person, owner, error))?;
        let next = || org.and_then(|org| next_owner(org, org.person(&owner)?, today)).map(|it| it.id.clone());
        let to = match &args.to {
            Some(to) => find_person(&opened.project, to)?,
            None => next().ok_or_else(|| no_successor(&owner))?,
        };
        (HandoverSource::Owner(owner.clone()), owner, to)
    } else {
        let team_name = args.team.as_deref().unwrap_or_default();
        let from = find_team(workspace, team_name)
            .or_else(|error| known_leaver(&opened.project, FilterKind::Team, team_name, error))?;
        let next = || org.and_then(|org| next_team(org, org.team(&from)?, today)).map(|it| it.id.clone());
        let to = match &args.to {
            Some(to) => find_team(workspace, to)?,
            None => next().ok_or_else(|| no_successor(&from))?,
        };
        (HandoverSource::Team(from.clone()), from, to)
    };
    if name == to {
        return Err(CommandError::usage(format!("`{name}` is on both sides")).hint("name another: --to WHO"));
    }
    let handover = author::reassign(workspace, &from, &to);
    let mut work = Work::new(&opened);
    let mut elsewhere = 0;
    for (document, edits) in &handover.edits {
        let file = workspace.file(*document);
        if file.is_own() {
            work.edit_file(file, edits)?;
        } else {
            elsewhere += 1;
        }
    }
    let own = |ix: &&crate::model::GoalIx| workspace.is_own(workspace.goal(**ix).document);
    for ix in handover.goals.iter().chain(&handover.named).filter(own) {
        work.add_goal(&workspace.goal(*ix).id);
    }
    let moved = handover.goals.iter().filter(own).count();
    let named = handover.named.iter().filter(own).count();
    work.say(match moved {
        0 if named == 0 => format!("{name} has no open goals"),
        moved if args.writing.dry_run => {
            format!("{} would be transferred from {name} to {to}", count_of(moved, "open goal"))
        }
        moved => format!("{} transferred from {name} to {to}", count_of(moved, "open goal")),
    });
    if named > 0 {
        work.say(format!("{} with contributions or needs updated from {name} to {to}", count_of(named, "open goal")));
    }
    if elsewhere > 0 {
        work.say(format!("{} in other roots not changed; run it there: --root DIR", count_of(elsewhere, "file")));
    }
    for ix in &handover.personal {
        work.say(format!("{} is a development goal and stays with {name}", workspace.goal(*ix).id));
    }
    let leads: Vec<_> = org
        .map(|org| org.teams.iter().filter(|it| it.lead.as_deref() == Some(name.as_str()) && it.stands(today)))
        .map(|teams| teams.map(|it| it.id.as_str()).collect())
        .unwrap_or_default();
    if !leads.is_empty() && args.owner.is_some() {
        session.note(&format!("org.yaml still names {name} as lead of {}", leads.join(", ")));
    }
    work.next = next_step(&opened, args.writing);
    let subject = format!("Transfer goals of {name} to {to}");
    work.finish(session, &opened, "reassign", args.writing, &subject)
}

/// Accepts a person or team that was deleted from org.yaml, if an earlier org.yaml or a goal still names it.
fn known_leaver(project: &Project, kind: FilterKind, name: &str, error: CommandError) -> Result<String, CommandError> {
    known_name(project, kind, name).map_err(|_| error)
}
