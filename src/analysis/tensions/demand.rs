//! Demands: the direction or bounds that open key results and KPIs set for a number, grouped by number.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt as _};

use crate::analysis::capacity::prefix_sums::PrefixSums;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Goal, GoalIx, Kind, Metric, Shape};
use crate::source::InOrder as _;

/// The demand of one goal on a number, and its time.
#[derive(Debug, Clone, Copy)]
pub(in crate::analysis) struct Demand<'w> {
    pub(in crate::analysis) goal: GoalIx,
    pub(in crate::analysis) metric: &'w Metric,
    /// Whether the goal is a KPI, which has bounds and no target.
    pub(in crate::analysis) kpi: bool,
    /// The source of the number; a goal without one may mean any source.
    pub(in crate::analysis) source: Option<&'w str>,
    pub(in crate::analysis) start: Day,
    pub(in crate::analysis) end: Day,
}

/// The direction in which a goal moves its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) enum Direction {
    Up,
    Down,
}

impl Demand<'_> {
    /// The direction from its baseline to its target; none without both.
    pub(in crate::analysis) fn direction(&self) -> Option<Direction> {
        if self.kpi || self.metric.shape() != Shape::Reach {
            return None;
        }
        match self.metric.target?.partial_cmp(&self.metric.baseline?)? {
            std::cmp::Ordering::Greater => Some(Direction::Up),
            std::cmp::Ordering::Less => Some(Direction::Down),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// The lower bound. A lower bound above the upper one is a finding of its own, and no bound for other goals.
    pub(in crate::analysis) fn floor(&self) -> Option<f64> {
        self.metric.at_least.filter(|_| self.keeps())
    }

    /// The upper bound.
    pub(in crate::analysis) fn ceiling(&self) -> Option<f64> {
        self.metric.at_most.filter(|_| self.keeps())
    }

    fn keeps(&self) -> bool {
        let crossed = self.metric.at_least.zip(self.metric.at_most).is_some_and(|(floor, ceiling)| floor > ceiling);
        self.metric.shape() == Shape::Keep && !crossed
    }

    /// Whether two demands overlap in time, and may be about the same number by their sources.
    pub(in crate::analysis) fn meets(&self, other: &Self) -> bool {
        let same = self.source.is_none() || other.source.is_none() || self.source == other.source;
        same && self.start <= other.end && other.start <= self.end
    }
}

/// The identity of a number: a name with its unit, or the KPI if it lacks one of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::analysis) enum NumberName {
    Named(String),
    Kpi(GoalIx),
}

/// The demand of a goal, with its number; none if its metric names no number.
pub(in crate::analysis) fn demand_of<'w>(snapshot: &Snapshot<'w>, ix: GoalIx) -> Option<(NumberName, Demand<'w>)> {
    let goal = snapshot.goal(ix);
    let metric = goal.metric.as_ref()?;
    let kpi = match goal.kind {
        Kind::Kpi => Some(ix),
        Kind::KeyResult => snapshot.workspace.kpi_of(metric),
        _ => return None,
    };
    let described = kpi.map_or(Some(metric), |kpi| snapshot.goal(kpi).metric.as_ref());
    let name = match described.and_then(|it| Some((it.name.as_deref()?, it.unit.as_deref()?))) {
        Some((name, unit)) => NumberName::Named(plain(name, unit)),
        None => NumberName::Kpi(kpi?),
    };
    let source = described.and_then(|it| it.source.as_deref()).map(str::trim).filter(|source| !source.is_empty());
    let period = goal.period.as_ref().filter(|_| goal.kind != Kind::Kpi);
    let (start, end) = period.map_or((Day::MIN, Day::MAX), |period| (period.start, period.end));
    Some((name, Demand { goal: ix, metric, kpi: goal.kind == Kind::Kpi, source, start, end }))
}

/// A name with its unit for comparison: without spaces and in lower case.
fn plain(name: &str, unit: &str) -> String {
    let mut plain = String::with_capacity(name.len() + 1 + unit.len());
    for word in name.split_whitespace().chain(["\n"]).chain(unit.split_whitespace()) {
        plain.push_str(word);
    }
    if plain.is_ascii() {
        plain.make_ascii_lowercase();
        return plain;
    }
    plain.to_lowercase()
}

/// The demands on each number that more than one live goal has, sorted by the goals' ids.
pub(in crate::analysis) fn shared_numbers<'w>(snapshot: &Snapshot<'w>) -> Vec<Vec<Demand<'w>>> {
    let mut by_name: HashMap<NumberName, Vec<Demand<'w>>> = HashMap::new();
    let has_number = |goal: &Goal| matches!(goal.kind, Kind::KeyResult | Kind::Kpi);
    for (ix, _) in snapshot.live_goals().filter(|(_, goal)| has_number(goal)) {
        if let Some((name, demand)) = demand_of(snapshot, ix) {
            by_name.entry(name).or_default().push(demand);
        }
    }
    let mut numbers: Vec<Vec<Demand<'w>>> = by_name.into_values().filter(|demands| demands.len() > 1).collect();
    let id = |demand: &Demand<'w>| snapshot.goal(demand.goal).id.as_str();
    for demands in &mut numbers {
        demands.order_by(|a, b| id(a).cmp(id(b)));
    }
    numbers.order_by(|a, b| id(&a[0]).cmp(id(&b[0])));
    numbers
}

