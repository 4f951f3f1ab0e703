//! A field that does not exist in its mapping.

use super::{faults, misfits};
use crate::lint::{Group, Rule};
use crate::model::MisfitKind;
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule::error("unknown-field", Group::Document, |snapshot, sink| {
    faults::report(snapshot, sink, FaultKind::UnknownField);
    misfits::report(snapshot, sink, MisfitKind::Unused);
});
