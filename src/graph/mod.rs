//! The graph of goals and their links. Only this folder uses petgraph.

mod build;
mod line_of_sight;
mod lines;

pub use build::{Edge, Graph, Parent};
pub use lines::{Line, LineEnd};

#[cfg(test)]
mod linked;
