//! An id that two goals have, now or in `formerly`.

use std::collections::HashMap;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink, Subject};
use crate::model::{DocIx, Org, TakenId, Workspace};

pub(in crate::rules) static RULE: Rule = Rule::error("duplicate-id", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let mut former = FormerIdRoutes::default();
    for taken in &snapshot.workspace.taken {
        sink.report(report_goals(snapshot.workspace, taken, &mut former));
    }
    if let Some(org) = snapshot.org() {
        check_org(org, sink);
    }
}

fn report_goals<'w>(workspace: &'w Workspace, taken: &TakenId, entries: &mut FormerIdRoutes<'w>) -> Report {
    let TakenId { id, document, former, first } = taken;
    let first_former = workspace.document(*first).id.as_ref() != Some(id);
    let here = if *former { entries.route(workspace, *document, id) } else { "id".to_owned() };
    let there = if first_former { entries.route(workspace, *first, id) } else { "id".to_owned() };
    let message = match (former, first_former) {
        (true, true) => format!("two goals list the id `{id}` in `formerly`"),
        (true, false) => format!("`formerly` lists `{id}`, which is the id of another goal"),
        _ => format!("two goals have the id `{id}`"),
    };
    let help = if *former {
        "remove it: links to this id resolve to the other goal"
    } else {
        "give one of them another id: until then only the first is read, and links resolve to it"
    };
    Report::on(Subject::Document(*document), here, message).label("already in use").help(help).related_on(
        Subject::Document(*first),
        there,
        "first used here",
    )
}

/// The routes of former ids, for the files that have been looked up.
#[derive(Default)]
struct FormerIdRoutes<'w>(HashMap<DocIx, HashMap<&'w str, String>>);

impl<'w> FormerIdRoutes<'w> {
    fn route(&mut self, workspace: &'w Workspace, document: DocIx, id: &str) -> String {
        let read = || workspace.document(document).texts("formerly[]").into_iter().map(|(route, id)| (id, route));
        let routes = self.0.entry(document).or_insert_with(|| read().collect());
        routes.get(id).cloned().unwrap_or_default()
    }
}

/// Checks the ids of teams and of people, each by themselves: a team of one may have the id of its person.
fn check_org(org: &Org, sink: &mut Sink<'_, '_>) {
    let teams = org.teams.iter().map(|team| (team.id.as_str(), format!("teams[{}].id", team.index)));
    let people = org.people.iter().map(|person| (person.id.as_str(), format!("people[{}].id", person.index)));
    report_duplicates(teams, "two teams have", sink);
    report_duplicates(people, "two people have", sink);
}

fn report_duplicates<'o>(ids: impl Iterator<Item = (&'o str, String)>, who: &str, sink: &mut Sink<'_, '_>) {
    let mut seen = HashMap::new();
    for (id, route) in ids {
        let Some(first) = seen.get(id) else {
            seen.insert(id, route);
            continue;
        };
        let report = Report::on(Subject::Org, route, format!("{who} the id `{id}`"))
            .label("already in use")
            .help("give one of them another id: until then only the first is used")
            .related_on(Subject::Org, first.clone(), "first used here");
        sink.report(report);
    }
}
