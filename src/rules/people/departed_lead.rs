//! A team whose lead has left, or a person whose manager or deputy has.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink, Subject};
use crate::model::{Day, Org};

pub(in crate::rules) static RULE: Rule = Rule::warning("departed-lead", Group::People, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let (Some(org), today) = (snapshot.org(), snapshot.today) else { return };
    let teams = org.teams.iter().filter(|team| team.stands(today));
    for team in teams {
        if let Some((lead, left)) = team.lead.as_deref().and_then(|id| Some((id, describe_departure(org, id, today)?)))
        {
            let message = format!("`{lead}`, the lead of `{}`, {left}", team.id);
            let report = Report::on(Subject::Org, format!("teams[{}].lead", team.index), message);
            sink.report(report.label(left).help("write the new lead, or end the team with `until` and `successor`"));
        }
    }
    for person in org.people.iter().filter(|person| person.is_here(today)) {
        let others = [
            ("manager", &person.manager, "write the new manager, or remove `manager` if it is the team's lead"),
            ("deputy", &person.deputy, "write the new deputy, or remove `deputy`"),
        ];
        for (field, id, help) in others {
            if let Some((id, left)) = id.as_deref().and_then(|id| Some((id, describe_departure(org, id, today)?))) {
                let message = format!("`{id}`, the {field} of `{}`, {left}", person.id);
                let report = Report::on(Subject::Org, format!("people[{}].{field}", person.index), message);
                sink.report(report.label(left).help(help));
            }
        }
    }
}

/// Describes that a person has left: by `until`, or because they are no longer in `org.yaml`; none if they are here.
fn describe_departure(org: &Org, id: &str, today: Day) -> Option<String> {
    match org.person(id) {
        Some(person) => person.left_before(today).map(|until| format!("left on {until}")),
        None => org.knows_person(id).then(|| "is no longer in org.yaml".to_owned()),
    }
}
