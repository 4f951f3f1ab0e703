//! `goalpost plan`: checks whether the goals of an upcoming period are ready.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::scope::ScopeArgs;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::analysis::facts::Facts;
use crate::model::{Day, Goal, Period, plus_days};
use crate::project::Project;
use crate::render::{json, markdown, plan};
use crate::view::Envelope;
use crate::view::plan::PlanView;

/// Check whether goals for an upcoming period are ready
///
/// Shows proposals, teams without goals, goals without owner, measure, support or link to the mission, similar and
/// conflicting plans, effort against capacity, and open needs and agreements. Includes drafts. Without --period: the
/// next quarter, or the current one as long as its goals may settle.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost plan
  goalpost plan --period next --format markdown")]
pub(super) struct Args {
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// The quarter that is being planned: the current one as long as its goals may settle, then the next.
fn meant_period(session: &Session, project: &Project, today: Day) -> String {
    let settings = &project.workspace.settings;
    let quarter = Period::quarter_of(today, settings.fiscal_year_starts);
    if plus_days(quarter.start, settings.settle) < today {
        return "next".to_owned();
    }
    session.note(&format!("planning {}, whose goals still settle; the next quarter: --period next", quarter.name));
    "current".to_owned()
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let mut project = args.scope.privacy.guard(session, session.open()?)?;
    let context = session.context(&project)?;
    let period = args.scope.period.clone().unwrap_or_else(|| meant_period(session, &project, context.today));
    let scope = ScopeArgs { period: Some(period), ..args.scope.clone() };
    let (selection, _) = scope.select(&project, context.today)?;
    // Only links to goals that changed since need the past.
    let is_linked = |goal: &Goal| goal.is_open() && (goal.measures.is_some() || !goal.supports.is_empty());
    let needs_past = project.workspace.goals.iter().map(Box::as_ref).any(is_linked);
    let past = if needs_past { Some(session.past(&mut project, &context, HistoryReach::Whole)?) } else { None };
    let snapshot = match past {
        Some(past) => past.snapshot(&project),
        None => Facts::take(&project.workspace, context.today),
    };
    let view = PlanView::new(&snapshot, &selection);
    let text = match format {
        Format::Human => plan::plan(&view, &selection, session.style()),
        Format::Json => json::json(&Envelope::new("plan", &context, view)),
        Format::Markdown => markdown::plan(&view),
    };
    session.answer(&text)
}
