//! A layered graph layout (Sugiyama's method): nodes in columns by their distance from the top, ordered so that few
//! edges cross, and placed near their neighbours. It is independent of goals.

use crate::source::InOrder as _;

/// The graph to lay out.
#[derive(Debug, Clone, Default)]
pub(super) struct Layers {
    /// The height of each node.
    pub(super) heights: Vec<f64>,
    /// The edges: (lower, upper).
    pub(super) edges: Vec<(usize, usize)>,
    /// The minimum space between two nodes of a column.
    pub(super) gap: f64,
}

/// The computed layout.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct GraphLayout {
    /// Each node's column, 0 for the top.
    pub(super) columns: Vec<usize>,
    /// The vertical center of each node.
    pub(super) middles: Vec<f64>,
    /// For each edge the vertical positions at which it crosses the columns between its ends, from the lower end to the
    /// upper.
    pub(super) ways: Vec<Vec<f64>>,
    /// The total height.
    pub(super) height: f64,
}

/// The number of passes that improve order and positions.
const SWEEPS: usize = 8;

/// The most points per node at which long edges cross columns; beyond that edges are straight.
const PASSES: usize = 4;

/// Computes the layout in linear time for each pass.
pub(super) fn lay_out(layers: &Layers) -> GraphLayout {
    let nodes = layers.heights.len();
    let (columns, kept) = columns(nodes, &layers.edges);
    let mut grid = Grid::new(layers, &columns, &kept);
    grid.order();
    grid.place(layers.gap);
    let lowest = (0..grid.middles.len()).map(|at| grid.middles[at] + grid.heights[at] / 2.0).fold(0.0, f64::max);
    let ways = grid.ways.iter().map(|way| way.iter().map(|at| grid.middles[*at]).collect()).collect();
    GraphLayout { columns, middles: grid.middles[..nodes].to_vec(), ways, height: lowest }
}

/// Each node's distance from the top along the longest path, and for each edge whether it is part of the layered graph.
/// An edge that closes a cycle is not.
fn columns(nodes: usize, edges: &[(usize, usize)]) -> (Vec<usize>, Vec<bool>) {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    let mut waits = vec![0_usize; nodes];
    for (at, (lower, upper)) in edges.iter().enumerate() {
        below[*upper].push(at);
        waits[*lower] += 1;
    }
    let mut columns = vec![0; nodes];
    let mut done = vec![false; nodes];
    let mut kept = vec![false; edges.len()];
    let mut ready: Vec<usize> = (0..nodes).rev().filter(|node| waits[*node] == 0).collect();
    let mut first_left = 0;
    loop {
        let Some(node) = ready.pop() else {
            // Only cycles are left: one is broken at its first node.
            while first_left < nodes && done[first_left] {
                first_left += 1;
            }
            if first_left == nodes {
                return (columns, kept);
            }
            ready.push(first_left);
            continue;
        };
        if std::mem::replace(&mut done[node], true) {
            continue;
        }
        for edge in &below[node] {
            let lower = edges[*edge].0;
            if done[lower] {
                continue;
            }
            kept[*edge] = true;
            columns[lower] = columns[lower].max(columns[node] + 1);
            waits[lower] -= 1;
            if waits[lower] == 0 {
                ready.push(lower);
            }
        }
    }
}

/// The nodes, and the points of long edges, as cells of columns.
struct Grid {
    heights: Vec<f64>,
    middles: Vec<f64>,
    /// The cells of each column, from top to bottom.
    columns: Vec<Vec<usize>>,
    /// The neighbours of each cell in the previous and the next column.
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
    /// For each edge the cells that it passes, from the lower end to the upper.
    ways: Vec<Vec<usize>>,
}

impl Grid {
    fn new(layers: &Layers, columns: &[usize], kept: &[bool]) -> Self {
        let nodes = layers.heights.len();
        let deepest = columns.iter().copied().max().map_or(0, |it| it + 1);
        let mut grid = Self {
            heights: layers.heights.clone(),
            middles: Vec::new(),
            columns: vec![Vec::new(); deepest],
            before: vec![Vec::new(); nodes],
            after: vec![Vec::new(); nodes],
            ways: vec![Vec::new(); layers.edges.len()],
        };
        let mut passes = nodes.saturating_mul(PASSES);
        let mut places: Vec<(usize, usize)> = (0..nodes).map(|node| (columns[node], node)).collect();
        for (at, (lower, upper)) in layers.edges.iter().enumerate() {
            if !kept[at] {
                continue;
            }
            let between = columns[*lower] - columns[*upper] - 1;
            if between > passes {
                continue;
            }
            passes -= between;
            let mut last = *lower;
            for column in (columns[*upper] + 1..columns[*lower]).rev() {
                let cell = grid.heights.len();
                grid.heights.push(0.0);
                grid.before.push(Vec::new());
                grid.after.push(Vec::new());
                grid.ways[at].push(cell);
                places.push((column, cell));
                grid.join(last, cell);
                last = cell;
            }
            grid.join(last, *upper);
        }
        grid.begin(&places);
        grid
    }

