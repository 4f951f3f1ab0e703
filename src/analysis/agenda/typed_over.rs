//! Values that a person typed over a source.

use crate::analysis::goalposts::explanation::is_about;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, GoalIx, LogKind, plus_days};

/// The fields of a value.
const VALUE: [&str; 2] = ["metric.current", "metric.as_of"];

/// A value that a person typed over what a source gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TypedOver {
    /// The typed value.
    pub value: f64,
    /// The value that the source gave last.
    pub pulled: f64,
    /// The day since which it stands.
    pub since: Day,
    /// The last day on which it holds against the source.
    pub holds_until: Day,
    /// Whether a decision in the log says why it stands.
    pub is_decided: bool,
}

impl TypedOver {
    /// Whether it holds against the source on a day.
    pub fn holds(&self, today: Day) -> bool {
        self.is_decided || today <= self.holds_until
    }
}

/// The value that stands over a source in a goal's own file: another value or day than `pulled` says. It holds until
/// `hold_until`, else for one cadence, or as long as a decision says why.
pub fn typed_over(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<TypedOver> {
    let goal = snapshot.goal(ix);
    let metric = goal.metric.as_ref().filter(|metric| metric.kpi.is_none() && metric.from.is_some())?;
    let (value, pulled) = metric.current.zip(metric.pulled.as_deref())?;
    #[expect(clippy::float_cmp, reason = "what was pulled is written twice, as the same number")]
    let is_pulled = value == pulled.value && metric.as_of.is_none_or(|day| day == pulled.day);
    if is_pulled {
        return None;
    }
    let since = metric.as_of.map_or(pulled.day, |day| day.max(pulled.day));
    let cadence = snapshot.settings().cadence_of(goal.level.as_deref());
    let is_decided = goal.log.iter().any(|entry| {
        // A decision about the target, or what is asked, says nothing of the value.
        let names_value = |about: &String| VALUE.iter().any(|field| is_about(about, field));
        let is_named = entry.about.is_empty() || entry.about.iter().any(names_value);
        entry.kind == LogKind::Decision && entry.date >= pulled.day && is_named
    });
    let holds_until = metric.hold_until.unwrap_or_else(|| plus_days(since, cadence));
    Some(TypedOver { value, pulled: pulled.value, since, holds_until, is_decided })
}
