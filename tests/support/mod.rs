//! What tests share: the standing world of goals, and the blocks of rule pages.

pub(crate) mod page;
pub(crate) mod program;
pub(crate) mod repository;
pub(crate) mod schema;
pub(crate) mod world;
