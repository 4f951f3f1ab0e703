//! The files of a new goal: its own, and those of the key results that are drafted with it.

use std::path::Path;

use super::args::Args;
use crate::author::{PlaceContext, Scaffold, choose_path};
use crate::model::{Kind, Workspace};

/// Lists the files with their paths from the root. Key results go next to their objective.
pub(super) fn new_files(
    workspace: &Workspace,
    args: &Args,
    kind: Kind,
    goal: Scaffold,
) -> Vec<(String, Kind, Scaffold)> {
    let like =
        PlaceContext { team: goal.team.as_deref(), period: goal.period.as_deref(), measures: goal.measures.as_deref() };
    let path = match &args.file {
        Some(path) => with_yaml_extension(path),
        None => choose_path(workspace, kind, &goal.id, &like),
    };
    let folder = path.rfind('/').map_or("", |end| &path[..=end]).to_owned();
    let results = (1..=args.key_results.unwrap_or(0)).map(|number| draft_key_result(&goal, number));
    let results: Vec<Scaffold> = results.collect();
    let beside = results.into_iter().map(|it| (format!("{folder}{}.yaml", it.id), Kind::KeyResult, it));
    std::iter::once((path, kind, goal)).chain(beside).collect()
}

/// Drafts a key result of a new objective.
fn draft_key_result(objective: &Scaffold, number: u8) -> Scaffold {
    // Leaves room for the number within the length limit of ids.
    let stem: String = objective.id.chars().take(76).collect();
    Scaffold {
        id: format!("{stem}-{number}"),
        title: format!("Key result {number} of {}", objective.title),
        measures: Some(objective.id.clone()),
        team: None,
        draft: true,
        ..Scaffold::default()
    }
}

fn with_yaml_extension(path: &str) -> String {
    let named = Path::new(path).extension().is_some_and(|it| it == "yaml" || it == "yml");
    if named { path.to_owned() } else { format!("{path}.yaml") }
}
