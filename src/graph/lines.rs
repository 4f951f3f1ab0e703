//! The shortest lines from a goal upward, and the number of others, found without walking all of them.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BinaryHeap, HashMap, HashSet, VecDeque};

use super::build::{Edge, Graph};
use super::line_of_sight::UpwardStep;
use crate::model::GoalIx;

/// The lines from a goal upward: those that reach the mission first, then the shorter ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// The first lines, at most the requested number.
    pub lines: Vec<Line>,
    /// The number of other lines. Links inside a cycle are left out of the count.
    pub more: u64,
}

/// One line upward.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The steps, the first from the goal itself; empty if the line ends at the goal.
    pub steps: Vec<UpwardStep>,
    /// The kind of its end.
    pub end: LineEnd,
}

/// The end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnd {
    /// The mission, or without one a goal of the highest level.
    Top,
    /// A goal without links to goals above.
    Stray,
    /// A goal from which every link up leads into a cycle.
    Circle,
}

/// The most links that are visited for one line. Only cycles come near it.
const MAX_VISITS: usize = 200_000;

impl Graph {
    /// At most `most` lines from a goal upward, with the number of others.
    ///
    /// The time is linear in the goals above it and the returned lines, however many lines there are.
    pub fn lines(&self, goal: GoalIx, most: usize) -> Lines {
        let above = Ancestors::of(self, goal);
        let mut lines = Vec::new();
        above.search(self, true, most, &mut lines);
        above.search(self, false, most, &mut lines);
        let listed = u64::try_from(lines.len()).unwrap_or(u64::MAX);
        Lines { lines, more: above.count(self).saturating_sub(listed) }
    }

    /// The goals of a shortest cycle through a goal, the goal first; empty if there is none.
    pub fn circle_through(&self, goal: GoalIx) -> Vec<GoalIx> {
        let mut before: HashMap<GoalIx, GoalIx> = HashMap::new();
        let mut queue = VecDeque::from([goal]);
        while let Some(at) = queue.pop_front() {
            for parent in self.parents(at).map(|parent| parent.goal) {
                if parent == goal {
                    let mut way = vec![at];
                    while let Some(previous) = way.last().filter(|last| **last != goal).and_then(|it| before.get(it)) {
                        way.push(*previous);
                    }
                    way.reverse();
                    return way;
                }
                if let Entry::Vacant(free) = before.entry(parent) {
                    free.insert(at);
                    queue.push_back(parent);
                }
            }
        }
        Vec::new()
    }
}

/// A goal and all above it, numbered from 0, the goal itself.
struct Ancestors {
    goals: Vec<GoalIx>,
    parents: Vec<Vec<(usize, Edge)>>,
    /// The end of lines at each goal; none if they go on.
    ends: Vec<Option<LineEnd>>,
    /// The number of steps from each goal to the nearest top, and to the nearest other end.
    far: [Vec<Option<usize>>; 2],
}

impl Ancestors {
    fn of(graph: &Graph, goal: GoalIx) -> Self {
        let mut numbers = HashMap::from([(goal, 0)]);
        let mut goals = vec![goal];
        let mut parents: Vec<Vec<(usize, Edge)>> = Vec::new();
        let mut at = 0;
        while at < goals.len() {
            let up = graph.parents(goals[at]).map(|parent| {
                let number = *numbers.entry(parent.goal).or_insert_with(|| {
                    goals.push(parent.goal);
                    goals.len() - 1
                });
                (number, parent.edge)
            });
            parents.push(up.collect());
            at += 1;
        }
        let mut ends: Vec<Option<LineEnd>> = goals
            .iter()
            .zip(&parents)
            .map(|(goal, up)| {
                let is_top = graph.is_reached(*goal) && !graph.is_below_unread(*goal);
                up.is_empty().then_some(if is_top { LineEnd::Top } else { LineEnd::Stray })
            })
            .collect();
        let out = distances(&parents, &ends, |_| true);
        for (at, end) in ends.iter_mut().enumerate() {
            if out[at].is_none() && graph.is_on_cycle(goals[at]) {
                *end = Some(LineEnd::Circle);
            }
        }
        let far = [
            distances(&parents, &ends, |end| end == LineEnd::Top),
            distances(&parents, &ends, |end| end != LineEnd::Top),
        ];
        Self { goals, parents, ends, far }
    }

