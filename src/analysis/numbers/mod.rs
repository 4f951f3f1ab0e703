//! The numbers of goals: observations, measures, plans, health, pace and rollups.

pub(super) mod closing;
pub(super) mod domain;
pub(super) mod expected;
pub mod forecast;
pub(super) mod goal_numbers;
mod goalpost_unit;
pub(super) mod health;
pub(super) mod kpi_course;
pub(super) mod mean;
pub(super) mod measure;
pub(super) mod measure_words;
pub(super) mod observation;
pub(super) mod observed;
mod observed_fields;
pub(super) mod pace;
pub(super) mod parts;
pub(super) mod reach;
pub(super) mod rollup;
mod tenure;
pub(super) mod timeline;
pub(super) mod title;
pub(super) mod title_amount;
pub(super) mod title_metric;
pub(super) mod title_target;
pub(super) mod unread;
mod value_holder;

pub use domain::domain_of;
pub use expected::{Corner, ExpectedReason, Point, expected_share, plan};
pub use goal_numbers::Numbers;
pub use health::{Health, HealthReason, Judgement, Standing, ambition, kpi_health};
pub use mean::Mean;
pub use measure::{
    Measure, Stretch, Unmeasured, Working, done_milestones, has_other_keeper, measure_of, raw_progress, share_of_way,
    source_of, unit_of, why_unmeasured,
};
pub use measure_words::{aim_words, bounds_words, observed_unit, observed_words, other_metric, value_words, way_words};
pub use observation::{Observation, ValueTerms};
pub use pace::pace_expected;
pub use parts::{Contribution, Counted, HALF, LeftOut, Omission, Parts, RollupCandidates};
pub use reach::{concerns_resting, needed_from, suffices};
pub use timeline::{LateValue, Timeline};
pub use title::contradictions;
pub use title_metric::{TitleMetric, in_full, metric_in};
pub use title_target::contradicted_target;
pub use unread::{UnreadFile, UnreadPart, has_unread_measure};
