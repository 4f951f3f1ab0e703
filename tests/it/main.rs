//! All tests from outside, in one binary.

#[allow(unreachable_pub, reason = "support is written as if for anyone")]
#[path = "../support/mod.rs"]
mod support;

mod architecture;
mod check_revisions;
mod diff;
mod graph;
mod pages;
mod schema;
mod show;
mod why;
