//! The owners of goal files, as GitHub and GitLab read them from a CODEOWNERS file.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::capacity::next_owner;
use crate::model::{Day, Goal, Org, Person, Role, Workspace};

/// The owners of files, the most general first.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct CodeownersView {
    /// A line each.
    pub lines: Vec<OwnedPath>,
    /// Owners that no service can know: they have neither login nor address in org.yaml.
    pub unknown: Vec<String>,
    /// Owners without a login, whose address stands for them: a service knows it only if it is that of their account.
    pub by_address: Vec<String>,
    /// Owners who have left and after whom nobody comes who is here.
    pub departed: Vec<String>,
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
        // `goalpost.yaml` and `org.yaml` belong to the leads of the top-level teams.
        let top = org.teams.iter().filter(|team| team.parent.is_none() && team.stands(today));
        let leads = top.filter_map(|team| present(org, team.lead.as_deref()?, today));
        let leads: Vec<String> = leads.filter_map(|lead| view.handle(lead)).collect();
        for role in [Role::Settings, Role::Org] {
            if let Some(at) = workspace.by_role(role).filter(|_| !leads.is_empty()) {
                view.lines.push(OwnedPath { path: place(&workspace.file(at).path), owners: leads.clone() });
            }
        }
        // Closed goals have no line: their former owner need not approve later edits, such as a renamed id.
        let listed = |goal: &&Goal| goal.is_open() && workspace.is_own(goal.document);
        let mut goals: Vec<&Goal> = workspace.goals.iter().filter(listed).collect();
        goals.sort_by_key(|goal| &workspace.file(goal.document).path);
        for goal in goals {
            let owner = workspace.owner_of(goal).map(str::to_owned).or_else(|| lead(org, goal));
            let Some(owner) = owner else { continue };
            let Some(person) = present(org, &owner, today) else {
                // A person whom org.yaml does not know may still work here; one whom it knows and who is not present has left.
                let list = if org.knows_person(&owner) { &mut view.departed } else { &mut view.unknown };
                if !list.contains(&owner) {
                    list.push(owner);
                }
                continue;
            };
            if let Some(handle) = view.handle(person) {
                view.lines.push(OwnedPath { path: place(&workspace.file(goal.document).path), owners: vec![handle] });
            }
        }
        view
    }

    /// What a service knows a person by; who has no login is noted.
    fn handle(&mut self, person: &Person) -> Option<String> {
        // Whitespace would end the owner in a CODEOWNERS line.
        let is_plain = |text: &String| !text.chars().any(|c| c.is_whitespace() || c.is_control());
        let login = person.github.as_ref().or(person.gitlab.as_ref()).map(|login| format!("@{login}")).filter(is_plain);
        if login.is_some() {
            return login;
        }
        let address = person.email.first().cloned().filter(is_plain);
        let list = if address.is_some() { &mut self.by_address } else { &mut self.unknown };
        if !list.contains(&person.id) {
            list.push(person.id.clone());
        }
        address
    }
}

/// The person of an id if they are here, else who answers for what they left.
fn present<'o>(org: &'o Org, id: &str, today: Day) -> Option<&'o Person> {
    let person = org.person(id)?;
    if person.is_here(today) { Some(person) } else { next_owner(org, person, today) }
}

fn lead(org: &Org, goal: &Goal) -> Option<String> {
    org.team(goal.team.as_deref()?)?.lead.clone()
}
