//! What the goals amount to: pure functions over workspace, graph and timeline. No findings, no output.

mod dangling;
mod expected;
mod health;
mod links;
mod measure;
mod pace;
mod rollup;
mod roster;
mod snapshot;
mod timeline;

pub use dangling::{Dangling, DanglingLink};
pub use expected::expected_share;
pub use health::{Health, ambition, kpi_health};
pub use links::{LinkRole, WrittenLink, links_of};
pub use measure::{Measure, measure_of, raw_progress, unit_of};
pub use pace::{Pace, pace_of};
pub use rollup::{Contribution, Numbers, Rollups};
pub use roster::{Roster, names_several, people_named, teams_named};
pub use snapshot::Snapshot;
pub use timeline::{Observation, Timeline};
