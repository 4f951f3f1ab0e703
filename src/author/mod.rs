//! Goal files written and changed. Only this part writes files of the user's.

pub mod demo;
pub mod merge;

mod diff;
mod replace;

pub use diff::unified;
pub use replace::{WriteError, replace, replace_bytes};
