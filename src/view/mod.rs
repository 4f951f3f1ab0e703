//! What each command says, as plain structs: the JSON contract. Internals may change their names; these may not.

pub mod check;
pub mod history;
pub mod rollup;
pub mod selection;

mod envelope;

pub use envelope::{Context, Envelope};
