//! `goalpost agenda`: lists what needs action.

use clap::{Args as ClapArgs, ValueEnum};

use super::error::CommandError;
use super::format::Answer;
use super::scope::ScopeArgs;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::project::Project;
use crate::render::agenda::{self, Grouping};
use crate::render::{ics, json, shell_word};
use crate::view::Envelope;
use crate::view::agenda::{AgendaView, CalendarView};

/// List what needs action, most urgent first
///
/// Lists due check-ins, final check-ins before goals end, goals off track with the pace they need, open needs and
/// obstacles, agreements to goals and links (once anyone records agreements), missing retrospectives, goals ready to
/// close, drafts that are overdue, and goals that are on track but unlikely to arrive by their numbers (to their owner
/// and lead only, and never in Markdown or a message, which are posted). Grouped by person. With --mine, --owner or
/// --team, also what others ask of that person or team. While someone is away (`away` in the org.yaml of a private root),
/// human output asks their deputy, else their lead once. Goals of private roots (`include`) appear in human output only,
/// unless --include names their root.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost agenda
  goalpost agenda --mine
  goalpost agenda --by-team --format markdown
  goalpost agenda --mine --format ics --output goals.ics")]
pub(super) struct Args {
    #[command(flatten)]
    scope: ScopeArgs,
    /// Group by the team that has to act, not by person
    #[arg(long)]
    by_team: bool,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Formats of the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// For people, on a terminal or in a pipe
    #[default]
    Human,
    /// For programs
    Json,
    /// For comments, wikis and issues
    Markdown,
    /// A message for Slack (Block Kit), to be posted to a webhook
    Slack,
    /// A card for Microsoft Teams (Adaptive Card), to be posted to a workflow
    Teams,
    /// A calendar (iCalendar) of milestones, last days of goals, needs and check-ins
    Ics,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let privacy = &args.scope.privacy;
    let mut project = privacy.guard_if(!matches!(format, Format::Human), session, session.open()?, &[])?;
    let context = session.context(&project)?;
    let (project, snapshot) = session.snapshot(&mut project, &context, args.scope.reach(HistoryReach::Recent))?;
    let (selection, _) = args.scope.select(project, context.today)?;
    let today = context.today;
    let view = || AgendaView::new(&snapshot, &selection);
    let by = (if args.by_team { Grouping::Team } else { Grouping::Person }, &selection);
    session.answer(&match format {
        Format::Human => agenda::agenda(&with_roots(view(), project), today, by, session.style()),
        Format::Markdown => agenda::markdown(&view().to_be_posted(), today, by),
        Format::Slack => agenda::slack(&view().to_be_posted(), today, by),
        Format::Teams => agenda::teams(&view().to_be_posted(), today, by),
        Format::Ics => ics::calendar(&CalendarView::new(&snapshot, &selection), today),
        Format::Json => json::json(&Envelope::new("agenda", &context, view())),
    })
}

/// The agenda with the root in the commands that change goals of private roots: from here they are only read.
fn with_roots(mut view: AgendaView, project: &Project) -> AgendaView {
    let (workspace, here) = (&project.workspace, Session::here(project));
    for item in view.items.iter_mut().filter(|item| !item.command.starts_with("goalpost show")) {
        let goal = workspace.find(&item.goal).map(|ix| workspace.goal(ix));
        if let Some(root) = goal.and_then(|goal| workspace.included_root(goal.document)) {
            item.command.push_str(&format!(" --root {}", shell_word(&here.path(root))));
        }
    }
    view
}
