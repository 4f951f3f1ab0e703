//! Numbers from their sources, asked through the library: servers, programs and tables as they are and as they should not be.

use std::collections::BTreeMap;
use std::path::Path;

use goalpost::fetch::{Ask, FetchContext, Fetched, Wanted, explain, fetch};
use goalpost::model::{Feed, FeedKind, Origin, parse_day};

use crate::support::server::authority_pem;

mod command;
pub(crate) mod hostile;
mod http;
mod parallel;
mod postgresql;
mod prometheus;
mod row;
mod trackers;

/// What a fetch is given, in a folder of its own.
pub(crate) struct World {
    folder: tempfile::TempDir,
    secrets: BTreeMap<String, String>,
    environment: BTreeMap<String, String>,
}

impl World {
    /// A folder with the certificate of the test's authority in `ca.pem`, and an environment with a `PATH`.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("ca.pem"), authority_pem()).expect("a file");
        let path = std::env::var("PATH").unwrap_or_default();
        Self { folder, secrets: BTreeMap::new(), environment: [("PATH".to_owned(), path)].into() }
    }

    pub(crate) fn file(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
        self
    }

    pub(crate) fn secret(mut self, name: &str, value: &str) -> Self {
        self.secrets.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What came back for many questions to sources, on 2026-11-21.
    pub(crate) fn all(&self, asks: &[Ask<'_>]) -> Vec<Result<Fetched, String>> {
        self.with(|given| fetch(asks, given)).into_iter().map(|it| it.map_err(|it| it.to_string())).collect()
    }

    /// Calls something with what a fetch is given.
    pub(crate) fn with<T>(&self, call: impl FnOnce(&FetchContext<'_>) -> T) -> T {
        call(&FetchContext {
            folder: self.folder.path(),
            secrets: &self.secrets,
            environment: &self.environment,
            today: parse_day("2026-11-21").expect("a day"),
            is_cancelled: &|| false,
        })
    }

    /// The number that a source answers with.
    pub(crate) fn number(&self, feed: &Feed, origin: &Origin) -> Result<f64, String> {
        let ask = Ask { name: "here", feed, origin, goal: "goal", wanted: Wanted::Number };
        self.all(&[ask]).remove(0).map(|it| it.value)
    }

    /// Whether something is done, and since when.
    pub(crate) fn done(&self, feed: &Feed, origin: &Origin) -> Result<(f64, Option<String>), String> {
        let ask = Ask { name: "here", feed, origin, goal: "goal", wanted: Wanted::Done };
        self.all(&[ask]).remove(0).map(|it| (it.value, it.as_of.map(|day| day.to_string())))
    }

    /// The request of a question, in lines.
    pub(crate) fn explained(&self, feed: &Feed, origin: &Origin) -> String {
        let ask = Ask { name: "here", feed, origin, goal: "goal", wanted: Wanted::Number };
        self.with(|given| explain(&ask, given)).join("\n")
    }
}

/// A source with the test's authority, 10 seconds and no token.
pub(crate) fn feed(kind: FeedKind) -> Feed {
    let ca = Some("ca.pem".to_owned());
    Feed { kind, token: None, timeout: 10, limit: Feed::LIMIT, ca, env: Vec::new(), files: Vec::new() }
}

/// A source with a token.
pub(crate) fn with_token(kind: FeedKind) -> Feed {
    Feed { token: Some("THE_TOKEN".to_owned()), ..feed(kind) }
}

pub(crate) fn json_at(url: &str) -> FeedKind {
    FeedKind::Http { url: url.to_owned() }
}

pub(crate) fn pointer(pointer: &str) -> Origin {
    Origin { pointer: Some(pointer.to_owned()), ..Origin::default() }
}

pub(crate) fn query(query: &str) -> Origin {
    Origin { query: Some(query.to_owned()), ..Origin::default() }
}
