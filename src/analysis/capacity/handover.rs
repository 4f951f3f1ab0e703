//! Handover: the person or team that takes over from one that has left.

use std::collections::HashSet;

use crate::model::{Day, Org, Person, Team};

/// The proposed new owner of a person's goals: the nearest manager above who has not left; none on a cycle of managers.
pub fn next_owner<'o>(org: &'o Org, person: &'o Person, today: Day) -> Option<&'o Person> {
    let mut visited = HashSet::from([person.id.as_str()]);
    let mut at = person;
    loop {
        at = org.manager(at)?;
        if at.is_here(today) {
            return Some(at);
        }
        if !visited.insert(&at.id) {
            return None;
        }
    }
}

/// The team that continues a closed one: the first of its successors that exists today; none on a cycle.
pub fn next_team<'o>(org: &'o Org, team: &'o Team, today: Day) -> Option<&'o Team> {
    let mut visited = HashSet::from([team.id.as_str()]);
    let mut at = team;
    loop {
        at = org.team(at.successor.as_deref()?)?;
        if at.stands(today) {
            return Some(at);
        }
        if !visited.insert(&at.id) {
            return None;
        }
    }
}

/// The lead of the nearest existing team above a team whose lead has not left.
pub fn lead_above<'o>(org: &'o Org, team: &'o Team, today: Day) -> Option<&'o Person> {
    let mut visited = HashSet::from([team.id.as_str()]);
    let mut at = team;
    loop {
        at = org.team(at.parent.as_deref()?)?;
        let lead = at.lead.as_deref().and_then(|lead| org.person(lead));
        if let Some(lead) = lead.filter(|lead| at.stands(today) && lead.is_here(today)) {
            return Some(lead);
        }
        if !visited.insert(&at.id) {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Workspace, parse_day};
    use crate::source::SourceSet;

    #[test]
    fn the_search_goes_on_past_those_who_left_and_ends_in_a_ring() {
        let org = "teams:\n- {id: top, lead: boss}\n- {id: mid, parent: top, lead: gone}\n\
                   - {id: low, parent: mid, lead: also}\n\
                   - {id: a, until: 2026-01-01, successor: b}\n- {id: b, until: 2026-02-01, successor: low}\n\
                   - {id: r, until: 2026-01-01, successor: s}\n- {id: s, until: 2026-01-01, successor: r}\n\
                   people:\n- {id: boss, team: top}\n- {id: gone, team: mid, until: 2026-01-01}\n\
                   - {id: also, team: low, until: 2026-01-01}\n\
                   - {id: ben, team: low, until: 2026-01-01}\n- {id: p, until: 2026-01-01, manager: q}\n\
                   - {id: q, until: 2026-01-01, manager: p}\n";
        let workspace = Workspace::read(SourceSet::from_texts([("org.yaml", org)]));
        let org = workspace.org.as_ref().expect("an organisation");
        let today = parse_day("2026-11-21").expect("a day");
        let owner = |id| next_owner(org, org.person(id).expect(id), today).map(|it| it.id.as_str());
        let team = |id| next_team(org, org.team(id).expect(id), today).map(|it| it.id.as_str());
        assert_eq!((owner("ben"), owner("also"), owner("p")), (Some("boss"), Some("boss"), None));
        assert_eq!((team("a"), team("r"), team("low")), (Some("low"), None, None));
        assert_eq!(lead_above(org, org.team("low").expect("low"), today).map(|it| it.id.as_str()), Some("boss"));
    }
}
