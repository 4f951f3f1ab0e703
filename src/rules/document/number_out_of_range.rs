//! A number outside the range of its field.

use super::faults;
use crate::lint::{Group, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule::error("number-out-of-range", Group::Document, |snapshot, sink| {
    faults::report(snapshot, sink, FaultKind::NumberOutOfRange);
});
