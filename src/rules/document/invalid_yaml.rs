//! A file that is not plain YAML text.

use super::faults;
use crate::lint::{Group, Level, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "invalid-yaml",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("invalid_yaml.md"),
    options: &[],
    check: |snapshot, sink| faults::report(snapshot, sink, FaultKind::InvalidYaml),
};
