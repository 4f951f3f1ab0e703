//! A root that is locked and read for writing.

use crate::author::Lock;
use crate::project::Project;
use crate::view::Context;

/// A root that is locked and read for writing. No other goalpost writes there as long as this is held.
#[derive(Debug)]
pub(in crate::cli) struct Opened {
    pub(in crate::cli) project: Project,
    pub(in crate::cli) context: Context,
    pub(super) lock: Lock,
}