    /// Adds lines to a top or to other ends, the shortest first, until there are `most` in all.
    fn search(&self, graph: &Graph, to_top: bool, most: usize, lines: &mut Vec<Line>) {
        let far = &self.far[usize::from(!to_top)];
        // The paths begun so far: the goal reached, the edge to it, and the index of the path before it.
        let mut ways: Vec<(usize, Option<(Edge, usize)>)> = vec![(0, None)];
        let mut open = BinaryHeap::new();
        if let Some(far) = far[0] {
            open.push(Reverse((far, Reverse(0_usize), 0_usize)));
        }
        let mut visits = 0;
        while let Some(Reverse((_, Reverse(gone), way))) = open.pop() {
            visits += 1;
            if lines.len() >= most || visits > MAX_VISITS {
                return;
            }
            let at = ways[way].0;
            if let Some(end) = self.ends[at] {
                lines.push(self.line(&ways, way, end));
                continue;
            }
            for (parent, edge) in &self.parents[at] {
                let again = graph.is_on_cycle(self.goals[*parent]) && comes_again(&ways, way, *parent);
                if let Some(left) = far[*parent].filter(|_| !again) {
                    ways.push((*parent, Some((*edge, way))));
                    open.push(Reverse((gone + 1 + left, Reverse(gone + 1), ways.len() - 1)));
                }
            }
        }
    }

    fn line(&self, ways: &[(usize, Option<(Edge, usize)>)], way: usize, end: LineEnd) -> Line {
        let mut steps = Vec::new();
        let mut at = way;
        while let (number, Some((edge, before))) = ways[at] {
            steps.push(UpwardStep { goal: self.goals[number], edge });
            at = before;
        }
        steps.reverse();
        Line { steps, end }
    }

    /// The number of lines, without links inside a cycle.
    fn count(&self, graph: &Graph) -> u64 {
        let wanted: HashMap<GoalIx, usize> = self.goals.iter().enumerate().map(|(at, goal)| (*goal, at)).collect();
        let mut place = vec![0; self.goals.len()];
        let mut order = Vec::with_capacity(self.goals.len());
        for (at, goal) in graph.bottom_up().iter().enumerate() {
            if let Some(number) = wanted.get(goal) {
                place[*number] = at;
                order.push(*number);
            }
        }
        let mut ways = vec![0_u64; self.goals.len()];
        ways[0] = 1;
        let mut all = 0_u64;
        for at in order {
            if self.ends[at].is_some() {
                all = all.saturating_add(ways[at]);
                continue;
            }
            for (parent, _) in self.parents[at].iter().filter(|(parent, _)| place[*parent] > place[at]) {
                ways[*parent] = ways[*parent].saturating_add(ways[at]);
            }
        }
        all
    }
}

fn comes_again(ways: &[(usize, Option<(Edge, usize)>)], way: usize, goal: usize) -> bool {
    let mut at = way;
    loop {
        match ways[at] {
            (here, _) if here == goal => return true,
            (_, Some((_, before))) => at = before,
            (_, None) => return false,
        }
    }
}