    fn join(&mut self, lower: usize, upper: usize) {
        self.before[lower].push(upper);
        self.after[upper].push(lower);
    }

    /// The initial order: that of a depth-first walk from the top.
    fn begin(&mut self, places: &[(usize, usize)]) {
        let mut column_of = vec![0; self.heights.len()];
        for (column, cell) in places {
            column_of[*cell] = *column;
        }
        let mut seen = vec![false; self.heights.len()];
        let (alone, joined): (Vec<usize>, Vec<usize>) = (0..self.heights.len())
            .filter(|cell| self.before[*cell].is_empty())
            .partition(|cell| self.after[*cell].is_empty());
        for top in joined.into_iter().chain(alone) {
            let mut open = vec![top];
            while let Some(cell) = open.pop() {
                if std::mem::replace(&mut seen[cell], true) {
                    continue;
                }
                self.columns[column_of[cell]].push(cell);
                open.extend(self.after[cell].iter().rev());
            }
        }
        for (column, cell) in places {
            if !seen[*cell] {
                self.columns[*column].push(*cell);
            }
        }
    }

    /// Sorts each column by the mean position of its neighbours, in both directions alternately, and keeps the order
    /// with the fewest crossings.
    fn order(&mut self) {
        let mut best = (self.crossings(), self.columns.clone());
        for sweep in 0..SWEEPS {
            if best.0 == 0 {
                break;
            }
            let down = sweep % 2 == 0;
            let count = self.columns.len();
            for step in 1..count {
                let (at, beside) = if down { (step, step - 1) } else { (count - 1 - step, count - step) };
                let places = self.places(beside);
                let neighbours = if down { &self.before } else { &self.after };
                let mut sorted: Vec<(f64, usize)> = Vec::new();
                for (own, cell) in self.columns[at].iter().enumerate() {
                    let beside: Vec<usize> =
                        neighbours[*cell].iter().filter_map(|it| places.get(it).copied()).collect();
                    sorted.push((mean(&beside).unwrap_or(float(own)), *cell));
                }
                sorted.order_by(|a, b| a.0.total_cmp(&b.0));
                self.columns[at] = sorted.into_iter().map(|(_, cell)| cell).collect();
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.columns.clone());
            }
        }
        self.columns = best.1;
    }

    fn places(&self, column: usize) -> std::collections::HashMap<usize, usize> {
        self.columns[column].iter().enumerate().map(|(at, cell)| (*cell, at)).collect()
    }

    /// The number of pairs of edges between adjacent columns that cross.
    fn crossings(&self) -> u64 {
        let mut crossings = 0;
        for column in 1..self.columns.len() {
            let places = self.places(column - 1);
            let size = self.columns[column - 1].len();
            // A Fenwick tree counts the edges that end at or above a position.
            let (mut sums, mut all) = (vec![0_u64; size + 1], 0_u64);
            for cell in &self.columns[column] {
                let mut ends: Vec<usize> = self.before[*cell].iter().filter_map(|it| places.get(it).copied()).collect();
                ends.sort_unstable();
                for end in &ends {
                    let (mut at, mut above) = (end + 1, 0);
                    while at > 0 {
                        above += sums[at];
                        at &= at - 1;
                    }
                    crossings += all - above;
                }
                for end in ends {
                    all += 1;
                    let mut at = end + 1;
                    while at <= size {
                        sums[at] += 1;
                        at += at & at.wrapping_neg();
                    }
                }
            }
        }
        crossings
    }

    /// Moves every cell as near to the mean of its neighbours as order and minimum space allow.
    fn place(&mut self, gap: f64) {
        self.middles = vec![0.0; self.heights.len()];
        for column in 0..self.columns.len() {
            let mut at = 0.0;
            for cell in &self.columns[column] {
                self.middles[*cell] = at + self.heights[*cell] / 2.0;
                at += self.heights[*cell] + gap;
            }
        }
        let count = self.columns.len();
        for sweep in 0..2 * SWEEPS {
            for step in 0..count {
                let at = if sweep % 2 == 0 { step } else { count - 1 - step };
                let wanted: Vec<_> =
                    self.columns[at].iter().map(|cell| self.wanted_middle(*cell, sweep % 2 == 0)).collect();
                let middles = spread(&wanted, &self.distances(at, gap));
                for (cell, middle) in self.columns[at].iter().zip(middles) {
                    self.middles[*cell] = middle;
                }
            }
        }
        let highest =
            (0..self.middles.len()).map(|at| self.middles[at] - self.heights[at] / 2.0).fold(f64::INFINITY, f64::min);
        if highest.is_finite() {
            for middle in &mut self.middles {
                *middle -= highest;
            }
        }
    }

    /// The wanted position of a cell and its weight. A cell without neighbours on the side of this pass yields to those
    /// with some.
    fn wanted_middle(&self, cell: usize, down: bool) -> (f64, f64) {
        let (first, second) = if down { (&self.before, &self.after) } else { (&self.after, &self.before) };
        let (beside, matters) =
            if first[cell].is_empty() { (&second[cell], 0.01) } else { (&first[cell], float(first[cell].len())) };
        if beside.is_empty() {
            return (self.middles[cell], matters);
        }
        (beside.iter().map(|it| self.middles[*it]).sum::<f64>() / float(beside.len()), matters)
    }

    /// The minimum distance between the centers of two adjacent cells of a column.
    fn distances(&self, column: usize, gap: f64) -> Vec<f64> {
        let half = |cell: usize| self.heights[cell] / 2.0;
        let room = |a: usize, b: usize| if half(a) == 0.0 && half(b) == 0.0 { gap / 2.0 } else { gap };
        self.columns[column].windows(2).map(|pair| half(pair[0]) + half(pair[1]) + room(pair[0], pair[1])).collect()
    }
}

