//! A field that does not exist in its mapping.

use super::{faults, misfits};
use crate::lint::{Group, Level, Rule};
use crate::model::MisfitKind;
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unknown-field",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("unknown_field.md"),
    options: &[],
    check: |snapshot, sink| {
        faults::report(snapshot, sink, FaultKind::UnknownField);
        misfits::report(snapshot, sink, MisfitKind::Unused);
    },
};
