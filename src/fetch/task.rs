//! A question that is owned, and what the kinds of sources share in reading their answers.

use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value;

use crate::model::{Feed, Origin};

use super::ask::{Ask, Fetched, Wanted};
use super::call::{Call, CallReply};
use super::excerpt::excerpt_of_bytes;
use super::failure::{Failure, fail};
use super::value::ValueReader;

/// A question to a source.
#[derive(Debug, Clone)]
pub(super) struct SourceTask {
    pub(super) feed: Arc<Feed>,
    pub(super) origin: Origin,
    pub(super) goal: String,
    pub(super) wanted: Wanted,
}

/// Calls a source. The same call is made once in a task, and once in tasks that begin with the same call.
pub(super) type Caller<'c> = dyn FnMut(&Call) -> Result<Rc<CallReply>, Failure> + 'c;

impl SourceTask {
    /// Takes over a question.
    pub(super) fn new(ask: &Ask<'_>, feed: Arc<Feed>) -> Self {
        Self { feed, origin: ask.origin.clone(), goal: ask.goal.to_owned(), wanted: ask.wanted }
    }
}

/// What is asked of a tracker: one of three things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TrackerAsk<'t> {
    /// How many issues a search finds.
    Search(&'t str),
    /// How much of a milestone is closed, or whether it is.
    Milestone(&'t str),
    /// Whether an issue is closed.
    Issue(&'t str),
}

impl<'t> TrackerAsk<'t> {
    /// What a question asks of a tracker.
    ///
    /// # Errors
    /// It is none or several of the three.
    pub(super) fn of(task: &'t SourceTask) -> Result<Self, Failure> {
        let Origin { query, milestone, issue, .. } = &task.origin;
        match (query, milestone, issue) {
            (Some(query), None, None) => Ok(Self::Search(query)),
            (None, Some(milestone), None) => Ok(Self::Milestone(milestone)),
            (None, None, Some(issue)) => Ok(Self::Issue(issue)),
            _ => fail("needs one of `query`, `milestone` and `issue`"),
        }
    }
}

/// The JSON of an answer.
pub(super) fn json_of(reply: &CallReply, reader: &ValueReader<'_>) -> Result<Value, Failure> {
    let body = reply.body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&reply.body);
    if body.trim_ascii().is_empty() {
        return fail("answered nothing");
    }
    serde_json::from_slice(body).map_err(|error| {
        let shown = excerpt_of_bytes(body, reader.secrets);
        Failure::new(format!("answered {shown}, which is not valid JSON ({error})"))
    })
}

/// A whole number in JSON, such as a count.
pub(super) fn count_in(json: &Value, pointer: &str, reader: &ValueReader<'_>) -> Result<f64, Failure> {
    let Some(count) = json.pointer(pointer).and_then(Value::as_u64) else {
        let shown = excerpt_of_bytes(json.to_string().as_bytes(), reader.secrets);
        return fail(format!("answered {shown}, which has no count at {pointer}"));
    };
    #[expect(clippy::cast_precision_loss, reason = "counts of issues are far below 2^53")]
    Ok(count as f64)
}

/// The share of a milestone's issues that are closed.
pub(super) fn closed_share(closed: f64, total: f64) -> Result<Fetched, Failure> {
    if total <= 0.0 {
        return fail("has a milestone without issues: no share of it is closed");
    }
    if closed > total {
        return fail(format!("counts {closed} closed issues of {total} in the milestone"));
    }
    Ok(Fetched { value: closed / total, as_of: None, second: None })
}

/// Whether something is closed, with its day where that is wanted and known.
pub(super) fn closing(is_closed: bool, on: Option<&str>, reader: &ValueReader<'_>) -> Result<Fetched, Failure> {
    let as_of = match on.filter(|_| is_closed && reader.wanted == Wanted::Done) {
        Some(text) => Some(reader.day(text)?),
        None => None,
    };
    Ok(Fetched { value: f64::from(u8::from(is_closed)), as_of, second: None })
}
