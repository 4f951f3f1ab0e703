//! OKRs in git, with goalposts that cannot move unseen.
pub mod analysis;
pub mod graph;
pub mod lint;
pub mod model;
pub mod rules;
pub mod source;
pub mod syntax;
