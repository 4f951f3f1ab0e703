//! Who owns which goal file, for the services that ask for approvals.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Day, Goal, Org, Person, Role, Workspace};

/// The owners of files, the most general first.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct CodeownersView {
    /// A line each.
    pub lines: Vec<OwnedPath>,
    /// Owners that no service can know: they have neither login nor address in org.yaml.
    pub unknown: Vec<String>,
}

/// A path with those who own it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OwnedPath {
    /// The file, from git's top level.
    pub path: String,
    /// Logins with `@`, or addresses.
    pub owners: Vec<String>,
}

impl CodeownersView {
    /// The owners of a workspace's goals, whose root lies at `root` in git.
    #[must_use]
    pub fn new(workspace: &Workspace, root: &str, today: Day) -> Self {
        let mut view = Self::default();
        let Some(org) = &workspace.org else { return view };
        let root = root.trim_matches('/');
        let place = |path: &str| if matches!(root, "" | ".") { path.to_owned() } else { format!("{root}/{path}") };
        // Settings and organisation are the matter of whoever leads it all.
        let top = org.teams.iter().filter(|team| team.parent.is_none() && team.stands(today));
        let leads: Vec<String> = top.filter_map(|team| org.person(team.lead.as_deref()?)).filter_map(handle).collect();
        for role in [Role::Settings, Role::Org] {
            if let Some(at) = workspace.by_role(role).filter(|_| !leads.is_empty()) {
                view.lines.push(OwnedPath { path: place(&workspace.file(at).path), owners: leads.clone() });
            }
        }
        let mut goals: Vec<&Goal> = workspace.goals.iter().filter(|goal| workspace.is_own(goal.document)).collect();
        goals.sort_by_key(|goal| &workspace.file(goal.document).path);
        for goal in goals {
            let owners: Vec<String> = match workspace.owner_of(goal) {
                Some(owner) => vec![owner.to_owned()],
                None => lead(org, goal).into_iter().collect(),
            };
            let mut handles = Vec::new();
            for owner in owners {
                match org.person(&owner).and_then(handle) {
                    Some(handle) => handles.push(handle),
                    None if !view.unknown.contains(&owner) => view.unknown.push(owner),
                    None => {}
                }
            }
            if !handles.is_empty() {
                view.lines.push(OwnedPath { path: place(&workspace.file(goal.document).path), owners: handles });
            }
        }
        view
    }
}

fn lead(org: &Org, goal: &Goal) -> Option<String> {
    org.team(goal.team.as_deref()?)?.lead.clone()
}

/// What a service knows a person by.
fn handle(person: &Person) -> Option<String> {
    let login = person.github.as_ref().or(person.gitlab.as_ref()).map(|login| format!("@{login}"));
    let sound = |text: &String| !text.chars().any(|c| c.is_whitespace() || c.is_control());
    login.filter(sound).or_else(|| person.email.first().cloned().filter(sound))
}
