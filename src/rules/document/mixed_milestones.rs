//! Planned values and done marks in one list of milestones.

use super::faults;
use crate::lint::{Group, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule::error("mixed-milestones", Group::Document, |snapshot, sink| {
    faults::report(snapshot, sink, FaultKind::MixedMilestones);
});
