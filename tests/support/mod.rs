//! What tests share: the standing world of goals, the blocks of rule pages, and small git repositories.

pub(crate) mod page;
pub(crate) mod repository;
pub(crate) mod world;
