//! Access to git: the state of the goals at any revision as a set of sources, and the history of the goals' folder.
//!
//! Objects are parsed from their raw bytes. The history walk simplifies history as `git log -- ROOT` does: it follows a
//! parent that is identical below the goals' folder. It uses the commit-graph and its changed-path filters if they exist.
//! Libgit2's check of who owns a repository stays enabled.
//!
//! There are two backends: libgit2, and the `git` program for repositories that libgit2 refuses. Callers outside this
//! folder do not see which one is used.

mod backend;
mod broken_index;
mod cat_file;
mod checksum;
mod clock;
mod command;
mod commit;
mod commit_graph;
mod commit_table;
mod compose;
mod contributors;
mod create;
mod earlier_texts;
mod encoding;
mod entry_budget;
mod error;
mod fates;
mod fetching;
mod file_change;
mod filter;
#[cfg(any(test, feature = "fuzz"))]
pub mod fuzzed;
mod history;
mod identity;
mod index;
mod index_entries;
mod landing;
mod likely_trunk;
mod listing;
mod location;
mod made_commit;
mod mailmap;
mod main_line;
mod measure;
mod messages;
mod moved_root;
mod objects;
mod oids;
mod pack_offsets;
mod prepared_message;
mod program;
mod published;
mod pull_request;
mod pushed;
mod reached;
mod record;
mod repository;
mod revision;
mod snapshot;
mod story;
mod tag;
mod text;
mod trailer;
mod tree;
mod trunk_history;
mod trunk_line;
mod trunk_merge;
mod unsupported;
mod user_setting;
mod verified;
mod walk;
mod walked;
mod watched;

pub use commit::Signature;
pub use compose::{Composer, Composition};
pub use contributors::Contributor;
pub use create::{create_repository, ensure_no_git};
pub use earlier_texts::EarlierTexts;
pub use error::{FetchRefusal, GitError};
pub use fetching::allow_fetching;
pub use file_change::{Action, FileChange, StoryError};
pub use history::{Commit, Detours, Earlier, FileDifference, History, HistoryRange, ReplacedRoot};
pub use identity::{author_email, author_name};
pub use made_commit::MadeCommit;
pub use measure::{MeasureError, measure};
pub use messages::{Message, Searching};
pub use objects::FileContent;
pub use oids::{Oid, OidMap, OidSet, short_id};
pub use prepared_message::message_lines;
pub use pull_request::{is_from_a_pull_request, is_of_a_service};
pub use record::WRITING;
pub use repository::{Limit, Repository};
pub use revision::Revision;
pub use snapshot::ReadScope;
pub use story::{HEADS, Story, StoryCommit, StoryTime};
pub use tag::Tag;
pub use text::{ConflictStyle, Favor, MergedText, TextMerge};
pub use trailer::{Trailer, trailers_with, values_of};
pub use trunk_history::{Landing, LineChanges, TrunkHistory};
pub use walked::Walked;
