//! A field that appears twice in one mapping.

use super::faults;
use crate::lint::{Group, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule::error("duplicate-field", Group::Document, |snapshot, sink| {
    faults::report(snapshot, sink, FaultKind::DuplicateField);
});
