//! Goal files written and changed. Only this part writes files of the user's.
//!
//! Every command that writes does it in one way: it takes the [`Lock`], reads, puts its edits into a [`Change`], and
//! writes that whole.

pub mod demo;

mod change;
mod diff;
mod lock;
mod replace;

pub use change::{Change, Draft, RefusedEdit};
pub use diff::unified;
pub use lock::Lock;
pub use replace::{WriteError, replace};
