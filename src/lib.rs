//! OKRs in git, with goalposts that cannot move unseen.
pub mod model;
pub mod source;
pub mod syntax;
