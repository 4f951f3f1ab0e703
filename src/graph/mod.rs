//! The graph of goals and their links. Only this folder uses petgraph.

mod build;
mod line_of_sight;
mod lines;

pub use build::{Edge, Graph, Parent};
pub use line_of_sight::UpwardStep;
pub use lines::{Line, LineEnd, Lines};

#[cfg(test)]
mod linked;
