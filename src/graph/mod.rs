//! The graph of goals: who supports and measures whom. The only part that knows petgraph.

mod build;
mod sight;

pub use build::{Edge, Graph, Parent};
pub use sight::Step;
