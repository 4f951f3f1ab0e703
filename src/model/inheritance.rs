//! Inheritance: fields that key results take from their objectives, and goals from their teams.

use foldhash::HashMap;

use super::document::Document;
use super::goal::{Goal, GoalIx};
use super::inherited::Inherited;
use super::kind::Kind;
use super::org::Org;

impl Goal {
    /// The goal as its file writes it, without inherited fields.
    #[must_use]
    pub fn as_written(&self) -> Self {
        let mut written = self.clone();
        written.forget_inherited();
        written
    }

    /// Makes it what its file writes.
    pub(super) fn forget_inherited(&mut self) {
        let Inherited { owner, team, period, level } = std::mem::take(&mut self.inherited);
        self.owner = self.owner.take().filter(|_| !owner);
        self.team = self.team.take().filter(|_| !team);
        self.period = self.period.take().filter(|_| !period);
        self.level = self.level.take().filter(|_| !level);
        if self.overruled_level.is_some() {
            self.level = self.overruled_level.take();
        }
    }

    /// Gives a goal without a level that of its team.
    pub(super) fn take_level_of_team(&mut self, org: Option<&Org>) {
        if self.level.is_none() {
            let team = self.team.as_deref().and_then(|team| org?.team(team));
            self.level = team.and_then(|team| team.level.clone());
            self.inherited.level = self.level.is_some();
        }
    }
}

/// The goals that are known by their ids: those that are read, and what is known of those that are not.
type NamedGoals<'g> = (&'g HashMap<Box<str>, GoalIx>, &'g HashMap<String, Box<Goal>>);

/// Fills in the fields that key results inherit from their objectives and goals from their teams, for goals in which they
/// are not filled in, by their indices. What is known of an objective whose file cannot be read is inherited too: it is
/// not gone.
pub(super) fn inherit(
    goals: &mut [Box<Goal>],
    heirs: impl Iterator<Item = usize> + Clone,
    (by_id, unread): NamedGoals<'_>,
    documents: &[Document],
    org: Option<&Org>,
) {
    for at in heirs.clone() {
        if goals[at].kind != Kind::KeyResult {
            goals[at].take_level_of_team(org);
        }
    }
    for at in heirs {
        if goals[at].kind != Kind::KeyResult {
            continue;
        }
        let read = |id: &str| by_id.get(id).map(|ix| &goals[ix.index()]);
        let objective = goals[at].measures.as_deref().and_then(|id| read(id).or_else(|| unread.get(id)));
        let Some(objective) = objective.filter(|it| it.kind == Kind::Objective) else {
            goals[at].take_level_of_team(org);
            continue;
        };
        let (owner, team, period, level) =
            (objective.owner.clone(), objective.team.clone(), objective.period.clone(), objective.level.clone());
        let goal = &mut goals[at];
        let document = &documents[goal.document.index()];
        // A key result measures its objective, and so always has its level, whatever its own file says.
        let written = std::mem::replace(&mut goal.level, level);
        if written.is_some() {
            goal.overruled_level = written;
        }
        goal.inherited.level = true;
        // A field that is written and cannot be decoded is not inherited: its value is unknown, not absent.
        if owner.is_some() && !document.writes("owner") {
            goal.owner = owner;
            goal.inherited.owner = true;
        }
        if team.is_some() && !document.writes("team") {
            goal.team = team;
            goal.inherited.team = true;
        }
        if period.is_some() && !document.writes("period") {
            goal.period = period;
            goal.inherited.period = true;
        }
    }
}
