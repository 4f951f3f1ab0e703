//! What git history holds of goals: their revisions, and who took part in a commit.

mod by_id;
pub(super) mod changed_ids;
mod commit_changes;
pub(super) mod contributors;
mod exclusion;
mod file_contents;
mod fiscal_years;
mod former_ids;
pub(super) mod goal_history;
pub(super) mod goal_revision;
mod history_reader;
mod joined;
mod known_goals;
mod known_since;
pub(super) mod landings;
mod once_read;
mod out_of_sight;
mod root_fault;
mod settings_history;
mod trunk;

pub use contributors::Contributors;
pub use goal_history::GoalHistory;
pub use goal_revision::GoalRevision;
pub use landings::{Landed, LandedChange};
pub use root_fault::RootFault;
pub use settings_history::{LeftFolder, SettingsChange};
