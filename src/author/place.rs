//! Where a new goal's file goes: where its like are.

use std::collections::BTreeMap;

use crate::model::{Goal, Kind, Workspace};
use crate::source::is_reserved;

/// The file of a new goal, from the root: beside its objective, or where most goals of its kind, team and time lie; else
/// in a folder of its own period and team.
#[must_use]
pub fn place_of(workspace: &Workspace, kind: Kind, id: &str, like: &Like<'_>) -> String {
    let (folder, name) = (folder(workspace, kind, like), file_name(id));
    if folder.is_empty() { name } else { format!("{folder}/{name}") }
}

/// The name of a goal's file: its id, unless that is how the settings or the organisation are named.
#[must_use]
fn file_name(id: &str) -> String {
    let name = format!("{id}.yaml");
    if is_reserved(&name) { format!("goal-{name}") } else { name }
}

/// What is known of a new goal that says where its like are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Like<'l> {
    /// Its team.
    pub team: Option<&'l str>,
    /// Its period's name.
    pub period: Option<&'l str>,
    /// The objective that it measures.
    pub measures: Option<&'l str>,
}

fn folder(workspace: &Workspace, kind: Kind, like: &Like<'_>) -> String {
    if let Some(objective) = like.measures.and_then(|id| workspace.find(id)) {
        let file = workspace.file(workspace.goal(objective).document);
        if file.is_own() {
            return of_path(&file.path).to_owned();
        }
    }
    let work = matches!(kind, Kind::Objective | Kind::KeyResult | Kind::Development);
    let of_period = |goal: &Goal| goal.period.as_ref().map(|period| period.name.as_str()) == like.period;
    let of_team = |goal: &Goal| goal.team.as_deref() == like.team;
    let alike = |goal: &&Goal| match kind {
        Kind::Mission => false,
        _ if work => goal.is_work() && of_period(goal) && of_team(goal),
        _ => goal.kind == kind,
    };
    if let Some(folder) = most(workspace, alike) {
        return folder;
    }
    let part = |text: &str| -> String {
        let plain = text.chars().map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '-' });
        // Names of folders have their limits too.
        plain.take(60).collect::<String>().trim_matches('-').to_owned()
    };
    match kind {
        Kind::Mission => String::new(),
        Kind::Kpi => "kpis".to_owned(),
        Kind::Survey => "surveys".to_owned(),
        _ => {
            let parts = [like.period.map(part), like.team.map(part)];
            parts.into_iter().flatten().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("/")
        }
    }
}

/// The folder in which most of some goals lie, the first by name among equals.
fn most(workspace: &Workspace, alike: impl Fn(&&Goal) -> bool) -> Option<String> {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, goal) in workspace.iter().filter(|(_, goal)| alike(goal)) {
        let file = workspace.file(goal.document);
        if file.is_own() {
            *folders.entry(of_path(&file.path)).or_default() += 1;
        }
    }
    folders.into_iter().rev().max_by_key(|(_, count)| *count).map(|(folder, _)| folder.to_owned())
}

fn of_path(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
