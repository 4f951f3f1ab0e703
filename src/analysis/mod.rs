//! What the goals amount to: pure functions over workspace, graph and timeline. No findings, no output.

mod busiest;
mod checkin;
mod chronicle;
mod expected;
mod goalpost;
mod grading;
mod health;
mod measure;
mod pace;
mod rollup;
mod snapshot;
mod timeline;
mod wording;

pub use busiest::busiest_day;
pub use checkin::{CheckIns, check_ins_of, is_never_checked_in, value_keeper};
pub use chronicle::{Chronicle, Moment};
pub use expected::expected_share;
pub use goalpost::{Goalposts, Move, Price, Removal, goalposts_of, price_of, removals};
pub use grading::{Final, FinalProgress, Reading, owes_retrospective, reading};
pub use health::{Health, ambition, kpi_health};
pub use measure::{Measure, measure_of, raw_progress, say_value, unit_of};
pub use pace::{BestPaces, Pace, pace_expected, pace_of};
pub use rollup::{Contribution, Numbers, Rollups, parts_of};
pub use snapshot::Snapshot;
pub use timeline::{Observation, Timeline};
pub use wording::{Wording, count_of, first_of_several, quoted_title, wording_of};
