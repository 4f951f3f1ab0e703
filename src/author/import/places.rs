//! Where the files of rows go: where they were, beside their objective, or beside similar goals.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::input::{InputRow, text_of};
use crate::author::place::{PlaceContext, choose_path, file_name};
use crate::model::{Kind, Workspace};
use crate::source::is_reserved;

/// Chooses the paths of the files of rows, in their order. Key results come last, to go where their objectives go.
pub(super) fn place_all(workspace: &Workspace, rows: &[InputRow], taken: &mut HashSet<String>) -> Vec<String> {
    let mut paths = vec![String::new(); rows.len()];
    let mut folders: HashMap<&str, String> = HashMap::new();
    for are_parts in [false, true] {
        for (at, row) in rows.iter().enumerate() {
            let objective = text_of(&row.fields, "measures").filter(|_| row.path.is_none());
            if objective.is_some() == are_parts {
                let beside = objective.and_then(|id| folders.get(id)).map(String::as_str);
                paths[at] = place(workspace, row, beside, taken);
                let folder = paths[at].rsplit_once('/').map_or("", |(folder, _)| folder);
                folders.extend(text_of(&row.fields, "id").map(|id| (id, folder.to_owned())));
            }
        }
    }
    paths
}

/// Chooses the path of a row's file: its old one if that is inside the root and free, else in the folder of its objective,
/// else next to similar goals.
fn place(workspace: &Workspace, row: &InputRow, beside: Option<&str>, taken: &mut HashSet<String>) -> String {
    let id = text_of(&row.fields, "id").unwrap_or("goal");
    let fits = |path: &&String| {
        let named = Path::new(path).extension().is_some_and(|it| it == "yaml" || it == "yml");
        let is_valid = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.chars().any(char::is_control);
        named && !path.contains('\\') && path.len() < 200 && path.split('/').all(is_valid) && !is_reserved(path)
    };
    let old_path = row.path.as_ref().filter(fits).cloned();
    let kind = text_of(&row.fields, "kind").and_then(Kind::of_word);
    let like = || {
        if let Some(folder) = beside {
            return if folder.is_empty() { file_name(id) } else { format!("{folder}/{}", file_name(id)) };
        }
        let like = PlaceContext {
            team: text_of(&row.fields, "team"),
            period: text_of(&row.fields, "period"),
            measures: text_of(&row.fields, "measures"),
        };
        choose_path(workspace, kind.unwrap_or(Kind::Objective), id, &like)
    };
    let mut path = old_path.unwrap_or_else(like);
    let stem = path.trim_end_matches(".yaml").trim_end_matches(".yml").to_owned();
    let mut number = 2;
    while !taken.insert(path.to_lowercase()) {
        path = format!("{stem}-{number}.yaml");
        number += 1;
    }
    path
}
