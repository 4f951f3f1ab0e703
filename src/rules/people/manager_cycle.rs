//! People who are their own managers through `manager`.

use std::collections::HashMap;

use super::cycles::find_cycles;
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
    for cycle in find_cycles(&above) {
        let route = |at: usize| format!("people[{}].manager", org.people[at].index);
        let ids: Vec<String> = cycle.iter().map(|at| format!("`{}`", org.people[*at].id)).collect();
        let message = format!("these people manage each other in a cycle: {} → {}", ids.join(" → "), ids[0]);
        let report = Report::on(Subject::Org, route(cycle[0]), message)
            .label("leads back to this person")
            .help("remove `manager` if it is the team's lead, or name a person outside the cycle");
        let others = cycle[1..].iter();
        sink.report(others.fold(report, |report, at| report.related_on(Subject::Org, route(*at), "part of the cycle")));
    }
}
