//! Lost lines: goals without a path to the mission, grouped by the highest goal of each line, with the reason.

use std::collections::BTreeMap;

use crate::analysis::snapshot::Snapshot;
use crate::model::{GoalIx, Kind, State};
use crate::source::InOrder as _;

/// A line of goals that does not reach the mission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostLine {
    /// Its highest goal; on a cycle the first of its goals from above.
    pub top: GoalIx,
    /// The reason why it does not reach the mission.
    pub because: WhyLost,
    /// The chosen goals on the line, which may include the highest one, by id.
    pub goals: Vec<GoalIx>,
}

/// The reason why the highest goal of a line has no path to the mission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyLost {
    /// It has no link to a goal above.
    NoLink,
    /// It names this id, which does not exist or is no valid target.
    LeadsNowhere(String),
    /// It names this id, whose file cannot be read: where that leads is not known.
    Unreadable(String),
    /// Its links form a cycle.
    Circle,
}

impl LostLine {
    /// Whether its highest goal is an orphan: an objective, not dropped, without a link to a goal above.
    pub fn is_orphan(&self, snapshot: &Snapshot<'_>) -> bool {
        let goal = snapshot.goal(self.top);
        self.because == WhyLost::NoLink
            && goal.kind == Kind::Objective
            && goal.state != State::Dropped
            && !snapshot.workspace.document_of(goal).has_fault("supports")
    }
}

/// The lost lines of the goals for which `is_chosen` is true, by their highest goals' ids.
///
/// A goal below several lines is counted in one, so that every link is visited once.
pub fn lost_lines(snapshot: &Snapshot<'_>, is_chosen: impl Fn(GoalIx) -> bool) -> Vec<LostLine> {
    let graph = &snapshot.graph;
    let mut top_of: Vec<Option<GoalIx>> = vec![None; snapshot.workspace.goals.len()];
    let mut lines: BTreeMap<GoalIx, Vec<GoalIx>> = BTreeMap::new();
    for ix in graph.bottom_up().iter().rev().copied().filter(|ix| !graph.is_reached(*ix)) {
        let above = graph.parents(ix).filter_map(|parent| top_of[parent.goal.index()]).min();
        let top = above.unwrap_or(ix);
        top_of[ix.index()] = Some(top);
        if is_chosen(ix) {
            lines.entry(top).or_default().push(ix);
        }
    }
    let id = |ix: GoalIx| snapshot.goal(ix).id.as_str();
    let mut found: Vec<LostLine> = lines
        .into_iter()
        .map(|(top, mut goals)| {
            goals.order_by_key(|ix| id(*ix));
            LostLine { top, because: why(snapshot, top), goals }
        })
        .collect();
    found.order_by_key(|line| id(line.top));
    found
}

/// The reason why the highest goal of a line is lost.
fn why(snapshot: &Snapshot<'_>, top: GoalIx) -> WhyLost {
    if snapshot.graph.is_on_cycle(top) {
        return WhyLost::Circle;
    }
    let goal = snapshot.goal(top);
    match goal.named_above().find(|id| snapshot.workspace.is_unread(id)).or_else(|| goal.named_above().next()) {
        Some(id) if snapshot.workspace.is_unread(id) => WhyLost::Unreadable(id.to_owned()),
        Some(id) => WhyLost::LeadsNowhere(id.to_owned()),
        None => WhyLost::NoLink,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::alignment::population::Population;
    use crate::model::{Workspace, parse_day};
    use crate::source::SourceSet;

    fn snapshot(workspace: &Workspace) -> Snapshot<'_> {
        Snapshot::take(workspace, parse_day("2026-11-21").expect("a day"))
    }

    fn goals(links: &[Vec<u8>]) -> Workspace {
        let mission = ("m.yaml".to_owned(), "kind: mission\nid: m\ntitle: t\nstatement: s\n".to_owned());
        let objectives = links.iter().enumerate().map(|(at, up)| {
            // 30 is the mission, what lies beyond the goals is not there.
            let up: Vec<String> = up.iter().map(|to| if *to == 30 { "m".into() } else { format!("g{to}") }).collect();
            let text = format!("kind: objective\nid: g{at}\ntitle: t\nlevel: team\nsupports: [{}]\n", up.join(", "));
            (format!("g{at:02}.yaml"), text)
        });
        Workspace::read(SourceSet::from_texts(objectives.chain([mission])))
    }

    #[test]
    fn each_line_says_why_at_its_highest_goal() {
        // 0 names nothing, 1 and 2 hang below it; 3 names what is not there; 4 and 5 go in circles, 6 hangs below them.
        let workspace = goals(&[vec![], vec![0], vec![1, 0], vec![29], vec![5], vec![4], vec![5], vec![30]]);
        let snapshot = snapshot(&workspace);
        let population = Population::choose(&snapshot, |_| true, None, false);
        let id = |ix: &GoalIx| snapshot.goal(*ix).id.clone();
        let found: Vec<_> = lost_lines(&snapshot, |ix| population.has(ix))
            .into_iter()
            .map(|line| (id(&line.top), line.because, line.goals.iter().map(id).collect::<Vec<_>>()))
            .collect();
        assert_eq!(found[0], ("g0".into(), WhyLost::NoLink, vec!["g0".into(), "g1".into(), "g2".into()]));
        assert_eq!(found[1], ("g3".into(), WhyLost::LeadsNowhere("g29".into()), vec!["g3".into()]));
        assert_eq!((&found[2].1, found[2].2.len()), (&WhyLost::Circle, 3));
        assert_eq!(found.len(), 3);
    }

    proptest! {
        #[test]
        fn the_lines_hold_exactly_the_goals_without_a_path(
            links in prop::collection::vec(prop::collection::vec(prop_oneof![4 => 0_u8..14, 1 => Just(30)], 0..3), 1..14),
        ) {
            let workspace = goals(&links);
            let snapshot = snapshot(&workspace);
            let population = Population::choose(&snapshot, |_| true, None, false);
            // By following links, without the graph.
            let mut reached = vec![false; links.len()];
            for _ in 0..links.len() {
                for (at, up) in links.iter().enumerate() {
                    let is_reached = |to: &u8| *to == 30 || reached.get(usize::from(*to)).copied().unwrap_or(false);
                    reached[at] |= up.iter().any(is_reached);
                }
            }
            let mut lost: Vec<String> =
                (0..links.len()).filter(|at| !reached[*at]).map(|at| format!("g{at}")).collect();
            lost.sort();
            let mut found: Vec<String> = lost_lines(&snapshot, |ix| population.has(ix))
                .iter()
                .flat_map(|line| &line.goals)
                .map(|ix| snapshot.goal(*ix).id.clone())
                .collect();
            found.sort();
            prop_assert_eq!(found, lost);
        }
    }
}
