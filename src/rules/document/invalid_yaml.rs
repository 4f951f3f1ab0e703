//! A file that is not plain YAML text.

use super::faults;
use crate::lint::{Group, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule::error("invalid-yaml", Group::Document, |snapshot, sink| {
    faults::report(snapshot, sink, FaultKind::InvalidYaml);
});
