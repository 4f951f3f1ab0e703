//! Rules on owners, teams, and needs between teams.

mod contact;
mod cycles;

pub(super) mod contended_team;
pub(super) mod declined_need;
pub(super) mod departed_lead;
pub(super) mod departed_owner;
pub(super) mod dissolved_team;
pub(super) mod lapsed_agreement;
pub(super) mod late_need;
pub(super) mod manager_cycle;
pub(super) mod need_at_risk;
pub(super) mod shared_address;
pub(super) mod team_cycle;
pub(super) mod unanswered_need;
