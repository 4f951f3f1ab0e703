//! What stands for the HTTP client in a build without the feature `pull`.

use super::call::{CallReply, HttpCall};
use super::connection::{Connection, Wire};
use super::failure::{Failure, fail};

/// No client.
pub(super) struct NoClient;

impl NoClient {
    /// Refuses to connect.
    pub(super) fn new(_: Connection) -> Result<Self, Failure> {
        fail("cannot be asked: this program has no HTTP client (it was built without the feature `pull`)")
    }

    /// Is never reached, as there is no client.
    #[allow(clippy::unused_self, reason = "it has the form of the client")]
    pub(super) fn send(&self, _: &HttpCall, _: &Wire<'_>) -> Result<CallReply, Failure> {
        fail("cannot be asked: this program has no HTTP client")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use crate::fetch::{Ask, FetchContext, Wanted, fetch};
    use crate::model::{Feed, FeedKind, Origin, parse_day};

    #[test]
    fn a_build_without_a_client_says_so() {
        let (kind, nothing) = (FeedKind::Http { url: "https://a.example".to_owned() }, BTreeMap::new());
        let (token, ca, env, files) = (None, None, Vec::new(), Vec::new());
        let feed = Feed { kind, token, timeout: 1, limit: 1, ca, env, files };
        let given = FetchContext {
            folder: Path::new("."),
            secrets: &nothing,
            environment: &nothing,
            today: parse_day("2026-11-21").expect("a day"),
            is_cancelled: &|| false,
        };
        let ask = Ask { name: "a", feed: &feed, origin: &Origin::default(), goal: "g", wanted: Wanted::Number };
        let outcome = fetch(&[ask], &given).remove(0);
        assert!(outcome.expect_err("no client").to_string().contains("built without the feature `pull`"));
    }
}
