//! Who is asked in the place of people who are away today: their deputy, else their lead, once; and their lead, once, in
//! the place of people who left or have not come yet.

use std::collections::BTreeMap;

use super::item::AgendaItem;
use crate::analysis::capacity::lead_above;
use crate::analysis::facts::Facts;
use crate::model::{Org, Person, count_of};

/// Who is asked for a person who is away, left or has not come yet.
#[derive(Debug, Clone, PartialEq, Eq)]
enum StandIn {
    /// Their deputy.
    Deputy(String),
    /// Their lead, once for all that is asked of them.
    Lead(String),
}

/// Who is asked for each person who is away today, left or has not come yet.
#[derive(Debug, Default)]
pub(super) struct StandIns {
    by_person: BTreeMap<String, StandIn>,
}

impl StandIns {
    /// Finds those who are asked today.
    pub(super) fn of(snapshot: &Facts<'_>) -> Self {
        let workspace = snapshot.workspace;
        let Some(org) = snapshot.org() else { return Self::default() };
        let is_away = |person: &Person| workspace.presence_of(&person.id).is_away(snapshot.today);
        let is_there = |person: &Person| person.is_here(snapshot.today) && !is_away(person);
        let stand_in = |person: &Person| {
            let deputies = workspace.orgs().filter_map(|org| org.deputy_on(org.person(&person.id)?, snapshot.today));
            let deputy = deputies.into_iter().find(|deputy| is_there(deputy)).map(|it| StandIn::Deputy(it.id.clone()));
            deputy.or_else(|| lead_there(org, person, &is_there).map(|it| StandIn::Lead(it.id.clone())))
        };
        let is_absent = |person: &&Person| !is_there(person);
        let absent = org.people.iter().filter(is_absent);
        let mut by_person: BTreeMap<String, StandIn> =
            absent.filter_map(|person| Some((person.id.clone(), stand_in(person)?))).collect();
        // Of who is no longer in org.yaml the manager is not known: the lead of the goal's team is asked.
        for (_, goal) in snapshot.live_goals() {
            let owner = workspace.owner_of(goal).filter(|id| org.person(id).is_none() && org.knows_person(id));
            let lead = || {
                let team = org.team(workspace.team_of(goal)?)?;
                let own = team.lead.as_deref().and_then(|lead| org.person(lead)).filter(|lead| is_there(lead));
                own.or_else(|| lead_above(org, team, snapshot.today))
            };
            if let Some((owner, lead)) = owner.and_then(|owner| Some((owner, lead()?))) {
                by_person.entry(owner.to_owned()).or_insert_with(|| StandIn::Lead(lead.id.clone()));
            }
        }
        Self { by_person }
    }

    /// Whether a person is away and has a deputy who is asked.
    pub(super) fn has_deputy(&self, snapshot: &Facts<'_>, person: &str) -> bool {
        let stand_in = self.by_person.iter().find(|(id, _)| snapshot.is_same_person(id, person));
        matches!(stand_in, Some((_, StandIn::Deputy(_))))
    }

    /// The people for whom a person is asked.
    pub(super) fn represented_by<'s>(&'s self, person: &'s str) -> impl Iterator<Item = &'s String> + 's {
        let is_asked = move |it: &StandIn| matches!(it, StandIn::Deputy(id) | StandIn::Lead(id) if id == person);
        self.by_person.iter().filter(move |(_, stand_in)| is_asked(stand_in)).map(|(id, _)| id)
    }

    /// Asks others in the place of those who are away, left or have not come yet, but for the person whose items are asked for. The items are in the
    /// order of their urgency.
    pub(super) fn pass_on(
        &self,
        snapshot: &Facts<'_>,
        items: Vec<AgendaItem>,
        asked_for: Option<&str>,
    ) -> Vec<AgendaItem> {
        if self.by_person.is_empty() {
            return items;
        }
        let mut passed: Vec<AgendaItem> = Vec::with_capacity(items.len());
        // The first item that a lead is asked about for a person, and the number of others.
        let mut once: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for mut item in items {
            let had_someone = !item.who.is_empty();
            for id in std::mem::take(&mut item.who) {
                let present = snapshot.org().and_then(|org| org.person(&id)).map_or(id.as_str(), |it| it.id.as_str());
                let stand_in = self.by_person.get_key_value(present).filter(|(person, _)| {
                    asked_for.is_none_or(|asked_for| !snapshot.is_same_person(person, asked_for))
                });
                let asked = match stand_in {
                    None => id,
                    // What is for an owner and their lead alone waits for them.
                    Some(_) if item.is_private => continue,
                    Some((_, StandIn::Deputy(deputy))) => {
                        item.in_place_of = Some(id);
                        deputy.clone()
                    }
                    Some((person, StandIn::Lead(lead))) => {
                        if let Some((_, more)) = once.get_mut(person.as_str()) {
                            *more += 1;
                            continue;
                        }
                        once.insert(person, (passed.len(), 0));
                        item.in_place_of = Some(id);
                        lead.clone()
                    }
                };
                if !item.who.contains(&asked) {
                    item.who.push(asked);
                }
            }
            if !item.who.is_empty() || !had_someone {
                passed.push(item);
            }
        }
        for (person, (at, more)) in once.into_iter().filter(|(_, (_, more))| *more > 0) {
            let more = count_of(more, "more item");
            passed[at].says.push_str(&format!(" · {more} of {person}: goalpost agenda --owner {person}"));
        }
        passed
    }
}

/// The nearest manager of a person who is there.
fn lead_there<'o>(org: &'o Org, person: &'o Person, is_there: &dyn Fn(&Person) -> bool) -> Option<&'o Person> {
    let mut above = org.manager(person)?;
    for _ in 0..org.people.len() {
        if is_there(above) {
            return Some(above);
        }
        above = org.manager(above)?;
    }
    None
}
