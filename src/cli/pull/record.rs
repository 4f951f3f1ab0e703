//! Adds the answers of sources to a change, and says what became of each.

use super::questions::{Question, Questions};
use crate::analysis::facts::Facts;
use crate::author::{PullOutcome, done_edit, judge_pulled};
use crate::cli::prompt::Prompt;
use crate::cli::writing::Work;
use crate::fetch::Fetched;
use crate::model::{Doubt, exact};
use crate::source::InOrder as _;
use crate::syntax::Edit;
use crate::view::pull::{PullResult, PulledValue};

/// Adds answers to a change. At a terminal a person is asked about values that are hard to believe.
pub(super) fn record(
    work: &mut Work<'_>,
    snapshot: &Facts<'_>,
    asked: &Questions<'_>,
    answers: Vec<Result<Fetched, String>>,
    dry_run: bool,
) -> Vec<PulledValue> {
    let mut values = asked.unasked.clone();
    for (question, outcome) in asked.questions.iter().zip(answers) {
        values.push(match outcome {
            Ok(fetched) => taken(work, snapshot, question, fetched, dry_run),
            Err(reason) => PulledValue { reason: Some(reason), ..question.value(PullResult::Failed) },
        });
    }
    values.order_by(|a, b| (&a.goal, &a.field).cmp(&(&b.goal, &b.field)));
    values
}

/// What becomes of an answer.
fn taken(
    work: &mut Work<'_>,
    snapshot: &Facts<'_>,
    question: &Question<'_>,
    fetched: Fetched,
    dry_run: bool,
) -> PulledValue {
    let day = fetched.as_of.unwrap_or(snapshot.today);
    let before = snapshot.goal(question.goal).metric.as_ref().and_then(|metric| metric.current);
    let pulled = |outcome: PullResult, value: f64, reason: Option<String>| {
        let before = before.filter(|_| question.milestone.is_none());
        PulledValue { before, value: Some(value), day: Some(day), reason, ..question.value(outcome) }
    };
    if let Some(index) = question.milestone {
        if fetched.value == 0.0 {
            return pulled(PullResult::Unchanged, 0.0, None);
        }
        let reason = write(work, question, &[done_edit(index, day)]);
        return pulled(if reason.is_none() { PullResult::Written } else { PullResult::Failed }, 1.0, reason);
    }
    let value = question.origin.value_of_answer(fetched.value);
    let second = fetched.second.map(|second| question.origin.value_of_answer(second));
    let (outcome, reason) = match judge_pulled(snapshot, question.goal, (value, second), day) {
        PullOutcome::Write(edits) => match write(work, question, &edits) {
            None => (PullResult::Written, None),
            reason => (PullResult::Failed, reason),
        },
        PullOutcome::Doubtful(edits, doubt) => {
            let reason = doubtful(doubt, value);
            let is_believed = !dry_run && is_confirmed(&question.id, value, &reason);
            match is_believed.then(|| write(work, question, &edits)) {
                None => (PullResult::LeftOut, Some(reason)),
                Some(None) => (PullResult::Written, None),
                Some(failed) => (PullResult::Failed, failed),
            }
        }
        PullOutcome::Same => (PullResult::Unchanged, None),
        PullOutcome::Older(later) => {
            (PullResult::Unchanged, Some(format!("the source's {} is older: of {day}, not {later}", exact(value))))
        }
        PullOutcome::Holds(typed) => {
            let until =
                if typed.is_decided { "by a decision".to_owned() } else { format!("until {}", typed.holds_until) };
            let apart = value - typed.value;
            let sign = if apart > 0.0 { "+" } else { "" };
            let apart = (apart * 1e9).round() / 1e9;
            (
                PullResult::Held,
                Some(format!("{} was typed and holds {until} ({sign}{})", exact(typed.value), exact(apart))),
            )
        }
        PullOutcome::Refused(reason) => (PullResult::Failed, Some(reason)),
    };
    pulled(outcome, value, reason)
}

/// Adds edits to the change. Returns why that is not possible; nothing of the goal is written then.
fn write(work: &mut Work<'_>, question: &Question<'_>, edits: &[Edit]) -> Option<String> {
    work.edit(question.goal, edits).err().map(|error| error.to_string())
}

/// Why a value is hard to believe.
fn doubtful(doubt: Doubt, value: f64) -> String {
    match doubt {
        Doubt::FarOff { times, last } if value.abs() < last.abs() => {
            format!("improbable: the last value, {}, is {} times as much", exact(last), many(times))
        }
        Doubt::FarOff { times, last } => format!("improbable: {} times the last value, {}", many(times), exact(last)),
        Doubt::Share { meant, last } => {
            format!("improbable: the last value was {}; probably {} is meant", exact(last), exact(meant))
        }
    }
}

/// How many times, for people. Beyond a million the digits tell nothing.
fn many(times: f64) -> String {
    if times < 1e6 { format!("{times:.0}") } else { "more than a million".to_owned() }
}

/// Whether a person at a terminal confirms a value.
fn is_confirmed(id: &str, value: f64, reason: &str) -> bool {
    let Some(mut prompt) = Prompt::terminal() else { return false };
    prompt.say(&format!("{id}: {} is {reason}", exact(value)));
    prompt.confirm("  write it?", false).unwrap_or(false)
}
