//! Drawings as SVG 1.1: a goal's values against its plan, a trend, the graph. Text from goal files is escaped.

mod calibration;
mod course;
mod escape;
mod graph;
mod layered;
mod scale;
mod trend;

pub(super) use calibration::calibration;
pub(super) use course::course;
pub use escape::escape;
pub use graph::graph;
pub(super) use trend::trend;
