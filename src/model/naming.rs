//! The people and teams that goals and the organisation name by id.

use super::document::Role;
use super::goal::Goal;
use super::org::Org;
use super::workspace::Workspace;

impl Goal {
    /// The people that the goal names by id: its owner unless inherited, and those who agreed, wrote log entries or
    /// graded.
    pub fn people_named(&self) -> impl Iterator<Item = &str> {
        let owner = self.owner.as_deref().filter(|_| !self.inherited.owner);
        let links = self.supports.iter().flat_map(|link| &link.agreed);
        owner
            .into_iter()
            .chain(self.agreed.iter().chain(links).map(|agreement| agreement.by.as_str()))
            .chain(self.log.iter().filter_map(|entry| entry.by.as_deref()))
            .chain(self.grade.as_ref().and_then(|grade| grade.by.as_deref()))
    }

    /// The teams that the goal names: its own unless inherited, contributors, and those from which it needs something.
    pub fn teams_named(&self) -> impl Iterator<Item = &str> {
        let team = self.team.as_deref().filter(|_| !self.inherited.team);
        let contributors = self.contributors.iter().map(String::as_str);
        team.into_iter().chain(contributors).chain(self.needs.iter().map(|need| need.from.as_str()))
    }
}

impl Org {
    fn names_a_stranger(&self) -> bool {
        let mut people = self.teams.iter().filter_map(|team| team.lead.as_deref());
        let mut others = self.people.iter().flat_map(|person| [person.manager.as_deref(), person.deputy.as_deref()]);
        let of_teams = self.teams.iter().flat_map(|team| [team.parent.as_deref(), team.successor.as_deref()]);
        let of_people = self.people.iter().flat_map(|person| {
            std::iter::once(person.team.as_deref()).chain(person.teams.iter().map(|it| Some(it.id.as_str())))
        });
        people.any(|id| !self.knows_person(id))
            || others.any(|id| id.is_some_and(|id| !self.knows_person(id)))
            || of_teams.chain(of_people).flatten().any(|id| !self.knows_team(id))
    }
}

impl Workspace {
    /// Whether a goal or `org.yaml` itself names a person or a team that is not in `org.yaml` now: only then must
    /// earlier versions of it be read.
    pub fn names_a_stranger(&self) -> bool {
        let Some(org) = &self.org else { return false };
        let is_stranger = |goal: &Goal| {
            let there = self.private_org(goal.document);
            let lacks_person = |id: &str| !org.knows_person(id) && !there.is_some_and(|org| org.knows_person(id));
            let lacks_team = |id: &str| !org.knows_team(id) && !there.is_some_and(|org| org.knows_team(id));
            let mut addressed = goal.log.iter().flat_map(|entry| &entry.to);
            goal.people_named().any(lacks_person)
                || goal.teams_named().any(lacks_team)
                || addressed.any(|id| lacks_person(id) && lacks_team(id))
        };
        org.names_a_stranger() || self.goals.iter().map(Box::as_ref).any(is_stranger)
    }
}

/// Whom a field names by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedMember {
    /// A person.
    Person,
    /// A team.
    Team,
    /// A person or a team.
    PersonOrTeam,
}

/// Whom the field at a route names, with `[]` for every item of a list; none if it names nobody. The ids of people and
/// teams themselves count.
pub fn named_at(role: Role, route: &str) -> Option<NamedMember> {
    match (role, route) {
        (Role::Goal, "owner" | "agreed[].by" | "supports[].agreed[].by" | "log[].by" | "grade.by")
        | (
            Role::Org,
            "people[].id" | "people[].formerly[]" | "teams[].lead" | "people[].manager" | "people[].deputy",
        ) => Some(NamedMember::Person),
        (Role::Goal, "team" | "contributors[]" | "needs[].from")
        | (
            Role::Org,
            "teams[].id"
            | "teams[].formerly[]"
            | "teams[].parent"
            | "teams[].successor"
            | "people[].team"
            | "people[].teams[].id",
        ) => Some(NamedMember::Team),
        (Role::Goal, "log[].to" | "log[].to[]") => Some(NamedMember::PersonOrTeam),
        _ => None,
    }
}
