//! A kind of goal that does not exist.

use super::faults;
use crate::lint::{Group, Level, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unknown-kind",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("unknown_kind.md"),
    options: &[],
    check: |snapshot, sink| faults::report(snapshot, sink, FaultKind::UnknownKind),
};
