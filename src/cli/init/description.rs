//! The new goals with their ids: everyone and everything gets one.

use std::collections::BTreeSet;
use std::path::Path;

use super::answers::Answers;
use super::people::join;
use crate::author::{NewPerson, NewRepository};
use crate::cli::writing::Opened;
use crate::git::Repository;
use crate::model::{Document, Period, Role, Workspace, free_id, short_id, suggested_id, suggested_person_id};

/// The name of the folder that becomes the goals' root.
pub(super) fn folder_name(root: &Path) -> String {
    let real = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    real.file_name().map_or_else(|| "our goals".to_owned(), |it| it.to_string_lossy().into_owned())
}

/// Gives everyone and everything an id.
pub(super) fn describe_repository(opened: &Opened, answers: Answers, you: NewPerson) -> NewRepository {
    let start = opened.project.workspace.settings.fiscal_year_starts;
    // People and teams have lists of their own, so that one id may be in both.
    let team = answers.team.map(|name| (take_id(&short_id(&name), "team", &mut vec!["everyone".to_owned()]), name));
    let mut taken = vec![you.id.clone()];
    let mut people = vec![you];
    people[0].emails.extend(answers.emails);
    for person in answers.people {
        join(&mut people, person);
    }
    for person in &mut people[1..] {
        let first = suggested_person_id(&person.name, person.emails.first().map(String::as_str));
        let whole = suggested_id(&person.name);
        let id = if taken.contains(&first) && !whole.is_empty() { whole } else { first };
        person.id = take_id(&id, "person", &mut taken);
    }
    let mut goals = vec!["mission".to_owned()];
    let mut objectives = answers.objectives;
    for objective in &mut objectives {
        objective.id = take_id(&short_id(&objective.title), "objective", &mut goals);
    }
    for result in objectives.iter_mut().flat_map(|it| &mut it.results) {
        result.id = take_id(&short_id(&result.title), "key-result", &mut goals);
    }
    NewRepository {
        organization: answers.organization.unwrap_or_else(|| folder_name(&opened.project.root)),
        people,
        team,
        more_teams: Vec::new(),
        mission: answers.mission,
        objectives,
        exclude: foreign_files(&opened.project.workspace),
        trunk: opened.project.repository.as_ref().ok().and_then(Repository::likely_trunk),
        period: Period::quarter_of(opened.context.today, start).name,
    }
}

/// The patterns of the YAML files that are there and are no goals, such as those of a code repository: each would be an
/// error. None where there are goals, as one of them may only lack its kind.
fn foreign_files(workspace: &Workspace) -> Vec<String> {
    if !workspace.goals.is_empty() {
        return Vec::new();
    }
    let is_foreign = |document: &&Document| document.role == Role::Goal && !document.writes("kind");
    let files =
        workspace.documents.iter().filter(is_foreign).map(|document| &workspace.sources.file(document.file).path);
    let pattern = |path: &String| {
        let (top, end) = path.split_once('/').map_or((path.as_str(), ""), |(folder, _)| (folder, "/"));
        let escaped: String =
            top.chars().flat_map(|c| "\\*?[]".contains(c).then_some('\\').into_iter().chain([c])).collect();
        format!("/{escaped}{end}")
    };
    let patterns: BTreeSet<String> = files.map(pattern).collect();
    patterns.into_iter().collect()
}

/// Takes an id that nothing has yet, numbered if need be.
fn take_id(wanted: &str, otherwise: &str, taken: &mut Vec<String>) -> String {
    let id = free_id(if wanted.is_empty() { otherwise } else { wanted }, taken);
    taken.push(id.clone());
    id
}
