//! `goalpost align`: reports how well the goals of a period are aligned.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::range::open_base;
use super::scope::{ScopeArgs, parse_time};
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use super::work::search_repositories;
use crate::analysis::facts::Facts;
use crate::model::Period;
use crate::project::Project;
use crate::render::{align, json, markdown};
use crate::view::align::{AlignView, ComparisonView, CountedGoals};
use crate::view::selection::{Selection, Time};
use crate::view::{Context, Envelope};

/// Report alignment: indicators, orphans, conflicts, duplicates
///
/// Measures reach to the mission, support, collaboration across departments, participation and allocation of effort.
/// Lists orphans, duplicates, conflicts, silos and overloaded teams, each with the goals and people to talk to. Without
/// --period: the goals whose period contains today, and open goals past their period or without one.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost align
  goalpost align --team checkout
  goalpost align --compare prev")]
pub(super) struct Args {
    #[command(flatten)]
    scope: ScopeArgs,
    /// Include drafts, for planning
    #[arg(long)]
    drafts: bool,
    /// Show how each indicator changed since another period (prev, 2026-Q3) or a revision
    #[arg(long, value_name = "PERIOD|REV")]
    compare: Option<String>,
    /// Count commits in this repository that reference goals; repeatable
    #[arg(long, value_name = "DIR", num_args = 1..)]
    repo: Vec<PathBuf>,
    #[command(flatten)]
    answer: Answer<Format>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let mut read = args.scope.privacy.guard(session, session.open()?)?;
    let context = session.context(&read)?;
    let (project, snapshot) = session.snapshot(&mut read, &context, HistoryReach::Whole)?;
    let (selection, heading) = args.scope.select(project, context.today)?;
    let view = build_view(session, (project, &snapshot), &selection, args)?;
    let view = match args.compare.as_deref() {
        Some(other) => add_comparison(session, (project, &snapshot), &selection, args, other, view)?,
        None => view,
    };
    let text = match format {
        Format::Human => align::align(&view, &heading, session.style()),
        Format::Json => json::json(&Envelope::new("align", &context, view)),
        Format::Markdown => markdown::align(&view, &heading),
    };
    let answered = session.answer(&text);
    session.leave(snapshot);
    session.leave(read);
    answered
}

fn build_view(
    session: &Session,
    (project, snapshot): (&Project, &Facts<'_>),
    selection: &Selection,
    args: &Args,
) -> Result<AlignView, CommandError> {
    let since = selection.population(snapshot, args.drafts).period.map(|period| period.start);
    let days = (since, session.today(None)?);
    let work =
        if args.repo.is_empty() { None } else { Some(search_repositories(snapshot, project, &args.repo, days)?) };
    Ok(AlignView::new(snapshot, selection, args.drafts, work.as_ref()))
}

/// Adds what changed since another period or a revision. A text that can be read as a period is one: a tag named like a
/// period is written `tags/…`.
fn add_comparison(
    session: &Session,
    (project, snapshot): (&Project, &Facts<'_>),
    selection: &Selection,
    args: &Args,
    other: &str,
    view: AlignView,
) -> Result<AlignView, CommandError> {
    let ids = |snapshot: &Facts<'_>, selection: &Selection| -> BTreeSet<String> {
        selection.population(snapshot, args.drafts).iter(snapshot).map(|(_, goal)| goal.id.clone()).collect()
    };
    let (before, counted, revision) = match parse_time(Some(other), snapshot.settings(), snapshot.today) {
        Ok((time, _)) => {
            let selection = Selection { time, ..selection.clone() };
            (build_view(session, (project, snapshot), &selection, args)?, ids(snapshot, &selection), None)
        }
        Err(no_period) => {
            let mut base: Project = match open_base(session, other, snapshot.today) {
                Ok(base) => args.scope.privacy.guard(session, base)?,
                Err(no_revision) if no_period.hints().iter().any(|hint| hint.starts_with("did you mean")) => {
                    let meant = no_period.hints().first().cloned().unwrap_or_default();
                    return Err(no_revision.hint(format!("or name a period: {meant}")));
                }
                Err(no_revision) => return Err(no_revision.hint("or name a period: prev, 2026-Q3")),
            };
            // A revision is read as of its own day, even with --today: its goals were open or late on that day.
            let day = base.revision.map_or(snapshot.today, |revision| revision.day);
            let context = Context { today: day, ..session.context(&base)? };
            let (base, then) = session.snapshot(&mut base, &context, HistoryReach::Whole)?;
            // Both sides cover the same quarter, even if it had not started on the earlier day.
            let quarter = Period::quarter_of(snapshot.today, snapshot.settings().fiscal_year_starts);
            let time = match &selection.time {
                Time::Now if !quarter.contains(day) => Time::During(quarter),
                time => time.clone(),
            };
            let selection = Selection { time, ..selection.clone() };
            let before = build_view(session, (base, &then), &selection, args)?;
            (before, ids(&then, &selection), context.revision.clone())
        }
    };
    let counted = CountedGoals { before: counted, after: ids(snapshot, selection) };
    let comparison = ComparisonView::new(other, revision, before.indicators, &view.indicators, &counted);
    Ok(AlignView { comparison: Some(comparison), ..view })
}
