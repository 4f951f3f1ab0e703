//! A person who was never in `org.yaml`.

use std::collections::HashSet;

use super::spelling::Spelling;
use crate::analysis::facts::Facts;
use crate::analysis::people::Roster;
use crate::analysis::text::first_of_several;
use crate::lint::{Group, Level, Report, Rule, Sink, Subject};
use crate::model::{DocIx, Document, GoalIx, Role};
use crate::source::Root;

pub(in crate::rules) static RULE: Rule = Rule::error("unknown-person", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    check_absences(snapshot, sink);
    let Some(roster) = Roster::of(snapshot) else { return };
    let spelling = Spelling::new(|| roster.org.people.iter().map(|person| person.id.as_str()));
    for (ix, goal) in snapshot.live_goals() {
        // People in the org.yaml of a private root are known only to the goals of that root.
        let there = snapshot.workspace.private_org(goal.document);
        let roster = roster.with(there);
        let addressed = || goal.log.iter().flat_map(|entry| &entry.to);
        let is_nobody = |id: &str| roster.lacks_person(id) && roster.lacks_team(id);
        if goal.people_named().any(|id| roster.lacks_person(id)) || addressed().any(|id| is_nobody(id)) {
            check_goal(snapshot, sink, ix, &roster, &spelling);
        }
    }
    let leads = roster.org.teams.iter().map(|team| (format!("teams[{}].lead", team.index), team.lead.as_deref()));
    let others = roster.org.people.iter().flat_map(|it| {
        [("manager", &it.manager), ("deputy", &it.deputy)]
            .map(|(field, id)| (format!("people[{}].{field}", it.index), id.as_deref()))
    });
    for (route, id) in leads.chain(others) {
        if let Some(id) = id.filter(|id| roster.lacks_person(id)) {
            sink.report(unknown(Subject::Org, route, id, &roster, &spelling));
        }
    }
}

/// Finds the people of a private root who are away at times and whom neither the open root nor a goal of their own root
/// knows: their absence would be nobody's.
fn check_absences(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let workspace = snapshot.workspace;
    let open_root = if workspace.settings.within.is_some() { Root::Outer } else { Root::Own };
    let root_of = |ix: DocIx| workspace.file(ix).root;
    let orgs: Vec<(DocIx, &Document)> =
        (0..).map(DocIx).zip(&workspace.documents).filter(|(_, document)| document.role == Role::Org).collect();
    let open = orgs.iter().find(|(ix, document)| root_of(*ix) == open_root && !document.tree.partial);
    let Some((_, open)) = open else { return };
    let known: HashSet<&str> =
        ["people[].id", "people[].formerly[]"].iter().flat_map(|route| open.texts(route)).map(|it| it.1).collect();
    let spelling = Spelling::new(|| known.iter().copied());
    for (ix, private) in orgs.iter().filter(|(ix, _)| root_of(*ix) != open_root) {
        let own_goals = snapshot.goals().filter(|(_, goal)| root_of(goal.document) == root_of(*ix));
        let named: HashSet<&str> = own_goals.flat_map(|(_, goal)| goal.people_named()).collect();
        for (route, id) in private.texts("people[].id") {
            let is_away = private.mentions(&format!("{}away", route.trim_end_matches("id")));
            if is_away && !known.contains(id) && !named.contains(id) {
                let message = format!("nobody in the org.yaml of the open root has the id `{id}`");
                let near = spelling.closest(id).map(|near| format!("did you mean `{near}`?"));
                let help = near.unwrap_or_else(|| "write the id that they have there".to_owned());
                let report = Report::on(Subject::Document(*ix), route, message).label("the absence of nobody known");
                // Someone whose entry was removed may still be away.
                sink.report(report.help(help).at_most(Level::Warning));
            }
        }
    }
}

/// Finds the routes of unknown people in a goal's file; the model does not keep them.
fn check_goal(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>, ix: GoalIx, roster: &Roster<'_>, spelling: &Spelling<'_>) {
    let document = snapshot.workspace.document_of(snapshot.goal(ix));
    for pattern in ["owner", "agreed[].by", "supports[].agreed[].by", "log[].by", "grade.by"] {
        for (route, id) in document.texts(pattern) {
            // An owner with several names is one finding of `several-owners`.
            if roster.lacks_person(id) && !(pattern == "owner" && first_of_several(id).is_some()) {
                sink.report(unknown(Subject::Goal(ix), route, id, roster, spelling));
            }
        }
    }
    for (route, id) in document.texts("log[].to[]") {
        if roster.lacks_person(id) && roster.lacks_team(id) {
            sink.report(unknown(Subject::Goal(ix), route, id, roster, spelling));
        }
    }
}

fn unknown(subject: Subject, route: String, id: &str, roster: &Roster<'_>, spelling: &Spelling<'_>) -> Report {
    let meant = roster.org.person_meant(id).map(|person| person.id.as_str());
    let help = match meant.or_else(|| spelling.closest(id)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if roster.may_have_known() => {
            "their entry may have been deleted before this shallow clone begins: run git fetch --unshallow, or restore \
             the entry with `until`"
                .to_owned()
        }
        None => "write a person's id, or add the person to `people` in org.yaml".to_owned(),
    };
    let report = Report::on(subject, route, format!("nobody in org.yaml has the id `{id}`"));
    let report = report.label("not in org.yaml").help(help);
    // A shallow clone may hide the commit that had the person, so this is a warning, not an error.
    if roster.may_have_known() { report.at_most(Level::Warning) } else { report }
}
