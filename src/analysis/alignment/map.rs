//! The alignment map: the number of goals of each department that serve each strategic goal, or none.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::analysis::people::departments::Departments;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Goal, GoalIx};

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
    /// The map of some goals: objectives, key results and development goals, no drafts and no dropped ones, without the
    /// strategic goals and their own key results. A goal that serves two strategic goals counts for both.
    pub fn draw(snapshot: &Snapshot<'w>, goals: &[GoalIx]) -> Self {
        let strategic: Vec<GoalIx> = goals.iter().copied().filter(|ix| is_strategic(snapshot, *ix)).collect();
        let departments = Departments::of(snapshot);
        let supporting: HashSet<GoalIx> = supporting_goals(snapshot, goals).into_iter().collect();
        let counted = |ix: &&GoalIx| supporting.contains(*ix);
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

/// Those of some goals that may support strategic goals: objectives, key results and development goals, no drafts and no
/// dropped ones, without the strategic goals and their own key results.
fn supporting_goals(snapshot: &Snapshot<'_>, goals: &[GoalIx]) -> Vec<GoalIx> {
    let strategic: HashSet<GoalIx> = goals.iter().copied().filter(|ix| is_strategic(snapshot, *ix)).collect();
    let is_own = |goal: &Goal| snapshot.objective_of(goal).is_some_and(|objective| strategic.contains(&objective));
    let counts = |ix: &GoalIx| {
        let goal = snapshot.goal(*ix);
        goal.is_work() && goal.state.counts() && !strategic.contains(ix) && !is_own(goal)
    };
    goals.iter().copied().filter(counts).collect()
}

/// Those of some goals that support a strategic one, directly or through others: what its column of the map counts.
pub fn supporters_among(snapshot: &Snapshot<'_>, goals: &[GoalIx], strategic: GoalIx) -> Vec<GoalIx> {
    let below: HashSet<GoalIx> = snapshot.graph.below(strategic).into_iter().collect();
    supporting_goals(snapshot, goals).into_iter().filter(|ix| below.contains(ix)).collect()
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
