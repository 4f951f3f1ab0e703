//! A team that was never in `org.yaml`.

use super::spelling::Spelling;
use crate::analysis::facts::Facts;
use crate::analysis::people::Roster;
use crate::lint::{Group, Level, Report, Rule, Sink, Subject};
use crate::model::Role;

pub(in crate::rules) static RULE: Rule = Rule::error("unknown-team", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(roster) = Roster::of(snapshot) else { return };
    let spelling = Spelling::new(|| roster.org.teams.iter().map(|team| team.id.as_str()));
    for (ix, goal) in snapshot.live_goals() {
        let roster = roster.with(snapshot.workspace.private_org(goal.document));
        if !goal.teams_named().any(|id| roster.lacks_team(id)) {
            continue;
        }
        for pattern in ["team", "contributors[]", "needs[].from"] {
            for (route, id) in snapshot.workspace.document_of(goal).texts(pattern) {
                if roster.lacks_team(id) {
                    sink.report(unknown(Subject::Goal(ix), route, id, &spelling, roster.may_have_known()));
                }
            }
        }
    }
    let Some(org) = snapshot.workspace.by_role(Role::Org).map(|ix| snapshot.workspace.document(ix)) else { return };
    for pattern in ["teams[].parent", "teams[].successor", "people[].team", "people[].teams[].id"] {
        for (route, id) in org.texts(pattern).into_iter().filter(|(_, id)| !id.is_empty() && roster.lacks_team(id)) {
            sink.report(unknown(Subject::Org, route, id, &spelling, roster.may_have_known()));
        }
    }
}

fn unknown(subject: Subject, route: String, id: &str, spelling: &Spelling<'_>, hidden: bool) -> Report {
    let help = match spelling.closest(id) {
        Some(near) => format!("did you mean `{near}`?"),
        None if hidden => {
            "its entry may have been deleted before this shallow clone begins: run git fetch --unshallow, or restore \
             the entry with `until`"
                .to_owned()
        }
        None => "write a team's id, or add the team to `teams` in org.yaml".to_owned(),
    };
    let report = Report::on(subject, route, format!("no team in org.yaml has the id `{id}`"));
    let report = report.label("not in org.yaml").help(help);
    // A shallow clone may hide the commit that had the team, so this is a warning, not an error.
    if hidden { report.at_most(Level::Warning) } else { report }
}
