//! From views to bytes: one file a format. Text from goal files is hostile in each of them, and inert when it leaves.

pub mod index;
pub mod json;
pub mod markdown;
pub mod pretty;
pub mod tree;

mod clean;
mod layout;
mod style;

pub use clean::{clean, clean_block, same_length};
pub use style::Style;
