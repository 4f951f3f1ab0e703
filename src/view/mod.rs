//! What each command says, as plain structs: the JSON contract. Internals may change their names; these may not.

pub mod agenda;
pub mod align;
pub mod blame;
pub mod brief;
pub mod chart;
pub mod check;
pub mod codeowners;
pub mod demo;
pub mod diff;
pub mod digest;
pub mod explain;
pub mod explanation;
pub mod export;
pub mod graph;
pub mod history;
pub mod history_summary;
pub mod impact;
pub mod late_value;
pub mod moved;
pub mod overview;
pub mod pace;
pub mod plan;
pub mod progress_now;
pub mod removed;
pub mod report;
pub mod review;
pub mod rollup;
pub mod rules;
pub mod schema;
pub mod scorecard;
pub mod seals;
pub mod selection;
pub mod show;
pub mod standing;
pub mod suggest;
pub mod suspect;
pub mod tally;
pub mod unreadable;
pub mod why;
pub mod withdrawn;
pub mod withheld;
pub mod work;
pub mod written;

mod envelope;

pub use envelope::{Context, Envelope};
