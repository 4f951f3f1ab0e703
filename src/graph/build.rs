//! Builds the graph of a workspace, its cycles, and the reach of the mission.

use std::collections::{HashMap, HashSet, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::{Goal, GoalIx, Kind, Workspace};
use crate::source::InOrder as _;

/// A link from a goal up to an existing one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Edge {
    /// An entry of `supports`.
    Supports {
        /// The index in [`Goal::supports`](crate::model::Goal::supports); of several to one parent the first.
        link: usize,
        /// The weight in the parent's rollup.
        weight: f64,
    },
    /// A key result's `measures`.
    Measures {
        /// The weight in the objective's rollup.
        weight: f64,
    },
}

impl Edge {
    /// The weight of the lower goal in the upper one's rollup.
    pub fn weight(self) -> f64 {
        match self {
            Self::Supports { weight, .. } | Self::Measures { weight } => weight,
        }
    }

    /// Whether it is the link from a key result to its objective.
    pub fn is_measure(self) -> bool {
        matches!(self, Self::Measures { .. })
    }
}

/// A goal at the other end of an edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parent {
    /// The goal.
    pub goal: GoalIx,
    /// The edge.
    pub edge: Edge,
}

/// The goals and the links between existing ones. Edges point upward, from child to parent.
#[derive(Debug)]
pub struct Graph {
    /// The links, by the lower goal; of one goal in the order of its file.
    links: Vec<ResolvedLink>,
    /// The start of each goal's links, and the end of the last.
    starts: Vec<u32>,
    /// The indices of the links to each goal, one goal after another, in the order of the lower goals.
    from_below: Vec<u32>,
    /// The start of each goal in that, and the end of the last.
    below_starts: Vec<u32>,
    /// The goals in bottom-up order: each comes after all that support or measure it; the goals of a cycle are
    /// adjacent.
    order: Vec<GoalIx>,
    /// The index of each goal in that order.
    places: Vec<u32>,
    cycles: Vec<Vec<GoalIx>>,
    /// The number of the cycle of each goal, from 1; 0 for goals on no cycle.
    cycle_of: Vec<u32>,
    reached: Vec<bool>,
    /// The goals whose path to the mission leads through a parent in a file that cannot be read.
    below_unread: HashSet<GoalIx>,
    has_mission: bool,
}

/// A link between two goals.
#[derive(Debug, Clone, Copy)]
struct ResolvedLink {
    lower: GoalIx,
    upper: GoalIx,
    edge: Edge,
}

impl Graph {
    /// Builds the graph. Links to unknown goals, to the goal itself or to a kind that cannot be supported make no edge.
    pub fn build(workspace: &Workspace) -> Self {
        let count = workspace.goals.len();
        let mut links: Vec<ResolvedLink> = Vec::with_capacity(count);
        let mut starts = Vec::with_capacity(count + 1);
        for (ix, goal) in workspace.iter() {
            starts.push(index_of(links.len()));
            let mut named = HashSet::new();
            for (link, entry) in goal.supports.iter().enumerate() {
                let Some(parent) = workspace.find(&entry.goal).filter(|parent| *parent != ix) else { continue };
                let again = goal.supports.len() > 1 && !named.insert(parent);
                if !again && can_be_supported(workspace.goal(parent).kind) {
                    let weight = entry.weight.unwrap_or(1.0);
                    links.push(ResolvedLink { lower: ix, upper: parent, edge: Edge::Supports { link, weight } });
                }
            }
            if let Some(objective) = goal.measures.as_deref().and_then(|id| workspace.find(id))
                && workspace.goal(objective).kind == Kind::Objective
            {
                let edge = Edge::Measures { weight: goal.weight.unwrap_or(1.0) };
                links.push(ResolvedLink { lower: ix, upper: objective, edge });
            }
        }
        starts.push(index_of(links.len()));
        let (from_below, below_starts) = by_upper_goal(&links, count);
        let mut dag: DiGraph<(), ()> = DiGraph::with_capacity(count, links.len());
        workspace.goals.iter().for_each(|_| _ = dag.add_node(()));
        for link in &links {
            dag.add_edge(node(link.lower), node(link.upper), ());
        }
        let components = kosaraju_scc(&dag);
        let mut graph = Self {
            links,
            starts,
            from_below,
            below_starts,
            order: components.iter().rev().flatten().map(|node| goal_ix(*node)).collect(),
            places: vec![0; workspace.goals.len()],
            cycles: Vec::new(),
            cycle_of: vec![0; workspace.goals.len()],
            reached: vec![false; workspace.goals.len()],
            below_unread: HashSet::new(),
            has_mission: has_mission(workspace),
        };
        for (place, goal) in (0..).zip(&graph.order) {
            graph.places[goal.index()] = place;
        }
        for (cycle, component) in (1..).zip(components.iter().filter(|component| component.len() > 1)) {
            for member in component {
                graph.cycle_of[member.index()] = cycle;
            }
            let found = graph.shortest_loop(workspace, component);
            graph.cycles.push(found);
        }
        graph.cycles.order_by(|a, b| workspace.goal(a[0]).id.cmp(&workspace.goal(b[0]).id));
        graph.reach(workspace, &components);
        graph
    }

