//! Whether progress since an earlier state was measured, and did not come from goalposts or withdrawn values alone.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::has_other_keeper;
use crate::model::{Done, Goal, GoalIx};
use crate::view::withdrawn::WithdrawnView;

/// For each goal, whether a value or a milestone of it or of a goal below it is another one than before. A value that is
/// another one because a later one was withdrawn, or because the goal measures another KPI, is no progress.
pub(super) fn newly_measured(snapshot: &Facts<'_>, before: &Facts<'_>, withdrawn: &[WithdrawnView]) -> Vec<bool> {
    let known = snapshot.known_to(before);
    let values = |facts: &Facts<'_>, ix: GoalIx| {
        let goal = facts.goal(ix);
        let measured = facts.workspace.keeper_of(goal);
        let done: Vec<Option<Done>> = goal.milestones.iter().map(|it| it.done.clone()).collect();
        (measured.metric.as_ref().and_then(|it| it.current), done)
    };
    let is_fallback = |ix: GoalIx, goal: &Goal| {
        let kpi = snapshot.workspace.kpi_of_goal(goal).map(|kpi| snapshot.goal(kpi).id.as_str());
        let is_withdrawn = withdrawn.iter().any(|it| it.goal == goal.id || Some(it.goal.as_str()) == kpi);
        let last = snapshot.timeline.check_ins(ix).next_back();
        let is_new = |place| snapshot.timeline.history().is_some_and(|history| history.is_new(place, &known));
        is_withdrawn && !last.is_some_and(|it| is_new(it.commit))
    };
    let mut measured = vec![false; snapshot.workspace.goals.len()];
    for ix in snapshot.graph.bottom_up() {
        let goal = snapshot.goal(*ix);
        let old = before.workspace.find_same(snapshot.workspace, goal);
        let is_same = |old: GoalIx| !has_other_keeper((before.workspace, before.goal(old)), (snapshot.workspace, goal));
        let differs =
            goal.is_work() && old.is_some_and(|old| is_same(old) && values(before, old) != values(snapshot, *ix));
        let own = differs && !is_fallback(*ix, goal);
        measured[ix.index()] = own || snapshot.graph.children(*ix).any(|it| measured[it.goal.index()]);
    }
    measured
}
