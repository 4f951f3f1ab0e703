//! Allocation: the effort of goals carried up the links to the strategic goals that it serves.

use super::population::Population;
use crate::analysis::snapshot::Snapshot;
use crate::graph::{Edge, Parent};
use crate::model::{Goal, GoalIx, Kind};

/// The allocation of effort, in person-weeks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Allocation {
    /// The effort of all goals.
    pub total: f64,
    /// The effort for each strategic goal of the population, by id.
    pub strategic: Vec<Received>,
    /// The goals whose effort serves no strategic goal, or only in part, with the rest, by id.
    pub elsewhere: Vec<Inflow>,
}

/// The effort for a strategic goal, in person-weeks.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// The strategic goal.
    pub goal: GoalIx,
    /// Its own effort and that of all goals below it.
    pub effort: f64,
    /// Its own effort.
    pub own: f64,
    /// The effort through each goal that supports it or one of its key results, most first.
    pub from: Vec<Inflow>,
}

/// The effort through a goal, in person-weeks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inflow {
    /// The goal.
    pub goal: GoalIx,
    /// The effort.
    pub effort: f64,
}

/// The own effort of a goal in person-weeks, without its supporters: its `effort`, which includes its key results',
/// else the sum of theirs.
///
/// A key result has 0 if its objective counts, which includes it.
pub fn own_effort(snapshot: &Snapshot<'_>, population: &Population, ix: GoalIx) -> f64 {
    let goal = snapshot.goal(ix);
    let effort = |goal: &Goal| goal.effort.filter(|effort| *effort > 0.0);
    match goal.kind {
        Kind::Objective => effort(goal).unwrap_or_else(|| {
            let own = snapshot.graph.key_results(ix).map(|child| snapshot.goal(child.goal));
            own.filter(|goal| population.has_state(goal)).filter_map(effort).fold(0.0, |sum, effort| sum + effort)
        }),
        Kind::KeyResult if snapshot.objective_of(goal).is_some_and(|objective| population.has(objective)) => 0.0,
        _ => effort(goal).unwrap_or(0.0),
    }
}

/// Carries the effort of a population's goals up the links, split among several parents by `share`.
///
/// A strategic goal is an objective of the highest level. Its effort counts there and is carried on to the goals that
/// it supports itself. Links on a cycle carry nothing. What goes to a strategic goal that does not count, such as a draft, a
/// dropped one or one of an earlier period, serves none; `counts` tells it of those outside the population, which a filter may
/// have left out.
pub fn allocation(snapshot: &Snapshot<'_>, population: &Population, counts: impl Fn(&Goal) -> bool) -> Allocation {
    let count = snapshot.workspace.goals.len();
    let mut own = vec![0.0; count];
    for ix in &population.goals {
        own[ix.index()] = own_effort(snapshot, population, *ix);
    }
    let mut flow = own.clone();
    let mut inflows: Vec<Vec<Inflow>> = vec![Vec::new(); count];
    for ix in snapshot.graph.bottom_up() {
        let carried = flow[ix.index()];
        if carried <= 0.0 {
            continue;
        }
        for (parent, share) in shares(snapshot, *ix) {
            let effort = carried * share;
            flow[parent.index()] += effort;
            inflows[parent.index()].push(Inflow { goal: *ix, effort });
        }
    }
    let strategic = |ix: GoalIx| snapshot.is_strategic(snapshot.goal(ix));
    let is_served = |ix: GoalIx| {
        let goal = snapshot.goal(ix);
        strategic(ix) && (population.has(ix) || population.has_state(goal) && counts(goal))
    };
    // The part of a goal's effort that reaches a strategic goal in the end, computed from the top down.
    let mut arrives = vec![0.0; count];
    for ix in snapshot.graph.bottom_up().iter().rev() {
        arrives[ix.index()] = if is_served(*ix) {
            1.0
        } else {
            shares(snapshot, *ix).into_iter().map(|(parent, share)| share * arrives[parent.index()]).sum()
        };
    }
    let mut allocation = Allocation {
        total: population.goals.iter().fold(0.0, |sum, ix| sum + own[ix.index()]),
        ..Allocation::default()
    };
    for ix in population.goals.iter().copied() {
        let lost = own[ix.index()] * (1.0 - arrives[ix.index()]);
        if lost > 1e-9 {
            allocation.elsewhere.push(Inflow { goal: ix, effort: lost });
        }
        if strategic(ix) {
            let direct = inflows[ix.index()].iter().flat_map(|inflow| {
                let measures = snapshot.objective_of(snapshot.goal(inflow.goal)) == Some(ix);
                if measures { inflows[inflow.goal.index()].clone() } else { vec![*inflow] }
            });
            let mut from: Vec<Inflow> = direct.collect();
            from.sort_by(|a, b| b.effort.total_cmp(&a.effort).then(a.goal.cmp(&b.goal)));
            let (effort, own) = (flow[ix.index()], own[ix.index()]);
            allocation.strategic.push(Received { goal: ix, effort, own, from });
        }
    }
    allocation
}

