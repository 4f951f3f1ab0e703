//! Owners, teams, and what they ask of each other.

pub(super) mod lapsed_agreement;
