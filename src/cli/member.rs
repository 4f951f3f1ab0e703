//! People and teams that are named on the command line. Without an org.yaml anyone may be.

use super::CommandError;
use crate::model::Workspace;
use crate::syntax::Lexicon;

/// The present id of a person.
pub(super) fn person(workspace: &Workspace, name: &str) -> Result<String, CommandError> {
    let Some(org) = &workspace.org else { return Ok(name.to_owned()) };
    let found = org.person(name).map(|person| person.id.clone());
    found.ok_or_else(|| {
        unknown("person", name, org.people.iter().map(|it| &*it.id), "name one of `people` there, by id")
    })
}

/// The present id of a team.
pub(super) fn team(workspace: &Workspace, name: &str) -> Result<String, CommandError> {
    let Some(org) = &workspace.org else { return Ok(name.to_owned()) };
    let found = org.team(name).map(|team| team.id.clone());
    found.ok_or_else(|| unknown("team", name, org.teams.iter().map(|it| &*it.id), "name one of `teams` there, by id"))
}

/// A person or a team, as it is named.
pub(super) fn person_or_team(workspace: &Workspace, name: &str) -> Result<String, CommandError> {
    let Some(org) = &workspace.org else { return Ok(name.to_owned()) };
    if org.person(name).is_some() || org.team(name).is_some() {
        return Ok(name.to_owned());
    }
    let known = org.people.iter().map(|it| &*it.id).chain(org.teams.iter().map(|it| &*it.id));
    Err(unknown("person or team", name, known, "name one of them by id"))
}

fn unknown<'w>(what: &str, name: &str, known: impl Iterator<Item = &'w str>, otherwise: &str) -> CommandError {
    CommandError::new(format!("org.yaml has no {what} `{name}`")).meant(Lexicon::new(known).closest(name), otherwise)
}
