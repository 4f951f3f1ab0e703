//! What the goals amount to: pure functions over workspace, graph and timeline. No findings, no output.

mod busiest;
mod checkin;
mod chronicle;
mod shift;
mod expected;
mod goalpost;
mod grading;
mod health;
mod measure;
mod pace;
mod recording;
mod removal;
mod rescoping;
mod rollup;
mod signature;
mod slip;
mod snapshot;
mod timeline;
mod wording;

pub use busiest::busiest_day;
pub use checkin::{CheckIns, check_ins_of, is_never_checked_in, value_keeper};
pub use chronicle::{Chronicle, Moment};
pub use shift::{Shift, Yardstick, is_comparable, say_goalpost, short, yardstick};
pub use expected::expected_share;
pub use goalpost::{
    DECIDED_WITHIN, Goalposts, Move, Price, as_written, goalposts_of, is_explained, moved_between, price_of,
};
pub use grading::{Final, FinalProgress, Reading, owes_retrospective, reading};
pub use health::{Health, ambition, kpi_health};
pub use measure::{Measure, measure_of, raw_progress, say_value, unit_of};
pub use pace::{BestPaces, Pace, pace_expected, pace_of};
pub use recording::{Foretold, Recording, foretold, last_day_told, recordings_of};
pub use removal::{QuietRemoval, Removal, quiet_removals};
pub use rescoping::{EarlierRollup, Rescoping, Rescopings, ScopeChange};
pub use rollup::{Contribution, Numbers, Rollups, parts_of};
pub use signature::{people_of, setters_of};
pub use slip::{Slip, slips_of};
pub use snapshot::Snapshot;
pub use timeline::{Observation, Timeline};
pub use wording::{Wording, count_of, first_of_several, quoted_title, wording_of};
