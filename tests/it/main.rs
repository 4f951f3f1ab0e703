//! All tests from outside, in one binary.

#[allow(unreachable_pub, reason = "support is written as if for anyone")]
#[path = "../support/mod.rs"]
mod support;

mod advice;
mod agenda;
mod agreement;
mod align;
mod architecture;
mod blame;
mod broken_objects;
mod browser;
mod check_revisions;
mod checkin;
mod circles;
mod close;
mod commit;
mod demo;
mod dependencies;
mod diff;
mod digest;
mod doors;
mod earlier_states;
mod explain;
mod grades;
mod graph;
mod history;
mod init;
mod known_since;
mod links;
mod merge;
mod moved_goalposts;
mod nothing_runs;
mod numbers;
mod output;
mod pages;
mod plan;
mod readme;
mod refused;
mod report;
mod review;
mod revisions;
mod rollup;
mod roots;
mod rules;
mod schema;
mod scorecard;
mod setting_goals;
mod show;
mod standing;
mod transfer;
mod trend;
mod why;
mod work;
mod writing;
