//! A file that is too large, is nested too deeply, or would expand while it is read.

use super::faults;
use crate::lint::{Group, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule::error("too-large", Group::Document, |snapshot, sink| {
    faults::report(snapshot, sink, FaultKind::TooLarge);
});
