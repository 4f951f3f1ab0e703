//! Numbers from where they live: asks sources, and reads what they answer.
//!
//! The only place that knows HTTP and that starts a source's program. Sources, questions and secrets come in as values, numbers
//! go out: nothing here reads the environment, the clock or the terminal, knows git, or writes a file. What a source answers
//! is hostile: it is read strictly, and what is shown of it is short, on one line, without secrets and control characters.

#![cfg_attr(not(feature = "pull"), allow(dead_code, reason = "without a client, nothing needs what a connection has"))]

mod ask;
mod base64;
mod call;
#[cfg(feature = "pull")]
mod client;
mod command;
mod connection;
mod dispatch;
mod excerpt;
mod explain;
mod failure;
#[cfg(any(test, feature = "fuzz"))]
pub mod fuzzed;
mod github;
mod gitlab;
mod guarded;
mod jira;
mod json_answer;
#[cfg(not(feature = "pull"))]
mod no_client;
mod orphans;
mod program;
mod prometheus;
#[cfg(feature = "pull")]
mod refused;
#[cfg(feature = "pull")]
mod retry;
mod row;
mod run;
mod secret;
mod source;
mod task;
mod url;
mod value;

pub use ask::{Ask, FetchContext, Fetched, Wanted};
pub use explain::explain;
pub use orphans::Orphans;
pub use run::fetch;
pub use source::MOST_FILE;
