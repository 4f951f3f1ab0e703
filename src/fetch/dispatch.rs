//! Which kind of source answers how. Nothing else knows all kinds.

use crate::model::FeedKind;

use super::ask::{Fetched, Wanted};
use super::call::Call;
use super::failure::{Failure, fail};
use super::task::{Caller, SourceTask};
use super::value::ValueReader;
use super::{command, github, gitlab, jira, json_answer, prometheus, row};

/// The call that a question begins with.
///
/// # Errors
/// What is asked does not suit the source.
pub(super) fn first_call(task: &SourceTask) -> Result<Call, Failure> {
    if let Some(misfit) = task.feed.misfits(&task.origin, task.wanted == Wanted::Done).first() {
        return fail(format!("{}; {}", misfit.message, misfit.help));
    }
    match &task.feed.kind {
        FeedKind::Prometheus { url } => prometheus::call(url, &task.origin),
        FeedKind::Http { url } => json_answer::call(url, &task.origin),
        FeedKind::Command { program } => command::call(program, &task.origin),
        FeedKind::Csv { place, .. } => Ok(row::call(place)),
        FeedKind::Github { repo, url } => github::first_call(repo, url.as_deref(), task),
        FeedKind::Gitlab { project, url } => gitlab::first_call(project, url.as_deref(), task),
        FeedKind::Jira { url } => jira::first_call(url, task),
        FeedKind::Git { .. } => fail("is a git repository, which is read and not asked"),
    }
}

/// Finds the answer.
pub(super) fn answer(task: &SourceTask, reader: &ValueReader<'_>, caller: &mut Caller<'_>) -> Result<Fetched, Failure> {
    let first = first_call(task)?;
    match &task.feed.kind {
        FeedKind::Prometheus { .. } => prometheus::read(&*caller(&first)?, reader),
        FeedKind::Http { .. } => json_answer::read(&*caller(&first)?, &task.origin, reader),
        FeedKind::Command { .. } => command::read(&*caller(&first)?, &task.origin, reader),
        FeedKind::Csv { key, value, date, .. } => {
            let columns = row::Columns { key, value, date: date.as_deref() };
            let wanted = task.origin.key.as_deref().unwrap_or(&task.goal);
            row::read(&*caller(&first)?, &columns, wanted, reader)
        }
        FeedKind::Github { repo, url } => github::answer(repo, url.as_deref(), task, reader, caller),
        FeedKind::Gitlab { project, url } => gitlab::answer(project, url.as_deref(), task, reader, caller),
        FeedKind::Jira { url } => jira::answer(url, task, reader, caller),
        FeedKind::Git { .. } => fail("is a git repository, which is read and not asked"),
    }
}
