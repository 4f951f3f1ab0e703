//! A team whose lead has left, or a person whose manager has.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink, Subject};
use crate::model::{Day, Org};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "departed-lead",
    group: Group::People,
    level: Some(Level::Warning),
    page: include_str!("departed_lead.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let (Some(org), today) = (snapshot.org(), snapshot.today) else { return };
    let teams = org.teams.iter().filter(|team| team.stands(today));
    for team in teams {
        if let Some((lead, left)) = team.lead.as_deref().and_then(|id| Some((id, left(org, id, today)?))) {
            let message = format!("`{lead}`, who leads `{}`, {left}", team.id);
            let report = Report::on(Subject::Org, format!("teams[{}].lead", team.index), message);
            sink.report(
                report.label(left).help("write who leads it now, or end the team with `until` and `successor`"),
            );
        }
    }
    for person in org.people.iter().filter(|person| person.is_here(today)) {
        if let Some((manager, left)) = person.manager.as_deref().and_then(|id| Some((id, left(org, id, today)?))) {
            let message = format!("`{manager}`, the manager of `{}`, {left}", person.id);
            let report = Report::on(Subject::Org, format!("people[{}].manager", person.index), message);
            sink.report(report.label(left).help("write who it is now; without `manager` it is the team's lead"));
        }
    }
}

/// That somebody has left: by `until`, or because they stand in `org.yaml` no more.
fn left(org: &Org, id: &str, today: Day) -> Option<String> {
    match org.person(id) {
        Some(person) => person.until.filter(|until| *until < today).map(|until| format!("left on {until}")),
        None => org.knows_person(id).then(|| "stands in org.yaml no more".to_owned()),
    }
}
