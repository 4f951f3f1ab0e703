//! Tensions between goals: conflicts, broken guardrails and duplicates.

pub(super) mod aim;
pub(super) mod conflict;
pub(super) mod demand;
pub(super) mod duplicates;
pub(super) mod guardrail;

pub use aim::{aim, number_name};
pub use conflict::{Conflict, Opposition, conflicts};
pub use duplicates::{Cluster, common_work, duplicates};
pub use guardrail::{Bound, abandoned, breaches};
