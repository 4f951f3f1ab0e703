//! The files of a new goal: its own, and those of the key results that are new with it.

use std::path::Path;

use super::args::Args;
use crate::author::{Like, Scaffold, place_of};
use crate::model::{Kind, Workspace};

/// The files, each with its path from the root. The goal's is the one that was named, or lies where its like are; its key
/// results lie beside it.
pub(super) fn files(workspace: &Workspace, args: &Args, kind: Kind, goal: Scaffold) -> Vec<(String, Kind, Scaffold)> {
    let like = Like { team: goal.team.as_deref(), period: goal.period.as_deref(), measures: goal.measures.as_deref() };
    let path = match &args.file {
        Some(path) => yaml(path),
        None => place_of(workspace, kind, &goal.id, &like),
    };
    let folder = path.rfind('/').map_or("", |end| &path[..=end]).to_owned();
    let results = (1..=args.key_results.unwrap_or(0)).map(|number| key_result(&goal, number));
    let results: Vec<Scaffold> = results.collect();
    let beside = results.into_iter().map(|it| (format!("{folder}{}.yaml", it.id), Kind::KeyResult, it));
    std::iter::once((path, kind, goal)).chain(beside).collect()
}

/// A draft of a key result of a new objective.
fn key_result(objective: &Scaffold, number: u8) -> Scaffold {
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

fn yaml(path: &str) -> String {
    let named = Path::new(path).extension().is_some_and(|it| it == "yaml" || it == "yml");
    if named { path.to_owned() } else { format!("{path}.yaml") }
}
