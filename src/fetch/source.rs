//! A source that is asked: its connection, and its calls.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::model::{Day, Feed, FeedKind};
use crate::source::is_below;

use super::ask::FetchContext;
use super::base64::base64;
use super::call::{Call, CallReply};
#[cfg(feature = "pull")]
use super::client::HttpClient;
use super::connection::{Certificates, Connection, Wire, no_proxy, proxy_for, proxy_password};
use super::excerpt::excerpt;
use super::failure::{Failure, fail};
use super::github;
use super::gitlab;
#[cfg(not(feature = "pull"))]
use super::no_client::NoClient as HttpClient;
use super::program::ProgramRun;
use super::secret::{Secret, Secrets};

/// The variables that a program gets besides those that its source names.
pub(super) const BASIC: [&str; 3] = ["PATH", "HOME", "LANG"];

/// Variables without which programs do not start on Windows.
const OF_SYSTEM: [&str; 2] = ["SYSTEMROOT", "SystemRoot"];

/// The largest file of the repository that is taken for a source, in bytes: a table, a program, certificates.
pub const MOST_FILE: u64 = 20 << 20;

/// A source that is asked.
pub(super) struct Source {
    folder: PathBuf,
    /// What to remove from every message.
    pub(super) secrets: Secrets,
    /// Today.
    pub(super) today: Day,
    timeout: Duration,
    /// The environment of its programs.
    environment: BTreeMap<String, String>,
    /// Variables that it names and that are not set.
    unset: Vec<String>,
    client: Result<HttpClient, Failure>,
}

impl Source {
    /// Prepares a source. What is wrong with it is said when it is asked.
    pub(super) fn new(feed: &Feed, given: &FetchContext<'_>) -> Self {
        let server = server_of(feed);
        let proxy = server.as_deref().and_then(|server| proxy_for(server, given.environment));
        let mut secrets = Secrets::new(given.secrets, proxy.as_ref().and_then(proxy_password));
        let authorization = authorization(feed, &secrets);
        if let Some((_, credentials)) = authorization.as_ref().and_then(|header| header.expose().split_once(' ')) {
            secrets.add(credentials);
        }
        let timeout = Duration::from_secs(u64::from(feed.timeout));
        let unset: Vec<String> =
            feed.secrets().into_iter().filter(|name| secrets.named(name).is_none()).map(str::to_owned).collect();
        let client = match server {
            Some(server) => certificates(feed, given, &secrets).and_then(|certificates| {
                HttpClient::new(Connection {
                    server,
                    authorization,
                    token: feed.token.clone(),
                    certificates,
                    proxy,
                    no_proxy: no_proxy(given.environment),
                    timeout,
                    limit: feed.limit,
                })
            }),
            None => fail("is no server"),
        };
        let environment = environment(feed, given);
        Self { folder: given.folder.to_path_buf(), secrets, today: given.today, timeout, environment, unset, client }
    }

    /// When an answer must be there that is asked for now, whatever number of calls it takes.
    pub(super) fn deadline(&self) -> Instant {
        Instant::now() + self.timeout
    }

