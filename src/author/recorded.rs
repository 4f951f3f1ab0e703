//! Check-ins that stand already: in history, where the file has a later value by now.

use super::checkin::{CheckIn, read_given};
use super::log::NewLogEntry;
use super::relative::change_in;
use crate::analysis::numbers::Observation;
use crate::model::{GoalIx, LogKind, Workspace};

/// Whether a check-in is of an earlier day than the value in the file, or of a closed goal: the files alone do not show
/// whether it was recorded. `keeper` is the goal whose file has the values.
pub fn is_before_the_file(workspace: &Workspace, ix: GoalIx, keeper: GoalIx, checkin: &CheckIn) -> bool {
    let is_change = |text: &String| change_in(text.trim()).is_some();
    let last = workspace.goal(keeper).metric.as_ref().and_then(|metric| metric.as_of);
    checkin.value.as_ref().is_some_and(|text| !is_change(text))
        && checkin.as_of.zip(last).is_some_and(|(day, last)| day < last || !workspace.goal(ix).is_open())
}

/// Whether a goal's observations have a check-in, all of it: its value and confidence, and its note in the log.
pub fn is_recorded<'o>(
    workspace: &Workspace,
    (ix, keeper): (GoalIx, GoalIx),
    checkin: &CheckIn,
    mut observations: impl Iterator<Item = &'o Observation>,
) -> bool {
    let (goal, kept) = (workspace.goal(ix), workspace.goal(keeper));
    let (Some(metric), Some(own)) = (&goal.metric, &kept.metric) else { return false };
    let (Some(text), Some(day)) = (&checkin.value, checkin.as_of) else { return false };
    let Ok(given) = read_given((metric, own), (text, checkin.notation)) else { return false };
    let note = checkin.note.as_deref().filter(|note| !note.trim().is_empty());
    let is_noted = |note| NewLogEntry::new(day, checkin.by.clone(), LogKind::CheckIn, note).is_in(goal);
    let has_confidence =
        |it: &Observation| checkin.confidence.as_ref().is_none_or(|confidence| it.confidence == Some(confidence.value));
    note.is_none_or(is_noted)
        && observations.any(|it| it.day == day && it.value == Some(given.value) && has_confidence(it))
}
