//! An allow comment that silences nothing. What silenced something is known once all rules have run, so the engine
//! makes these reports.

use crate::lint::{Group, Level, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unused-allow",
    group: Group::Document,
    level: Some(Level::Warning),
    page: include_str!("unused_allow.md"),
    options: &[],
    check: |_, _| {},
};
