//! People who are their own managers through `manager`.

use std::collections::HashMap;

use super::cycles::{CycleWords, report_cycles};
use crate::analysis::facts::Facts;
use crate::lint::{Group, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::error("manager-cycle", Group::People, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(org) = snapshot.org() else { return };
    let places: HashMap<&str, usize> = org.people.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
    let place = |id: &str| places.get(org.person(id)?.id.as_str()).copied();
    let above: Vec<Option<usize>> = org.people.iter().map(|person| place(person.manager.as_deref()?)).collect();
    let member = |at: usize| (format!("people[{}].manager", org.people[at].index), org.people[at].id.as_str());
    let words = CycleWords {
        message: "these people manage each other in a cycle",
        label: "leads back to this person",
        help: "remove `manager` if it is the team's lead, or name a person outside the cycle",
    };
    report_cycles(&above, member, &words, sink);
}
