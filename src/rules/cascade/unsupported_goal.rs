//! An objective of a high level that no goal of a lower level supports.

use std::collections::{BTreeMap, HashSet};

use crate::analysis::facts::Facts;
use crate::lint::{Group, MOST_SINGLE, Report, Rule, Sink};
use crate::model::{Day, GoalIx, State};

pub(in crate::rules) static RULE: Rule =
    Rule::warning("unsupported-goal", Group::Cascade, include_str!("unsupported_goal.md"), check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let levels = LevelUse::of(snapshot);
    for (ix, goal) in snapshot.active_objectives() {
        // What nobody supported up to its end cannot be helped any more.
        if !snapshot.has_settled(goal) || goal.end().is_some_and(|end| end < snapshot.today) {
            continue;
        }
        let Some((level, rank)) = snapshot.level_of(goal).filter(|(level, _)| !snapshot.settings().is_low(level))
        else {
            continue;
        };
        // An objective with neither key results nor supporters is reported by `objective-without-key-results` alone.
        if !snapshot.is_carried(ix) || is_supported(snapshot, ix, rank) || snapshot.dangling().is_wanted(ix) {
            continue;
        }
        if levels.needs_no_support(snapshot, ix, rank) {
            continue;
        }
        let message = format!("no goal of a lower level supports `{}`, which is of level `{level}`", goal.id);
        let report = Report::at(ix, "", message).label("no supporting goal");
        let help =
            format!("ask the teams below what they can contribute; their goals then have `supports: [{}]`", goal.id);
        // If so many goals of a level lack support, the organisation does not cascade it: that is one fact.
        let together = format!("objectives of level `{level}`");
        let report = report.help(help).batch(MOST_SINGLE, "no goal of a lower level supports", together);
        let all = "ask the teams below which of them they can contribute to; their goals then name these in `supports`";
        sink.report(report.batch_help(all));
    }
}

/// How the organisation uses its levels.
struct LevelUse {
    /// The rank of each level with a goal, and the day on which its first goal begins, if all beginnings are known.
    begins: BTreeMap<usize, Option<Day>>,
    /// The ranks of levels with a goal that one of a lower level supports.
    supported: HashSet<usize>,
}

impl LevelUse {
    fn of(snapshot: &Facts<'_>) -> Self {
        let (mut begins, mut supported) = (BTreeMap::new(), HashSet::new());
        for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.is_work() && goal.state != State::Dropped) {
            let Some((_, rank)) = snapshot.level_of(goal) else { continue };
            let first = begins.entry(rank).or_insert(goal.start());
            *first = (*first).min(goal.start());
            if !supported.contains(&rank) && is_supported(snapshot, ix, rank) {
                supported.insert(rank);
            }
        }
        Self { begins, supported }
    }

    /// Whether a goal of a level needs no support here: there was no goal of a lower level up to its end, or no goal of
    /// this level has support and the objective's key results all have a measure.
    fn needs_no_support(&self, snapshot: &Facts<'_>, ix: GoalIx, rank: usize) -> bool {
        let end = snapshot.goal(ix).end();
        let begun = |start: Option<Day>| start.is_none_or(|start| end.is_none_or(|end| start <= end));
        let has_lower = self.begins.range(rank + 1..).any(|(_, start)| begun(*start));
        let is_measured = || {
            let counts = |ix: &GoalIx| snapshot.goal(*ix).state.counts();
            let parts: Vec<GoalIx> = snapshot.graph.key_results(ix).map(|part| part.goal).filter(counts).collect();
            !parts.is_empty() && parts.into_iter().all(|part| snapshot.numbers(part).measures)
        };
        !has_lower || (!self.supported.contains(&rank) && is_measured())
    }
}

/// Whether an objective or one of its key results has a supporter that is, or may be, of a lower level.
fn is_supported(snapshot: &Facts<'_>, ix: GoalIx, rank: usize) -> bool {
    let supports = |at: GoalIx| {
        // An unreadable supporter may be of a lower level.
        let unread = snapshot.unread.parts_of(at).iter().any(|part| !part.is_key_result);
        unread
            || snapshot.graph.supporters(at).any(|child| {
                let goal = snapshot.goal(child.goal);
                let counts = goal.state.counts();
                counts && snapshot.level_of(goal).is_none_or(|(_, lower)| lower > rank)
            })
    };
    supports(ix) || snapshot.graph.key_results(ix).any(|child| supports(child.goal))
}