/// The positions nearest to the wanted ones by weighted least squares that keep order and distances (isotonic
/// regression).
fn spread(wanted: &[(f64, f64)], distances: &[f64]) -> Vec<f64> {
    let mut offsets = vec![0.0; wanted.len()];
    for at in 1..wanted.len() {
        offsets[at] = offsets[at - 1] + distances[at - 1];
    }
    // Blocks of cells that touch: the weighted sum of their wanted positions, the sum of weights, and their number.
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for ((want, matters), offset) in wanted.iter().zip(&offsets) {
        let mut block = ((want - offset) * matters, *matters, 1);
        while let Some(last) = blocks.last().filter(|last| last.0 / last.1 >= block.0 / block.1) {
            block = (block.0 + last.0, block.1 + last.1, block.2 + last.2);
            blocks.pop();
        }
        blocks.push(block);
    }
    let shared = blocks.iter().flat_map(|(sum, weight, count)| std::iter::repeat_n(sum / weight, *count));
    shared.zip(&offsets).map(|(place, offset)| place + offset).collect()
}

fn mean(places: &[usize]) -> Option<f64> {
    (!places.is_empty()).then(|| float(places.iter().sum()) / float(places.len()))
}

#[expect(clippy::cast_precision_loss, reason = "places in a column")]
fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn layout(nodes: usize, edges: &[(usize, usize)]) -> GraphLayout {
        lay_out(&Layers { heights: vec![10.0; nodes], edges: edges.to_vec(), gap: 4.0 })
    }

    #[test]
    fn a_tree_lies_in_columns_with_each_parent_amid_its_children() {
        let tree = layout(5, &[(1, 0), (2, 0), (3, 1), (4, 1)]);
        assert_eq!(tree.columns, [0, 1, 1, 2, 2]);
        assert!((tree.middles[1] - f64::midpoint(tree.middles[3], tree.middles[4])).abs() < 1.0, "{tree:?}");
        assert!(tree.middles[2] > tree.middles[1]);
    }

    #[test]
    fn long_edges_pass_the_columns_between() {
        let layout = layout(4, &[(1, 0), (2, 1), (2, 0), (3, 2), (3, 0)]);
        assert_eq!(layout.columns, [0, 1, 2, 3]);
        assert_eq!(layout.ways.iter().map(Vec::len).collect::<Vec<_>>(), [0, 0, 1, 0, 2]);
    }

    #[test]
    fn loops_and_nothing_at_all_are_laid_out_too() {
        assert_eq!(layout(0, &[]), GraphLayout::default());
        assert_eq!(layout(2, &[(0, 1), (1, 0), (0, 0)]).columns.len(), 2);
    }

    proptest! {
        #[test]
        fn nothing_lies_on_anything(nodes in 1_usize..30, ends in proptest::collection::vec((0_usize..30, 0_usize..30), 0..80)) {
            let edges: Vec<_> = ends.into_iter().map(|(a, b)| (a % nodes, b % nodes)).collect();
            let layout = layout(nodes, &edges);
            for a in 0..nodes {
                prop_assert!(layout.middles[a] - 5.0 >= -1e-6 && layout.middles[a] + 5.0 <= layout.height + 1e-6);
                for b in 0..a {
                    if layout.columns[a] == layout.columns[b] {
                        prop_assert!((layout.middles[a] - layout.middles[b]).abs() > 13.999);
                    }
                }
            }
        }
    }
}
