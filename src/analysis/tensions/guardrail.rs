//! Guardrails: the bounds of KPIs and key results, targets outside them, and broken bounds that no key result restores.

use std::collections::BTreeMap;

use crate::analysis::facts::Facts;
use crate::analysis::numbers::health::{Health, kpi_health};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::tensions::demand::{Demand, Direction, meet_lower};
use crate::model::{Goal, GoalIx, Kind, Shape, exact};
use crate::source::InOrder as _;

/// The most bounds that are compared with a target, the strictest first.
const MOST_BOUNDS: usize = 500;

/// The most goals with a broken bound that a breach names.
const MOST_NAMED: usize = 20;

/// A key result whose target lies outside a bound of another goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Breach {
    /// The key result.
    pub goal: GoalIx,
    /// The goals with the broken bounds, the strictest first; at most 20.
    pub guards: Vec<GoalIx>,
    /// The strictest broken bound.
    pub bound: Bound,
}

/// A bound of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// A lower bound, inclusive.
    AtLeast(f64),
    /// An upper bound, inclusive.
    AtMost(f64),
}

impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AtLeast(floor) => write!(f, "at least {}", exact(*floor)),
            Self::AtMost(ceiling) => write!(f, "at most {}", exact(*ceiling)),
        }
    }
}

/// A KPI whose value is out of bounds, and that key results name although none restores it.
#[derive(Debug, Clone, PartialEq)]
pub struct Abandoned {
    /// The KPI.
    pub kpi: GoalIx,
    /// The key results of today's period that name it, by id.
    pub key_results: Vec<GoalIx>,
    /// The broken bound.
    pub bound: Bound,
}

/// The live key results whose targets lie outside the bounds of a KPI or key result for the same number.
pub fn breaches(snapshot: &Facts<'_>) -> Vec<Breach> {
    let mut found = Vec::new();
    for demands in snapshot.shared_numbers() {
        let negative = |value: f64| -value;
        let too_low = meet_lower(demands, |it| lowest_aim(it).map(negative), |it| it.floor().map(negative));
        let too_high = meet_lower(demands, highest_aim, Demand::ceiling);
        // A target that breaks any bound breaks the strictest one of those that it meets, so the strictest come first.
        let mut floors: Vec<(f64, &Demand<'_>)> = demands.iter().filter_map(|it| Some((it.floor()?, it))).collect();
        floors.order_by(|a, b| b.0.total_cmp(&a.0));
        let mut ceilings: Vec<(f64, &Demand<'_>)> = demands.iter().filter_map(|it| Some((it.ceiling()?, it))).collect();
        ceilings.order_by(|a, b| a.0.total_cmp(&b.0));
        for (at, demand) in demands.iter().enumerate().filter(|(at, _)| too_low[*at] || too_high[*at]) {
            let (bounds, kind): (_, fn(f64) -> Bound) =
                if too_low[at] { (&floors, Bound::AtLeast) } else { (&ceilings, Bound::AtMost) };
            let mut broken = bounds
                .iter()
                .take(MOST_BOUNDS)
                .filter(|(_, guard)| demand.meets(guard) && breaks(demand, guard))
                .peekable();
            if let Some((bound, _)) = broken.peek() {
                let bound = kind(*bound);
                found.push(Breach {
                    goal: demand.goal,
                    guards: broken.take(MOST_NAMED).map(|(_, guard)| guard.goal).collect(),
                    bound,
                });
            }
        }
    }
    found.order_by_key(|breach| breach.goal);
    found
}

/// The KPIs out of bounds that key results of today's period name, if none of these restores them.
///
/// A key result restores a KPI if its target lies in the direction of the broken bound, or if it has a bound as strict.
pub fn abandoned(snapshot: &Snapshot<'_>) -> Vec<Abandoned> {
    let mut named: BTreeMap<GoalIx, Vec<GoalIx>> = BTreeMap::new();
    let of_today = |goal: &Goal| goal.period.as_ref().is_some_and(|period| period.contains(snapshot.today));
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| goal.kind == Kind::KeyResult && of_today(goal)) {
        let kpi = snapshot.workspace.kpi_of_goal(goal);
        if let Some(kpi) = kpi.filter(|kpi| is_broken(snapshot.goal(*kpi))) {
            named.entry(kpi).or_default().push(ix);
        }
    }
    let mut found = Vec::new();
    for (kpi, mut key_results) in named {
        let Some(bound) = broken_bound(snapshot.goal(kpi)) else { continue };
        if key_results.iter().any(|ix| restores(snapshot.goal(*ix), bound)) {
            continue;
        }
        key_results.order_by(|a, b| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id));
        found.push(Abandoned { kpi, key_results, bound });
    }
    found
}

/// Whether a goal is an open KPI with a value out of bounds.
fn is_broken(goal: &Goal) -> bool {
    goal.is_open() && goal.kind == Kind::Kpi && kpi_health(goal) == Health::OffTrack
}

/// The bound that a KPI's value breaks.
fn broken_bound(kpi: &Goal) -> Option<Bound> {
    let metric = kpi.metric.as_ref()?;
    let current = metric.current?;
    let floor = metric.at_least.filter(|floor| current < *floor).map(Bound::AtLeast);
    floor.or_else(|| metric.at_most.filter(|ceiling| current > *ceiling).map(Bound::AtMost))
}

