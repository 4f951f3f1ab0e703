//! Decodes typed values from a tree. Decoding continues after a fault, so that all faults of a file are found.

mod decoder;
mod fields;
mod list;
mod scalar;

pub use decoder::Decoder;
pub use fields::Fields;
