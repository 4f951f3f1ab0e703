//! The owners of goal files, as GitHub and GitLab read them from a CODEOWNERS file.

use serde::Serialize;

use crate::analysis::capacity::{lead_above, next_owner};
use crate::model::{Day, Goal, Org, Person, Role, Workspace};
use crate::source::InOrder as _;

/// The owners of files, the most general first.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CodeownersView {
    /// A line each.
    pub lines: Vec<OwnedPath>,
    /// Owners that no service can know: they have neither login nor address in org.yaml.
    pub unknown: Vec<String>,
    /// Owners without a login, named by their email address, which a service knows only if it belongs to their account.
    pub by_address: Vec<String>,
    /// Owners who have left without a successor who is present.
    pub departed: Vec<String>,
}

/// A path with those who own it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OwnedPath {
    /// The file, from git's top level.
    pub path: String,
    /// Logins with `@`, or addresses.
    pub owners: Vec<String>,
}

impl CodeownersView {
    /// The owners of a workspace's goals, whose root lies at `root` in git.
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
        let mut goals: Vec<&Goal> = workspace.goals.iter().map(Box::as_ref).filter(listed).collect();
        goals.order_by_key(|goal| &workspace.file(goal.document).path);
        for goal in goals {
            let owner = workspace.owner_of(goal).map(str::to_owned).or_else(|| lead(org, goal));
            let Some(owner) = owner else { continue };
            // A leaver's line may be deleted from org.yaml, their manager with it: the goal's team still has a lead.
            let answers = || team_lead(org, goal, today).filter(|_| org.knows_person(&owner));
            let Some(person) = present(org, &owner, today).or_else(answers) else {
                // A person whom org.yaml does not know may still work here; one whom it knows and who is not present has left.
                let list = if org.knows_person(&owner) { &mut view.departed } else { &mut view.unknown };
                if !list.contains(&owner) {
                    list.push(owner);
                }
                continue;
            };
            if let Some(handle) = view.handle(person) {
                // A deputy whom no service can know takes nothing away from the line, so no note is due.
                let deputy = org.deputy_on(person, today).filter(|it| login(it).or_else(|| address(it)).is_some());
                let deputy = deputy.and_then(|it| view.handle(it)).filter(|it| *it != handle);
                let owners = std::iter::once(handle).chain(deputy).collect();
                view.lines.push(OwnedPath { path: place(&workspace.file(goal.document).path), owners });
            }
        }
        view
    }

    /// What a service knows a person by; who has no login is noted.
    fn handle(&mut self, person: &Person) -> Option<String> {
        let login = login(person);
        if login.is_some() {
            return login;
        }
        let address = address(person);
        let list = if address.is_some() { &mut self.by_address } else { &mut self.unknown };
        if !list.contains(&person.id) {
            list.push(person.id.clone());
        }
        address
    }
}

/// Whether a text stays one owner: whitespace would end it in a CODEOWNERS line.
fn is_plain(text: &str) -> bool {
    !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn login(person: &Person) -> Option<String> {
    person.github.as_ref().or(person.gitlab.as_ref()).map(|login| format!("@{login}")).filter(|it| is_plain(it))
}

fn address(person: &Person) -> Option<String> {
    person.email.first().cloned().filter(|it| is_plain(it))
}

/// The person of an id if they are here, else who answers for what they left.
fn present<'o>(org: &'o Org, id: &str, today: Day) -> Option<&'o Person> {
    let person = org.person(id)?;
    if person.is_here(today) { Some(person) } else { next_owner(org, person, today) }
}

/// The present lead of a goal's team, or of the nearest team above it that has one.
fn team_lead<'o>(org: &'o Org, goal: &Goal, today: Day) -> Option<&'o Person> {
    let team = org.team(goal.team.as_deref()?)?;
    let lead = team.lead.as_deref().filter(|_| team.stands(today)).and_then(|lead| org.person(lead));
    lead.filter(|lead| lead.is_here(today)).or_else(|| lead_above(org, team, today))
}

fn lead(org: &Org, goal: &Goal) -> Option<String> {
    org.team(goal.team.as_deref()?)?.lead.clone()
}
