//! `goalpost history`: shows a goal's values over time and its moved goalposts.

use std::cell::RefCell;
use std::collections::HashMap;
use std::mem::ManuallyDrop;

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, TableFormat as Format};
use super::goal;
use super::privacy::Privacy;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::analysis::facts::Facts;
use crate::analysis::history::GoalHistory;
use crate::analysis::seals::{find_seals, verify_seals};
use crate::git::{Oid, Revision};
use crate::model::{GoalIx, Kind, Workspace};
use crate::project::Project;
use crate::render::{self, history, json};
use crate::view::history::HistoryView;
use crate::view::history_summary::HistorySummary;
use crate::view::moved_setting::MovedSettingView;
use crate::view::seals::VerifiedView;
use crate::view::{Context, Envelope};

/// Show a goal's check-ins and moved goalposts over time
///
/// Each commit that changed a value, its day, the confidence or a done milestone is one observation. A moved target,
/// baseline, bound, deadline or weight is shown with its effect: the progress against the original goalpost.
///
/// --verify compares closed goals with the commits that sealed them (`goalpost close --commit --tag`), and exits with 1 if
/// a sealed value differs or a tag was moved. What was added since, such as a retrospective, is no difference.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost history search-success
  goalpost history --all --format csv
  goalpost history --verify
  goalpost history --verify delivery-promise-2026-q4 --format json")]
pub(super) struct Args {
    /// Goals to show
    #[arg(value_name = "GOAL", required_unless_present_any = ["all", "verify"])]
    goals: Vec<String>,
    /// Show every goal
    #[arg(long, conflicts_with = "goals")]
    all: bool,
    /// Compare closed goals with their sealed state
    #[arg(long)]
    verify: bool,
    #[command(flatten)]
    privacy: Privacy,
    #[command(flatten)]
    answer: Answer<Format>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    if args.verify && matches!(format, Format::Csv) {
        return Err(CommandError::usage("--verify has no CSV").hint("use --format json"));
    }
    // `ManuallyDrop`: the program ends with the answer, and freeing a large history would only delay it.
    let passed_around = matches!(format, Format::Csv);
    let mut project = args.privacy.guard_if(passed_around, session, session.open()?, &args.goals)?;
    let context = session.context(&project)?;
    let past = session.past(&mut project, &context, HistoryReach::Needed)?;
    let project = ManuallyDrop::new(project);
    let mut snapshot = ManuallyDrop::new(past.snapshot(&project));
    if args.all && !args.verify {
        session.find_moved_settings(&project, &mut snapshot)?;
    }
    let history: &GoalHistory = goal::require_history(&snapshot)?;
    if args.verify {
        return verify(session, args, &project, &context, (&snapshot, history));
    }
    let goals: Vec<GoalIx> = if args.all {
        let kinds = |kind| !matches!(kind, Kind::Mission | Kind::Survey);
        project.workspace.own_and_included().filter(|(_, goal)| kinds(goal.kind)).map(|(ix, _)| ix).collect()
    } else {
        args.goals.iter().map(|id| goal::find_in_history(session, &snapshot, id)).collect::<Result<_, _>>()?
    };
    let mut view = match format {
        Format::Human => HistoryView::for_people(&snapshot, history, &goals),
        Format::Json | Format::Csv => HistoryView::new(&snapshot, history, &goals),
    };
    view.moved_settings = args.all.then(|| MovedSettingView::all(&snapshot));
    let text = match format {
        Format::Human => {
            let summaries: Vec<HistorySummary> = view
                .goals
                .iter()
                .filter_map(|it| Some(HistorySummary::new(&snapshot, it.goal?, it, !args.all)))
                .collect();
            if args.all {
                history::overview(
                    &summaries,
                    view.moved_settings.as_deref().unwrap_or_default(),
                    context.today,
                    session.style(),
                )
            } else {
                history::summaries(&summaries, session.style())
            }
        }
        Format::Json => json::json(&Envelope::new("history", &context, view)),
        Format::Csv => render::csv::history(&view),
    };
    session.answer(&text)
}

/// Compares closed goals with the commits that sealed them.
fn verify(
    session: &Session,
    args: &Args,
    project: &Project,
    context: &Context,
    (snapshot, history): (&Facts<'_>, &GoalHistory),
) -> Result<Verdict, CommandError> {
    let repository = project.repository.as_ref()?;
    // A seal may lie on a commit that history does not show: one that changed no goals, or one of another line.
    let commits: RefCell<HashMap<Oid, Option<Workspace>>> = RefCell::default();
    let read = |oid: Oid, id: &str| {
        let mut commits = commits.borrow_mut();
        let open = || session.open_revision(Revision { oid, day: context.today }).ok().map(|then| then.workspace);
        let then = commits.entry(oid).or_insert_with(open).as_ref()?;
        let same = match project.workspace.find(id) {
            Some(ix) => then.find_same(&project.workspace, project.workspace.goal(ix)),
            None => then.find(id),
        };
        Some(same.map(|ix| then.goal(ix).clone()))
    };
    let seals = find_seals(snapshot, history, &repository.tags()?, &read);
    let wanted = args.goals.iter().map(|name| {
        let is_sealed = seals.iter().any(|seal| seal.goals.contains(name));
        // One that was sealed is known, though its file is gone.
        if is_sealed && project.workspace.find(name).is_none() && !project.workspace.is_unread(name) {
            return Ok(name.clone());
        }
        let ix = goal::find_asked(session, snapshot, name)?;
        Ok(project.workspace.goal(ix).id.clone())
    });
    let wanted: Vec<String> = wanted.collect::<Result<_, CommandError>>()?;
    let sealing = verify_seals(snapshot, history, seals, &wanted, &read);
    let view = VerifiedView::new(snapshot, history, &sealing);
    let differs = view.differs;
    let text = match args.answer.format() {
        Format::Json => {
            let view = HistoryView { goals: Vec::new(), moved_settings: None, verified: Some(view) };
            json::json(&Envelope::new("history", context, view))
        }
        _ => render::seals::seals(&view, session.style()),
    };
    session.answer(&text)?;
    Ok(if differs { Verdict::Failed } else { Verdict::Done })
}