/// Whether a key result moves a number towards a broken bound.
fn restores(goal: &Goal, bound: Bound) -> bool {
    let Some(metric) = &goal.metric else { return false };
    match bound {
        Bound::AtLeast(floor) => {
            metric.at_least.is_some_and(|it| it >= floor)
                || metric.target.is_some_and(|target| metric.baseline.map_or(target >= floor, |from| target > from))
        }
        Bound::AtMost(ceiling) => {
            metric.at_most.is_some_and(|it| it <= ceiling)
                || metric.target.is_some_and(|target| metric.baseline.map_or(target <= ceiling, |from| target < from))
        }
    }
}

/// The target, if it may break a lower bound: a goal that raises its number does not, even if it ends below the bound.
fn lowest_aim(demand: &Demand<'_>) -> Option<f64> {
    aim(demand).filter(|_| demand.direction() != Some(Direction::Up))
}

/// The target, if it may break an upper bound.
fn highest_aim(demand: &Demand<'_>) -> Option<f64> {
    aim(demand).filter(|_| demand.direction() != Some(Direction::Down))
}

/// The target of a key result with a direction. A target equal to its baseline is a finding of its own.
fn aim(demand: &Demand<'_>) -> Option<f64> {
    let nowhere = demand.metric.baseline.is_some() && demand.direction().is_none();
    demand.metric.target.filter(|_| !demand.kpi && demand.metric.shape() == Shape::Reach && !nowhere)
}

/// Whether the target of a demand lies outside the bounds of another one.
pub(in crate::analysis) fn breaks(demand: &Demand<'_>, guard: &Demand<'_>) -> bool {
    let below = lowest_aim(demand).zip(guard.floor()).is_some_and(|(aim, floor)| aim < floor);
    below || highest_aim(demand).zip(guard.ceiling()).is_some_and(|(aim, ceiling)| aim > ceiling)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Workspace, parse_day};
    use crate::source::SourceSet;

    fn found(files: &[&str]) -> (Vec<String>, Vec<String>) {
        let texts = (0..)
            .zip(files)
            .map(|(at, text)| (format!("{at}.yaml"), format!("title: t\n{}\n", text.replace("; ", "\n"))));
        let workspace = Workspace::read(SourceSet::from_texts(texts));
        let snapshot = Facts::take(&workspace, parse_day("2026-11-21").expect("a day"));
        let id = |ix: GoalIx| snapshot.goal(ix).id.clone();
        let broken = breaches(&snapshot).into_iter().map(|it| format!("{} {:?}", id(it.goal), it.bound)).collect();
        (broken, abandoned(&snapshot).into_iter().map(|it| format!("{} {:?}", id(it.kpi), it.bound)).collect())
    }

    const KPI: &str = "kind: kpi; id: kpi; metric: {name: n, unit: u, at_least: 80, at_most: 95, current: CURRENT}";

    #[test]
    fn only_targets_that_move_beyond_a_bound_break_it() {
        let kpi = KPI.replace("CURRENT", "85");
        let to = |from: &str, to: &str| {
            let goal = format!(
                "kind: key_result; id: k; measures: o; period: 2026-Q4; metric: {{kpi: kpi{from}, target: {to}}}"
            );
            found(&[&kpi, &goal]).0
        };
        assert_eq!(to(", baseline: 90", "70"), ["k AtLeast(80.0)"]);
        assert_eq!(to(", baseline: 60", "70"), Vec::<String>::new(), "it comes nearer");
        assert_eq!(to(", baseline: 60", "99"), ["k AtMost(95.0)"]);
        assert_eq!(to(", baseline: 90", "80"), Vec::<String>::new(), "the bound itself is inside");
        assert_eq!(to("", "99"), ["k AtMost(95.0)"]);
        assert_eq!(to(", baseline: 99", "99"), Vec::<String>::new(), "it leads nowhere");
    }

    #[test]
    fn a_broken_kpi_is_abandoned_unless_someone_pulls_it_back() {
        let with = |current: &str, metric: &str| {
            let kpi = KPI.replace("CURRENT", current);
            let goal = format!("kind: key_result; id: k; measures: o; period: 2026-Q4; metric: {{kpi: kpi, {metric}}}");
            found(&[&kpi, &goal]).1
        };
        let low = ["kpi AtLeast(80.0)"];
        assert_eq!(with("70", "baseline: 98, target: 82"), low, "it fell too far");
        assert_eq!(with("70", "baseline: 60, target: 75"), Vec::<String>::new());
        assert_eq!(with("70", "at_least: 70"), low);
        assert_eq!(with("70", "at_least: 80"), Vec::<String>::new());
        assert_eq!(with("98", "at_most: 97"), ["kpi AtMost(95.0)"]);
        assert_eq!(with("85", "at_least: 70"), Vec::<String>::new(), "it is not broken");
        assert_eq!(found(&[&KPI.replace("CURRENT", "70")]).1, Vec::<String>::new(), "nobody works on it");
    }
}
