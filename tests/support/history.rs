//! What a repository's goals amount to, with their history.

use goalpost::analysis::facts::Facts;
use goalpost::analysis::history::GoalHistory;
use goalpost::analysis::numbers::Timeline;
use goalpost::git::HistoryRange;
use goalpost::model::Day;
use goalpost::project::Project;

/// The goals of a project on a day, with the history behind them.
pub(crate) fn with_history(project: &Project, today: Day) -> Facts<'_> {
    let repository = project.repository.as_ref().expect("a repository");
    let tip = project.revision.unwrap_or_else(|| repository.head().expect("a commit"));
    let history = GoalHistory::read(
        repository,
        tip.oid,
        HistoryRange { today: Some(today), ..HistoryRange::default() },
        &project.workspace,
    )
    .expect("history");
    let timeline = Timeline::from_history(&project.workspace, history, today);
    Facts::with_timeline(&project.workspace, timeline, today)
}