/// The part of a goal's effort that goes to each goal above it, summing to 1.
///
/// Links without a `share` divide the rest of the stated shares equally. Stated shares that sum to more than 1, or to
/// less than 1 without other links, are scaled to 1: no effort is lost or counted twice.
fn shares(snapshot: &Snapshot<'_>, ix: GoalIx) -> Vec<(GoalIx, f64)> {
    if snapshot.graph.is_on_cycle(ix) {
        return Vec::new();
    }
    let goal = snapshot.goal(ix);
    let stated = |parent: &Parent| match parent.edge {
        Edge::Supports { link, .. } => goal.supports.get(link).and_then(|link| link.share),
        Edge::Measures { .. } => None,
    };
    let parents: Vec<(GoalIx, Option<f64>)> =
        snapshot.graph.parents(ix).map(|parent| (parent.goal, stated(&parent).map(|share| share.max(0.0)))).collect();
    let sum: f64 = parents.iter().filter_map(|(_, share)| *share).sum();
    let open = parents.iter().filter(|(_, share)| share.is_none()).count();
    #[expect(clippy::cast_precision_loss, reason = "a number of links")]
    let rest = if open > 0 { (1.0 - sum).max(0.0) / open as f64 } else { 0.0 };
    let whole = if open == 0 || sum > 1.0 { sum } else { 1.0 };
    if whole <= 0.0 {
        return Vec::new();
    }
    parents.into_iter().map(|(parent, share)| (parent, share.map_or(rest, |share| share / whole))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Workspace, parse_day};
    use crate::source::SourceSet;

    /// What strategic goals get and what comes to none, by id, and all of it.
    type Allocated = (Vec<(String, f64)>, Vec<(String, f64)>, f64);

    fn allocated(goals: &[String]) -> Allocated {
        let texts =
            goals.iter().enumerate().map(|(at, goal)| (format!("{at:02}.yaml"), goal.replace("; ", "\n") + "\n"));
        let workspace = Workspace::read(SourceSet::from_texts(texts));
        let snapshot = Snapshot::take(&workspace, parse_day("2026-11-21").expect("a day"));
        let population = Population::choose(&snapshot, |_| true, None, false);
        let found = allocation(&snapshot, &population, |_| true);
        let id = |ix: GoalIx| snapshot.goal(ix).id.clone();
        (
            found.strategic.iter().map(|it| (id(it.goal), it.effort)).collect(),
            found.elsewhere.iter().map(|it| (id(it.goal), it.effort)).collect(),
            found.total,
        )
    }

    fn strategic(id: &str, more: &str) -> String {
        format!("kind: objective; id: {id}; title: t; level: company{more}")
    }

    fn team(id: &str, more: &str) -> String {
        format!("kind: objective; id: {id}; title: t; level: team; {more}")
    }

    fn near(found: &[(String, f64)], wanted: &[(&str, f64)]) {
        assert_eq!(found.len(), wanted.len(), "{found:?}");
        for ((id, effort), (wanted_id, wanted)) in found.iter().zip(wanted) {
            assert!(id == wanted_id && (effort - wanted).abs() < 1e-9, "{found:?}");
        }
    }

    #[test]
    fn shares_split_effort_as_they_are_stated() {
        let split = |links: &str| {
            let goals = [
                strategic("a", ""),
                strategic("b", ""),
                strategic("c", ""),
                team("g", &format!("effort: 12; supports: [{links}]")),
            ];
            allocated(&goals).0
        };
        near(&split("a, b, c"), &[("a", 4.0), ("b", 4.0), ("c", 4.0)]);
        near(&split("{goal: a, share: 0.5}, b, c"), &[("a", 6.0), ("b", 3.0), ("c", 3.0)]);
        near(&split("{goal: a, share: 0.5}, {goal: b, share: 0.25}"), &[("a", 8.0), ("b", 4.0), ("c", 0.0)]);
        // A share that would give away more than all is not read: it counts as absent.
        near(&split("{goal: a, share: 1}, {goal: b, share: 1}, c"), &[("a", 12.0), ("b", 0.0), ("c", 0.0)]);
    }

    #[test]
    fn effort_goes_by_key_results_and_on_to_higher_strategic_goals_and_is_lost_in_circles() {
        let goals = [
            strategic("aim", "; effort: 1"),
            strategic("year", "; supports: [aim]"),
            "kind: key_result; id: year-k; title: t; measures: year".to_owned(),
            team("g", "supports: [year-k]"),
            "kind: key_result; id: g-k; title: t; measures: g; effort: 5".to_owned(),
            "kind: key_result; id: g-l; title: t; measures: g; effort: 2; state: dropped".to_owned(),
            team("x", "effort: 3; supports: [y]"),
            team("y", "effort: 4; supports: [x, aim]"),
        ];
        let (strategic, elsewhere, total) = allocated(&goals);
        near(&strategic, &[("aim", 6.0), ("year", 5.0)]);
        near(&elsewhere, &[("x", 3.0), ("y", 4.0)]);
        assert!((total - 13.0).abs() < 1e-9);
    }

    #[test]
    fn what_goes_to_a_goal_that_does_not_count_serves_none() {
        let goals = [
            strategic("a", ""),
            strategic("gone", "; state: dropped"),
            strategic("idea", "; state: draft; supports: [a]"),
            team("g", "effort: 6; supports: [gone]"),
            team("h", "effort: 4; supports: [a]"),
            // It goes on to the goal above the draft.
            team("i", "effort: 2; supports: [idea]"),
        ];
        let (strategic, elsewhere, _) = allocated(&goals);
        near(&strategic, &[("a", 6.0)]);
        near(&elsewhere, &[("g", 6.0)]);
    }

    proptest! {
        #[test]
        fn no_effort_is_lost_or_made(
            links in prop::collection::vec((0_u8..9, prop::collection::vec((0_u8..12, prop::option::of(0_u8..11)), 0..4)), 1..12),
        ) {
            // Each supports strategic goals s0 to s2, or goals before it, so that there are no circles.
            let goal = |at: usize, effort: u8, links: &[(u8, Option<u8>)]| {
                let up: Vec<String> = links
                    .iter()
                    .map(|(to, share)| {
                        let to = usize::from(*to);
                        let id = if to < at { format!("g{to}") } else { format!("s{}", to % 3) };
                        let share = share.map(|it| format!(", share: {}", f64::from(it) / 10.0)).unwrap_or_default();
                        format!("{{goal: {id}{share}}}")
                    })
                    .collect();
                team(&format!("g{at}"), &format!("effort: {effort}; supports: [{}]", up.join(", ")))
            };
            let mut goals: Vec<String> = ["s0", "s1", "s2"].iter().map(|id| strategic(id, "")).collect();
            goals.extend(links.iter().enumerate().map(|(at, (effort, links))| goal(at, *effort, links)));
            let (strategic, elsewhere, total) = allocated(&goals);
            let sum: f64 = strategic.iter().chain(&elsewhere).map(|(_, effort)| effort).sum();
            prop_assert!((sum - total).abs() < 1e-6, "{sum} {total}");
            let planned: f64 = links.iter().map(|(effort, _)| f64::from(*effort)).sum();
            prop_assert!((planned - total).abs() < 1e-9);
        }
    }
}
