//! `goalpost agenda`: lists what needs action.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::scope::ScopeArgs;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::render::{agenda, json};
use crate::view::Envelope;
use crate::view::agenda::AgendaView;

/// List what needs action, most urgent first
///
/// Lists due check-ins, final check-ins before goals end, goals off track with the pace they need, open needs and
/// obstacles, agreements to goals and links (once anyone records agreements), missing retrospectives, goals ready to
/// close, drafts that are overdue, and goals that are on track but unlikely to arrive by their numbers (to their owner and
/// lead only, and never in Markdown, which is posted). Grouped by person. With --mine, --owner or --team, also what others ask of that
/// person or team. Goals of private roots (`include`) appear in human output only, unless --include names their root.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost agenda
  goalpost agenda --mine
  goalpost agenda --team payments --format markdown")]
pub(super) struct Args {
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let privacy = &args.scope.privacy;
    let mut project = privacy.guard_if(!matches!(format, Format::Human), session, session.open()?, &[])?;
    let context = session.context(&project)?;
    let (project, snapshot) = session.snapshot(&mut project, &context, args.scope.reach(HistoryReach::Recent))?;
    let (selection, _) = args.scope.select(project, context.today)?;
    let view = AgendaView::new(&snapshot, &selection);
    session.answer(&match format {
        Format::Human => agenda::agenda(&view, context.today, session.style()),
        Format::Markdown => agenda::markdown(&view.to_be_posted(), context.today),
        Format::Json => json::json(&Envelope::new("agenda", &context, view)),
    })?;
    Ok(Verdict::Done)
}
