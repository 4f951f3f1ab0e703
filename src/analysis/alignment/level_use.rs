//! How an organisation uses its levels: which goals have support from below, and which need none.

use std::collections::{BTreeMap, HashSet};

use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Goal, GoalIx, State};

/// How the organisation uses its levels.
pub struct LevelUse<C> {
    /// The rank of each level with a goal, and the day on which its first goal begins, if all beginnings are known.
    begins: BTreeMap<usize, Option<Day>>,
    /// The ranks of levels with a goal that one of a lower level supports.
    supported: HashSet<usize>,
    counts: C,
}

impl<C: Fn(&Goal) -> bool> LevelUse<C> {
    /// Looks at all goals; supporters are those for which `counts` is true.
    pub fn of(snapshot: &Snapshot<'_>, counts: C) -> Self {
        let mut of = Self { begins: BTreeMap::new(), supported: HashSet::new(), counts };
        for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.is_work() && goal.state != State::Dropped) {
            let Some((_, rank)) = snapshot.level_of(goal) else { continue };
            let first = of.begins.entry(rank).or_insert(goal.start());
            *first = (*first).min(goal.start());
            if !of.supported.contains(&rank) && of.is_supported(snapshot, ix, rank) {
                of.supported.insert(rank);
            }
        }
        of
    }

    /// Whether a goal of a level needs no support here: there was no goal of a lower level up to its end, or no goal of
    /// this level has support and the objective's key results all have a measure.
    pub fn needs_no_support(&self, snapshot: &Snapshot<'_>, ix: GoalIx, rank: usize) -> bool {
        let end = snapshot.goal(ix).end();
        let begun = |start: Option<Day>| start.is_none_or(|start| end.is_none_or(|end| start <= end));
        let has_lower = self.begins.range(rank + 1..).any(|(_, start)| begun(*start));
        let is_measured = || {
            let counts = |ix: &GoalIx| (self.counts)(snapshot.goal(*ix));
            let parts: Vec<GoalIx> = snapshot.graph.key_results(ix).map(|part| part.goal).filter(counts).collect();
            !parts.is_empty() && parts.into_iter().all(|part| snapshot.numbers(part).measures)
        };
        !has_lower || (!self.supported.contains(&rank) && is_measured())
    }

    /// Whether an objective or one of its key results has a supporter that is, or may be, of a lower level.
    pub fn is_supported(&self, snapshot: &Snapshot<'_>, ix: GoalIx, rank: usize) -> bool {
        let supports = |at: GoalIx| {
            // An unreadable supporter may be of a lower level.
            let unread = snapshot.unread.parts_of(at).iter().any(|part| !part.is_key_result);
            unread
                || snapshot.graph.supporters(at).any(|child| {
                    let goal = snapshot.goal(child.goal);
                    (self.counts)(goal) && snapshot.level_of(goal).is_none_or(|(_, lower)| lower > rank)
                })
        };
        supports(ix) || snapshot.graph.key_results(ix).any(|child| supports(child.goal))
    }
}
