//! Lines of sight: the goals above and below a goal, and the lowest common ancestor of goals.

use std::collections::{HashSet, VecDeque};

use super::build::{Edge, Graph};
use crate::model::GoalIx;

/// One step up a line of sight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UpwardStep {
    /// The goal that the step reaches.
    pub goal: GoalIx,
    /// The link of the step.
    pub edge: Edge,
}

impl Graph {
    /// Every goal above one, nearest first. The goal itself is included only if it is on a cycle.
    pub fn above(&self, goal: GoalIx) -> Vec<GoalIx> {
        self.nearest_above(goal, usize::MAX)
    }

    /// At most `most` goals above one, nearest first.
    pub fn nearest_above(&self, goal: GoalIx, most: usize) -> Vec<GoalIx> {
        Self::walk(goal, most, |at| self.parents(at).map(|parent| parent.goal).collect())
    }

    /// Every goal below one, nearest first.
    pub fn below(&self, goal: GoalIx) -> Vec<GoalIx> {
        Self::walk(goal, usize::MAX, |at| self.children(at).map(|child| child.goal).collect())
    }

    fn walk(goal: GoalIx, most: usize, next: impl Fn(GoalIx) -> Vec<GoalIx>) -> Vec<GoalIx> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        let mut queue = VecDeque::from([goal]);
        while let Some(at) = queue.pop_front() {
            for goal in next(at) {
                if found.len() == most {
                    return found;
                }
                if seen.insert(goal) {
                    found.push(goal);
                    queue.push_back(goal);
                }
            }
        }
        found
    }

    /// Whether one goal is above another.
    pub fn is_above(&self, upper: GoalIx, lower: GoalIx) -> bool {
        let mut seen = HashSet::from([lower]);
        let mut queue = vec![lower];
        while let Some(at) = queue.pop() {
            for parent in self.parents(at) {
                if parent.goal == upper {
                    return true;
                }
                if seen.insert(parent.goal) {
                    queue.push(parent.goal);
                }
            }
        }
        false
    }

    /// The lowest common ancestor of some goals, which may be one of them.
    pub fn common_to_all(&self, goals: &[GoalIx]) -> Option<GoalIx> {
        let line = |goal: GoalIx| std::iter::once(goal).chain(self.above(goal));
        let (first, others) = goals.split_first()?;
        let mut common: HashSet<GoalIx> = line(*first).collect();
        for other in others {
            common = line(*other).filter(|goal| common.contains(goal)).collect();
        }
        // In bottom-up order the first common ancestor has no other one below it.
        common.into_iter().min_by_key(|goal| self.place(*goal))
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::Graph;
    use crate::graph::linked::linked;

    #[test]
    fn lines_meet_at_the_nearest_goal_above_both() {
        let workspace = linked(&[("top", ""), ("a", "top"), ("b", "a"), ("c", "a"), ("d", "c, top")]);
        let graph = Graph::build(&workspace);
        let at = |id| workspace.find(id).expect(id);
        assert_eq!(graph.common_to_all(&[at("b"), at("d")]), Some(at("a")));
        assert_eq!(graph.common_to_all(&[at("a"), at("d")]), Some(at("a")));
        assert!(graph.is_above(at("top"), at("b")) && !graph.is_above(at("b"), at("c")));
    }
}
