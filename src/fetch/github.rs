//! GitHub: `/search/issues`, `/repos/…/milestones` and `/repos/…/issues` of its REST API.

use serde_json::Value;

use crate::model::is_number;

use super::ask::{Fetched, Wanted};
use super::call::Call;
use super::excerpt::excerpt;
use super::failure::{Failure, fail};
use super::task::{Caller, SourceTask, TrackerAsk, closed_share, closing, count_in, json_of};
use super::url::{below, percent_encode};
use super::value::ValueReader;

/// The server of the API, if the source names no other.
pub(super) const SERVER: &str = "https://api.github.com";

/// The most pages of milestones that are looked through for a title: 2,000 milestones.
const MOST_PAGES: usize = 20;

/// The first request of a question.
pub(super) fn first_call(repo: &str, url: Option<&str>, task: &SourceTask) -> Result<Call, Failure> {
    let server = url.unwrap_or(SERVER);
    let repository = match repo.split_once('/') {
        Some((owner, name)) if !owner.is_empty() && !name.is_empty() && !name.contains('/') => {
            format!("{}/{}", percent_encode(owner), percent_encode(name))
        }
        _ => return fail("has no repository: write it as owner/name"),
    };
    Ok(Call::get(match TrackerAsk::of(task)? {
        TrackerAsk::Search(query) => {
            let is_scoped =
                query.split_whitespace().any(|word| ["repo:", "org:", "user:"].iter().any(|it| word.starts_with(it)));
            let query = if is_scoped { query.to_owned() } else { format!("{query} repo:{repo}") };
            below(server, &format!("search/issues?q={}&per_page=1", percent_encode(&query)))
        }
        TrackerAsk::Milestone(name) if is_number(name) => {
            below(server, &format!("repos/{repository}/milestones/{name}"))
        }
        TrackerAsk::Milestone(_) => below(server, &format!("repos/{repository}/milestones?state=all&per_page=100")),
        TrackerAsk::Issue(number) => {
            let number = number.trim_start_matches('#');
            below(server, &format!("repos/{repository}/issues/{}", percent_encode(number)))
        }
    }))
}

/// Finds the answer to a question.
pub(super) fn answer(
    repo: &str,
    url: Option<&str>,
    task: &SourceTask,
    reader: &ValueReader<'_>,
    caller: &mut Caller<'_>,
) -> Result<Fetched, Failure> {
    let first = first_call(repo, url, task)?;
    match TrackerAsk::of(task)? {
        TrackerAsk::Search(_) => {
            let json = json_of(&*caller(&first)?, reader)?;
            // GitHub stops counting after some time, and says so.
            if json.get("incomplete_results").and_then(Value::as_bool) == Some(true) {
                return fail("stopped counting before the end: ask for less");
            }
            Ok(Fetched { value: count_in(&json, "/total_count", reader)?, as_of: None, second: None })
        }
        TrackerAsk::Milestone(name) => {
            let milestone = milestone(&first, name, reader, caller)?;
            if reader.wanted == Wanted::Done {
                let is_closed = state_is_closed(&milestone, reader)?;
                return closing(is_closed, milestone.get("closed_at").and_then(Value::as_str), reader);
            }
            let closed = count_in(&milestone, "/closed_issues", reader)?;
            closed_share(closed, closed + count_in(&milestone, "/open_issues", reader)?)
        }
        TrackerAsk::Issue(_) => {
            let issue = json_of(&*caller(&first)?, reader)?;
            let reason = issue.get("state_reason").and_then(Value::as_str);
            // What was closed as not planned, or as a pull request that was not merged, has not been done.
            let is_given_up = matches!(reason, Some("not_planned" | "duplicate"))
                || issue.get("pull_request").is_some_and(|request| request.get("merged_at").is_none_or(Value::is_null));
            let is_closed = state_is_closed(&issue, reader)? && !is_given_up;
            closing(is_closed, issue.get("closed_at").and_then(Value::as_str), reader)
        }
    }
}

/// The milestone of a number, else of a title.
fn milestone(first: &Call, name: &str, reader: &ValueReader<'_>, caller: &mut Caller<'_>) -> Result<Value, Failure> {
    let mut call = first.clone();
    if is_number(name) {
        match caller(first) {
            // A title may be a number too, such as a year.
            Err(failure) if failure.status == Some(404) => {}
            reply => return json_of(&*reply?, reader),
        }
        if let Call::Request(request) = first {
            let list = request.url.rsplit_once('/').map_or("", |(list, _)| list);
            call = Call::get(format!("{list}?state=all&per_page=100"));
        }
    }
    for _ in 0..MOST_PAGES {
        let reply = caller(&call)?;
        let page = json_of(&reply, reader)?;
        let Some(milestones) = page.as_array() else {
            return fail(format!(
                "answered {}, which is no list of milestones",
                excerpt(&page.to_string(), reader.secrets)
            ));
        };
        let is_named = |milestone: &&Value| milestone.get("title").and_then(Value::as_str) == Some(name);
        if let Some(found) = milestones.iter().find(is_named) {
            return Ok(found.clone());
        }
        match &reply.next {
            Some(next) => call = Call::get(next.clone()),
            None => break,
        }
    }
    fail(format!("has no milestone {}", excerpt(name, reader.secrets)))
}

/// Whether the state of an issue or a milestone is closed.
pub(super) fn state_is_closed(json: &Value, reader: &ValueReader<'_>) -> Result<bool, Failure> {
    match json.get("state").and_then(Value::as_str) {
        Some("closed") => Ok(true),
        Some("open" | "opened" | "active") => Ok(false),
        _ => fail(format!("answered {}, whose state is unknown", excerpt(&json.to_string(), reader.secrets))),
    }
}
