//! Seals: tags on the commits that close goals, and whether closed goals are still as they were sealed.

pub(super) mod naming;
pub(super) mod seal;
pub(super) mod verification;

pub use naming::seals_of_close;
pub use seal::{SEAL_TRAILER, Seal, SealState, find_seals, seal_message};
pub use verification::{ChangedField, SealedGoal, SealedState, Sealing, verify_seals};
