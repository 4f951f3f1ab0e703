//! A day that does not exist or is not written as `YYYY-MM-DD`.

use super::faults;
use crate::lint::{Group, Level, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "invalid-date",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("invalid_date.md"),
    options: &[],
    check: |snapshot, sink| faults::report(snapshot, sink, FaultKind::InvalidDate),
};
