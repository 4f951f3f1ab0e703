//! An allow comment that silences nothing. The engine creates these reports, because it is known only after all rules
//! have run which comments silenced something.

use crate::lint::{Group, Level, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unused-allow",
    group: Group::Document,
    level: Some(Level::Warning),
    page: include_str!("unused_allow.md"),
    options: &[],
    check: |_, _| {},
};
