//! The language server: the same findings, fixes and answers as on the command line, in an editor while it types.
//!
//! It speaks the Language Server Protocol 3.18 on standard input and output. One thread reads messages and keeps the
//! texts that the editor has open; each goals root has a thread with its goals, which answers requests in the order in
//! which they came, and checks when nothing else is to be done. This is the only layer that uses the protocol's crates.
//! It contains no rules and computes no numbers.

mod answers;
mod buffers;
mod capabilities;
mod client;
mod completion;
mod diagnostics;
mod edits;
mod fixes;
mod frames;
#[cfg(any(test, feature = "fuzz"))]
pub mod fuzzed;
mod goals;
mod hierarchy;
mod hints;
mod hover;
mod lenses;
mod line_index;
mod navigation;
mod outbox;
mod pages;
mod past;
mod places;
mod renaming;
mod root;
mod schema_walk;
mod server;
mod spot;
mod symbols;
mod typing;
mod uri;

pub use root::Today;
pub use server::{ServerOptions, serve};
