//! An id with characters or a length that are not allowed.

use super::faults;
use crate::lint::{Group, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule::error("invalid-id", Group::Document, |snapshot, sink| {
    faults::report(snapshot, sink, FaultKind::InvalidId);
});
