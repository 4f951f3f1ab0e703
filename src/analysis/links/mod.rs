//! Links between goals as written, and dangling ones.

pub(super) mod dangling;
pub(super) mod written_link;

pub use dangling::DanglingLink;
pub use written_link::{LinkRole, WrittenLink, links_of};
