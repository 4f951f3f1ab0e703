//! `goalpost` without a command: one screen on where the goals stand.

use super::error::CommandError;
use super::scope::parse_time;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::render::overview;
use crate::view::overview::OverviewView;

/// Shows the overview.
pub(super) fn run(session: &Session) -> Result<Verdict, CommandError> {
    let mut project = session.open()?;
    let context = session.context(&project)?;
    let (project, snapshot) = session.snapshot(&mut project, &context, HistoryReach::Recent)?;
    let (_, heading) = parse_time(None, &project.workspace.settings, context.today)?;
    session.answer(&overview::overview(&OverviewView::new(&snapshot), &heading, session.style()))
}
