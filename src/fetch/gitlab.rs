//! GitLab: issues, their statistics and milestones of a project in its REST API.

use serde_json::Value;

use crate::model::is_number;

use super::ask::{Fetched, Wanted};
use super::call::Call;
use super::excerpt::excerpt;
use super::failure::{Failure, fail};
use super::github::state_is_closed;
use super::task::{Caller, SourceTask, TrackerAsk, closed_share, closing, count_in, json_of};
use super::url::{below, percent_encode};
use super::value::ValueReader;

/// The server, if the source names no other.
pub(super) const SERVER: &str = "https://gitlab.com";

/// The first request of a question.
pub(super) fn first_call(project: &str, url: Option<&str>, task: &SourceTask) -> Result<Call, Failure> {
    let project = project_url(project, url);
    Ok(Call::get(match TrackerAsk::of(task)? {
        TrackerAsk::Search(query) => format!("{project}/issues?{}&per_page=1", parameters(query)),
        TrackerAsk::Milestone(name) if is_number(name) => format!("{project}/milestones?iids%5B%5D={name}"),
        TrackerAsk::Milestone(title) => format!("{project}/milestones?title={}", percent_encode(title)),
        TrackerAsk::Issue(number) => {
            format!("{project}/issues/{}", percent_encode(number.trim_start_matches('#')))
        }
    }))
}

/// Finds the answer to a question.
pub(super) fn answer(
    project: &str,
    url: Option<&str>,
    task: &SourceTask,
    reader: &ValueReader<'_>,
    caller: &mut Caller<'_>,
) -> Result<Fetched, Failure> {
    let first = first_call(project, url, task)?;
    match TrackerAsk::of(task)? {
        TrackerAsk::Search(_) => {
            let reply = caller(&first)?;
            let found = json_of(&reply, reader)?;
            let Some(found) = found.as_array() else {
                return fail(format!(
                    "answered {}, which is no list of issues",
                    excerpt(&found.to_string(), reader.secrets)
                ));
            };
            match (&reply.total, &reply.next) {
                (Some(total), _) => reader.json(&total.as_str().into()),
                (None, None) => reader.json(&found.len().into()),
                // Above 10,000 GitLab does not say how many there are.
                (None, Some(_)) => fail("has too many issues to count them (GitLab counts up to 10,000): ask for less"),
            }
        }
        TrackerAsk::Milestone(name) => {
            let project = project_url(project, url);
            let milestone = milestone(&first, &project, name, reader, caller)?;
            if reader.wanted == Wanted::Done {
                // GitLab does not keep the day on which a milestone was closed.
                return closing(state_is_closed(&milestone, reader)?, None, reader);
            }
            let title = milestone.get("title").and_then(Value::as_str).unwrap_or(name);
            let statistics =
                Call::get(format!("{project}/issues_statistics?scope=all&milestone={}", percent_encode(title)));
            let json = json_of(&*caller(&statistics)?, reader)?;
            let count = |name: &str| count_in(&json, &format!("/statistics/counts/{name}"), reader);
            closed_share(count("closed")?, count("all")?)
        }
        TrackerAsk::Issue(_) => {
            let issue = json_of(&*caller(&first)?, reader)?;
            closing(state_is_closed(&issue, reader)?, issue.get("closed_at").and_then(Value::as_str), reader)
        }
    }
}

fn project_url(project: &str, url: Option<&str>) -> String {
    below(url.unwrap_or(SERVER), &format!("api/v4/projects/{}", percent_encode(project)))
}

/// Parameters as a goal writes them, `labels=bug&state=opened`, with what no address may hold encoded.
fn parameters(query: &str) -> String {
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '#' | '"' | '<' | '>');
    query.trim().chars().map(|c| if is_plain(c) { c.to_string() } else { percent_encode(&c.to_string()) }).collect()
}

/// The milestone of a number, else of a title.
fn milestone(
    first: &Call,
    project: &str,
    name: &str,
    reader: &ValueReader<'_>,
    caller: &mut Caller<'_>,
) -> Result<Value, Failure> {
    let by_title = Call::get(format!("{project}/milestones?title={}", percent_encode(name)));
    for call in [first, &by_title] {
        let list = json_of(&*caller(call)?, reader)?;
        match list.as_array().map(Vec::as_slice) {
            Some([]) => {}
            Some([found]) => return Ok(found.clone()),
            Some(several) => {
                return fail(format!("has {} milestones {}", several.len(), excerpt(name, reader.secrets)));
            }
            None => {
                return fail(format!(
                    "answered {}, which is no list of milestones",
                    excerpt(&list.to_string(), reader.secrets)
                ));
            }
        }
    }
    fail(format!("has no milestone {}", excerpt(name, reader.secrets)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_kept_as_written() {
        assert_eq!(
            parameters(" labels=a b&search=ü#&not[labels]=x%20y "),
            "labels=a%20b&search=%C3%BC%23&not[labels]=x%20y"
        );
    }
}
