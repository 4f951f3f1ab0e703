//! A kind of goal that does not exist.

use super::faults;
use crate::lint::{Group, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule::error("unknown-kind", Group::Document, |snapshot, sink| {
    faults::report(snapshot, sink, FaultKind::UnknownKind);
});
