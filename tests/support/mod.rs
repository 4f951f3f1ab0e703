//! What tests share: the standing world of goals, and the blocks of rule pages.

pub(crate) mod console;
pub(crate) mod page;
pub(crate) mod program;
pub(crate) mod repository;
pub(crate) mod schema;
pub(crate) mod story;
pub(crate) mod terminal;
pub(crate) mod world;
