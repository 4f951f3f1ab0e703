//! Departments whose goals have no connection to another department.

use crate::analysis::facts::Facts;
use crate::analysis::people::silos;
use crate::lint::{Group, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::warning("silo", Group::Alignment, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for silo in silos(snapshot) {
        let message = format!("no goal of `{}` is connected to another department", silo.team);
        let label = format!("the first of {} goals without such contributors, needs or links", silo.goals.len());
        let help = "ask for each goal who else it depends on, and add `contributors` or `needs`";
        let report = Report::at(silo.goals[0], "", message).label(label).help(help);
        // Several departments without connections are one cause.
        let together = "departments have no goal that is connected to another department";
        sink.report(report.batch(1, "", together).batch_help(help));
    }
}
