//! Authorship: the people of `org.yaml` behind commits, by address, through bots, trailers and squashed messages.

use std::collections::HashSet;

use crate::analysis::history::goal_history::GoalHistory;
use crate::git::Hand;
use crate::model::{Org, Person};

/// Who of the organisation has which address.
#[derive(Debug)]
pub struct Addresses<'w> {
    org: &'w Org,
}

impl<'w> Addresses<'w> {
    /// The addresses of an organisation's people.
    #[must_use]
    pub fn of(org: &'w Org) -> Self {
        Self { org }
    }

    /// The person of an address: by `email`, or by a login's address at GitHub or GitLab.
    #[must_use]
    pub fn person(&self, email: &str) -> Option<&'w Person> {
        self.org.person_of_email(email.trim())
    }

    /// Whether an address is a bot's.
    #[must_use]
    pub fn is_bot(&self, email: &str) -> bool {
        self.org.is_bot(email.trim())
    }

    /// Who wrote a commit: its author, unless that is a bot, and its co-authors.
    #[must_use]
    pub fn wrote(&self, author: &str, hands: &[Hand]) -> Vec<&'w Person> {
        self.people(author, hands.iter().filter(|hand| hand.wrote))
    }

    /// Who wrote a commit or put their name to it.
    #[must_use]
    pub fn signed(&self, author: &str, hands: &[Hand]) -> Vec<&'w Person> {
        self.people(author, hands.iter())
    }

    fn people<'h>(&self, author: &'h str, hands: impl Iterator<Item = &'h Hand>) -> Vec<&'w Person> {
        let emails = std::iter::once(author).chain(hands.map(|hand| hand.email.as_str()));
        let mut people: Vec<&Person> =
            emails.filter(|email| !self.is_bot(email)).filter_map(|email| self.person(email)).collect();
        let mut seen = HashSet::new();
        people.retain(|person| seen.insert(person.id.as_str()));
        people
    }
}

/// The people behind the commits of a history, each looked up once.
#[derive(Debug)]
pub struct Authorship<'w> {
    hands: Vec<(Vec<&'w Person>, Vec<&'w Person>)>,
}

impl<'w> Authorship<'w> {
    /// The people behind a history's commits.
    #[must_use]
    pub fn new(org: &'w Org, history: &GoalHistory) -> Self {
        let addresses = Addresses::of(org);
        let hands = history.commits.iter().map(|commit| {
            let (author, hands) = (&commit.author.email, &commit.hands);
            (addresses.wrote(author, hands), addresses.signed(author, hands))
        });
        Self { hands: hands.collect() }
    }

    /// Who wrote a commit, by its place in [`GoalHistory::commits`].
    #[must_use]
    pub fn authors(&self, commit: usize) -> &[&'w Person] {
        self.hands.get(commit).map_or(&[], |(authors, _)| authors)
    }

    /// Who wrote a commit or put their name to it.
    #[must_use]
    pub fn signers(&self, commit: usize) -> &[&'w Person] {
        self.hands.get(commit).map_or(&[], |(_, signers)| signers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Workspace;
    use crate::source::SourceSet;

    #[test]
    fn people_are_known_by_every_address_that_services_give_them() {
        let org = "people:\n- {id: ana, email: [Ana@x.example], github: ana-p}\n- {id: ben, gitlab: ben}\n\
                   - {id: late, email: [ana@x.example]}\nbots: [Bot@x.example]\n";
        let workspace = Workspace::read(SourceSet::from_texts([("org.yaml", org)]));
        let addresses = Addresses::of(workspace.org.as_ref().expect("an organisation"));
        let person = |email| addresses.person(email).map(|person| person.id.as_str());
        assert_eq!(person("ANA@x.example"), Some("ana"), "the first of two");
        assert_eq!(person("12+Ana-P@users.noreply.github.com"), Some("ana"));
        assert_eq!(person("ana-p@users.noreply.github.com"), Some("ana"));
        assert_eq!(person("7-ben@users.noreply.gitlab.com"), Some("ben"));
        assert_eq!(person("ben@users.noreply.github.com"), None, "of another service");
        assert_eq!((person("nobody"), person("")), (None, None));
        assert!(addresses.is_bot("bot@X.example") && !addresses.is_bot("ana@x.example"));
    }
}
