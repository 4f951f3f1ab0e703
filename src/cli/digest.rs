//! `goalpost digest`: summarizes the changes since a day.

use clap::Args as ClapArgs;

use super::day::read_past_day;
use super::error::CommandError;
use super::format::{Answer, ChatFormat};
use super::range::open_on;
use super::scope::ScopeArgs;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::model::Day;
use crate::render::{digest, json};
use crate::view::Envelope;
use crate::view::digest::DigestView;

/// Summarize changes since a date
///
/// Covers progress, health, milestones and goals reached, recognition, obstacles, moved goalposts with their effect on
/// progress, and answered needs, after the day of --since: it compares with the state at the end of that day. A digest made
/// every week before the day is over misses nothing with --since 8d. Goals of private roots (`include`) are left out unless
/// --include names their root.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost digest
  goalpost digest --since 2w --format markdown
  goalpost digest --format slack")]
pub(super) struct Args {
    /// Start of the digest: a number of days or weeks (7d, 2w), or a day
    #[arg(long, value_name = "TIME", default_value = "7d")]
    since: String,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    answer: Answer<ChatFormat>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let mut project = args.scope.privacy.guard(session, session.open()?)?;
    let context = session.context(&project)?;
    let since = read_since(&args.since, context.today)?;
    let (selection, _) = args.scope.select(&project, context.today)?;
    let mut earlier =
        open_on(session, &project, (since, context.today))?.map(|it| it.for_everyone(&args.scope.privacy.include));
    let earlier = earlier.as_mut().map(|earlier| (earlier, since));
    let (before, snapshot) =
        session.snapshot_since(earlier, &mut project, &context, args.scope.reach(HistoryReach::Recent))?;
    let view = DigestView::new(&snapshot, before.as_ref(), since, &selection);
    session.answer(&match format {
        ChatFormat::Human => digest::digest(&view, &selection, session.style()),
        ChatFormat::Markdown => digest::markdown(&view),
        ChatFormat::Slack => digest::slack(&view),
        ChatFormat::Teams => digest::teams(&view),
        ChatFormat::Json => json::json(&Envelope::new("digest", &context, view)),
    })
}

fn read_since(text: &str, today: Day) -> Result<Day, CommandError> {
    let day = read_past_day(text, today, "--since")?;
    if day >= today {
        return Err(
            CommandError::usage(format!("{day} is not before {today}")).hint("write --since 7d, or an earlier day")
        );
    }
    Ok(day)
}
