//! Lessons: the closed goals that a report looks back on, and their retrospectives.

use std::collections::HashSet;

use serde::Serialize;

use super::facts::Mention;
use crate::analysis::facts::Facts;
use crate::analysis::trends::lacks_retrospective;
use crate::model::{Day, Goal, GoalIx, days_between};
use crate::view::selection::{Selection, Time};

/// The retrospective of a goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LessonView {
    /// The goal.
    pub goal: Mention,
    /// The period it was for.
    pub period: Option<String>,
    /// The day it was closed, else its last day.
    pub day: Option<Day>,
    /// The score of its grade.
    pub grade: Option<f64>,
    /// The retrospective; null where it is missing.
    pub retrospective: Option<String>,
}

impl LessonView {
    /// The retrospectives of closed goals, the latest first.
    pub fn all(snapshot: &Facts<'_>, closed: &[GoalIx]) -> Vec<Self> {
        let mut lessons = Vec::new();
        for ix in closed {
            let goal = snapshot.goal(*ix);
            if goal.retrospective.is_some() || lacks_retrospective(snapshot, *ix) {
                lessons.push(Self {
                    goal: Mention::new(snapshot, *ix),
                    period: goal.period.as_ref().map(|period| period.name.clone()),
                    day: goal.closed.or(goal.end()),
                    grade: goal.grade.as_ref().map(|grade| grade.score),
                    retrospective: goal.retrospective.clone(),
                });
            }
        }
        lessons.sort_by(|a, b| (b.day, &a.goal.id).cmp(&(a.day, &b.goal.id)));
        lessons
    }
}

/// The closed goals that a report looks back on, by id: the chosen ones, and, without a chosen time, those that ended
/// in the half year before today. Goals are graded and retrospectives written after their period.
pub(super) fn closed_goals(snapshot: &Facts<'_>, selection: &Selection, chosen: &[GoalIx]) -> Vec<GoalIx> {
    let chosen: HashSet<GoalIx> = chosen.iter().copied().collect();
    let any_time = Selection { time: Time::All, ..selection.clone() };
    let is_recent = |goal: &Goal| {
        let lately = goal.end().is_some_and(|end| (0..=HALF_YEAR).contains(&days_between(end, snapshot.today)));
        matches!(selection.time, Time::Now) && lately && any_time.covers(snapshot, goal)
    };
    let closed = snapshot.goals().filter(|(_, goal)| !goal.is_open());
    let mut closed: Vec<GoalIx> =
        closed.filter(|(ix, goal)| chosen.contains(ix) || is_recent(goal)).map(|(ix, _)| ix).collect();
    closed.sort_by_key(|ix| snapshot.goal(*ix).id.as_str());
    closed
}

/// The number of days in half a year.
const HALF_YEAR: i64 = 184;
