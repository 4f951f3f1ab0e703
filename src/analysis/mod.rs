//! What the goals amount to: pure functions over workspace, graph and timeline. No findings, no output.

mod capacity;
mod claims;
mod conflict;
mod departments;
mod duplicates;
mod expected;
mod guardrail;
mod handover;
mod health;
mod measure;
mod needs;
mod pace;
mod partial_sums;
mod pull;
mod rollup;
mod similarity;
mod snapshot;
mod terms;
mod timeline;

pub use capacity::{person_weeks, team_weeks, working_weeks};
pub use claims::{Claim, Claims, Load, Overload, overloads};
pub use conflict::{Conflict, Opposition, are_opposed, conflicts};
pub use departments::{Departments, Silo, silos};
pub use duplicates::{Cluster, duplicates};
pub use expected::expected_share;
pub use guardrail::{Abandoned, Bound, Breach, abandoned, breaches};
pub use handover::{lead_above, next_owner, next_team};
pub use health::{Health, ambition, kpi_health};
pub use measure::{Measure, measure_of, raw_progress, source_of, unit_of};
pub use needs::{NeedTrouble, need_trouble, troubled_needs};
pub use pace::{Pace, pace_of};
pub use rollup::{Contribution, Numbers, Rollups};
pub use similarity::{ALIKE, Alike, COMMON_TERMS, Texts};
pub use snapshot::Snapshot;
pub use terms::{GENERIC_VERBS, Terms};
pub use timeline::{Observation, Timeline};
