//! A period that cannot be read.

use super::faults;
use crate::lint::{Group, Level, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "invalid-period",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("invalid_period.md"),
    options: &[],
    check: |snapshot, sink| faults::report(snapshot, sink, FaultKind::InvalidPeriod),
};
