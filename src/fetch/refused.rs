//! Why a request over HTTP has no answer, in words: what the client reports, and statuses that are no success.

use std::error::Error;
use std::time::Duration;

use serde_json::Value;

use super::connection::{Connection, Wire};
use super::excerpt::excerpt_of_bytes;
use super::failure::Failure;
use super::retry::wait_in_words;

/// The refusal of an address that a source must name.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` leads to a link-local or metadata address, which is asked only where `sources` names it")]
pub(super) struct GuardedHost(pub(super) String);

/// The reason of an error of the client.
pub(super) fn reason_of_error(error: &ureq::Error, connection: &Connection, wire: &Wire<'_>) -> Failure {
    use std::io::ErrorKind;

    let excerpt = |error: &dyn Error| wire.excerpt(&error.to_string());
    let message = match error {
        ureq::Error::Timeout(_) => format!("gave no answer within {} s", connection.timeout.as_secs()),
        ureq::Error::HostNotFound => "its host is not found".to_owned(),
        ureq::Error::Other(other) => match other.downcast_ref::<GuardedHost>() {
            Some(refused) => wire.secrets.redact(&refused.to_string()),
            None => format!("cannot be asked: {}", excerpt(other.as_ref())),
        },
        ureq::Error::Io(error) => match error.kind() {
            ErrorKind::ConnectionRefused => "cannot be reached: connection refused".to_owned(),
            ErrorKind::UnexpectedEof => "broke off its answer".to_owned(),
            ErrorKind::TimedOut => format!("gave no answer within {} s", connection.timeout.as_secs()),
            ErrorKind::InvalidData => certificate(&error.to_string(), wire),
            _ => format!("cannot be reached: {}", excerpt(error)),
        },
        ureq::Error::Rustls(error) => certificate(&error.to_string(), wire),
        ureq::Error::ConnectProxyFailed(_) => format!("cannot be reached through the proxy: {}", excerpt(error)),
        ureq::Error::LargeResponseHeader(..) => "answered with headers that are too long".to_owned(),
        ureq::Error::Protocol(error) => format!("does not speak HTTP as expected: {}", excerpt(error)),
        error => format!("cannot be asked: {}", excerpt(error)),
    };
    Failure::new(message)
}

/// The reason why a connection is not trusted.
fn certificate(reason: &str, wire: &Wire<'_>) -> String {
    let shown = wire.excerpt(reason);
    if reason.contains("UnknownIssuer") {
        format!(
            "its certificate is signed by an unknown authority ({shown}); if it is your own, name its file: `ca: FILE`"
        )
    } else {
        format!("its connection is not trusted: {shown}")
    }
}

/// The failure of an answer with a status that is no success.
pub(super) fn status_failure(
    status: u16,
    wait: Option<Duration>,
    body: &[u8],
    connection: &Connection,
    wire: &Wire<'_>,
) -> Failure {
    let spoken = match message_of(body) {
        Some(message) => wire.excerpt(&message),
        None => excerpt_of_bytes(body, wire.secrets),
    };
    let because = if spoken == "nothing" { String::new() } else { format!(": {spoken}") };
    let message = match (status, wait, &connection.token) {
        (_, Some(wait), _) => format!(
            "answered {status} and asks to wait {}, which is longer than is left of its {} s{because}",
            wait_in_words(wait),
            connection.timeout.as_secs()
        ),
        (401 | 403, None, Some(token)) => {
            format!("answered {status}: it does not accept the token in {token}{because}")
        }
        (401 | 403, None, None) => {
            format!("answered {status}: it wants a token; name the variable that holds it: `token: $NAME`{because}")
        }
        _ => format!("answered {status}{because}"),
    };
    Failure::with_status(status, message)
}

/// The message in JSON with which services explain themselves: Prometheus, GitHub, GitLab and Jira in this order.
fn message_of(body: &[u8]) -> Option<String> {
    let json: Value = serde_json::from_slice(body).ok()?;
    let text = |pointer: &str| json.pointer(pointer)?.as_str().map(str::to_owned);
    let message = ["/error", "/message", "/errorMessages/0", "/error_description"].into_iter().find_map(text)?;
    match text("/errors/0/message") {
        Some(detail) => Some(format!("{message}: {detail}")),
        None => Some(message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_explain_themselves_in_json() {
        let message = |body: &str| message_of(body.as_bytes());
        assert_eq!(message(r#"{"status":"error","errorType":"bad_data","error":"x"}"#).as_deref(), Some("x"));
        assert_eq!(
            message(r#"{"message":"Validation Failed","errors":[{"message":"y"}]}"#).as_deref(),
            Some("Validation Failed: y")
        );
        assert_eq!(message(r#"{"errorMessages":["z"],"errors":{}}"#).as_deref(), Some("z"));
        assert_eq!(message("<html>"), None);
        assert_eq!(message("[1]"), None);
    }
}