/// The number of steps from each goal to the nearest of some ends; none if it reaches none.
fn distances(
    parents: &[Vec<(usize, Edge)>],
    ends: &[Option<LineEnd>],
    wanted: impl Fn(LineEnd) -> bool,
) -> Vec<Option<usize>> {
    let mut children = vec![Vec::new(); parents.len()];
    for (at, up) in parents.iter().enumerate() {
        for (parent, _) in up {
            children[*parent].push(at);
        }
    }
    let mut far = vec![None; parents.len()];
    let mut queue: VecDeque<usize> = VecDeque::new();
    let mut seen = HashSet::new();
    for (at, end) in ends.iter().enumerate() {
        if end.is_some_and(&wanted) && seen.insert(at) {
            far[at] = Some(0);
            queue.push_back(at);
        }
    }
    while let Some(at) = queue.pop_front() {
        for child in &children[at] {
            // A line ends at its first end: no path continues through one.
            if ends[*child].is_none() && seen.insert(*child) {
                far[*child] = far[at].map(|steps| steps + 1);
                queue.push_back(*child);
            }
        }
    }
    far
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::linked::linked;
    use crate::model::Workspace;

    fn lines_of(workspace: &Workspace, id: &str, most: usize) -> (Vec<(String, LineEnd)>, u64) {
        let found = Graph::build(workspace).lines(workspace.find(id).expect(id), most);
        let name = |step: &UpwardStep| workspace.goal(step.goal).id.clone();
        let lines =
            found.lines.iter().map(|line| (line.steps.iter().map(name).collect::<Vec<_>>().join(" "), line.end));
        (lines.collect(), found.more)
    }

    #[test]
    fn lines_to_the_mission_come_first_then_the_shorter() {
        let workspace = linked(&[("a", "stray, b, m"), ("b", "c"), ("c", "m"), ("stray", "")]);
        let (lines, more) = lines_of(&workspace, "a", 5);
        let expected = [("m", LineEnd::Top), ("b c m", LineEnd::Top), ("stray", LineEnd::Stray)];
        assert_eq!(lines, expected.map(|(line, end)| (line.to_owned(), end)));
        assert_eq!(more, 0);
        assert_eq!(lines_of(&workspace, "a", 1).1, 2);
        assert_eq!(lines_of(&workspace, "m", 5), (vec![(String::new(), LineEnd::Top)], 0));
        assert_eq!(lines_of(&workspace, "stray", 5), (vec![(String::new(), LineEnd::Stray)], 0));
    }

    #[test]
    fn circles_end_lines_only_where_nothing_leads_out() {
        let out = linked(&[("a", "b"), ("b", "a, m"), ("x", "a")]);
        assert_eq!(lines_of(&out, "x", 5).0, [("a b m".to_owned(), LineEnd::Top)]);
        assert_eq!(lines_of(&out, "b", 5).0, [("m".to_owned(), LineEnd::Top)]);
        let shut = linked(&[("a", "b"), ("b", "c"), ("c", "a"), ("x", "y"), ("y", "b")]);
        assert_eq!(lines_of(&shut, "x", 5), (vec![("y b".to_owned(), LineEnd::Circle)], 0));
        assert_eq!(lines_of(&shut, "a", 5).0, [(String::new(), LineEnd::Circle)]);
        let graph = Graph::build(&shut);
        let circle = graph.circle_through(shut.find("b").expect("b"));
        let ids: Vec<_> = circle.iter().map(|ix| shut.goal(*ix).id.as_str()).collect();
        assert_eq!(ids, ["b", "c", "a"]);
        assert!(graph.circle_through(shut.find("x").expect("x")).is_empty());
    }

    #[test]
    fn a_ladder_with_more_lines_than_could_be_walked_is_counted() {
        // Sixty level of two: 2^60 lines, each of sixty-one steps.
        let mut links = Vec::new();
        for level in 0..60 {
            let up = if level == 59 { "m".to_owned() } else { format!("l{0}, r{0}", level + 1) };
            links.push((format!("l{level}"), up.clone()));
            links.push((format!("r{level}"), up));
        }
        let links: Vec<(&str, &str)> = links.iter().map(|(id, up)| (id.as_str(), up.as_str())).collect();
        let workspace = linked(&links);
        let found = Graph::build(&workspace).lines(workspace.find("l0").expect("l0"), 5);
        assert_eq!(found.lines.len(), 5);
        assert!(found.lines.iter().all(|line| line.steps.len() == 60 && line.end == LineEnd::Top));
        assert_eq!(found.more, (1_u64 << 59) - 5);
    }

    #[test]
    fn a_knot_of_goals_that_all_support_each_other_is_left_in_time() {
        let ids: Vec<String> = (0..40).map(|at| format!("k{at}")).collect();
        let links: Vec<(String, String)> = ids
            .iter()
            .map(|id| (id.clone(), ids.iter().filter(|it| *it != id).cloned().collect::<Vec<_>>().join(", ")))
            .collect();
        let mut links: Vec<(&str, &str)> = links.iter().map(|(id, up)| (id.as_str(), up.as_str())).collect();
        let last = format!("{}, m", links[39].1);
        links[39].1 = &last;
        let workspace = linked(&links);
        let found = lines_of(&workspace, "k0", 5).0;
        assert_eq!(found.len(), 5);
        assert_eq!(found[0].0, "k39 m");
    }
}
