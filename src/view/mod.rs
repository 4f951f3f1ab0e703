//! What each command says, as plain structs: the JSON contract. Internals may change their names; these may not.

pub mod align;
pub mod blame;
pub mod brief;
pub mod chart;
pub mod check;
pub mod demo;
pub mod diff;
pub mod explain;
pub mod explanation;
pub mod graph;
pub mod history;
pub mod moved;
pub mod plan;
pub mod portrait;
pub mod report;
pub mod rollup;
pub mod rules;
pub mod schema;
pub mod scorecard;
pub mod selection;
pub mod show;
pub mod why;
pub mod work;

mod envelope;

pub use envelope::{Context, Envelope};
