//! The new goals with their ids: everyone and everything gets one.

use std::path::Path;

use super::answers::Answers;
use super::people::join;
use crate::author::{NewPerson, NewRepository};
use crate::cli::writing::Opened;
use crate::model::{Period, short_id, suggested_id};

/// The name of the folder that becomes the goals' root.
pub(super) fn folder_name(root: &Path) -> String {
    let real = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    real.file_name().map_or_else(|| "our goals".to_owned(), |it| it.to_string_lossy().into_owned())
}

/// Gives everyone and everything an id.
pub(super) fn describe_repository(opened: &Opened, answers: Answers, you: NewPerson) -> NewRepository {
    let start = opened.project.workspace.settings.fiscal_year_starts;
    // People and teams have lists of their own, so that one id may be in both.
    let team = answers.team.map(|name| (free_id(&short_id(&name), "team", &mut vec!["everyone".to_owned()]), name));
    let mut taken = vec![you.id.clone()];
    let mut people = vec![you];
    people[0].emails.extend(answers.emails);
    for person in answers.people {
        join(&mut people, person);
    }
    for person in &mut people[1..] {
        let first = person.name.split_whitespace().next().map(suggested_id).unwrap_or_default();
        let id = if taken.contains(&first) { suggested_id(&person.name) } else { first };
        person.id = free_id(&id, "person", &mut taken);
    }
    let mut goals = vec!["mission".to_owned()];
    let mut objectives = answers.objectives;
    for objective in &mut objectives {
        objective.id = free_id(&short_id(&objective.title), "objective", &mut goals);
    }
    for result in objectives.iter_mut().flat_map(|it| &mut it.results) {
        result.id = free_id(&short_id(&result.title), "key-result", &mut goals);
    }
    NewRepository {
        organization: answers.organization.unwrap_or_else(|| folder_name(&opened.project.root)),
        people,
        team,
        mission: answers.mission,
        objectives,
        period: Period::quarter_of(opened.context.today, start).name,
    }
}

/// An id that nothing has yet, numbered if need be.
fn free_id(wanted: &str, otherwise: &str, taken: &mut Vec<String>) -> String {
    let stem = if wanted.is_empty() { otherwise } else { wanted };
    let numbered = (2_u32..).map(|number| format!("{stem}-{number}"));
    let free = std::iter::once(stem.to_owned()).chain(numbered).find(|id| !taken.contains(id));
    let id = free.expect("numbers do not run out");
    taken.push(id.clone());
    id
}
