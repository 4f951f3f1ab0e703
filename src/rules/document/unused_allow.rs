//! An allow comment that silences nothing. The engine creates these reports, because it is known only after all rules
//! have run which comments silenced something.

use crate::lint::{Group, Rule};

pub(in crate::rules) static RULE: Rule = Rule::warning("unused-allow", Group::Document, |_, _| {});
