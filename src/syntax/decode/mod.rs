//! Typed values from a tree, with every fault on the way and none of them the last.

mod decoder;
mod fields;
mod list;
mod scalar;

pub use decoder::Decoder;
pub use fields::Fields;
