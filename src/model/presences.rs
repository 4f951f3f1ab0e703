//! Who is present when: the absences in the `org.yaml` of private roots, by people.

use std::collections::{BTreeMap, HashMap};

use super::absence::{Absence, Presence};
use super::org::Org;
use super::workspace::Workspace;
use crate::source::Root;

/// The presence of the people who have absences, by each of their ids.
pub(super) fn presences(open: Option<&Org>, private: &BTreeMap<Root, Org>) -> HashMap<String, Presence> {
    let mut absences: HashMap<&str, Vec<Absence>> = HashMap::new();
    for person in open.into_iter().chain(private.values()).flat_map(|org| &org.people) {
        // The open root knows the present id of a person whom a private one calls by an earlier id.
        let id = open.and_then(|org| org.person(&person.id)).map_or(person.id.as_str(), |it| it.id.as_str());
        absences.entry(id).or_default().extend(&person.away);
    }
    let mut presences = HashMap::new();
    for (id, absences) in absences.into_iter().filter(|(_, absences)| !absences.is_empty()) {
        let presence = Presence::new(absences);
        let earlier = open.and_then(|org| org.person(id)).map(|it| it.formerly.as_slice()).unwrap_or_default();
        presences.extend(earlier.iter().map(|id| (id.clone(), presence.clone())));
        presences.insert(id.to_owned(), presence);
    }
    presences
}

impl Workspace {
    /// The presence of a person, named by a present or former id.
    #[must_use]
    pub fn presence_of(&self, id: &str) -> Presence {
        self.presences.get(id).cloned().unwrap_or_default()
    }

    /// Forgets all absences: nothing of them is in what others read.
    pub fn forget_absences(&mut self) {
        self.presences.clear();
    }
}
