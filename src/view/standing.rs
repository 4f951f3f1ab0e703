//! The health of goals in words, with the number of measured parts and the age of values where that matters.

use serde::Serialize;

use super::unreadable::{UnreadableKind, UnreadableView, list_names};
use crate::analysis::agenda::{days_since_check_in, value_ahead, value_keeper};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Counted, Health, Numbers, RollupCandidates, has_unread_measure, unit_of};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::text::grade_words;
use crate::analysis::trends::{contradicted_threshold, is_partly_achieved};
use crate::model::{Day, Goal, GoalIx, Kind, Rollup, State, count_of, days_between};

/// How many of a goal's own parts are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CountedView {
    /// The parts of which at least half is measured.
    pub measured: usize,
    /// All parts that should be measured.
    pub of: usize,
}

impl From<Counted> for CountedView {
    fn from(counted: Counted) -> Self {
        Self { measured: counted.measured, of: counted.of }
    }
}

/// How an aspirational goal ended that was missed and came to 0.4 or more.
pub const PARTLY: &str = "partly achieved";

/// The health in words of a goal with progress and without a known start and end.
pub const NO_PLAN: &str = "no plan";

/// The health in words of a goal that nothing measures.
pub const NOT_MEASURED: &str = "not measured";

/// The health in words of a KPI with a value and without bounds.
pub const NO_BOUNDS: &str = "no bounds";

/// The health in words of a goal whose only value is from before its start, where that does not count.
const EARLIER: &str = "no value since it began";

/// The health in words of a goal with a value and a target, and without a baseline.
const NO_BASELINE: &str = "no baseline";

/// What stands in place of a value that is in a file that cannot be read.
pub const UNREAD_VALUE: &str = "value cannot be read";

/// What stands in place of the health of a goal whose KPI is in another unit than its goalposts.
const OTHER_UNIT: &str = "value in another unit";

/// A health in words.
pub fn health_words(health: &str) -> &'static str {
    match health {
        "draft" => "draft",
        "not-started" => "not started",
        "no-data" => "no value yet",
        "achieved-early" => "reached early",
        "on-track" => "on track",
        "at-risk" => "at risk",
        "off-track" => "off track",
        "achieved" => "achieved",
        "missed" => "missed",
        _ => "dropped",
    }
}

/// How a closed goal ended, in words: an aspirational goal between 0.4 and its ambition is "partly achieved", not
/// "missed".
pub fn closed_words(goal: &Goal) -> &'static str {
    if is_partly_achieved(goal) { PARTLY } else { health_words(goal.state.word()) }
}

/// How a closed goal ended, with its grade: `missed, graded 0.5`, `partly achieved, 0.65`, `achieved, graded 0.8,
/// self-assessed`. None for an open goal and one without a grade.
pub fn graded_words(snapshot: &Facts<'_>, ix: GoalIx) -> Option<String> {
    let goal = snapshot.goal(ix);
    let score = grade_words(goal.grade.as_ref().filter(|_| !goal.is_open())?.score);
    let graded = if is_partly_achieved(goal) { score } else { format!("graded {score}") };
    let mut words = format!("{}, {graded}", closed_words(goal));
    words.extend(graded_parts(snapshot, ix).map(|parts| format!(", {parts}")));
    words.extend(snapshot.is_self_assessed(ix).then_some(", self-assessed"));
    words.extend(contradicting_grade(snapshot, ix).map(|remark| format!(", {remark}")));
    Some(words)
}

