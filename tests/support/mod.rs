//! What tests share: the standing world of goals, the blocks of rule pages, and small git repositories.

pub(crate) mod brief;
pub(crate) mod browser;
pub(crate) mod canary;
pub(crate) mod chance;
pub(crate) mod clients;
pub(crate) mod console;
pub(crate) mod files;
pub(crate) mod history;
pub(crate) mod language_client;
pub(crate) mod moved;
pub(crate) mod page;
pub(crate) mod program;
pub(crate) mod queue;
pub(crate) mod report;
pub(crate) mod repository;
pub(crate) mod schema;
#[cfg(feature = "pull")]
pub(crate) mod server;
pub(crate) mod shapes;
pub(crate) mod story;
pub(crate) mod terminal;
pub(crate) mod triple;
pub(crate) mod twin;
pub(crate) mod world;
