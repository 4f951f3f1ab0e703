//! Text in, no meaning: files with their bytes located, and the set of them that makes a goals repository.
//!
//! A [`SourceSet`] is plain data. Discovery fills it from a folder; other layers may fill it from elsewhere.

mod discovery;
mod file;
mod ignored;
mod set;
mod span;

pub use discovery::{Discovery, DiscoveryError, find_root};
pub use file::{MAX_BYTES, Position, ReadFault, SourceFile};
pub use ignored::IgnoreRules;
pub use set::{FileIx, SourceSet};
pub use span::Span;

/// The file at a goals repository's root that makes it one.
pub const SETTINGS_FILE: &str = "goalpost.yaml";
/// The file beside it that names teams and people.
pub const ORG_FILE: &str = "org.yaml";
