//! A required field that is missing or empty.

use super::{faults, misfits};
use crate::lint::{Group, Level, Rule};
use crate::model::MisfitKind;
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "missing-field",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("missing_field.md"),
    options: &[],
    check: |snapshot, sink| {
        faults::report(snapshot, sink, FaultKind::MissingField);
        misfits::report(snapshot, sink, MisfitKind::Missing);
    },
};
