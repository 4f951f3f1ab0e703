//! What lies between people: what goals need from other teams, and what is in the way.

use serde::Serialize;

use super::facts::{Mention, PersonOrTeamName, days_open};
use crate::analysis::facts::Facts;
use crate::analysis::people::{NeedTrouble, need_trouble};
use crate::model::{Day, GoalIx, LogKind, NeedState, Scope, day_and_month};

/// Something that a goal needs from another team.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NeedInReport {
    /// The goal that needs it.
    pub goal: Mention,
    /// The team that is asked.
    pub from: PersonOrTeamName,
    /// What is needed.
    pub what: String,
    /// The day it is needed by.
    pub by: Option<Day>,
    /// Its state.
    pub state: NeedState,
    /// What it costs the other team, in person-weeks.
    pub effort: Option<f64>,
    /// The goal in which the other team does it.
    pub answer: Option<Mention>,
    /// The problem, in words; null without one.
    pub trouble: Option<String>,
}

/// An obstacle of a goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ObstacleView {
    /// The goal.
    pub goal: Mention,
    /// Since when.
    pub date: Day,
    /// What it is.
    pub text: String,
    /// Who reported it.
    pub by: Option<PersonOrTeamName>,
    /// Who is asked to remove it.
    pub to: Vec<PersonOrTeamName>,
    /// Whether it lies inside the organisation or outside.
    pub scope: Option<Scope>,
    /// The number of days it has been open.
    pub days: i64,
}

impl NeedInReport {
    /// What open goals need and do not have yet, those needed soonest first.
    pub fn all(snapshot: &Facts<'_>, goals: &[GoalIx]) -> Vec<Self> {
        let mut needs = Vec::new();
        for ix in goals.iter().filter(|ix| snapshot.goal(**ix).is_open()) {
            let goal = snapshot.goal(*ix);
            for need in goal.needs.iter().filter(|need| need.state != NeedState::Met) {
                let answer = need.goal.as_deref().and_then(|id| snapshot.workspace.find(id));
                let trouble = need_trouble(snapshot, goal, need).map(|trouble| match trouble {
                    NeedTrouble::Declined => "declined".to_owned(),
                    NeedTrouble::Late => {
                        format!("due since {}", day_and_month(need.by.unwrap_or(snapshot.today), snapshot.today))
                    }
                    NeedTrouble::Unanswered => "no answer yet".to_owned(),
                    NeedTrouble::AtRisk(_) => "its goal is off track".to_owned(),
                    NeedTrouble::Lost(answer) => format!("its goal was {}", snapshot.goal(answer).state.word()),
                });
                needs.push(Self {
                    goal: Mention::new(snapshot, *ix),
                    from: PersonOrTeamName::either(snapshot, &need.from),
                    what: need.what.clone(),
                    by: need.by,
                    state: need.state,
                    effort: need.effort,
                    answer: answer.map(|ix| Mention::new(snapshot, ix)),
                    trouble,
                });
            }
        }
        needs.sort_by(|a, b| (a.by.is_none(), a.by, &a.goal.id).cmp(&(b.by.is_none(), b.by, &b.goal.id)));
        needs
    }
}

impl ObstacleView {
    /// The open obstacles of open goals, oldest first.
    pub fn all(snapshot: &Facts<'_>, goals: &[GoalIx]) -> Vec<Self> {
        let mut found = Vec::new();
        for ix in goals.iter().filter(|ix| snapshot.goal(**ix).is_open()) {
            let is_open = |resolved: Option<Day>| resolved.is_none_or(|day| snapshot.today < day);
            let entries = snapshot.goal(*ix).log.iter();
            for entry in
                entries.filter(|it| it.kind == LogKind::Obstacle && is_open(it.resolved) && it.date <= snapshot.today)
            {
                found.push(Self {
                    goal: Mention::new(snapshot, *ix),
                    date: entry.date,
                    text: entry.text.clone(),
                    by: entry.by.as_deref().map(|id| PersonOrTeamName::person(snapshot, id)),
                    to: entry.to.iter().map(|id| PersonOrTeamName::either(snapshot, id)).collect(),
                    scope: entry.scope,
                    days: days_open(entry.date, snapshot.today),
                });
            }
        }
        found.sort_by(|a, b| (a.date, &a.goal.id).cmp(&(b.date, &b.goal.id)));
        found
    }
}
