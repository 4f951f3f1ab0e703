//! Conflicts: open goals that move the same number in opposite directions, or set bounds that exclude each other.

use std::collections::BTreeMap;

use crate::analysis::facts::Facts;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::tensions::demand::{Demand, Direction, demand_of, meet_lower};
use crate::analysis::tensions::guardrail::{Bound, breaks};
use crate::model::GoalIx;

/// Goals with demands on the same number that exclude each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The goals, key results and KPIs, by id; at least two.
    pub goals: Vec<GoalIx>,
    /// The opposition of the first goal to the opponent.
    pub opposition: Opposition,
    /// The goal to which the first one is opposed.
    pub opponent: GoalIx,
}

/// The opposition of one goal to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Opposition {
    /// It raises the number, the other lowers it.
    Up,
    /// It lowers the number, the other raises it.
    Down,
    /// Its lower bound is above the other's upper bound.
    AtLeast(f64, f64),
    /// Its upper bound is below the other's lower bound.
    AtMost(f64, f64),
}

impl Opposition {
    /// The opposition in words: `cheap lowers it, quick raises it`.
    pub fn words(self, one: &str, other: &str) -> String {
        match self {
            Self::Up => format!("{one} raises it, {other} lowers it"),
            Self::Down => format!("{one} lowers it, {other} raises it"),
            Self::AtLeast(floor, ceiling) => {
                format!("{one} needs {}, {other} {}", Bound::AtLeast(floor), Bound::AtMost(ceiling))
            }
            Self::AtMost(ceiling, floor) => {
                format!("{one} needs {}, {other} {}", Bound::AtMost(ceiling), Bound::AtLeast(floor))
            }
        }
    }
}

/// The conflicts among live goals, at most one for each number, sorted by the lowest id.
pub fn conflicts(snapshot: &Facts<'_>) -> Vec<Conflict> {
    let mut found = Vec::new();
    for demands in snapshot.shared_numbers() {
        // Directions have no value to compare: two constants stand for up and down.
        let at = |direction: Direction, height: f64| {
            move |demand: &Demand<'_>| (demand.direction() == Some(direction)).then_some(height)
        };
        let marks = [
            meet_lower(demands, at(Direction::Up, 1.0), at(Direction::Down, 0.0)),
            meet_lower(demands, at(Direction::Down, 1.0), at(Direction::Up, 0.0)),
            meet_lower(demands, Demand::floor, Demand::ceiling),
            meet_lower(
                demands,
                |demand| demand.ceiling().map(|value| -value),
                |demand| demand.floor().map(|value| -value),
            ),
        ];
        let opposed: Vec<&Demand<'_>> = demands
            .iter()
            .enumerate()
            .filter(|(at, _)| marks.iter().any(|mark| mark[*at]))
            .map(|(_, demand)| demand)
            .collect();
        // Two sources mean two numbers, unless a goal without a source may mean either.
        let tied = opposed.iter().any(|demand| demand.source.is_none());
        let mut numbers: BTreeMap<Option<&str>, Vec<&Demand<'_>>> = BTreeMap::new();
        for demand in opposed {
            numbers.entry(demand.source.filter(|_| !tied)).or_default().push(demand);
        }
        for demands in numbers.values() {
            let first = demands[0];
            let against = demands.iter().find_map(|other| Some((opposition(first, other)?, other.goal)));
            if let Some((opposition, opponent)) = against {
                found.push(Conflict {
                    goals: demands.iter().map(|demand| demand.goal).collect(),
                    opposition,
                    opponent,
                });
            }
        }
    }
    found.sort_by(|a, b| snapshot.goal(a.goals[0]).id.cmp(&snapshot.goal(b.goals[0]).id));
    found
}

/// The opposition of one goal to another, if they meet and exclude each other.
fn opposition(one: &Demand<'_>, other: &Demand<'_>) -> Option<Opposition> {
    if one.goal == other.goal || !one.meets(other) {
        return None;
    }
    match (one.direction(), other.direction()) {
        (Some(Direction::Up), Some(Direction::Down)) => return Some(Opposition::Up),
        (Some(Direction::Down), Some(Direction::Up)) => return Some(Opposition::Down),
        _ => {}
    }
    let crossed = |(floor, ceiling): &(f64, f64)| floor > ceiling;
    let at_least = one.floor().zip(other.ceiling()).filter(crossed);
    let at_most = other.floor().zip(one.ceiling()).filter(crossed);
    at_least
        .map(|(floor, ceiling)| Opposition::AtLeast(floor, ceiling))
        .or_else(|| at_most.map(|(floor, ceiling)| Opposition::AtMost(ceiling, floor)))
}

