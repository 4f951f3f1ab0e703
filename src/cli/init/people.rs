//! The people whom `init` knows before it asks: whoever runs it, and the people of git's log.

use std::collections::HashMap;

use crate::author::NewPerson;
use crate::git::{Repository, Searching, author_email, author_name};
use crate::model::{Day, plus_days, suggested_person_id};

/// How far back git's log is searched for people, in days.
const RECENT: i64 = 365;

/// The person who runs the command, by the configuration of the repository, or outside of one the user's.
pub(super) fn speaker(repository: Option<&Repository>) -> NewPerson {
    let email = author_email(repository);
    let name = author_name(repository);
    let id = suggested_person_id(name.as_deref().unwrap_or_default(), email.as_deref());
    let id = if id.is_empty() { "me".to_owned() } else { id };
    NewPerson { name: name.unwrap_or_else(|| id.clone()), id, emails: email.into_iter().collect() }
}

/// The people of git's log, those with the most commits first: the speaker's further addresses, and others to offer.
/// Addresses with the same name belong to one person.
pub(super) fn people_of_log(
    repository: Option<&Repository>,
    you: &NewPerson,
    today: Day,
) -> (Vec<String>, Vec<NewPerson>) {
    let Some(repository) = repository else { return (Vec::new(), Vec::new()) };
    let mut counts: HashMap<String, (usize, String)> = HashMap::new();
    let searching = Searching { since: Some(plus_days(today, -RECENT)), ..Searching::default() };
    // Without a commit there is nobody to offer; a damaged history is reported when it is needed.
    let _ = repository.messages(&searching, |message| {
        let it = counts.entry(message.author.email.to_lowercase()).or_insert_with(|| (0, message.author.name.clone()));
        it.0 += 1;
    });
    let is_person =
        |email: &str, name: &str| !name.contains("[bot]") && !email.contains("[bot]") && email.contains('@');
    let mut found: Vec<_> = counts.into_iter().filter(|(email, (_, name))| is_person(email, name)).collect();
    found.sort_by(|(a, (most, _)), (b, (other, _))| other.cmp(most).then_with(|| a.cmp(b)));
    let mut people = vec![you.clone()];
    for (email, (_, name)) in found {
        // The speaker may have used another name with the same address.
        if !you.emails.iter().any(|own| own.eq_ignore_ascii_case(&email)) && name.contains(char::is_alphanumeric) {
            join(&mut people, NewPerson { id: String::new(), name, emails: vec![email] });
        }
    }
    let own = people.remove(0).emails.split_off(you.emails.len());
    (own, people)
}

/// Adds a person, or the addresses to the one of the same name.
pub(super) fn join(people: &mut Vec<NewPerson>, person: NewPerson) {
    let name = |it: &NewPerson| it.name.trim().to_lowercase();
    match people.iter_mut().find(|it| name(it) == name(&person)) {
        Some(known) if !person.emails.is_empty() => {
            for email in person.emails {
                if !known.emails.iter().any(|it| it.eq_ignore_ascii_case(&email)) {
                    known.emails.push(email);
                }
            }
        }
        _ => people.push(person),
    }
}
