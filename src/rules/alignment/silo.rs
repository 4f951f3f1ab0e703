//! Departments whose goals have no connection to another department.

use crate::analysis::facts::Facts;
use crate::analysis::people::{Silo, silos};
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::rules::names::list;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "silo",
    group: Group::Alignment,
    level: Some(Level::Warning),
    page: include_str!("silo.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let silos = silos(snapshot);
    let id = |silo: &Silo<'_>| &snapshot.goal(silo.goals[0]).id;
    let Some(first) = silos.iter().min_by_key(|silo| id(silo)) else { return };
    let message = if let [one] = silos.as_slice() {
        format!("no goal of `{}` is connected to another department", one.team)
    } else {
        let teams = list(silos.iter().map(|silo| silo.team), 5);
        format!("{} departments have no connection to another one: {teams}", silos.len())
    };
    let label = |silo: &Silo<'_>| match silos.len() {
        1 => format!("the first of {} goals without such contributors, needs or links", silo.goals.len()),
        _ => format!(
            "the first of {} goals of `{}` without such contributors, needs or links",
            silo.goals.len(),
            silo.team
        ),
    };
    let help = "ask for each goal who else it depends on, and add `contributors` or `needs`";
    let report = Report::at(first.goals[0], "", message).label(label(first)).help(help);
    let others = silos.iter().filter(|silo| silo.team != first.team);
    sink.report(others.fold(report, |report, silo| report.related(silo.goals[0], "", label(silo))));
}
