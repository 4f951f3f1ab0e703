//! People and teams that are named on the command line. Without an org.yaml anyone may be.

use super::error::CommandError;
use crate::model::{Org, Workspace};
use crate::syntax::Lexicon;

/// The present id of a person.
pub(super) fn person(workspace: &Workspace, name: &str) -> Result<String, CommandError> {
    let Some(org) = &workspace.org else { return Ok(name.to_owned()) };
    let found = org.person(name).map(|person| person.id.clone());
    found.ok_or_else(|| unknown("person", name, meant_person(org, name), "name one of `people` there, by id"))
}

/// The present id of a team.
pub(super) fn team(workspace: &Workspace, name: &str) -> Result<String, CommandError> {
    let Some(org) = &workspace.org else { return Ok(name.to_owned()) };
    let found = org.team(name).map(|team| team.id.clone());
    found.ok_or_else(|| unknown("team", name, meant_team(org, name), "name one of `teams` there, by id"))
}

/// A person or a team, as it is named.
pub(super) fn person_or_team(workspace: &Workspace, name: &str) -> Result<String, CommandError> {
    let Some(org) = &workspace.org else { return Ok(name.to_owned()) };
    if org.person(name).is_some() || org.team(name).is_some() {
        return Ok(name.to_owned());
    }
    let meant = meant_person(org, name).or_else(|| meant_team(org, name));
    Err(unknown("person or team", name, meant, "name one of them by id"))
}

/// The id of the person who was meant: by an address, a login, a full name, or a slip in one of these.
pub(super) fn meant_person<'o>(org: &'o Org, name: &str) -> Option<&'o str> {
    if let Some(person) = org.person_of_email(name) {
        return Some(&person.id);
    }
    let login = name.trim_start_matches('@');
    let logins = org.people.iter().flat_map(|it| {
        [it.github.as_deref(), it.gitlab.as_deref()].into_iter().flatten().map(|login| (login, it.id.as_str()))
    });
    let words = org.people.iter().flat_map(|it| [(it.id.as_str(), it.id.as_str()), (it.name.as_str(), it.id.as_str())]);
    meant(words.chain(logins), login)
}

/// The id of the team that was meant: by its name, or a slip in its name or id.
pub(super) fn meant_team<'o>(org: &'o Org, name: &str) -> Option<&'o str> {
    meant(org.teams.iter().flat_map(|it| [(it.id.as_str(), it.id.as_str()), (it.name.as_str(), it.id.as_str())]), name)
}

/// The id that belongs to a word, or to the one nearest to it; none where several people or teams are called so.
fn meant<'o>(words: impl Iterator<Item = (&'o str, &'o str)>, word: &str) -> Option<&'o str> {
    let words: Vec<(&str, &str)> = words.collect();
    let ids_of = |word: &str| {
        let mut ids: Vec<&str> =
            words.iter().filter(|(it, _)| it.to_lowercase() == word.to_lowercase()).map(|(_, id)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    match ids_of(word)[..] {
        [id] => return Some(id),
        [] => {}
        // Two people of one name: an id would be a guess.
        _ => return None,
    }
    let near = Lexicon::new(words.iter().map(|(it, _)| *it)).closest(word)?;
    match ids_of(near)[..] {
        [id] => Some(id),
        _ => None,
    }
}

fn unknown(what: &str, name: &str, near: Option<&str>, otherwise: &str) -> CommandError {
    CommandError::unknown(format!("org.yaml has no {what} `{name}`")).meant(near, otherwise)
}
