//! Text in, no meaning: files with their bytes located, and the set of them that makes a goals repository.
//!
//! A [`SourceSet`] is plain data. Discovery fills it from a folder; other layers may fill it from elsewhere.

mod discovery;
mod file;
mod git_folder;
mod hidden;
mod ignored;
mod reserved;
mod root;
mod set;
mod span;

pub use discovery::{Discovery, DiscoveryError, SkipReason, find_root};
pub use file::{MAX_BYTES, Position, ReadFault, SourceFile, open_regular, read_regular, read_regular_text};
pub use git_folder::{GitFolder, common_dir, is_git_dir};
pub use hidden::{characters, is_hidden, without_hidden};
pub use ignored::IgnoreRules;
pub use reserved::{ORG_FILE, SETTINGS_FILE, is_garbled, is_reserved, is_yaml, shown_name};
pub use root::{FurtherRoot, Neighbourhood, Refusal, RefusedRoot, Root};
pub use set::{FileIx, SourceSet};
pub use span::Span;