/// What contradicts how a closed goal ended: a grade on the other side of its threshold, or a day to come.
pub fn contradicting_grade(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<String> {
    let goal = snapshot.goal(ix);
    match contradicted_threshold(goal, snapshot.settings_of_grade(goal)) {
        Some(threshold) if goal.state == State::Achieved => {
            Some(format!("below {threshold}, which is needed for achieved"))
        }
        Some(threshold) => Some(format!("{threshold} is enough for achieved")),
        None => goal.closed_on().filter(|day| snapshot.today < *day).map(|day| format!("dated {day}")),
    }
}

/// A goal's health in as few words as a narrow column has room for: `on track`, `too little`, `missed, 0.5`.
pub fn short_standing(snapshot: &Facts<'_>, ix: GoalIx) -> String {
    let (goal, numbers) = (snapshot.goal(ix), snapshot.numbers(ix));
    if is_partly_achieved(goal) {
        return PARTLY.to_owned();
    }
    if let Some(grade) = goal.grade.as_ref().filter(|_| !goal.is_open()) {
        return format!("{}, {}", closed_words(goal), grade_words(grade.score));
    }
    let words = match basis(numbers) {
        _ if has_unread_value(snapshot, ix) => "unreadable",
        _ if lacks_baseline(snapshot, ix) => NO_BASELINE,
        Some(words) if numbers.health == Health::NoData && words == NO_PLAN => NO_PLAN,
        Some(_) if numbers.health == Health::NoData => "too little",
        _ => match unjudged_words(snapshot, ix) {
            Some(EARLIER) => "no new value",
            words => words.unwrap_or_else(|| health_words(numbers.health.word())),
        },
    };
    words.to_owned()
}

/// A goal's health in words: `on track`, `off track, from 1 of 6`, `on track, value 47 days old`; of a closed goal its
/// state and its grade.
pub fn standing(snapshot: &Facts<'_>, ix: GoalIx) -> String {
    if snapshot.goal(ix).kind == Kind::Mission {
        return "mission".to_owned();
    }
    let mut words = judged_words(snapshot, ix);
    let remarks = age(snapshot, ix).into_iter().chain(unreadable(snapshot, ix));
    words.extend(remarks.map(|remark| format!(", {remark}")));
    words
}

/// A goal's health in words, with the number of measured parts where too few are; of a closed goal its state and its grade.
pub fn judged_words(snapshot: &Facts<'_>, ix: GoalIx) -> String {
    let numbers = snapshot.numbers(ix);
    let health = || match basis(numbers) {
        _ if has_unread_value(snapshot, ix) => UNREAD_VALUE.to_owned(),
        _ if is_in_other_unit(snapshot, ix) => OTHER_UNIT.to_owned(),
        _ if lacks_baseline(snapshot, ix) => NO_BASELINE.to_owned(),
        Some(basis) => basis,
        None => unjudged_words(snapshot, ix).unwrap_or_else(|| health_words(numbers.health.word())).to_owned(),
    };
    graded_words(snapshot, ix).unwrap_or_else(health)
}

/// Why there is no health of a goal under way with a readable file, where that is not for want of a value.
fn unjudged_words(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<&'static str> {
    let (goal, numbers) = (snapshot.goal(ix), snapshot.numbers(ix));
    let metric = goal.metric.as_ref().filter(|_| numbers.health == Health::NoData && numbers.progress.is_none());
    match goal.kind {
        _ if numbers.health != Health::NoData || numbers.progress.is_some() => None,
        Kind::Kpi => metric.filter(|metric| metric.current.is_some()).map(|_| NO_BOUNDS),
        _ if is_unmeasured(snapshot, ix) => Some(NOT_MEASURED),
        _ => {
            let is_earlier = |day: Day| goal.start().is_some_and(|start| day < start);
            let has_earlier = || snapshot.timeline.last_check_in(ix).is_some_and(is_earlier);
            metric.filter(|metric| metric.current.is_some() && has_earlier()).map(|_| EARLIER)
        }
    }
}

/// Whether a goal without progress has nothing that could give it any: no measure, and no part with one.
pub fn is_unmeasured(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    let (goal, numbers) = (snapshot.goal(ix), snapshot.numbers(ix));
    goal.is_work() && numbers.progress.is_none() && !numbers.measures && !has_unread_measure(snapshot.workspace, goal)
}

/// Whether a goal has no value because the file of its KPI cannot be read.
pub fn has_unread_value(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    let numbers = snapshot.numbers(ix);
    let is_unknown = numbers.health == Health::NoData && numbers.progress.is_none();
    is_unknown && snapshot.workspace.unread_kpi(snapshot.goal(ix)).is_some()
}

/// Whether the progress of a goal is unknown because its KPI is in another unit than its goalposts.
fn is_in_other_unit(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    let numbers = snapshot.numbers(ix);
    let is_unknown = numbers.health == Health::NoData && numbers.progress.is_none();
    is_unknown && snapshot.timeline.other_unit(ix).is_some()
}

/// The unit of a goal's goalposts: that of its metric, which may be its KPI's, or the one in which they were written.
pub fn goalposts_unit<'s>(snapshot: &'s Snapshot<'_>, ix: GoalIx) -> Option<&'s str> {
    let metric = snapshot.goal(ix).metric.as_ref()?;
    snapshot.timeline.other_unit(ix).or_else(|| unit_of(snapshot.workspace, metric))
}

/// What is said in place of the value of a goal whose KPI is in another unit than its goalposts.
pub fn other_unit_words(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<String> {
    snapshot.timeline.other_unit(ix)?;
    let kpi = snapshot.workspace.kpi_of_goal(snapshot.goal(ix)).map(|kpi| snapshot.goal(kpi))?;
    Some(format!("its KPI is in {}", kpi.metric.as_ref()?.unit.as_deref()?))
}

/// Whether the progress of a goal with a value and a target is unknown because it has no baseline.
pub fn lacks_baseline(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    let numbers = snapshot.numbers(ix);
    let metric = snapshot.goal(ix).metric.as_ref().filter(|_| numbers.health == Health::NoData);
    let is_aimed = metric.is_some_and(|metric| metric.target.is_some() && metric.baseline.is_none());
    is_aimed && numbers.progress.is_none() && snapshot.timeline.current(ix).is_some()
}

/// How many parts and values of a goal cannot be read.
fn unreadable(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<String> {
    // Of a goal without a value for that, its health says so.
    let all = if has_unread_value(snapshot, ix) { Vec::new() } else { UnreadableView::parts(snapshot, ix) };
    let values = all.iter().filter(|it| it.what == UnreadableKind::Value).count();
    let parts = [(all.len() - values, "part"), (values, "value")];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| count_of(count, noun));
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| format!("{} cannot be read", parts.join(" and ")))
}

/// The goals below an objective that do not count in its progress and are behind, where the objective itself looks
/// well. Supporters do not count if the key results do, and key results do not count with `rollup: supporters`.
pub fn uncounted(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<String> {
    let well = |ix: GoalIx| matches!(snapshot.numbers(ix).health, Health::OnTrack | Health::AchievedEarly);
    let goal = snapshot.goal(ix);
    if goal.kind != Kind::Objective || !well(ix) {
        return None;
    }
    let made_of = RollupCandidates::find(&snapshot.graph, &snapshot.unread, goal, ix);
    let behind = |ix: &GoalIx| {
        snapshot.goal(*ix).state == State::Active && snapshot.goal(*ix).has_begun(snapshot.today) && !well(*ix)
    };
    let ids: Vec<&str> =
        made_of.others.iter().map(|other| other.goal).filter(behind).map(|ix| snapshot.goal(ix).id.as_str()).collect();
    let words = match (made_of.of, ids.len()) {
        (_, 0) => return None,
        (Rollup::KeyResults, 1) => "a supporting goal with worse health",
        (Rollup::KeyResults, _) => "supporting goals with worse health",
        (Rollup::Supporters, 1) => "a key result with worse health",
        (Rollup::Supporters, _) => "key results with worse health",
    };
    Some(format!("not counted: {}, {words}", list_names(&ids)))
}

/// The health with the number of measured parts, where too few are; none where enough are.
pub fn basis(numbers: &Numbers) -> Option<String> {
    // Progress without a period, or a deadline without a start, has no plan that it could be ahead of or behind.
    if numbers.health == Health::NoData && numbers.progress.is_some() && !numbers.too_little_measured {
        return Some(NO_PLAN.to_owned());
    }
    let Counted { measured, of } = numbers.counted.filter(|it| it.of > 0 && numbers.too_little_measured)?;
    match numbers.health {
        // Without any value, "no value yet" is the whole answer.
        Health::NoData if numbers.progress.is_none() => None,
        Health::NoData => Some(format!("too little measured: {measured} of {of}")),
        Health::AtRisk | Health::OffTrack => {
            let words = health_words(numbers.health.word());
            measured_parts(numbers).map(|parts| format!("{words}, {parts}"))
        }
        _ => None,
    }
}

/// `from 1 of 6`: the number of measured parts behind a goal's progress, where they are too few.
pub fn measured_parts(numbers: &Numbers) -> Option<String> {
    let Counted { measured, of } = numbers.counted.filter(|it| it.of > 0 && numbers.too_little_measured)?;
    numbers.progress.map(|_| format!("from {measured} of {of}"))
}

/// `from 1 of 6`: the number of measured parts behind the grade of a closed objective, where they are less than half. The
/// grade covers the whole goal, and does not say by itself how much of it was known.
pub fn graded_parts(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<String> {
    snapshot.goal(ix).graded()?;
    let Counted { measured, of } = snapshot.numbers(ix).counted.filter(|it| 2 * it.measured < it.of)?;
    Some(format!("from {measured} of {of}"))
}

/// The age of a value that is older than its cadence allows, or its day where that has not come.
pub fn age(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<String> {
    if let Some(day) = value_ahead(snapshot, ix) {
        return Some(format!("value dated {day}"));
    }
    let days = days_since_check_in(snapshot, ix)?;
    let count = count_of(days, "day");
    // Milestones have no value that could be old, and words in the log check in on one that is older.
    let day = snapshot.goal(value_keeper(snapshot, ix)).metric.as_ref().map(|metric| metric.as_of);
    let is_of_that_day = day.is_some_and(|day| day.is_none_or(|day| days_between(day, snapshot.today) <= days));
    Some(if is_of_that_day { format!("value {count} old") } else { format!("last check-in {count} ago") })
}
