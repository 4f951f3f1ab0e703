//! What tests share: the standing world of goals, and the blocks of rule pages.

pub mod page;
pub mod program;
pub mod schema;
pub mod world;
