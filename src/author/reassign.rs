//! Transfers all open goals of a person or team.

use std::collections::BTreeMap;

use crate::model::{DocIx, Goal, GoalIx, Kind, NeedState, ORDER, Workspace};
use crate::syntax::{Content, Edit};

/// Where transferred goals come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandoverSource {
    /// A person.
    Owner(String),
    /// A team.
    Team(String),
}

/// The effect of a transfer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Handover {
    /// The edits, by document.
    pub edits: BTreeMap<DocIx, Vec<Edit>>,
    /// The goals that are transferred.
    pub goals: Vec<GoalIx>,
    /// The goals of others whose contributors or needs name the new team.
    pub named: Vec<GoalIx>,
    /// Development goals, which belong to the person and stay.
    pub personal: Vec<GoalIx>,
}

/// Returns the edits that transfer every open goal. Only goals with an owner or team of their own are edited; inherited
/// ones follow their objective.
pub fn reassign(workspace: &Workspace, from: &HandoverSource, to: &str) -> Handover {
    let mut handover = Handover::default();
    for (ix, goal) in workspace.iter().filter(|(_, goal)| goal.is_open()) {
        let mut edits = Vec::new();
        let set = |route: &str| Edit::Set { route: route.to_owned(), to: Content::text(to), order: ORDER };
        match from {
            HandoverSource::Owner(person) => {
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
            HandoverSource::Team(team) => {
                if !goal.inherited.team && workspace.team_of(goal) == Some(team.as_str()) {
                    edits.push(set("team"));
                    handover.goals.push(ix);
                }
                let before = edits.len();
                edits.extend(mention_edits(workspace, goal, team, to));
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

/// Returns the edits of a goal that names a team as contributor or in an open need. Settled needs stay as they are:
/// they record which team answered.
fn mention_edits(workspace: &Workspace, goal: &Goal, team: &str, to: &str) -> Vec<Edit> {
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
