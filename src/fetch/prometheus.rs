//! Prometheus: instant queries of its HTTP API, `/api/v1/query`. A query must give exactly one number.

use crate::model::Origin;

use super::ask::Fetched;
use super::call::{Call, CallReply};
use super::excerpt::excerpt;
use super::failure::{Failure, fail};
use super::task::json_of;
use super::url::{below, percent_encode};
use super::value::ValueReader;

/// The request of a query, evaluated at the server's own time.
pub(super) fn call(url: &str, origin: &Origin) -> Result<Call, Failure> {
    let Some(query) = &origin.query else { return fail("is asked nothing") };
    Ok(Call::get(below(url, &format!("api/v1/query?query={}", percent_encode(query)))))
}

/// Reads an answer: a scalar, or a vector of one series.
pub(super) fn read(reply: &CallReply, reader: &ValueReader<'_>) -> Result<Fetched, Failure> {
    let json = json_of(reply, reader)?;
    let text = |pointer: &str| json.pointer(pointer).and_then(serde_json::Value::as_str);
    if text("/status") != Some("success") {
        let shown = excerpt(text("/error").unwrap_or(&json.to_string()), reader.secrets);
        return fail(format!("answered {shown}"));
    }
    let number = match text("/data/resultType") {
        Some("scalar") => json.pointer("/data/result/1"),
        Some("vector") => match json.pointer("/data/result").and_then(serde_json::Value::as_array).map(Vec::len) {
            Some(0) => {
                return fail(
                    "gave no series for the query: the metric may be gone, or not scraped in the last minutes",
                );
            }
            Some(1) => json.pointer("/data/result/0/value/1"),
            Some(many) => {
                return fail(format!("gave {many} series for the query: make them one, as in sum(…) or max(…)"));
            }
            None => None,
        },
        Some(other @ ("matrix" | "string")) => {
            return fail(format!(
                "gave a {other} for the query, which is no number: ask avg_over_time(…) and the like"
            ));
        }
        _ => None,
    };
    // A number is always a text here: JSON has no way to write NaN and +Inf.
    match number.and_then(serde_json::Value::as_str) {
        Some(number) => reader.json(&number.into()),
        None => fail(format!("answered {}, which holds no number", excerpt(&json.to_string(), reader.secrets))),
    }
}
