//! Lessons: retrospectives of closed goals, in the period and in the half year before today.

use std::collections::HashSet;

use serde::Serialize;

use super::facts::Mention;
use crate::analysis::facts::Facts;
use crate::analysis::trends::owes_retrospective;
use crate::model::{Day, GoalIx};
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
    /// The retrospectives of the chosen goals, and of goals that ended in the half year before today; the latest first.
    #[must_use]
    pub fn all(snapshot: &Facts<'_>, selection: &Selection, chosen: &[GoalIx]) -> Vec<Self> {
        let chosen: HashSet<GoalIx> = chosen.iter().copied().collect();
        let any_time = Selection { time: Time::All, ..selection.clone() };
        let recent = |ix: GoalIx| {
            let goal = snapshot.goal(ix);
            let lately = goal
                .end()
                .is_some_and(|end| (0..=HALF_YEAR).contains(&crate::model::days_between(end, snapshot.today)));
            // Retrospectives are written after a period ends, so today's report also has those of the last half year.
            matches!(selection.time, Time::Now) && lately && any_time.covers(snapshot, goal)
        };
        let mut lessons = Vec::new();
        for (ix, goal) in snapshot.goals().filter(|(_, goal)| !goal.is_open()) {
            let has_lesson = goal.retrospective.is_some() || owes_retrospective(goal);
            if has_lesson && (chosen.contains(&ix) || recent(ix)) {
                lessons.push(Self {
                    goal: Mention::new(snapshot, ix),
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

/// The number of days in half a year.
const HALF_YEAR: i64 = 184;
