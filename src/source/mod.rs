//! Source files: discovery, texts with positions, and the set of files of a goals repository. Their content has no meaning
//! in this layer.
//!
//! A [`SourceSet`] is plain data. Discovery fills it from a folder; other layers fill it from revisions or editors.

mod discovery;
mod file;
mod git_folder;
mod hidden;
mod ignored;
mod left_out;
mod path;
mod reserved;
mod root;
mod same_file;
mod set;
mod span;

pub use discovery::{Discovery, DiscoveryError, find_root};
pub use file::{
    MAX_BYTES, MAX_ORG_BYTES, ReadFault, SourceFile, most_bytes, open_regular, read_regular, read_regular_text,
};
pub use git_folder::{GitFolder, common_dir, is_git_dir, nested_repositories};
pub use hidden::{characters, is_hidden, without_hidden};
pub use ignored::{IgnoreRules, is_ignore_file};
pub use left_out::{SkipReason, TrackedFiles};
pub use path::{is_below, path_from_top};
pub use reserved::{
    ORG_FILE, SETTINGS_FILE, is_garbled, is_hidden_path, is_in_sight, is_reserved, is_yaml, shown_name,
};
pub use root::{FurtherRoot, Neighbourhood, Refusal, RefusedRoot, Root};
pub use same_file::is_linked_from;
pub use set::{FileIx, SourceSet};
pub use span::Span;
