//! Paths of files in a goals' root: which ones stay inside it, and that of a new goal file, next to similar goals.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use crate::model::{Goal, Kind, Workspace};
use crate::source::is_reserved;

/// Whether a path from the root leads neither out of it nor into git's own folder, as far as its names tell.
pub(super) fn is_inside(path: &str) -> bool {
    Path::new(path).components().all(|part| match part {
        Component::Normal(name) => !name.eq_ignore_ascii_case(".git"),
        _ => false,
    })
}

/// Returns the path of a new goal from the root: in the folder of its objective, or of most goals of its kind, team and
/// period; else in a folder named after its period and team.
pub fn choose_path(workspace: &Workspace, kind: Kind, id: &str, context: &PlaceContext<'_>) -> String {
    let (folder, name) = (choose_folder(workspace, kind, context), file_name(id));
    if folder.is_empty() { name } else { format!("{folder}/{name}") }
}

/// Returns the file name for an id. The names of goalpost.yaml and org.yaml are reserved, and Windows has devices where
/// other systems have files.
pub(super) fn file_name(id: &str) -> String {
    let name = format!("{id}.yaml");
    if is_reserved(&name) || is_device(&name) { format!("goal-{name}") } else { name }
}

/// Whether Windows takes a name for that of a device, whatever its case and its ending ("Naming Files, Paths, and
/// Namespaces" in Microsoft's documentation). A repository with such a file cannot be checked out there.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_numbered =
        |device: &str| stem.strip_prefix(device).is_some_and(|it| it.len() == 1 && it.as_bytes()[0].is_ascii_digit());
    ["con", "prn", "aux", "nul"].contains(&stem.as_str()) || is_numbered("com") || is_numbered("lpt")
}

/// The fields of a new goal that decide its folder.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlaceContext<'l> {
    /// The team.
    pub team: Option<&'l str>,
    /// The name of the period.
    pub period: Option<&'l str>,
    /// The id of the objective that it measures.
    pub measures: Option<&'l str>,
}

fn choose_folder(workspace: &Workspace, kind: Kind, context: &PlaceContext<'_>) -> String {
    if let Some(objective) = context.measures.and_then(|id| workspace.find(id)) {
        let file = workspace.file(workspace.goal(objective).document);
        if file.is_own() {
            return folder_of(&file.path).to_owned();
        }
    }
    let work = matches!(kind, Kind::Objective | Kind::KeyResult | Kind::Development);
    let of_period = |goal: &Goal| goal.period.as_ref().map(|period| period.name.as_str()) == context.period;
    let of_team = |goal: &Goal| goal.team.as_deref() == context.team;
    let is_similar = |goal: &&Goal| match kind {
        Kind::Mission => false,
        _ if work => goal.is_work() && of_period(goal) && of_team(goal),
        _ => goal.kind == kind,
    };
    if let Some(folder) = most_common_folder(workspace, is_similar) {
        return folder;
    }
    let part = |text: &str| -> String {
        let plain = text.chars().map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '-' });
        // File systems limit names to 255 bytes; a character has up to four.
        let name = plain.take(60).collect::<String>().trim_matches('-').to_owned();
        if is_device(&name) { format!("goals-{name}") } else { name }
    };
    match kind {
        Kind::Mission => String::new(),
        Kind::Kpi => "kpis".to_owned(),
        Kind::Survey => "surveys".to_owned(),
        _ => {
            let parts = [context.period.map(part), context.team.map(part)];
            parts.into_iter().flatten().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("/")
        }
    }
}

/// Returns the folder with the most matching goals, the first by name among equals.
fn most_common_folder(workspace: &Workspace, is_similar: impl Fn(&&Goal) -> bool) -> Option<String> {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, goal) in workspace.iter().filter(|(_, goal)| is_similar(goal)) {
        let file = workspace.file(goal.document);
        if file.is_own() {
            *folders.entry(folder_of(&file.path)).or_default() += 1;
        }
    }
    folders.into_iter().rev().max_by_key(|(_, count)| *count).map(|(folder, _)| folder.to_owned())
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_has_a_name_that_means_something_else() {
        assert_eq!(file_name("nps"), "nps.yaml");
        for (id, name) in [
            ("org", "goal-org.yaml"),
            ("con", "goal-con.yaml"),
            ("nul.2026", "goal-nul.2026.yaml"),
            ("com1", "goal-com1.yaml"),
        ] {
            assert_eq!(file_name(id), name);
        }
        for id in ["con-2", "com", "com10", "community", "lpt-1", "auxiliary"] {
            assert_eq!(file_name(id), format!("{id}.yaml"));
        }
    }
}
