//! A required field that is missing or empty.

use super::{faults, misfits};
use crate::lint::{Group, Rule};
use crate::model::MisfitKind;
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule::error("missing-field", Group::Document, |snapshot, sink| {
    faults::report(snapshot, sink, FaultKind::MissingField);
    misfits::report(snapshot, sink, MisfitKind::Missing);
});
