//! A number outside the range of its field.

use super::faults;
use crate::lint::{Group, Level, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "number-out-of-range",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("number_out_of_range.md"),
    options: &[],
    check: |snapshot, sink| faults::report(snapshot, sink, FaultKind::NumberOutOfRange),
};
