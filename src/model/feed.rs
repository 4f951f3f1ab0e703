//! Sources of values: the `sources` of goalpost.yaml, by name.

use std::path::Path;

/// What stands for the query in an address or in an argument of a source.
pub const QUERY: &str = "{query}";

/// A place that numbers come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// What it is, and where.
    pub kind: FeedKind,
    /// The name of the environment variable that holds its token, without `$`.
    pub token: Option<String>,
    /// The most seconds that an answer may take.
    pub timeout: u32,
    /// The most questions at once.
    pub limit: usize,
    /// The file with the certificate authority of its server.
    pub ca: Option<String>,
    /// The environment variables that a command gets, by name.
    pub env: Vec<String>,
    /// Further files of the repository that a command needs.
    pub files: Vec<String>,
}

/// What a source is, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedKind {
    /// A server of Prometheus.
    Prometheus {
        /// Its address.
        url: String,
    },
    /// JSON from a server.
    Http {
        /// Its address.
        url: String,
    },
    /// A program.
    Command {
        /// The program and its arguments; `{query}` in one stands for what is asked.
        program: Vec<String>,
    },
    /// A table, in a file of the repository or on a server.
    Csv {
        /// The file, relative to goalpost.yaml, or its address.
        place: String,
        /// The column that names the row.
        key: String,
        /// The column of the values.
        value: String,
        /// The column of the days.
        date: Option<String>,
    },
    /// A repository on GitHub.
    Github {
        /// Its owner and name.
        repo: String,
        /// The address of another server.
        url: Option<String>,
    },
    /// A project on GitLab.
    Gitlab {
        /// Its path.
        project: String,
        /// The address of another server.
        url: Option<String>,
    },
    /// A server of Jira.
    Jira {
        /// Its address.
        url: String,
    },
    /// A git repository.
    Git {
        /// Its folder, relative to goalpost.yaml.
        path: String,
    },
}

impl Feed {
    /// The most seconds that an answer may take, by default.
    pub const TIMEOUT: u32 = 30;

    /// The most questions at once, by default.
    pub const LIMIT: usize = 8;

    /// The fields that say what a source is.
    pub const KINDS: [&'static str; 8] = ["prometheus", "http", "command", "csv", "github", "gitlab", "jira", "git"];

    /// The fields that each kind of source has, beside the one that says what it is.
    pub fn fields_of(kind: &str) -> &'static [&'static str] {
        match kind {
            "prometheus" | "http" | "jira" => &["token", "timeout", "limit", "ca"],
            "command" => &["timeout", "limit", "env", "files"],
            "csv" => &["key", "value", "date", "token", "timeout", "ca"],
            "github" | "gitlab" => &["url", "token", "timeout", "limit", "ca"],
            _ => &[],
        }
    }

    /// The word for what it is, which is its field in goalpost.yaml.
    pub fn word(&self) -> &'static str {
        match self.kind {
            FeedKind::Prometheus { .. } => "prometheus",
            FeedKind::Http { .. } => "http",
            FeedKind::Command { .. } => "command",
            FeedKind::Csv { .. } => "csv",
            FeedKind::Github { .. } => "github",
            FeedKind::Gitlab { .. } => "gitlab",
            FeedKind::Jira { .. } => "jira",
            FeedKind::Git { .. } => "git",
        }
    }

    /// Where it is, in one line. Addresses hold no secrets: those that do are refused when they are read.
    pub fn place(&self) -> String {
        match &self.kind {
            FeedKind::Prometheus { url } | FeedKind::Http { url } | FeedKind::Jira { url } => url.clone(),
            FeedKind::Command { program } => program.join(" "),
            FeedKind::Csv { place, .. } => place.clone(),
            FeedKind::Github { repo: place, url } | FeedKind::Gitlab { project: place, url } => match url {
                Some(url) => format!("{place} on {url}"),
                None => place.clone(),
            },
            FeedKind::Git { path } => path.clone(),
        }
    }

    /// The names of the environment variables that it reads.
    pub fn secrets(&self) -> Vec<&str> {
        self.token.as_deref().into_iter().chain(self.env.iter().map(String::as_str)).collect()
    }

    /// The places that may be files of the repository, relative to goalpost.yaml: its program, the arguments of it, its
    /// table, its certificates. Which of the arguments are files is known where the files are.
    pub fn possible_files(&self) -> Vec<&str> {
        let arguments = match &self.kind {
            FeedKind::Command { program } => program.get(1..).unwrap_or_default(),
            _ => &[],
        };
        self.files_for_sure().chain(arguments.iter().map(String::as_str)).collect()
    }

    /// The places that it cannot be asked without: its program, unless that is looked for in `PATH`, its table, its
    /// certificates, and its further files.
    pub fn files_for_sure(&self) -> impl Iterator<Item = &str> {
        let own = match &self.kind {
            FeedKind::Command { program } => program.first().filter(|program| is_path(program)),
            FeedKind::Csv { place, .. } => Some(place).filter(|place| !is_address(place)),
            _ => None,
        };
        own.map(String::as_str).into_iter().chain(self.ca.as_deref()).chain(self.files.iter().map(String::as_str))
    }
}

/// Whether a program is named by its path, and not looked for in `PATH`.
pub fn is_path(program: &str) -> bool {
    Path::new(program).components().count() > 1
}

/// Whether an address has the place of a query in its host: a goal must not choose which server gets the token.
pub fn has_query_in_host(url: &str) -> bool {
    let head = url.find(QUERY).map(|at| &url[..at]);
    head.is_some_and(|head| head.split_once("://").is_none_or(|(_, behind)| !behind.contains(['/', '?'])))
}

/// Whether a place is an address on the web and no file.
pub fn is_address(place: &str) -> bool {
    place.starts_with("https://") || place.starts_with("http://")
}
