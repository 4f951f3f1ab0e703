//! The alignment map: the number of goals of each department that serve each strategic goal, or none.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::analysis::people::departments::Departments;
use crate::analysis::snapshot::Snapshot;
use crate::model::GoalIx;

/// The most strategic goals in a map.
const MOST: usize = 12;

/// A table of departments and strategic goals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AlignmentMap<'w> {
    /// The strategic goals: the columns.
    pub goals: Vec<GoalIx>,
    /// The number of strategic goals left out.
    pub more: usize,
    /// A row for each department with goals, by id; the goals without a department come last.
    pub rows: Vec<MapRow<'w>>,
}

/// A department's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapRow<'w> {
    /// The department's team; none for goals without a department.
    pub department: Option<&'w str>,
    /// The number of its goals that serve each strategic goal, in the order of columns.
    pub serving: Vec<usize>,
    /// The number of its goals that serve no strategic goal, including those left out of the map.
    pub none: usize,
    /// The number of its goals.
    pub goals: usize,
}

impl<'w> AlignmentMap<'w> {
    /// The map of some goals: objectives, key results and development goals, without the strategic goals and their own
    /// key results. A goal that serves two strategic goals counts for both.
    pub fn draw(snapshot: &Snapshot<'w>, goals: &[GoalIx]) -> Self {
        let strategic: Vec<GoalIx> = goals.iter().copied().filter(|ix| is_strategic(snapshot, *ix)).collect();
        let departments = Departments::of(snapshot);
        let mut own: HashSet<GoalIx> = strategic.iter().copied().collect();
        own.extend(strategic.iter().flat_map(|ix| snapshot.graph.key_results(*ix)).map(|it| it.goal));
        let counted = |ix: &&GoalIx| snapshot.goal(**ix).is_work() && !own.contains(*ix);
        let mut served: HashMap<GoalIx, Vec<usize>> = HashMap::new();
        for (column, top) in strategic.iter().take(MOST).enumerate() {
            for below in snapshot.graph.below(*top) {
                served.entry(below).or_default().push(column);
            }
        }
        let reached = below_any(snapshot, &strategic);
        let columns = strategic.len().min(MOST);
        let mut rows: BTreeMap<(bool, Option<&'w str>), MapRow<'w>> = BTreeMap::new();
        for ix in goals.iter().filter(counted) {
            let department = departments.of_goal(snapshot.goal(*ix));
            let row = rows.entry((department.is_none(), department)).or_insert_with(|| MapRow {
                department,
                serving: vec![0; columns],
                none: 0,
                goals: 0,
            });
            row.goals += 1;
            for column in served.get(ix).into_iter().flatten() {
                row.serving[*column] += 1;
            }
            if !reached.contains(ix) {
                row.none += 1;
            }
        }
        let more = strategic.len() - columns;
        let goals = strategic.into_iter().take(MOST).collect();
        Self { goals, more, rows: rows.into_values().collect() }
    }
}

/// Whether a goal is strategic and open.
pub fn is_strategic(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    let goal = snapshot.goal(ix);
    goal.is_open() && snapshot.is_strategic(goal)
}

/// All goals below any of some goals; each goal is visited once.
fn below_any(snapshot: &Snapshot<'_>, tops: &[GoalIx]) -> HashSet<GoalIx> {
    let mut seen: HashSet<GoalIx> = HashSet::new();
    let mut open: Vec<GoalIx> = tops.to_vec();
    while let Some(at) = open.pop() {
        open.extend(snapshot.graph.children(at).map(|it| it.goal).filter(|it| seen.insert(*it)));
    }
    seen
}
