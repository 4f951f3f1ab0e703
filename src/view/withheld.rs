//! Statistics that are withheld because they would be about one person.

use std::collections::BTreeSet;

use crate::analysis::facts::Facts;
use crate::model::{GoalIx, Statistics};

/// Whether a statistic of some goals is withheld because it would be about one person: they have one owner, whatever
/// they were chosen by, and the settings want no statistics of people.
pub fn is_withheld(snapshot: &Facts<'_>, goals: impl IntoIterator<Item = GoalIx>) -> bool {
    let owner = |ix| snapshot.workspace.owner_of(snapshot.goal(ix));
    let owners: BTreeSet<&str> = goals.into_iter().filter_map(owner).collect();
    // Goals without an owner are about no person: only exactly one owner identifies one.
    snapshot.settings().statistics != Statistics::Person && owners.len() == 1
}

/// Whether a statistic of a team is withheld because it would be about one person: it has one member today, and the
/// settings want no statistics of people.
pub fn is_one_person(snapshot: &Facts<'_>, team: &str) -> bool {
    let people = snapshot.org().into_iter().flat_map(|org| &org.people);
    let members =
        people.filter(|person| person.is_here(snapshot.today) && person.team_on(snapshot.today) == Some(team)).take(2);
    snapshot.settings().statistics != Statistics::Person && members.count() == 1
}
