//! What the goals amount to: pure functions over workspace, graph and timeline. No findings, no output.

mod expected;
mod health;
mod measure;
mod pace;
mod rollup;
mod snapshot;
mod timeline;

pub use expected::expected_share;
pub use health::{Health, ambition, kpi_health};
pub use measure::{Measure, measure_of, raw_progress, unit_of};
pub use pace::{Pace, pace_of};
pub use rollup::{Contribution, Numbers, Rollups};
pub use snapshot::Snapshot;
pub use timeline::{Observation, Timeline};
