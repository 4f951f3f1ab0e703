//! A person who owns no goal with a path to the mission.

use std::collections::HashSet;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink, Subject};
use crate::model::{Statistics, plus_days};

pub(in crate::rules) static RULE: Rule = Rule::off("unlinked-person", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(org) = snapshot.org().filter(|_| snapshot.settings().statistics == Statistics::Person) else { return };
    let linked: HashSet<&str> = snapshot
        .live_goals()
        .filter(|(ix, goal)| goal.is_work() && snapshot.graph.is_reached(*ix))
        .filter_map(|(_, goal)| Some(org.person(goal.owner.as_deref()?)?.id.as_str()))
        .collect();
    for person in &org.people {
        // A new person is given the same time to set goals as goals have to settle.
        let is_new = person.from.is_some_and(|from| plus_days(from, snapshot.settings().settle) >= snapshot.today);
        if linked.contains(person.id.as_str()) || !person.is_here(snapshot.today) || is_new {
            continue;
        }
        let to = if snapshot.graph.has_mission() { "the mission" } else { "a goal of the highest level" };
        let message = format!("`{}` owns no open goal with a path to {to}", person.id);
        let report = Report::on(Subject::Org, format!("people[{}]", person.index), message).label("no linked goal");
        sink.report(report.help("set them as `owner` of the goal that they work on, or add `supports` to their goals"));
    }
}
