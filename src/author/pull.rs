//! What a pulled value does to a goal: whether it is written, holds back, or is refused.

use super::misfit::misfit;
use super::number::decimal;
use crate::analysis::agenda::{TypedOver, typed_over};
use crate::analysis::facts::Facts;
use crate::model::{Day, Doubt, GoalIx, KnownValues, Metric, ORDER, days_between, exact};
use crate::syntax::{Content, Edit};

/// What becomes of a pulled value.
#[derive(Debug, Clone, PartialEq)]
pub enum PullOutcome {
    /// It is written.
    Write(Vec<Edit>),
    /// It is written if a person confirms it: it is hard to believe.
    Doubtful(Vec<Edit>, Doubt),
    /// It is the value that is there.
    Same,
    /// It is older than the value that is there, of this day.
    Older(Day),
    /// A person's value holds against it.
    Holds(TypedOver),
    /// It is no value of the metric.
    Refused(String),
}

/// Decides what becomes of a value that a source gave for a day, with the other number that its digits may mean. `ix` is the
/// goal in whose file it stands.
pub fn judge_pulled(snapshot: &Facts<'_>, ix: GoalIx, (value, second): (f64, Option<f64>), day: Day) -> PullOutcome {
    let goal = snapshot.goal(ix);
    let Some(metric) = &goal.metric else { return PullOutcome::Refused("the goal has no metric".to_owned()) };
    if !value.is_finite() {
        return PullOutcome::Refused("the value is not finite".to_owned());
    }
    if let Some(reason) = misfit(snapshot.workspace, metric, value) {
        return PullOutcome::Refused(reason);
    }
    if let Some(typed) = typed_over(snapshot, ix).filter(|typed| typed.holds(snapshot.today)) {
        return PullOutcome::Holds(typed);
    }
    if let Some(later) = metric.as_of.filter(|as_of| day < *as_of && *as_of <= snapshot.today) {
        return PullOutcome::Older(later);
    }
    let cadence = snapshot.settings().cadence_of(goal.level.as_deref());
    #[expect(clippy::float_cmp, reason = "the same number written again")]
    let is_same = metric.current == Some(value) && metric.pulled.as_ref().is_some_and(|pulled| pulled.value == value);
    // The same number is news once a cadence: it says that the value was looked at. More often it would be noise.
    let is_fresh = metric.as_of.is_some_and(|as_of| days_between(as_of, day) < cadence.max(1));
    if is_same && is_fresh && metric.pulled.as_ref().is_some_and(|pulled| Some(pulled.day) == metric.as_of) {
        return PullOutcome::Same;
    }
    let edits = edits_of(metric, value, day);
    let known = KnownValues::of(metric, metric, metric.current);
    // Of two readings the improbable one is not written, as with what people write: nobody looks at a nightly run.
    if let Some(second) = second.filter(|second| known.is_far(value) && !known.is_far(*second)) {
        let (first, second) = (exact(value), exact(second));
        return PullOutcome::Refused(format!("may be {second} or {first}: write it without grouped thousands"));
    }
    match known.doubt(value) {
        Some(doubt) => PullOutcome::Doubtful(edits, doubt),
        None => PullOutcome::Write(edits),
    }
}

/// The edits that write a pulled value: the value, its day, and what was pulled.
fn edits_of(metric: &Metric, value: f64, day: Day) -> Vec<Edit> {
    let set = |route: &str, to: Content| Edit::Set { route: route.to_owned(), to, order: ORDER };
    let written = match metric.written(Some(value)) {
        serde_json::Value::String(step) => Content::text(step),
        _ => Content::word(&decimal(value)),
    };
    let mut edits = Vec::new();
    // An equal number keeps its spelling in the file.
    if metric.current != Some(value) {
        edits.push(set("metric.current", written));
    }
    edits.push(set("metric.as_of", Content::word(&day)));
    if metric.pulled.is_some() {
        edits.push(set("metric.pulled.value", Content::word(&decimal(value))));
        edits.push(set("metric.pulled.day", Content::word(&day)));
    } else {
        let fields = [("value", decimal(value)), ("day", day.to_string())];
        let fields = fields.map(|(name, text)| (name.to_owned(), Content::Word(text)));
        edits.push(set("metric.pulled", Content::Fields(fields.to_vec())));
    }
    // A day until which a typed value held says nothing about the next one.
    if metric.hold_until.is_some() {
        edits.push(Edit::Remove { route: "metric.hold_until".to_owned() });
    }
    edits
}

/// The edit that marks a milestone as done on a day, in place of the source that was asked.
pub fn done_edit(index: usize, day: Day) -> Edit {
    Edit::Set { route: format!("milestones[{index}].done"), to: Content::word(&day), order: ORDER }
}
