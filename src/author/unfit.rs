//! The error of a value that cannot be written: the one that tables have too.

pub use crate::syntax::Unfit;
pub(super) use crate::syntax::unfit;
