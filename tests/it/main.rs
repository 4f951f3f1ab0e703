//! All tests from outside, in one binary.

#[allow(unreachable_pub, reason = "support is written as if for anyone")]
#[path = "../support/mod.rs"]
mod support;

mod advice;
mod architecture;
mod blame;
mod dependencies;
mod explain;
mod demo;
mod graph;
mod history;
mod pages;
mod readme;
mod revisions;
mod rollup;
mod rules;
mod schema;
mod scorecard;
mod show;
mod trend;
mod why;