/// For each demand, whether it meets another one with a lower value. Pairs are counted with prefix sums and not
/// compared one by one, so that the time is not quadratic however many meet.
pub(in crate::analysis) fn meet_lower<'p, 'w>(
    demands: &'p [Demand<'w>],
    value: impl Fn(&Demand<'w>) -> Option<f64>,
    lower: impl Fn(&Demand<'w>) -> Option<f64>,
) -> Vec<bool> {
    let above: Vec<DemandEntry<'p, 'w>> = entries(demands, &value);
    let below: Vec<DemandEntry<'p, 'w>> = entries(demands, &lower);
    let mut counts = vec![0.0; demands.len()];
    if above.is_empty() || below.is_empty() {
        return vec![false; demands.len()];
    }
    // A demand without a source meets all others; one with a source those of the same source.
    let by_source = |entries: &[DemandEntry<'p, 'w>]| {
        let mut groups: BTreeMap<Option<&'w str>, Vec<DemandEntry<'p, 'w>>> = BTreeMap::new();
        for entry in entries {
            groups.entry(entry.demand.source).or_default().push(*entry);
        }
        groups
    };
    let (above_of, mut below_of) = (by_source(&above), by_source(&below));
    let open_below = below_of.remove(&None).unwrap_or_default();
    count_lower(&above, &open_below, &mut counts);
    for (source, above) in &above_of {
        match source {
            None => {
                let sourced: Vec<_> = below.iter().filter(|entry| entry.demand.source.is_some()).copied().collect();
                count_lower(above, &sourced, &mut counts);
            }
            Some(_) => count_lower(above, below_of.get(source).map_or(&[], Vec::as_slice), &mut counts),
        }
    }
    counts.into_iter().map(|count| count > 0.5).collect()
}

/// A demand with one of its values and its index.
#[derive(Clone, Copy)]
struct DemandEntry<'p, 'w> {
    place: usize,
    value: f64,
    demand: &'p Demand<'w>,
}

/// The demands that have a value, sorted by it.
fn entries<'p, 'w>(demands: &'p [Demand<'w>], value: impl Fn(&Demand<'w>) -> Option<f64>) -> Vec<DemandEntry<'p, 'w>> {
    let mut entries: Vec<_> = demands
        .iter()
        .enumerate()
        .filter_map(|(place, demand)| value(demand).map(|value| DemandEntry { place, value, demand }))
        .collect();
    entries.order_by(|a, b| a.value.total_cmp(&b.value));
    entries
}

/// Adds to the count of each demand in `above` the number of those in `below` with a lower value and a common day:
/// those that have begun by its end, minus those that are over before its start. Both lists are sorted by value.
fn count_lower(above: &[DemandEntry<'_, '_>], below: &[DemandEntry<'_, '_>], counts: &mut [f64]) {
    if above.is_empty() || below.is_empty() {
        return;
    }
    let sorted = |day: fn(&Demand<'_>) -> Day| {
        let mut days: Vec<Day> = below.iter().map(|entry| day(entry.demand)).collect();
        days.sort_unstable();
        days
    };
    let (starts, ends) = (sorted(|demand| demand.start), sorted(|demand| demand.end));
    let (mut begun, mut over) = (PrefixSums::new(starts.len()), PrefixSums::new(ends.len()));
    let mut waiting = below.iter().peekable();
    for entry in above {
        while let Some(lower) = waiting.next_if(|lower| lower.value < entry.value) {
            begun.add(starts.partition_point(|day| *day < lower.demand.start), 1.0);
            over.add(ends.partition_point(|day| *day < lower.demand.end), 1.0);
        }
        let begun = begun.first(starts.partition_point(|day| *day <= entry.demand.end));
        let over = over.first(ends.partition_point(|day| *day < entry.demand.start));
        counts[entry.place] += begun - over;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plus_days;

    #[test]
    fn counting_finds_what_looking_at_each_pair_finds() {
        let sources = [None, Some("a"), Some("b")];
        let day = Day::constant(2026, 1, 1);
        let mut seed = 7_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..300 {
            let metrics: Vec<Metric> = (0..next(9))
                .map(|_| {
                    let at_least = (next(3) > 0).then(|| f64::from(u32::try_from(next(6)).unwrap_or(0)));
                    let at_most = (next(3) > 0).then(|| f64::from(u32::try_from(next(6)).unwrap_or(0)));
                    Metric { at_least, at_most, ..Metric::default() }
                })
                .collect();
            let demands: Vec<Demand<'_>> = (0..)
                .zip(&metrics)
                .map(|(at, metric)| {
                    let start = plus_days(day, i64::try_from(next(9)).unwrap_or(0));
                    let end = plus_days(start, i64::try_from(next(5)).unwrap_or(0));
                    let source = sources[usize::try_from(next(3)).unwrap_or(0)];
                    Demand { goal: GoalIx(at), metric, kpi: false, source, start, end }
                })
                .collect();
            let plain: Vec<bool> = demands
                .iter()
                .map(|a| {
                    demands.iter().any(|b| {
                        let crossed = a.floor().zip(b.ceiling()).is_some_and(|(floor, ceiling)| ceiling < floor);
                        a.goal != b.goal && crossed && a.meets(b)
                    })
                })
                .collect();
            assert_eq!(meet_lower(&demands, Demand::floor, Demand::ceiling), plain, "{demands:#?}");
        }
    }
}
