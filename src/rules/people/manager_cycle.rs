//! People who are, by `manager`, their own managers.

use std::collections::HashMap;

use super::circles::circles;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink, Subject};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "manager-cycle",
    group: Group::People,
    level: Some(Level::Error),
    page: include_str!("manager_cycle.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(org) = snapshot.org() else { return };
    let places: HashMap<&str, usize> = org.people.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
    let place = |id: &str| places.get(org.person(id)?.id.as_str()).copied();
    let above: Vec<Option<usize>> = org.people.iter().map(|person| place(person.manager.as_deref()?)).collect();
    for circle in circles(&above) {
        let route = |at: usize| format!("people[{}].manager", org.people[at].index);
        let ids: Vec<String> = circle.iter().map(|at| format!("`{}`", org.people[*at].id)).collect();
        let message = format!("these people manage each other: {} → {}", ids.join(" → "), ids[0]);
        let report = Report::on(Subject::Org, route(circle[0]), message)
            .label("leads back to this person")
            .help("leave `manager` out where it is the team's lead anyway, or name somebody above");
        let others = circle[1..].iter();
        sink.report(others.fold(report, |report, at| report.related_on(Subject::Org, route(*at), "part of it")));
    }
}
