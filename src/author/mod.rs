//! Goal files written and changed. Only this part writes files of the user's.
//!
//! Every command that writes does it in one way: it takes the [`Lock`], reads, puts its edits into a [`Change`], and
//! writes that whole.

pub mod demo;

mod change;
mod checkin;
mod diff;
mod link;
mod lock;
mod log;
mod replace;
mod rows;

pub use change::{Change, Draft, RefusedEdit};
pub use checkin::{CheckIn, Given, Unfit, check_in, confidence};
pub use diff::{counts, unified};
pub use link::{LinkWords, agree, link};
pub use lock::Lock;
pub use log::{Entry, direction};
pub use replace::{WriteError, replace};
pub use rows::{Row, Rows, read_rows};
