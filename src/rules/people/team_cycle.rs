//! Teams that are above themselves through `parent`, or succeed themselves through `successor`.

use std::collections::HashMap;

use super::cycles::{CycleWords, report_cycles};
use crate::analysis::facts::Facts;
use crate::lint::{Group, Rule, Sink};
use crate::model::Team;

pub(in crate::rules) static RULE: Rule = Rule::error("team-cycle", Group::People, check);

const PARENTS: CycleWords = CycleWords {
    message: "the parents of these teams form a cycle",
    label: "leads back to this team",
    help: "remove the `parent` of the highest of them, or name a team outside the cycle",
};

const SUCCESSORS: CycleWords = CycleWords {
    message: "the successors of these teams form a cycle",
    label: "leads back to this team",
    help: "name a team outside the cycle as the `successor` of one of them, or remove it",
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(org) = snapshot.org() else { return };
    let places: HashMap<&str, usize> = org.teams.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
    let place = |id: &str| places.get(org.team(id)?.id.as_str()).copied();
    let mut report = |field: &str, next: &dyn Fn(&Team) -> Option<usize>, words: &CycleWords| {
        let next: Vec<Option<usize>> = org.teams.iter().map(next).collect();
        let member = |at: usize| (format!("teams[{}].{field}", org.teams[at].index), org.teams[at].id.as_str());
        report_cycles(&next, member, words, sink);
    };
    report("parent", &|team| place(team.parent.as_deref()?), &PARENTS);
    report("successor", &|team| place(team.successor.as_deref()?), &SUCCESSORS);
}
