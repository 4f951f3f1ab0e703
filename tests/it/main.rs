//! All tests from outside, in one binary.

#[allow(unreachable_pub, reason = "support is written as if for anyone")]
#[path = "../support/mod.rs"]
mod support;

mod advice;
mod architecture;
mod blame;
mod check_revisions;
mod checkin;
mod demo;
mod dependencies;
mod diff;
mod explain;
mod graph;
mod history;
mod pages;
mod readme;
mod revisions;
mod rollup;
mod rules;
mod schema;
mod scorecard;
mod setting_goals;
mod show;
mod trend;
mod why;
mod writing;
