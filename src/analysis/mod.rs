//! What the goals amount to: pure functions over workspace, graph and timeline. No findings, no output.

mod busiest;
mod capacity;
mod checkin;
mod chronicle;
mod claims;
mod conflict;
mod dangling;
mod departments;
mod derivation;
mod duplicates;
mod expected;
mod goalpost;
mod grading;
mod guardrail;
mod handover;
mod health;
mod hindsight;
mod links;
mod measure;
mod needs;
mod origin;
mod pace;
mod partial_sums;
mod pull;
mod rollup;
mod roster;
mod similarity;
mod snapshot;
mod terms;
mod timeline;
mod wording;

pub use busiest::busiest_day;
pub use capacity::{person_weeks, team_weeks, working_weeks};
pub use checkin::{CheckIns, check_ins_of, is_never_checked_in, value_keeper};
pub use chronicle::{Chronicle, Moment};
pub use claims::{Claim, Claims, Load, Overload, overloads};
pub use conflict::{Conflict, Opposition, are_opposed, conflicts};
pub use dangling::{Dangling, DanglingLink};
pub use departments::{Departments, Silo, silos};
pub use derivation::{Derivation, MadeOf};
pub use duplicates::{Cluster, duplicates};
pub use expected::{Asked, Corner, Expectation, Point, expectation, expected_share, plan};
pub use goalpost::{Goalposts, Move, Price, Removal, goalposts_of, price_of, removals};
pub use grading::{Final, FinalProgress, Reading, owes_retrospective, reading};
pub use guardrail::{Abandoned, Bound, Breach, abandoned, breaches};
pub use handover::{lead_above, next_owner, next_team};
pub use health::{Because, Comparison, Health, Judgement, ambition, judge, kpi_health};
pub use hindsight::{Hindsight, Trends};
pub use links::{LinkRole, WrittenLink, links_of};
pub use measure::{
    Measure, Stretch, Unmeasured, Working, measure_of, raw_progress, say_value, share_of_way, source_of, unit_of,
    why_unmeasured, working,
};
pub use needs::{NeedTrouble, need_trouble, troubled_needs};
pub use origin::{Holder, Origin, Origins};
pub use pace::{BestPaces, Pace, pace_expected, pace_of};
pub use rollup::{Contribution, LeftOut, Mean, Numbers, Omission, Parts, Rollups, parts_of};
pub use roster::{Roster, names_several, people_named, teams_named};
pub use similarity::{ALIKE, Alike, COMMON_TERMS, Texts};
pub use snapshot::Snapshot;
pub use terms::{GENERIC_VERBS, Terms};
pub use timeline::{Observation, Timeline};
pub use wording::{Wording, count_of, first_of_several, quoted_title, wording_of};
