//! Text in, no meaning: files with their bytes located, and the set of them that makes a goals repository.
//!
//! A [`SourceSet`] is plain data. Discovery fills it from a folder; other layers may fill it from elsewhere.

mod discovery;
mod file;
mod git_folder;
mod ignored;
mod root;
mod set;
mod span;

pub use discovery::{Discovery, DiscoveryError, LeftOut, find_root};
pub use file::{MAX_BYTES, Position, ReadFault, SourceFile};
pub use git_folder::{GitFolder, common_dir, is_git_dir};
pub use ignored::IgnoreRules;
pub use root::{FurtherRoot, Neighbourhood, Refusal, RefusedRoot, Root};
pub use set::{FileIx, SourceSet};
pub use span::Span;

/// The file at a goals repository's root that makes it one.
pub const SETTINGS_FILE: &str = "goalpost.yaml";
/// The file beside it that names teams and people.
pub const ORG_FILE: &str = "org.yaml";

/// Whether a path names a file as these two are named, in any folder and in any case: in another folder settings make a
/// root of their own, and some file systems know no case.
#[must_use]
pub fn is_reserved(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    [SETTINGS_FILE, ORG_FILE].iter().any(|reserved| name.eq_ignore_ascii_case(reserved))
}
