//! Teams that are above themselves through `parent`.

use std::collections::HashMap;

use super::cycles::find_cycles;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink, Subject};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "team-cycle",
    group: Group::People,
    level: Some(Level::Error),
    page: include_str!("team_cycle.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(org) = snapshot.org() else { return };
    let places: HashMap<&str, usize> = org.teams.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
    let place = |id: &str| places.get(org.team(id)?.id.as_str()).copied();
    let above: Vec<Option<usize>> = org.teams.iter().map(|team| place(team.parent.as_deref()?)).collect();
    for cycle in find_cycles(&above) {
        let route = |at: usize| format!("teams[{}].parent", org.teams[at].index);
        let ids: Vec<String> = cycle.iter().map(|at| format!("`{}`", org.teams[*at].id)).collect();
        let message = format!("the parents of these teams form a cycle: {} → {}", ids.join(" → "), ids[0]);
        let report = Report::on(Subject::Org, route(cycle[0]), message)
            .label("leads back to this team")
            .help("remove the `parent` of the highest of them, or name a team outside the cycle");
        let others = cycle[1..].iter();
        sink.report(others.fold(report, |report, at| report.related_on(Subject::Org, route(*at), "part of the cycle")));
    }
}
