//! Values that are late for their goal: of a day after the last that counts, or recorded when none may arrive any more.

use serde::Serialize;

use crate::analysis::agenda::{LateArrival, late_arrival};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::value_words;
use crate::model::{Day, Goal, GoalIx, Kind, Milestone};

/// A value dated after the last day that counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LateValueView {
    /// The day for which it is true.
    pub day: Day,
    /// The value; null for a milestone.
    pub value: Option<f64>,
    /// The last day that counts.
    pub last: Day,
    /// What there is to say of it, for people.
    pub words: String,
}

/// A value that counts for an open goal that is over, and was recorded later than values may arrive.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LateArrivalView {
    /// The day for which it is true.
    pub day: Day,
    /// The day on which it was recorded.
    pub came: Day,
    /// The last day on which values could arrive.
    pub until: Day,
    /// What there is to say of it, for people.
    pub words: String,
}

impl LateArrivalView {
    /// The value that counts for a goal, if it came too late.
    #[must_use]
    pub fn of(snapshot: &Facts<'_>, ix: GoalIx) -> Option<Self> {
        let LateArrival { day, value, came, until } = late_arrival(snapshot, ix)?;
        let what = match (&snapshot.workspace.goal(ix).metric, value) {
            (Some(metric), Some(value)) => value_words(snapshot.workspace, metric, value),
            _ => "a milestone".to_owned(),
        };
        let words = format!("{what} of {day} came on {came}: values could arrive until {until}");
        Some(Self { day, came, until, words })
    }
}

/// The latest value that counts for a goal, from its own file or its KPI's, with its day.
pub fn counted_value(snapshot: &Facts<'_>, ix: GoalIx) -> (Option<f64>, Option<Day>) {
    let goal = snapshot.goal(ix);
    let kpi = snapshot.workspace.kpi_of_goal(goal).filter(|kpi| *kpi != ix);
    let keeper = kpi.unwrap_or(ix);
    let Some(metric) = &snapshot.goal(keeper).metric else { return (None, None) };
    let value = snapshot.timeline.current(ix);
    let last = goal.end().filter(|_| goal.kind != Kind::Kpi);
    let day = match (metric.as_of, last) {
        (Some(as_of), Some(last)) if last < as_of => {
            let seen = snapshot.timeline.of(keeper).iter().rev();
            seen.filter(|it| it.day <= last).find(|it| it.value == value).map(|it| it.day)
        }
        (as_of, _) => as_of,
    };
    (value, value.and(day))
}

/// What there is to say of a day after the last that counts for a goal: `after 2026-12-31, so it does not count`. None for
/// other days.
pub fn late_day_words(goal: &Goal, day: Day) -> Option<String> {
    let last = goal.end().filter(|last| day > *last && goal.kind != Kind::Kpi)?;
    Some(format!("after {last}, so it does not count"))
}

/// The same in brackets, with a space before them; empty for other days.
pub fn late_day_remark(goal: &Goal, day: Day) -> String {
    late_day_words(goal, day).map(|words| format!(" ({words})")).unwrap_or_default()
}

/// A milestone that was done on a day, and whether that is too late to count.
pub fn done_milestone_words(goal: &Goal, milestone: &Milestone, day: Day) -> String {
    format!("{}{}", milestone.title, late_day_remark(goal, day))
}

impl LateValueView {
    /// The value of a goal that does not count for it.
    pub fn of(snapshot: &Facts<'_>, ix: GoalIx) -> Option<Self> {
        let goal = snapshot.goal(ix);
        let late = snapshot.numbers(ix).late?;
        let what = match (&goal.metric, late.value) {
            (Some(metric), Some(value)) => value_words(snapshot.workspace, metric, value),
            _ => "a milestone done".to_owned(),
        };
        let (day, last) = (late.day, goal.end()?);
        let words = format!("{what} on {day} does not count: the goal ended {last}");
        Some(Self { day, value: late.value, last, words })
    }
}
