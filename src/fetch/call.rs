//! What goes out to a source, and what comes back, whatever the kind of the source.

/// What goes out to a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Call {
    /// A request to a server.
    Request(HttpCall),
    /// A run of a program with its arguments.
    Run(Vec<String>),
    /// A file of the folder that is read.
    Read(String),
}

impl Call {
    /// A request for what stands at an address.
    pub(super) fn get(url: String) -> Self {
        Self::Request(HttpCall { url, accept: "application/json", body: None })
    }

    /// A request that sends JSON.
    pub(super) fn post(url: String, body: String) -> Self {
        Self::Request(HttpCall { url, accept: "application/json", body: Some(body) })
    }
}

/// A request over HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct HttpCall {
    /// The whole address.
    pub(super) url: String,
    /// The media type that is wanted.
    pub(super) accept: &'static str,
    /// JSON to send with POST; GET without it.
    pub(super) body: Option<String>,
}

impl HttpCall {
    /// The method.
    pub(super) fn method(&self) -> &'static str {
        if self.body.is_some() { "POST" } else { "GET" }
    }
}

/// What came back, of a call that succeeded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct CallReply {
    /// The body, the output or the contents.
    pub(super) body: Vec<u8>,
    /// How many entries a list has in all, where the server says so (GitLab's `X-Total`).
    pub(super) total: Option<String>,
    /// The address of the next page of a list (RFC 8288).
    pub(super) next: Option<String>,
}
