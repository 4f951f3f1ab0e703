//! Jira, in the cloud and on servers: counts of JQL, issues and versions of its REST API.

use serde_json::{Value, json};

use super::ask::{Fetched, Wanted};
use super::call::Call;
use super::excerpt::excerpt;
use super::failure::{Failure, fail};
use super::task::{Caller, SourceTask, TrackerAsk, closed_share, closing, count_in, json_of};
use super::url::{Address, below, percent_encode};
use super::value::ValueReader;

/// The resolutions of issues that were given up, with their letters alone.
const GIVEN_UP: [&str; 15] = [
    "wontdo",
    "wontfix",
    "duplicate",
    "declined",
    "rejected",
    "cannotreproduce",
    "incomplete",
    "invalid",
    "notabug",
    "canceled",
    "cancelled",
    "abandoned",
    "obsolete",
    "outofscope",
    "knownerror",
];

/// The first request of a question.
pub(super) fn first_call(url: &str, task: &SourceTask) -> Result<Call, Failure> {
    match TrackerAsk::of(task)? {
        TrackerAsk::Search(jql) => Ok(if is_cloud(url) { count_in_cloud(url, jql) } else { count_on_server(url, jql) }),
        TrackerAsk::Milestone(id) => Ok(Call::get(below(url, &format!("rest/api/2/version/{}", percent_encode(id))))),
        TrackerAsk::Issue(key) => {
            let fields = "fields=status,resolution,resolutiondate";
            Ok(Call::get(below(url, &format!("rest/api/2/issue/{}?{fields}", percent_encode(key)))))
        }
    }
}

/// Finds the answer to a question.
pub(super) fn answer(
    url: &str,
    task: &SourceTask,
    reader: &ValueReader<'_>,
    caller: &mut Caller<'_>,
) -> Result<Fetched, Failure> {
    match TrackerAsk::of(task)? {
        TrackerAsk::Search(jql) => Ok(Fetched { value: count(url, jql, reader, caller)?, as_of: None, second: None }),
        TrackerAsk::Milestone(id) => {
            let version = json_of(&*caller(&first_call(url, task)?)?, reader)?;
            if reader.wanted == Wanted::Done {
                let is_released = version.get("released").and_then(Value::as_bool).unwrap_or_default();
                return closing(is_released, version.get("releaseDate").and_then(Value::as_str), reader);
            }
            let done = count(url, &format!("fixVersion = {id} AND statusCategory = Done"), reader, caller)?;
            closed_share(done, count(url, &format!("fixVersion = {id}"), reader, caller)?)
        }
        TrackerAsk::Issue(_) => {
            let issue = json_of(&*caller(&first_call(url, task)?)?, reader)?;
            let Some(category) = issue.pointer("/fields/status/statusCategory/key").and_then(Value::as_str) else {
                return fail(format!(
                    "answered {}, whose status is unknown",
                    excerpt(&issue.to_string(), reader.secrets)
                ));
            };
            // What was closed without having been done: every closed status is of the same category.
            let is_given_up = issue.pointer("/fields/resolution/name").and_then(Value::as_str).is_some_and(is_given_up);
            closing(
                category == "done" && !is_given_up,
                issue.pointer("/fields/resolutiondate").and_then(Value::as_str),
                reader,
            )
        }
    }
}

/// Whether a resolution says that nothing was done. Those that Jira comes with and those that are usual; an administrator may
/// have named others, which count as done.
fn is_given_up(resolution: &str) -> bool {
    let name: String = resolution.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    GIVEN_UP.contains(&name.as_str())
}

/// How many issues a search finds.
fn count(url: &str, jql: &str, reader: &ValueReader<'_>, caller: &mut Caller<'_>) -> Result<f64, Failure> {
    if !is_cloud(url) {
        match caller(&count_on_server(url, jql)) {
            // A cloud under a name of its own: it has no such search any more.
            Err(failure) if matches!(failure.status, Some(404 | 410)) => {}
            reply => return count_in(&json_of(&*reply?, reader)?, "/total", reader),
        }
    }
    count_in(&json_of(&*caller(&count_in_cloud(url, jql))?, reader)?, "/count", reader)
}

fn count_on_server(url: &str, jql: &str) -> Call {
    Call::get(below(url, &format!("rest/api/2/search?maxResults=0&jql={}", percent_encode(jql))))
}

/// Jira's cloud only has an estimate, which may lag behind changes of the last seconds.
fn count_in_cloud(url: &str, jql: &str) -> Call {
    Call::post(below(url, "rest/api/3/search/approximate-count"), json!({ "jql": jql }).to_string())
}

fn is_cloud(url: &str) -> bool {
    Address::parse(url).is_some_and(|it| {
        let host = it.host.to_ascii_lowercase();
        host.ends_with(".atlassian.net") || host == "api.atlassian.com"
    })
}
