//! A file that is too large, is nested too deeply, or would expand while it is read.

use super::faults;
use crate::lint::{Group, Level, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "too-large",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("too_large.md"),
    options: &[],
    check: |snapshot, sink| faults::report(snapshot, sink, FaultKind::TooLarge),
};
