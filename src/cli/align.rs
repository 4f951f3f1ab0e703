//! `goalpost align`: how far the goals of a period pull together.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::range::open_base;
use super::scope::{ScopeArgs, time};
use super::session::{HistoryReach, Session};
use super::verdict::Verdict;
use super::work::look_through;
use crate::analysis::facts::Facts;
use crate::model::Period;
use crate::project::Project;
use crate::render::{align, json, markdown};
use crate::view::align::{AlignView, ComparisonView};
use crate::view::selection::{Selection, Time};
use crate::view::{Context, Envelope};

/// Report alignment: indicators, orphans, conflicts, duplicates
///
/// Who reaches the mission, what nobody supports, what crosses departments, who took part, where the effort goes; and
/// orphans, duplicates, conflicts, silos and teams with too much on them, each with the goals and people to talk to.
/// Without --period: the goals whose period contains today, and open goals past their period or without one.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(flatten)]
    scope: ScopeArgs,
    /// Count drafts too: for planning
    #[arg(long)]
    drafts: bool,
    /// Show how each indicator changed since another period (prev, 2026-Q3) or a revision
    #[arg(long, value_name = "PERIOD|REV")]
    compare: Option<String>,
    /// Count the commits of this repository that name goals; may be given several times
    #[arg(long, value_name = "DIR", num_args = 1..)]
    repo: Vec<PathBuf>,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let project = args.scope.privacy.guard(session, session.open()?)?;
    let context = session.context(&project)?;
    let snapshot = session.snapshot(&project, &context, HistoryReach::Whole)?;
    let (selection, heading) = args.scope.select(&project, context.today)?;
    let view = seen(&snapshot, &project, &selection, args)?;
    let view = match args.compare.as_deref() {
        Some(other) => compared(session, (&project, &snapshot), &selection, args, other, view)?,
        None => view,
    };
    let text = match format {
        Format::Human => align::align(&view, &heading, session.style()),
        Format::Json => json::json(&Envelope::new("align", &context, view)),
        Format::Markdown => markdown::align(&view, &heading),
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}

fn seen(
    snapshot: &Facts<'_>,
    project: &Project,
    selection: &Selection,
    args: &Args,
) -> Result<AlignView, CommandError> {
    let since = selection.population(snapshot, args.drafts).period.map(|period| period.start);
    let work = if args.repo.is_empty() { None } else { Some(look_through(snapshot, project, &args.repo, since)?) };
    Ok(AlignView::new(snapshot, selection, args.drafts, work.as_ref()))
}

/// The answer with what changed since another period, or since a revision.
fn compared(
    session: &Session,
    (project, snapshot): (&Project, &Facts<'_>),
    selection: &Selection,
    args: &Args,
    other: &str,
    view: AlignView,
) -> Result<AlignView, CommandError> {
    let (before, revision) = match time(Some(other), snapshot.settings(), snapshot.today) {
        Ok((time, _)) => (seen(snapshot, project, &Selection { time, ..selection.clone() }, args)?, None),
        Err(no_period) => {
            let base: Project = match open_base(session, other, snapshot.today) {
                Ok(base) => args.scope.privacy.guard(session, base)?,
                Err(no_revision) if no_period.hints().iter().any(|hint| hint.starts_with("did you mean")) => {
                    let meant = no_period.hints().first().cloned().unwrap_or_default();
                    return Err(no_revision.hint(format!("or a period: {meant}")));
                }
                Err(no_revision) => return Err(no_revision.hint("or a period: prev, 2026-Q3")),
            };
            // A revision is looked at as of its own day, whatever day it is taken to be now.
            let day = base.revision.map_or(snapshot.today, |revision| revision.day);
            let context = Context { today: day, ..session.context(&base)? };
            let then = session.snapshot(&base, &context, HistoryReach::Whole)?;
            // The same quarter, though it had not begun then or was over.
            let quarter = Period::quarter_of(snapshot.today, snapshot.settings().fiscal_year_starts);
            let time = match &selection.time {
                Time::Now if !quarter.contains(day) => Time::During(quarter),
                time => time.clone(),
            };
            (seen(&then, &base, &Selection { time, ..selection.clone() }, args)?, context.revision.clone())
        }
    };
    let comparison = ComparisonView::new(other, revision, (before.goals, before.indicators), &view.indicators);
    Ok(AlignView { comparison: Some(comparison), ..view })
}
