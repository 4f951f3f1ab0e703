//! `goalpost cascade`: drafts supporting objectives for teams, top-down.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::member::{ensure_stands, find_team};
use super::scope::parse_period;
use super::session::Session;
use super::validate::validate;
use super::verdict::Verdict;
use super::writing::{Work, Writing, find_own, next_step};
use crate::author::{PlaceContext, Scaffold, choose_path};
use crate::model::{Goal, Kind, MAX_ID, PeriodUnit, Workspace};

/// Draft a supporting objective for each given team
///
/// Each draft is an objective of the team, owned by its lead, that supports the goal. The team fills in the title,
/// `how` and key results. Drafts count in plans, not in progress.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost cascade parcels-on-the-day --to warehouse delivery
  goalpost cascade found-in-a-minute --to search --period 2027-Q1 --dry-run")]
pub(super) struct Args {
    /// Goal to support
    #[arg(value_name = "GOAL")]
    goal: String,
    /// Teams to draft an objective for
    #[arg(long, value_name = "TEAM", num_args = 1.., required = true)]
    to: Vec<String>,
    /// Period of the drafts (default: the goal's, or the current quarter if the goal's is longer)
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let opened = session.open_to_write()?;
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let goal = workspace.goal(find_own(workspace, &args.goal)?);
    if !matches!(goal.kind, Kind::Mission | Kind::Objective | Kind::KeyResult) {
        return Err(CommandError::usage(format!(
            "`{}` is {}, which no goal can support",
            goal.id,
            goal.kind.in_words()
        ))
        .hint("name the mission, an objective or a key result"));
    }
    if !goal.is_open() {
        return Err(CommandError::usage(format!("`{}` is {}", goal.id, goal.state.word())).hint("name an open goal"));
    }
    let period = match &args.period {
        Some(name) => parse_period(name, &workspace.settings, today)?.name,
        None => match &goal.period {
            Some(period) if matches!(period.unit, PeriodUnit::Quarter | PeriodUnit::Month) => period.name.clone(),
            _ => parse_period("current", &workspace.settings, today)?.name,
        },
    };
    let mut work = Work::new(&opened);
    for name in &args.to {
        let team = find_team(workspace, name)?;
        ensure_stands(workspace, &team, today, "--to")?;
        if goal.team.as_deref() == Some(team.as_str()) {
            return Err(CommandError::usage(format!("`{}` already belongs to {team}", goal.id))
                .hint("name other teams with --to"));
        }
        let scaffold = draft(workspace, goal, &team, &period)?;
        let like = PlaceContext { team: Some(&team), period: Some(&period), measures: None };
        let path = choose_path(workspace, Kind::Objective, &scaffold.id, &like);
        let text = scaffold.text(Kind::Objective);
        validate(workspace, &path, &text)?;
        work.create(&path, text, &scaffold.id)?;
        let owner = scaffold.owner.as_deref().unwrap_or("no owner yet");
        work.say(format!("{}: draft for {team} ({owner}) · supports {}", scaffold.id, goal.id));
    }
    work.next = next_step(&opened, args.writing);
    let subject = format!("Draft goals for {} from {}", args.to.join(", "), goal.id);
    work.finish(session, &opened, "cascade", args.writing, &subject)
}

/// Drafts a team's objective that supports a goal.
fn draft(workspace: &Workspace, goal: &Goal, team: &str, period: &str) -> Result<Scaffold, CommandError> {
    let org = workspace.org.as_ref().and_then(|org| org.team(team));
    let suffix: String = crate::model::suggested_id(team);
    let room = MAX_ID.saturating_sub(suffix.len() + 1);
    let stem = goal.id.get(..room).unwrap_or(&goal.id).trim_end_matches(['-', '.', '_']);
    let id = if suffix.is_empty() { stem.to_owned() } else { format!("{stem}-{suffix}") };
    if let Some(taken) = workspace.document_with(&id) {
        return Err(CommandError::usage(format!("`{id}` already exists: {}", workspace.file(taken).path)).hint(
            format!("edit that file, or create another: goalpost new objective --team {team} --supports {}", goal.id),
        ));
    }
    let name = org.map_or(team, |team| team.name.as_str());
    Ok(Scaffold {
        id,
        title: format!("What {name} contributes to: {}", goal.title),
        owner: org.and_then(|team| team.lead.clone()),
        team: Some(team.to_owned()),
        period: Some(period.to_owned()),
        draft: true,
        supports: vec![goal.id.clone()],
        ask_how: true,
        ..Scaffold::default()
    })
}
