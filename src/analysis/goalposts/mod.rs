//! Goalposts, which goals are measured against, and their changes in history: moves, slips, removals, rescopings,
//! blame.

mod acquired;
pub(super) mod agents;
pub(super) mod blame;
mod earlier_period;
pub(super) mod ease;
pub(super) mod explanation;
mod given_back;
pub(super) mod goalpost;
mod meant;
pub(super) mod moved_setting;
pub(super) mod ownership;
pub(super) mod recording;
pub(super) mod removal;
pub(super) mod rescoping;
pub(super) mod setting;
mod settling;
pub(super) mod slip;
pub(super) mod source_step;
pub(super) mod suspect_link;
pub(super) mod taken_back;
mod version_at;
pub(super) mod withdrawal;

pub use agents::unsigned_agent;
pub use blame::{Provenance, Set, blame};
pub use ease::Ease;
pub use explanation::{Explanation, Reasons};
pub use goalpost::{Move, ReasonWaiver, moved_between, price_of};
pub use moved_setting::{ExplainedSetting, SettingMove, explained_settings, setting_moves};
pub use ownership::merged_by;
pub use recording::{FutureDated, Recording, future_dated, recordings_of};
pub use removal::{Removal, TakenAway, unlisted_ids};
pub use rescoping::{Rescoping, ScopeChange};
pub use setting::{Setters, setters_of};
pub use slip::Slip;
pub use source_step::source_step;
pub use suspect_link::{ParentChange, ParentChanges, SuspectLink};
pub use taken_back::TakenBack;
pub use version_at::{Moment, version_at};
pub use withdrawal::{Effect, Withdrawal, withdrawals_of};