    /// Marks every goal with a path to the mission, or without a mission to a goal of the highest level.
    fn reach(&mut self, workspace: &Workspace, components: &[Vec<NodeIndex>]) {
        for component in components {
            let ends = |node: &NodeIndex| {
                let goal = workspace.goal(goal_ix(*node));
                if self.has_mission { goal.kind == Kind::Mission } else { workspace.is_strategic(goal) }
            };
            let reached = component
                .iter()
                .any(|node| ends(node) || self.parents(goal_ix(*node)).any(|parent| self.reached[parent.goal.index()]));
            for node in component {
                self.reached[node.index()] = reached;
            }
        }
        self.reach_through_unread(workspace);
    }

    /// Marks the goals whose path leads through a file that cannot be read, by what is known of its links: the goal in it is
    /// not gone.
    fn reach_through_unread(&mut self, workspace: &Workspace) {
        let unread: Vec<&Goal> = workspace.unread_goals().collect();
        if unread.is_empty() {
            return;
        }
        let mut leading: HashSet<&str> = HashSet::new();
        loop {
            // Lines may lead through several such files, and through goals between them.
            let leads = |goal: &Goal| {
                let ends = goal.kind == Kind::Mission || !self.has_mission && workspace.is_strategic(goal);
                ends || goal.named_above().any(|id| {
                    leading.contains(id) || workspace.find(id).is_some_and(|parent| self.reached[parent.index()])
                })
            };
            let found = unread.iter().find(|goal| !leading.contains(goal.id.as_str()) && leads(goal));
            let Some(found) = found else { return };
            leading.insert(&found.id);
            let below = workspace.iter().filter(|(_, goal)| goal.named_above().any(|id| id == found.id));
            let mut queue: Vec<GoalIx> = below.map(|(ix, _)| ix).filter(|ix| !self.reached[ix.index()]).collect();
            self.below_unread.extend(&queue);
            while let Some(ix) = queue.pop() {
                if !std::mem::replace(&mut self.reached[ix.index()], true) {
                    queue.extend(self.children(ix).map(|child| child.goal));
                }
            }
        }
    }

    /// A shortest cycle in a strongly connected component, starting at the lowest id on one.
    fn shortest_loop(&self, workspace: &Workspace, component: &[NodeIndex]) -> Vec<GoalIx> {
        let mut members: Vec<GoalIx> = component.iter().map(|node| goal_ix(*node)).collect();
        members.order_by(|a, b| workspace.goal(*a).id.cmp(&workspace.goal(*b).id));
        let inside: HashSet<GoalIx> = members.iter().copied().collect();
        let start = members[0];
        let mut before: HashMap<GoalIx, GoalIx> = HashMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(at) = queue.pop_front() {
            for parent in self.parents(at).map(|parent| parent.goal).filter(|parent| inside.contains(parent)) {
                if parent == start {
                    let mut path = vec![at];
                    while let Some(previous) = path.last().and_then(|last| before.get(last)) {
                        path.push(*previous);
                    }
                    path.reverse();
                    return path;
                }
                if parent != start && !before.contains_key(&parent) {
                    before.insert(parent, at);
                    queue.push_back(parent);
                }
            }
        }
        members
    }

    /// The goals that a goal supports or measures.
    pub fn parents(&self, goal: GoalIx) -> impl Iterator<Item = Parent> {
        let own = &self.links[range_of(&self.starts, goal)];
        own.iter().map(|link| Parent { goal: link.upper, edge: link.edge })
    }

    /// The goals that support or measure a goal, in the order of their files.
    pub fn children(&self, goal: GoalIx) -> impl Iterator<Item = Parent> {
        let below = &self.from_below[range_of(&self.below_starts, goal)];
        below.iter().map(|at| {
            let link = &self.links[*at as usize];
            Parent { goal: link.lower, edge: link.edge }
        })
    }

    /// The key results of an objective.
    pub fn key_results(&self, goal: GoalIx) -> impl Iterator<Item = Parent> {
        self.children(goal).filter(|child| matches!(child.edge, Edge::Measures { .. }))
    }

    /// The goals that support a goal.
    pub fn supporters(&self, goal: GoalIx) -> impl Iterator<Item = Parent> {
        self.children(goal).filter(|child| matches!(child.edge, Edge::Supports { .. }))
    }

