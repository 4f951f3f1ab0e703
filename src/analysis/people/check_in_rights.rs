//! Who checks in on a goal: its owner, and those who do so for the owner.

use crate::analysis::snapshot::Snapshot;
use crate::model::Goal;

/// Whether a person checks in on a goal: as its owner, as the standing deputy of its owner, or as the lead of a team that
/// contributes to it. The contributors of an objective contribute to its key results too, since only these have values.
///
/// A deputy may at any time: when the owner is away stands in a private root alone, which a pipeline does not see.
pub fn may_check_in(snapshot: &Snapshot<'_>, goal: &Goal, person: &str) -> bool {
    let workspace = snapshot.workspace;
    let owner = workspace.owner_of(goal);
    if owner.is_some_and(|owner| snapshot.is_same_person(owner, person)) {
        return true;
    }
    let Some(org) = snapshot.org() else { return false };
    let is_person = |id: &str| org.is_same_person(id, person);
    let deputy = || org.deputy_on(org.person(owner?)?, snapshot.today);
    if deputy().is_some_and(|deputy| is_person(&deputy.id)) {
        return true;
    }
    let objective = snapshot.objective_of(goal).map(|ix| snapshot.goal(ix));
    let teams = std::iter::once(goal).chain(objective).flat_map(|goal| &goal.contributors);
    let mut leads = teams.filter_map(|team| org.team(team).filter(|team| team.stands(snapshot.today))?.lead.as_deref());
    org.person(person).is_some_and(|it| it.is_here(snapshot.today)) && leads.any(is_person)
}