    /// Makes a call, which must have its reply at a time.
    pub(super) fn call(
        &self,
        call: &Call,
        until: Instant,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<CallReply, Failure> {
        match self.unset.as_slice() {
            [] => {}
            [name] => return fail(format!("needs the environment variable {name}, which is not set")),
            names => return fail(format!("needs the environment variables {}, which are not set", names.join(", "))),
        }
        match call {
            Call::Request(request) => {
                let wire = Wire { secrets: &self.secrets, until, is_cancelled };
                self.client.as_ref().map_err(Failure::clone)?.send(request, &wire)
            }
            Call::Run(argv) => {
                let run = ProgramRun {
                    argv,
                    folder: &self.folder,
                    environment: &self.environment,
                    timeout: self.timeout,
                    secrets: &self.secrets,
                    is_cancelled,
                };
                Ok(CallReply { body: run.output()?, ..CallReply::default() })
            }
            Call::Read(file) => {
                let body = read_file(&self.folder, file, &self.secrets)?;
                Ok(CallReply { body, ..CallReply::default() })
            }
        }
    }
}

/// The address of a source's server; none if it has none.
pub(super) fn server_of(feed: &Feed) -> Option<String> {
    match &feed.kind {
        FeedKind::Prometheus { url } | FeedKind::Http { url } | FeedKind::Jira { url } => Some(url.clone()),
        FeedKind::Github { url, .. } => Some(url.clone().unwrap_or_else(|| github::SERVER.to_owned())),
        FeedKind::Gitlab { url, .. } => Some(url.clone().unwrap_or_else(|| gitlab::SERVER.to_owned())),
        FeedKind::Csv { place, .. } if crate::model::is_address(place) => Some(place.clone()),
        FeedKind::Csv { .. } | FeedKind::Command { .. } | FeedKind::Git { .. } => None,
    }
}

/// The value of the `Authorization` header (RFC 6750, RFC 7617).
fn authorization(feed: &Feed, secrets: &Secrets) -> Option<Secret> {
    let token = secrets.named(feed.token.as_deref()?)?;
    let header = if is_basic(feed, Some(token)) {
        format!("Basic {}", base64(token.expose().as_bytes()))
    } else {
        format!("Bearer {}", token.expose())
    };
    Some(Secret::new(&header))
}

/// Whether a token is sent as user and password. Jira's cloud takes its tokens only together with the address of their owner,
/// which its users write as one text, `ana@shop.example:TOKEN`; elsewhere a token may have a colon.
pub(super) fn is_basic(feed: &Feed, token: Option<&Secret>) -> bool {
    matches!(feed.kind, FeedKind::Jira { .. }) && token.is_some_and(|token| token.expose().contains(':'))
}

/// The certificates that are trusted: the source's own, else those of `SSL_CERT_FILE`, else the platform's.
fn certificates(feed: &Feed, given: &FetchContext<'_>, secrets: &Secrets) -> Result<Option<Certificates>, Failure> {
    let (name, path) = match (&feed.ca, given.environment.get("SSL_CERT_FILE").filter(|file| !file.is_empty())) {
        (Some(file), _) => (file.clone(), given.folder.join(file)),
        (None, Some(file)) => ("SSL_CERT_FILE".to_owned(), PathBuf::from(file)),
        (None, None) => return Ok(None),
    };
    match std::fs::read(&path) {
        Ok(bytes) => Ok(Some(Certificates { name, bytes })),
        Err(error) => fail(format!("has certificates that cannot be read, {}: {error}", excerpt(&name, secrets))),
    }
}

/// The environment of a program: the basic variables and those that its source names.
fn environment(feed: &Feed, given: &FetchContext<'_>) -> BTreeMap<String, String> {
    let basic = BASIC.into_iter().chain(OF_SYSTEM);
    let basic = basic.filter_map(|name| Some((name.to_owned(), given.environment.get(name)?.clone())));
    let named = feed.env.iter().filter_map(|name| Some((name.clone(), given.secrets.get(name)?.clone())));
    basic.chain(named).collect()
}

/// Reads a file below the folder.
fn read_file(folder: &Path, file: &str, secrets: &Secrets) -> Result<Vec<u8>, Failure> {
    let shown = || excerpt(file, secrets);
    if !is_below(file) {
        return fail(format!("is the file {}, which is outside of the goals' repository", shown()));
    }
    let path = folder.join(file);
    let unread = |error: std::io::Error| Failure::new(format!("cannot be read at {}: {error}", shown()));
    if path.metadata().map_err(unread)?.len() > MOST_FILE {
        return fail(format!("is larger than {} MiB", MOST_FILE >> 20));
    }
    std::fs::read(&path).map_err(unread)
}
