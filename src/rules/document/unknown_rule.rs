//! A rule, a rule's option or a level in `goalpost.yaml` that does not exist.

use super::configuration::check_configuration;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::warning("unknown-rule", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for report in check_configuration(snapshot, sink.known_rules()).unknown {
        sink.report(report);
    }
}
