//! The graph of goals: who supports and measures whom. The only part that knows petgraph.

mod build;
mod lines;
mod sight;

pub use build::{Edge, Graph, Parent};
pub use lines::{Line, LineEnd, Lines};
pub use sight::Step;

#[cfg(test)]
mod linked;
