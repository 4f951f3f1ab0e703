//! What is asked of a source, what is needed for it, and what comes back.

use std::collections::BTreeMap;
use std::path::Path;

use crate::model::{Day, Feed, Origin};

/// A question to a source.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The name of the source.
    pub name: &'a str,
    /// The source.
    pub feed: &'a Feed,
    /// What it is asked.
    pub origin: &'a Origin,
    /// The id of the goal: the row of a table, where the origin names none.
    pub goal: &'a str,
    /// Whether a number is wanted, or whether something is done.
    pub wanted: Wanted,
}

/// What is wanted of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// A number.
    Number,
    /// Whether something is done: 1 or 0, with the day on which it was done as `as_of` where the source knows it.
    Done,
}

/// Everything that a fetch needs from outside. Nothing else is read: no clock, environment or current folder.
#[derive(Clone, Copy)]
pub struct FetchContext<'a> {
    /// The folder in which programs run, and in which tables and certificates are.
    pub folder: &'a Path,
    /// The values of the environment variables that sources name. One that is not set is absent.
    pub secrets: &'a BTreeMap<String, String>,
    /// `PATH`, `HOME`, `LANG`, `SSL_CERT_FILE`, `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY` where they are set,
    /// those of proxies in lower case too.
    pub environment: &'a BTreeMap<String, String>,
    /// Today.
    pub today: Day,
    /// Whether the user has given up waiting.
    pub is_cancelled: &'a (dyn Fn() -> bool + Sync),
}

/// A value that came from a source: finite, as it came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fetched {
    /// The number; 1 or 0 for whether something is done.
    pub value: f64,
    /// The day for which the value is true, where the source says so; never after today.
    pub as_of: Option<Day>,
    /// The other number that the same digits may mean, such as 1300 for the `1,300` that a table with decimal commas has.
    pub second: Option<f64>,
}
