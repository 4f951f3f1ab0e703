//! Looks up the people and teams that are named on the command line. Without an org.yaml, every name is accepted.

use super::error::CommandError;
use crate::analysis::capacity::next_team;
use crate::git::{GitError, author_email};
use crate::model::{Day, Org, Workspace};
use crate::project::Project;
use crate::syntax::Lexicon;

/// The word for the person with git's address, where nobody has it as id.
pub(super) const ME: &str = "me";

/// Finds the present id of a person, by an id, by a login with `@`, or `me` for the one with git's address.
pub(super) fn find_person(project: &Project, name: &str) -> Result<String, CommandError> {
    if name == ME && project.workspace.org.as_ref().is_some_and(|org| org.person(name).is_none()) {
        return own_id(project, "`me`", "its id in org.yaml");
    }
    find_listed_person(&project.workspace, name)
}

/// Finds the present id of a person, by an id or by a login with `@`.
fn find_listed_person(workspace: &Workspace, name: &str) -> Result<String, CommandError> {
    let Some(org) = &workspace.org else { return Ok(name.to_owned()) };
    // A login is nobody's id: the sign before it says what it is.
    let by_login = || org.person_meant(name).filter(|_| name.starts_with('@'));
    let found = org.person(name).or_else(by_login).map(|person| person.id.clone());
    found
        .ok_or_else(|| unknown_member("person", name, suggest_person(org, name), "use the id of one of `people` there"))
}

/// Finds the present id of a person, by whatever names nobody else: an id, an address, a login or a full name.
pub(super) fn find_person_meant(workspace: &Workspace, name: &str) -> Result<String, CommandError> {
    let meant = workspace.org.as_ref().and_then(|org| org.person_meant(name));
    meant.map_or_else(|| find_listed_person(workspace, name), |person| Ok(person.id.clone()))
}

/// Returns the id of the person with git's address. `asked` is what needs it, `option` how the command takes another person.
pub(super) fn own_id(project: &Project, asked: &str, option: &str) -> Result<String, CommandError> {
    let hint = format!("or name the person: {option}");
    let email = author_email(project.repository.as_ref().ok()).ok_or_else(|| {
        CommandError::usage(format!("{asked} needs git's user.email"))
            .hint(format!("run: {}; {hint}", set_address(project)))
    })?;
    let person = project.workspace.orgs().find_map(|org| org.person_of_email(&email));
    person.map(|person| person.id.clone()).ok_or_else(|| {
        let message = format!("no person in org.yaml has the address `{email}` (git's user.email)");
        CommandError::usage(message).hint(format!("add it to `email` of a person there; {hint}"))
    })
}

/// The command that tells git an address: outside of a repository git takes one only for all of them.
pub(super) fn set_address(project: &Project) -> &'static str {
    match &project.repository {
        Err(GitError::NoRepository(_)) => "git config --global user.email ADDRESS",
        _ => "git config user.email ADDRESS",
    }
}

/// Finds the present id of a team.
pub(super) fn find_team(workspace: &Workspace, name: &str) -> Result<String, CommandError> {
    let Some(org) = &workspace.org else { return Ok(name.to_owned()) };
    let found = org.team(name).map(|team| team.id.clone());
    found.ok_or_else(|| unknown_member("team", name, suggest_team(org, name), "use the id of one of `teams` there"))
}

/// Ensures that a team that is named by an option still exists.
pub(super) fn ensure_stands(workspace: &Workspace, team: &str, today: Day, option: &str) -> Result<(), CommandError> {
    let Some((org, team)) = workspace.org.as_ref().and_then(|org| Some((org, org.team(team)?))) else { return Ok(()) };
    let Some(last) = team.ended_before(today) else { return Ok(()) };
    let hint = match next_team(org, team, today) {
        Some(next) => format!("ask the team that took over: {option} {}", next.id),
        None => "ask a team that exists; `successor` in org.yaml names the one that took over".to_owned(),
    };
    Err(CommandError::usage(format!("the team `{}` ended on {last}", team.id)).hint(hint))
}

/// Ensures that a name is a person or a team.
pub(super) fn find_person_or_team(project: &Project, name: &str) -> Result<String, CommandError> {
    let Some(org) = &project.workspace.org else { return Ok(name.to_owned()) };
    if org.person(name).is_some() || org.team(name).is_some() {
        return Ok(name.to_owned());
    }
    if name == ME {
        return find_person(project, name);
    }
    let near = suggest_person(org, name).or_else(|| suggest_team(org, name));
    Err(unknown_member("person or team", name, near, "use the id of one of `people` or `teams` there"))
}

/// Suggests the id of a person: by an address, a login, a full name, or a typo in one of these.
pub(super) fn suggest_person<'o>(org: &'o Org, name: &str) -> Option<&'o str> {
    if let Some(person) = org.person_of_email(name) {
        return Some(&person.id);
    }
    let login = name.trim_start_matches('@');
    let logins = org.people.iter().flat_map(|it| {
        [it.github.as_deref(), it.gitlab.as_deref()].into_iter().flatten().map(|login| (login, it.id.as_str()))
    });
    let words = org.people.iter().flat_map(|it| [(it.id.as_str(), it.id.as_str()), (it.name.as_str(), it.id.as_str())]);
    suggest_id(words.chain(logins), login)
}

/// Suggests the id of a team: by its name, or a typo in its name or id.
pub(super) fn suggest_team<'o>(org: &'o Org, name: &str) -> Option<&'o str> {
    suggest_id(
        org.teams.iter().flat_map(|it| [(it.id.as_str(), it.id.as_str()), (it.name.as_str(), it.id.as_str())]),
        name,
    )
}

/// Suggests the id that belongs to a word or to the most similar one, unless several share it.
fn suggest_id<'o>(words: impl Iterator<Item = (&'o str, &'o str)>, word: &str) -> Option<&'o str> {
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
        // Two people share the name: suggesting one would be a guess.
        _ => return None,
    }
    let near = Lexicon::new(words.iter().map(|(it, _)| *it)).closest(word)?;
    match ids_of(near)[..] {
        [id] => Some(id),
        _ => None,
    }
}

fn unknown_member(what: &str, name: &str, near: Option<&str>, otherwise: &str) -> CommandError {
    CommandError::unknown(format!("org.yaml has no {what} `{name}`")).did_you_mean(near, otherwise)
}
