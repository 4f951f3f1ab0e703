//! A period that cannot be read.

use super::faults;
use crate::lint::{Group, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule::error("invalid-period", Group::Document, |snapshot, sink| {
    faults::report(snapshot, sink, FaultKind::InvalidPeriod);
});
