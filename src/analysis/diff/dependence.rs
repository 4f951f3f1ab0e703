//! Whose progress rests on a goal, and how much of it.

use std::collections::{HashMap, HashSet};

use crate::analysis::snapshot::Snapshot;
use crate::model::GoalIx;

/// The share of the progress of each goal above a goal that comes from it, 0 to 1, on every path; only of those whose
/// progress rests on it. Key results whose metric is the goal, a KPI, rest on it alone.
pub fn rollup_shares(snapshot: &Snapshot<'_>, ix: GoalIx) -> HashMap<GoalIx, f64> {
    let mut shares = HashMap::from([(ix, 1.0)]);
    let users = snapshot.goals().filter(|(user, goal)| *user != ix && snapshot.workspace.kpi_of_goal(goal) == Some(ix));
    shares.extend(users.map(|(user, _)| (user, 1.0)));
    let above: HashSet<GoalIx> = shares.keys().flat_map(|below| snapshot.graph.above(*below)).collect();
    for goal in snapshot.graph.bottom_up().iter().filter(|goal| above.contains(goal) && **goal != ix) {
        let numbers = snapshot.numbers(*goal);
        let unread = numbers.unread.iter().map(|part| part.weight);
        let whole: f64 = numbers.contributions.iter().map(|part| part.weight).chain(unread).sum();
        let own: f64 =
            numbers.contributions.iter().filter_map(|part| Some(part.weight * shares.get(&part.goal)?)).sum();
        if whole > 0.0 && own > 0.0 {
            shares.insert(*goal, own / whole);
        }
    }
    shares.remove(&ix);
    shares
}
