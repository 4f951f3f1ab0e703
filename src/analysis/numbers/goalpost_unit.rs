//! The unit in which a key result of a KPI has its goalposts: its own, else the one that the KPI had when they were written.

use crate::analysis::history::goal_history::GoalHistory;
use crate::model::{Goal, Metric, plain_unit};

/// Whether two units are known to differ.
pub(super) fn differ(one: Option<&str>, other: Option<&str>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other && plain_unit(one) != plain_unit(other))
}

/// The unit of a version's metric.
pub(super) fn unit_in(version: &Goal) -> Option<&str> {
    version.metric.as_ref()?.unit.as_deref()
}

/// The units that a KPI had.
pub(super) struct KpiUnits<'a> {
    kpi: &'a Goal,
    /// None where the KPI always had one unit, as far as is known.
    history: Option<&'a GoalHistory>,
}

impl<'a> KpiUnits<'a> {
    /// Looks up the units of a KPI.
    pub(super) fn of(kpi: &'a Goal, history: Option<&'a GoalHistory>) -> Self {
        let varies = |history: &GoalHistory| {
            let versions = history.of(&kpi.id).iter().flat_map(|it| it.before.iter().flatten().chain(&it.after));
            let other = |version: &Goal| differ(unit_in(version), unit_in(kpi));
            versions.chain(history.at_head(&kpi.id)).any(|version| other(version))
        };
        Self { kpi, history: history.filter(|history| varies(history)) }
    }

    /// The unit of the KPI today.
    pub(super) fn now(&self) -> Option<&'a str> {
        unit_in(self.kpi)
    }

    /// The value of the KPI that stands in its file.
    pub(super) fn value_now(&self) -> Option<f64> {
        self.kpi.metric.as_ref()?.current
    }

    /// The unit of a version's goalposts: its own, else that of the version before with the same ones, else the KPI's with the
    /// commit that wrote it; none of these is known of what is older than history.
    pub(super) fn of_goalposts(
        &self,
        version: &'a Goal,
        commit: Option<usize>,
        before: Option<(&Goal, Option<&'a str>)>,
    ) -> Option<&'a str> {
        let inherited = before.filter(|(before, _)| numbers(before) == numbers(version));
        let of_kpi = || match (self.history, commit) {
            (Some(history), Some(commit)) => history.version_in(&self.kpi.id, commit).and_then(|kpi| unit_in(kpi)),
            _ => self.now(),
        };
        unit_in(version).or_else(|| inherited.map_or_else(of_kpi, |(_, unit)| unit))
    }
}

/// The numbers of a version's goalposts.
fn numbers(version: &Goal) -> Option<[Option<u64>; 4]> {
    let Metric { baseline, target, at_least, at_most, .. } = version.metric.as_ref()?;
    Some([baseline, target, at_least, at_most].map(|it| it.map(f64::to_bits)))
}
