//! The only part that knows git: any past state as a set of sources, and the history of the goals' folder.
//!
//! Objects are read raw; the walk follows the one parent that is the same below the goals' folder, as `git log -- ROOT`
//! does, and asks the commit-graph and its changed-path filters first where there are some. Ownership checks stay on.

mod commit;
mod commit_graph;
mod compose;
mod filter;
mod hands;
mod messages;
mod oids;
mod repository;
mod revision;
mod snapshot;
mod tree;
mod walk;

pub use commit::{Signature, Trailer, trailers};
pub use compose::{Composer, Composition};
pub use hands::{Hand, values_of};
pub use messages::Message;
pub use oids::OidMap;
pub use repository::{GitError, Limit, Repository};
pub use revision::Revision;
pub use walk::{Change, Commit, History};

/// The name of an object: 20 bytes, written as 40 hexadecimal digits.
pub use git2::Oid;