/// Whether two goals conflict, or the target of one lies outside the bounds of the other.
pub(super) fn are_opposed(snapshot: &Snapshot<'_>, a: GoalIx, b: GoalIx) -> bool {
    let (Some((name_a, a)), Some((name_b, b))) = (demand_of(snapshot, a), demand_of(snapshot, b)) else { return false };
    name_a == name_b && (opposition(&a, &b).is_some() || a.meets(&b) && (breaks(&a, &b) || breaks(&b, &a)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Workspace, parse_day};
    use crate::source::SourceSet;

    fn found(goals: &[(&str, &str, &str)]) -> Vec<Vec<String>> {
        let texts = goals.iter().map(|(id, period, metric)| {
            let text =
                format!("kind: key_result\nid: {id}\ntitle: t\nmeasures: o\nperiod: {period}\nmetric: {{{metric}}}\n");
            (format!("{id}.yaml"), text)
        });
        let workspace = Workspace::read(SourceSet::from_texts(texts));
        let snapshot = Facts::take(&workspace, parse_day("2026-11-21").expect("a day"));
        let found = conflicts(&snapshot);
        for conflict in &found {
            assert!(are_opposed(&snapshot, conflict.goals[0], conflict.opponent));
        }
        let ids = |it: Conflict| it.goals.iter().map(|ix| snapshot.goal(*ix).id.clone()).collect();
        found.into_iter().map(ids).collect()
    }

    const UP: &str = "name: Wait Time, unit: min, baseline: 1, target: 9";
    const DOWN: &str = "name: wait  time, unit: MIN, baseline: 9, target: 1";
    const NONE: Vec<Vec<String>> = Vec::new();

    #[test]
    fn one_number_at_one_time_in_two_directions() {
        assert_eq!(found(&[("a", "2026-Q4", UP), ("b", "2026-11", DOWN), ("c", "2026", UP)]), [["a", "b", "c"]]);
        assert_eq!(found(&[("a", "2026-Q4", UP), ("b", "2027-Q1", DOWN)]), NONE);
        assert_eq!(found(&[("a", "2026-Q4", UP), ("b", "2026-Q4", UP)]), NONE);
        assert_eq!(found(&[("a", "2026-Q4", UP), ("b", "2026-Q4", &DOWN.replace("MIN", "h"))]), NONE);
        assert_eq!(found(&[("a", "2026-Q4", UP), ("b", "2026-Q4", "name: wait time, baseline: 9, target: 1")]), NONE);
    }

    #[test]
    fn sources_tell_numbers_apart_where_both_are_given() {
        let at = |metric: &str, source: &str| format!("{metric}, source: {source}");
        let (up_x, down_x, down_y) = (at(UP, "x"), at(DOWN, "x"), at(DOWN, "y"));
        assert_eq!(found(&[("a", "2026", &up_x), ("b", "2026", &down_y)]), NONE);
        assert_eq!(found(&[("a", "2026", &up_x), ("b", "2026", DOWN), ("c", "2026", &down_y)]), [["a", "b"]]);
        let (up_y, here) = (at(UP, "y"), [("a", "2026", up_x.as_str()), ("b", "2026", &down_x)]);
        let both = [here[0], here[1], ("c", "2026", &up_y), ("d", "2026", &down_y)];
        assert_eq!(found(&both), [["a", "b"], ["c", "d"]]);
    }

    #[test]
    fn bounds_that_cannot_both_hold() {
        let keep = |bounds: &str| format!("name: n, unit: u, {bounds}");
        let (high, low, both) = (keep("at_least: 9"), keep("at_most: 5"), keep("at_least: 6, at_most: 8"));
        assert_eq!(found(&[("a", "2026", &high), ("b", "2026", &low)]), [["a", "b"]]);
        assert_eq!(found(&[("a", "2026", &high), ("b", "2026", &keep("at_most: 9"))]), NONE);
        assert_eq!(found(&[("a", "2026", &high), ("b", "2026", &both), ("c", "2026", &low)]), [["a", "b", "c"]]);
        assert_eq!(
            found(&[("a", "2026", &keep("at_least: 9, at_most: 5")), ("b", "2026", &both)]),
            NONE,
            "a is its own"
        );
    }
}
