//! Planned values and done marks in one list of milestones.

use super::faults;
use crate::lint::{Group, Level, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "mixed-milestones",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("mixed_milestones.md"),
    options: &[],
    check: |snapshot, sink| faults::report(snapshot, sink, FaultKind::MixedMilestones),
};
