//! `goalpost cascade`: drafts of goals for teams, top-down.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::member::team;
use super::scope::named_period;
use super::session::Session;
use super::validate::validate;
use super::verdict::Verdict;
use super::writing::{Work, Writing, committable, find_own};
use crate::author::{Like, Scaffold, place_of};
use crate::model::{Goal, Kind, MAX_ID, PeriodUnit, Workspace};

/// Draft a supporting objective for each given team
///
/// Each draft is an objective of the team, owned by its lead, that supports the goal. What the team can do for it is for
/// the team to say: the draft asks for title, `how` and key results. Drafts count in plans and not in progress.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  goalpost cascade reliable-checkout --to payments platform")]
pub(super) struct Args {
    /// The goal to be served
    #[arg(value_name = "GOAL")]
    goal: String,
    /// The teams
    #[arg(long, value_name = "TEAM", num_args = 1.., required = true)]
    to: Vec<String>,
    /// The drafts' time; else the goal's, or this quarter where the goal's is longer
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let opened = session.open_to_write()?;
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let goal = workspace.goal(find_own(workspace, &args.goal)?);
    if !matches!(goal.kind, Kind::Mission | Kind::Objective | Kind::KeyResult) {
        return Err(CommandError::usage(format!("nothing supports {}", goal.kind.in_words()))
            .hint("cascade the mission, an objective or a key result"));
    }
    if !goal.is_open() {
        return Err(CommandError::usage(format!("`{}` is {}", goal.id, goal.state.word())).hint("cascade an open goal"));
    }
    let period = match &args.period {
        Some(name) => named_period(name, &workspace.settings, today)?.name,
        None => match &goal.period {
            Some(period) if matches!(period.unit, PeriodUnit::Quarter | PeriodUnit::Month) => period.name.clone(),
            _ => named_period("current", &workspace.settings, today)?.name,
        },
    };
    let mut work = Work::new(&opened);
    for name in &args.to {
        let team = team(workspace, name)?;
        if goal.team.as_deref() == Some(team.as_str()) {
            return Err(CommandError::usage(format!("`{}` is {team}'s own goal", goal.id)).hint("name teams below it"));
        }
        let scaffold = draft(workspace, goal, &team, &period)?;
        let like = Like { team: Some(&team), period: Some(&period), measures: None };
        let path = place_of(workspace, Kind::Objective, &scaffold.id, &like);
        let text = scaffold.text(Kind::Objective);
        validate(workspace, &path, &text)?;
        work.create(&path, text, &scaffold.id)?;
        let whose = scaffold.owner.as_deref().unwrap_or("nobody yet");
        work.say(format!("{}: a draft for {team} ({whose}) · supports {}", scaffold.id, goal.id));
    }
    work.next = committable(&opened, args.writing);
    let subject = format!("Draft goals for {} from {}", args.to.join(", "), goal.id);
    work.finish(session, &opened, "cascade", args.writing, &subject)
}

/// A team's draft of a goal that serves another.
fn draft(workspace: &Workspace, goal: &Goal, team: &str, period: &str) -> Result<Scaffold, CommandError> {
    let org = workspace.org.as_ref().and_then(|org| org.team(team));
    let suffix: String = crate::model::suggested_id(team);
    let room = MAX_ID.saturating_sub(suffix.len() + 1);
    let stem = goal.id.get(..room).unwrap_or(&goal.id).trim_end_matches(['-', '.', '_']);
    let id = if suffix.is_empty() { stem.to_owned() } else { format!("{stem}-{suffix}") };
    if let Some(taken) = workspace.document_with(&id) {
        return Err(CommandError::usage(format!("{team} has a draft of it: `{id}` in {}", workspace.file(taken).path))
            .hint("work on that one, or write another: goalpost new objective"));
    }
    let name = org.map_or(team, |team| team.name.as_str());
    Ok(Scaffold {
        id,
        title: format!("What {name} does for: {}", goal.title),
        owner: org.and_then(|team| team.lead.clone()),
        team: Some(team.to_owned()),
        period: Some(period.to_owned()),
        draft: true,
        supports: vec![goal.id.clone()],
        ask_how: true,
        ..Scaffold::default()
    })
}
