//! `goalpost why`: shows how a goal connects to the mission.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::goal::answer_about;
use super::privacy::Privacy;
use super::session::Session;
use super::verdict::Verdict;

use crate::render::{json, line_of_sight, markdown};
use crate::view::Envelope;
use crate::view::why::WhyView;

/// Show how a goal connects to the mission
///
/// Shows every line of sight, the shortest first, and what to do if none reaches the mission. With --down, shows the
/// goals that support it as a tree.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost why search-success
  goalpost why guest-checkout --down")]
pub(super) struct Args {
    /// Goal to show, by id, the start of it, its file or words of its title
    #[arg(value_name = "GOAL")]
    goal: String,
    /// Show the goals that support this one, and how
    #[arg(long)]
    down: bool,
    /// Number of levels to show
    #[arg(long, value_name = "N", requires = "down")]
    depth: Option<usize>,
    #[command(flatten)]
    privacy: Privacy,
    #[command(flatten)]
    answer: Answer<Format>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let shared = matches!(format, Format::Markdown);
    answer_about(session, &args.goal, (&args.privacy, shared), |snapshot, ix, context, _| {
        let view = WhyView::new(snapshot, ix, args.down, args.depth);
        match format {
            Format::Human => line_of_sight::line_of_sight(&view, args.down, session.style()),
            Format::Json => json::json(&Envelope::new("why", context, view)),
            Format::Markdown => markdown::why(&view, args.down),
        }
    })
}
