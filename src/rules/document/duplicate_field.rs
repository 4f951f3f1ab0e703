//! A field that appears twice in one mapping.

use super::faults;
use crate::lint::{Group, Level, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "duplicate-field",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("duplicate_field.md"),
    options: &[],
    check: |snapshot, sink| faults::report(snapshot, sink, FaultKind::DuplicateField),
};
