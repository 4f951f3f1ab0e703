//! A value of another form than its field takes.

use super::configured::configured;
use super::faults;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Rule, Sink};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "wrong-type",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("wrong_type.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    faults::report(snapshot, sink, FaultKind::WrongType);
    // Which values an option has is known here, where the rules are, and not where the settings are read.
    for report in configured(snapshot, sink.known_rules()).unreadable {
        sink.report(report);
    }
}
