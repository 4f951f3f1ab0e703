//! From views to bytes: one file a format. Text from goal files is hostile in each of them, and inert when it leaves.

pub mod card;
pub mod diff;
pub mod dot;
pub mod index;
pub mod json;
pub mod markdown;
pub mod mermaid;
pub mod pretty;
pub mod sight;
pub mod tree;

mod bar;
mod clean;
mod layout;
mod node_label;
mod standing;
mod style;

pub use clean::{clean, clean_block, same_length};
pub use style::Style;
