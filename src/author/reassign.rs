//! A leaver's or a dissolved team's goals handed over in one go.

use std::collections::BTreeMap;

use crate::model::{DocIx, Goal, GoalIx, Kind, NeedState, ORDER, Workspace};
use crate::syntax::{Content, Edit};

/// Whose goals go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// A person's.
    Owner(String),
    /// A team's.
    Team(String),
}

/// What a handover comes to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Handover {
    /// The edits, by document.
    pub edits: BTreeMap<DocIx, Vec<Edit>>,
    /// The goals that go over.
    pub goals: Vec<GoalIx>,
    /// The goals that ask or work with the team, and name the new one now.
    pub named: Vec<GoalIx>,
    /// Growth goals, which are of one person and go over to nobody.
    pub personal: Vec<GoalIx>,
}

/// The edits that hand over every open goal that is written to be someone's. What is inherited goes with its objective.
#[must_use]
pub fn reassign(workspace: &Workspace, from: &From, to: &str) -> Handover {
    let mut handover = Handover::default();
    for (ix, goal) in workspace.iter().filter(|(_, goal)| goal.is_open()) {
        let mut edits = Vec::new();
        let set = |route: &str| Edit::Set { route: route.to_owned(), to: Content::text(to), order: ORDER };
        match from {
            From::Owner(person) => {
                if goal.inherited.owner || workspace.owner_of(goal) != Some(person.as_str()) {
                    continue;
                }
                if goal.kind == Kind::Development {
                    handover.personal.push(ix);
                    continue;
                }
                edits.push(set("owner"));
                handover.goals.push(ix);
            }
            From::Team(team) => {
                if !goal.inherited.team && workspace.team_of(goal) == Some(team.as_str()) {
                    edits.push(set("team"));
                    handover.goals.push(ix);
                }
                let before = edits.len();
                edits.extend(mentions(workspace, goal, team, to));
                if before == 0 && !edits.is_empty() {
                    handover.named.push(ix);
                }
            }
        }
        if !edits.is_empty() {
            handover.edits.insert(goal.document, edits);
        }
    }
    handover
}

/// The edits of a goal that works with a team, or needs something of it that is not settled yet.
fn mentions(workspace: &Workspace, goal: &Goal, team: &str, to: &str) -> Vec<Edit> {
    let is_team = |id: &str| {
        let known = workspace.org.as_ref().and_then(|org| org.team(id));
        known.map_or(id, |known| known.id.as_str()) == team
    };
    let word = |route: String| Edit::Set { route, to: Content::text(to), order: ORDER };
    let mut edits = Vec::new();
    let owns = workspace.team_of(goal).is_some_and(|own| own == to || own == team);
    let names_both = owns || goal.contributors.iter().any(|it| it == to);
    for (at, _) in goal.contributors.iter().enumerate().filter(|(_, it)| is_team(it)) {
        let route = format!("contributors[{at}]");
        edits.push(if names_both { Edit::Remove { route } } else { word(route) });
    }
    let open = goal.needs.iter().filter(|need| matches!(need.state, NeedState::Asked | NeedState::Agreed));
    edits.extend(open.filter(|need| is_team(&need.from)).map(|need| word(format!("needs[{}].from", need.index))));
    edits
}