    /// The goals in bottom-up order: each after all that support or measure it.
    pub fn bottom_up(&self) -> &[GoalIx] {
        &self.order
    }

    /// A goal's index in [`Graph::bottom_up`].
    pub(super) fn place(&self, goal: GoalIx) -> u32 {
        self.places[goal.index()]
    }

    /// A shortest cycle of each strongly connected component, by the lowest id.
    pub fn cycles(&self) -> &[Vec<GoalIx>] {
        &self.cycles
    }

    /// Whether a goal is on a cycle of links.
    pub fn is_on_cycle(&self, goal: GoalIx) -> bool {
        self.cycle_of[goal.index()] != 0
    }

    /// Whether two goals reach each other, so that a link between them is part of a cycle.
    pub fn lead_to_each_other(&self, a: GoalIx, b: GoalIx) -> bool {
        self.is_on_cycle(a) && self.cycle_of[a.index()] == self.cycle_of[b.index()]
    }

    /// Whether a goal has a path to the mission, or without a mission to a goal of the highest level.
    pub fn is_reached(&self, goal: GoalIx) -> bool {
        self.reached[goal.index()]
    }

    /// Whether a goal's path to the mission leads through a parent in a file that cannot be read.
    pub fn is_below_unread(&self, goal: GoalIx) -> bool {
        self.below_unread.contains(&goal)
    }

    /// Whether there is a mission.
    pub fn has_mission(&self) -> bool {
        self.has_mission
    }
}

/// Whether there is a mission, though perhaps in a file that cannot be read.
fn has_mission(workspace: &Workspace) -> bool {
    let read = workspace.goals.iter().map(Box::as_ref);
    read.chain(workspace.unread_goals()).any(|goal| goal.kind == Kind::Mission)
}

/// Whether goals of a kind can be supported: the mission, objectives and key results.
fn can_be_supported(kind: Kind) -> bool {
    matches!(kind, Kind::Mission | Kind::Objective | Kind::KeyResult)
}

/// The indices of links, by the upper goal, and the start of each goal among them with the end of the last.
fn by_upper_goal(links: &[ResolvedLink], goals: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0; goals + 1];
    for link in links {
        starts[link.upper.index() + 1] += 1;
    }
    (1..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
    let mut next = starts.clone();
    let mut indices = vec![0; links.len()];
    for (at, link) in (0..).zip(links) {
        let place = &mut next[link.upper.index()];
        indices[*place as usize] = at;
        *place += 1;
    }
    (indices, starts)
}

/// The places of one goal, from the starts of all.
fn range_of(starts: &[u32], goal: GoalIx) -> std::ops::Range<usize> {
    starts[goal.index()] as usize..starts[goal.index() + 1] as usize
}

fn index_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The node of a goal, which has the same index.
fn node(goal: GoalIx) -> NodeIndex {
    NodeIndex::new(goal.index())
}

fn goal_ix(node: NodeIndex) -> GoalIx {
    GoalIx(index_of(node.index()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::linked::linked;
    use crate::source::SourceSet;

    #[test]
    fn children_come_before_parents_and_reach_goes_through_several() {
        let workspace = linked(&[("a", "m"), ("b", "a, c"), ("c", ""), ("d", "c")]);
        let graph = Graph::build(&workspace);
        let place = |id: &str| graph.bottom_up().iter().position(|ix| workspace.goal(*ix).id == id).expect(id);
        assert!(place("b") < place("a") && place("a") < place("m") && place("d") < place("c"));
        let reached: Vec<_> =
            workspace.iter().filter(|(ix, _)| graph.is_reached(*ix)).map(|(_, it)| it.id.as_str()).collect();
        assert_eq!(reached, ["a", "b", "m"]);
    }

    #[test]
    fn a_loop_is_found_in_its_order() {
        let workspace = linked(&[("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")]);
        let graph = Graph::build(&workspace);
        let ids: Vec<Vec<_>> = graph
            .cycles()
            .iter()
            .map(|found| found.iter().map(|ix| workspace.goal(*ix).id.as_str()).collect())
            .collect();
        assert_eq!(ids, [["a", "b", "c"]]);
        assert!(!graph.is_on_cycle(workspace.find("d").expect("d")));
    }

    #[test]
    fn a_very_long_line_needs_no_deep_stack() {
        let texts = (0..30_000).map(|at| {
            let text = format!("kind: objective\nid: g{at}\ntitle: t\nsupports: [g{}]\n", at + 1);
            (format!("{at}.yaml"), text)
        });
        let workspace = Workspace::read(SourceSet::from_texts(texts));
        let graph = Graph::build(&workspace);
        assert_eq!(graph.bottom_up().len(), 30_000);
    }
}
