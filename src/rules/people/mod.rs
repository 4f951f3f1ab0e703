//! Owners, teams, and what they ask of each other.

mod asking;

pub(super) mod contended_team;
pub(super) mod declined_need;
pub(super) mod departed_owner;
pub(super) mod dissolved_team;
pub(super) mod lapsed_agreement;
pub(super) mod late_need;
pub(super) mod need_at_risk;
pub(super) mod unanswered_need;
