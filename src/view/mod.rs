//! What each command says, as plain structs: the JSON contract. Internals may change their names; these may not.

pub mod brief;
pub mod check;
pub mod diff;
pub mod graph;
pub mod history;
pub mod rollup;
pub mod schema;
pub mod selection;
pub mod show;
pub mod why;

mod envelope;

pub use envelope::{Context, Envelope};
