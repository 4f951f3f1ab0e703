//! `goalpost calibrate`: shows how often forecasts and stated confidence came true.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, PlainFormat as Format};
use super::privacy::Privacy;
use super::scope::ScopeArgs;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::render::{calibrate, json};
use crate::view::Envelope;
use crate::view::calibrate::CalibrationView;

/// Show how often forecasts and stated confidence came true
///
/// Replays closed goals to 25, 50 and 75 % of their periods. Shows how often the 80 % interval held, the Brier score of the
/// probabilities against the base rate, and how often goals with the same stated confidence were achieved: overall, and by
/// team and level with at least ten goals of at least three people. Fewer than ten goals are too few to judge. --mine
/// selects your own goals; nobody else's can be selected.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost calibrate
  goalpost calibrate --period 2026 --team checkout
  goalpost calibrate --mine --format json")]
pub(super) struct Args {
    /// Select goals of a period: 2026-Q4, 2026, 2026-11, prev, current, next or all
    #[arg(long, value_name = "PERIOD", default_value = "all")]
    period: String,
    /// Select goals of a team, or to which it contributes
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
    /// Select goals of a level
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Select your own goals, by git's user.email in org.yaml
    #[arg(long, conflicts_with_all = ["team", "level"])]
    mine: bool,
    #[command(flatten)]
    privacy: Privacy,
    #[command(flatten)]
    answer: Answer<Format>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    // One's own goals in a private root are one's own numbers too; all others stay out of what may be passed around.
    let mut project = args.privacy.guard_if(!args.mine, session, session.open()?, &[])?;
    let context = session.context(&project)?;
    let (project, snapshot) = session.snapshot(&mut project, &context, HistoryReach::Whole)?;
    let scope = ScopeArgs {
        period: Some(args.period.clone()),
        team: args.team.clone(),
        level: args.level.clone(),
        mine: args.mine,
        ..ScopeArgs::default()
    };
    let (selection, _) = scope.select(project, context.today)?;
    let view = CalibrationView::new(&snapshot, &selection, args.mine);
    session.answer(&match format {
        Format::Human => calibrate::calibrate(&view, session.style()),
        Format::Json => json::json(&Envelope::new("calibrate", &context, view)),
    })
}
