//! Teams that are above themselves through `parent`.

use std::collections::HashMap;

use super::cycles::{CycleWords, report_cycles};
use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Rule, Sink};

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
    let member = |at: usize| (format!("teams[{}].parent", org.teams[at].index), org.teams[at].id.as_str());
    let words = CycleWords {
        message: "the parents of these teams form a cycle",
        label: "leads back to this team",
        help: "remove the `parent` of the highest of them, or name a team outside the cycle",
    };
    report_cycles(&above, member, &words, sink);
}
