//! The only part that knows git: any past state as a set of sources, and the history of the goals' folder.
//!
//! Objects are read raw; the walk follows the one parent that is the same below the goals' folder, as `git log -- ROOT`
//! does, and asks the commit-graph and its changed-path filters first where there are some. Ownership checks stay on.
//!
//! There are two doors: libgit2, and the `git` program for what libgit2 refuses. Which is open shows nowhere else.

mod backend;
mod cat_file;
mod checksum;
mod command;
mod commit;
mod commit_graph;
mod compose;
mod contributors;
mod earlier_texts;
mod error;
mod fetching;
mod file_change;
mod filter;
mod history;
mod landing;
mod location;
mod mailmap;
mod messages;
mod objects;
mod oids;
mod program;
mod pull_request;
mod record;
mod repository;
mod revision;
mod snapshot;
mod story;
mod text;
mod tree;
mod unsupported;
mod walk;
mod watched;

pub use commit::{Signature, Trailer, trailers};
pub use compose::{Composer, Composition};
pub use contributors::{Contributor, values_of};
pub use earlier_texts::EarlierTexts;
pub use error::{FetchRefusal, GitError};
pub use fetching::allow_fetching;
pub use file_change::{Action, FileChange, StoryError};
pub use history::{Commit, Earlier, FileDifference, History};
pub use landing::{Landing, LineChanges};
pub use messages::{Message, Searching};
pub use oids::{Oid, OidMap, OidSet, short_id};
pub use pull_request::{is_from_a_pull_request, is_of_a_service};
pub use repository::{Limit, Repository};
pub use revision::Revision;
pub use snapshot::ReadScope;
pub use story::{HEADS, Story, StoryCommit, StoryTime};
pub use text::{ConflictStyle, Favor, MergedText, TextMerge};
