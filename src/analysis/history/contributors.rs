//! The people of `org.yaml` behind a commit, resolved through `.mailmap`, the noreply addresses of forges, bots,
//! trailers and messages of squash merges. Every question of who did something is answered here.

use crate::git::{Commit, Contributor, Message, Signature};
use crate::model::{Org, Person};

/// The people behind a commit, each once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contributors<'w> {
    /// The person to whom the commit belongs: its author, or the first co-author of a bot's commit.
    pub author: Option<&'w Person>,
    /// The author and the co-authors.
    pub authors: Vec<&'w Person>,
    /// The people who reviewed or acknowledged it or signed it off; authors may be among them.
    pub reviewers: Vec<&'w Person>,
    /// Whether its author or a trailer has an address that is neither a person's nor a bot's.
    pub has_strangers: bool,
}

impl<'w> Contributors<'w> {
    /// The people behind a commit of the goals' folder.
    #[must_use]
    pub fn of_commit(org: &'w Org, commit: &Commit) -> Self {
        Self::of(org, &commit.author, &commit.contributors)
    }

    /// The people behind a commit of any repository.
    #[must_use]
    pub fn of_message(org: &'w Org, message: &Message) -> Self {
        Self::of(org, &message.author, &message.contributors)
    }

    fn of(org: &'w Org, author: &Signature, named: &[Contributor]) -> Self {
        let mut found = Self::default();
        let bot = org.is_bot(&author.email);
        let author = org.person_of_email(&author.email).filter(|_| !bot);
        found.has_strangers = !bot && author.is_none();
        found.authors.extend(author);
        for contributor in named.iter().filter(|it| !org.is_bot(&it.email)) {
            let person = org.person_of_email(&contributor.email);
            found.has_strangers |= person.is_none();
            let list = if contributor.wrote { &mut found.authors } else { &mut found.reviewers };
            list.extend(person.filter(|person| !list.iter().any(|it| it.id == person.id)));
        }
        // Only a bot's commit goes to its co-author: that of a stranger stays without a person.
        found.author = if bot { found.authors.first().copied() } else { author };
        found
    }

    /// The people who wrote or signed the commit, each once.
    pub fn all(&self) -> impl Iterator<Item = &'w Person> {
        let wrote = |person: &&&Person| self.authors.iter().any(|it| it.id == person.id);
        self.authors.iter().chain(self.reviewers.iter().filter(move |person| !wrote(person))).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Workspace;
    use crate::source::SourceSet;

    const ORG: &str = "people:\n- {id: ana, email: [Ana@x.example], github: ana-p}\n- {id: ben, gitlab: ben}\n\
                       - {id: late, email: [ana@x.example]}\nbots: [Bot@x.example]\n";

    fn of(author: &str, named: &[(&str, bool)]) -> (Option<String>, Vec<String>, Vec<String>, bool) {
        let workspace = Workspace::read(SourceSet::from_texts([("org.yaml", ORG)]));
        let org = workspace.org.as_ref().expect("an organisation");
        let author = Signature { name: String::new(), email: author.to_owned(), time: 0, offset: 0 };
        let named: Vec<Contributor> =
            named.iter().map(|(email, wrote)| Contributor { email: (*email).to_owned(), wrote: *wrote }).collect();
        let found = Contributors::of(org, &author, &named);
        let ids = |people: &[&Person]| people.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
        let (authors, reviewers) = (ids(&found.authors), ids(&found.reviewers));
        (found.author.map(|it| it.id.clone()), authors, reviewers, found.has_strangers)
    }

    #[test]
    fn people_are_known_by_every_address_that_services_give_them() {
        let author = |email| of(email, &[]).0;
        assert_eq!(author("ANA@x.example").as_deref(), Some("ana"), "the first of two");
        assert_eq!(author("12+Ana-P@users.noreply.github.com").as_deref(), Some("ana"));
        assert_eq!(author("ana-p@users.noreply.github.com").as_deref(), Some("ana"));
        assert_eq!(author("7-ben@users.noreply.gitlab.com").as_deref(), Some("ben"));
        assert_eq!(author("ben@users.noreply.github.com"), None, "of another service");
        assert_eq!((author("nobody"), author("")), (None, None));
    }

    #[test]
    fn a_bots_commit_belongs_to_its_co_author_and_a_strangers_does_not() {
        let ben = "ben@users.noreply.gitlab.com";
        let (bens, none) = (vec!["ben".to_owned()], Vec::<String>::new());
        let of_bot = of("bot@X.example", &[(ben, true), ("ana@x.example", false)]);
        assert_eq!(of_bot, (Some("ben".to_owned()), bens.clone(), vec!["ana".to_owned()], false));
        assert_eq!(of("bot@x.example", &[(ben, false)]), (None, none.clone(), bens.clone(), false), "he reviewed it");
        assert_eq!(of("who@y.example", &[(ben, true)]), (None, bens, none.clone(), true));
        let twice = of("ana@x.example", &[("ana-p@users.noreply.github.com", true), ("who@y.example", false)]);
        assert_eq!(twice, (Some("ana".to_owned()), vec!["ana".to_owned()], none, true));
    }
}
