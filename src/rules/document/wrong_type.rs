//! A value of the wrong type for its field.

use super::configuration::check_configuration;
use super::{faults, misfits};
use crate::analysis::facts::Facts;
use crate::lint::{Group, Rule, Sink};
use crate::model::MisfitKind;
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule::error("wrong-type", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    faults::report(snapshot, sink, FaultKind::WrongType);
    misfits::report(snapshot, sink, MisfitKind::Unusable);
    // The types of rule options are known only here, not where the settings are read.
    for report in check_configuration(snapshot, sink.known_rules()).unreadable {
        sink.report(report);
    }
}
