//! An id with characters or a length that are not allowed.

use super::faults;
use crate::lint::{Group, Level, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "invalid-id",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("invalid_id.md"),
    options: &[],
    check: |snapshot, sink| faults::report(snapshot, sink, FaultKind::InvalidId),
};
