//! `goalpost reassign`: a leaver's or a dissolved team's goals handed over.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::known::{FilterKind, known};
use super::member::{person, team};
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Work, Writing, committable};
use crate::analysis::capacity::{next_owner, next_team};
use crate::author::{self, From};
use crate::model::count_of;
use crate::project::Project;

/// Transfer open goals to another person or team
///
/// Without --to the goals go to whom org.yaml names: a leaver's manager, a team's successor. A team's contributions and
/// the needs that others have of it go over as well. Growth goals are of one person and stay.
#[derive(Debug, ClapArgs)]
#[command(group = clap::ArgGroup::new("from").args(["owner", "team"]).required(true))]
#[command(after_help = "\
Examples:
  goalpost reassign --owner ben --to lea
  goalpost reassign --team billing")]
pub(super) struct Args {
    /// The person whose goals go
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// The team whose goals go
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
    /// Who takes them on; else whom org.yaml names
    #[arg(long, value_name = "WHO")]
    to: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let opened = session.open_to_write()?;
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let org = workspace.org.as_ref();
    let nobody = |who: &str| {
        CommandError::usage(format!("org.yaml names nobody who follows `{who}`"))
            .hint("say who takes them on: --to WHO")
    };
    let (from, name, to) = if let Some(owner) = &args.owner {
        let owner = person(workspace, owner)
            .or_else(|error| known_leaver(&opened.project, FilterKind::Person, owner, error))?;
        let next = || org.and_then(|org| next_owner(org, org.person(&owner)?, today)).map(|it| it.id.clone());
        let to = match &args.to {
            Some(to) => person(workspace, to)?,
            None => next().ok_or_else(|| nobody(&owner))?,
        };
        (From::Owner(owner.clone()), owner, to)
    } else {
        let team_name = args.team.as_deref().unwrap_or_default();
        let from = team(workspace, team_name)
            .or_else(|error| known_leaver(&opened.project, FilterKind::Team, team_name, error))?;
        let next = || org.and_then(|org| next_team(org, org.team(&from)?, today)).map(|it| it.id.clone());
        let to = match &args.to {
            Some(to) => team(workspace, to)?,
            None => next().ok_or_else(|| nobody(&from))?,
        };
        (From::Team(from.clone()), from, to)
    };
    if name == to {
        return Err(CommandError::usage(format!("`{name}` has them already")).hint("name someone else: --to WHO"));
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
        work.touches(&workspace.goal(*ix).id);
    }
    let count = |number: usize| count_of(number, "open goal");
    let gone = handover.goals.iter().filter(own).count();
    let named = handover.named.iter().filter(own).count();
    work.say(match gone {
        0 if named == 0 => format!("{name} has no open goal to hand over"),
        gone => format!("{} from {name} to {to}", count(gone)),
    });
    if named > 0 {
        work.say(format!("{} that work with {name} or need it name {to} now", count(named)));
    }
    if elsewhere > 0 {
        work.say(format!("{elsewhere} in other roots stay: go there, or name one with --root DIR"));
    }
    for ix in &handover.personal {
        work.say(format!("{} is a growth goal, and stays {name}'s", workspace.goal(*ix).id));
    }
    let leads: Vec<_> = org
        .map(|org| org.teams.iter().filter(|it| it.lead.as_deref() == Some(name.as_str()) && it.stands(today)))
        .map(|teams| teams.map(|it| it.id.as_str()).collect())
        .unwrap_or_default();
    if !leads.is_empty() && args.owner.is_some() {
        session.note(&format!("org.yaml has {name} as lead of {}", leads.join(", ")));
    }
    work.next = committable(&opened, args.writing);
    let subject = format!("Hand {name}'s goals over to {to}");
    work.finish(session, &opened, "reassign", args.writing, &subject)
}

/// The name of a person or team whose line is gone from org.yaml: an earlier org.yaml or a goal still has it.
fn known_leaver(project: &Project, kind: FilterKind, name: &str, error: CommandError) -> Result<String, CommandError> {
    known(project, kind, name).map(|()| name.to_owned()).map_err(|_| error)
}
