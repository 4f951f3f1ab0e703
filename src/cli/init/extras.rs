//! The optional parts of a goals repository.

use crate::author::Pipeline;

/// The optional parts of a goals repository.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extras {
    pub(super) hook: bool,
    pub(super) pipeline: Option<Pipeline>,
    pub(super) pull: Option<Pipeline>,
    pub(super) check_ins: bool,
    pub(super) agents: bool,
    pub(super) merge_driver: bool,
    pub(super) editor: bool,
}
