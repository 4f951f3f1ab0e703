//! The week behind and the fortnight ahead: what happened, and what is due.

use serde::Serialize;

use super::facts::{Mention, Mentions, PersonOrTeamName};
use crate::analysis::agenda::{DueKind, Happened, due_within, happened_within};
use crate::analysis::facts::Facts;
use crate::model::{Day, Days, GoalIx, LogKind, days_between};
use crate::view::late_value::done_milestone_words;

/// How many days back and ahead a report looks.
pub const BACK: Days = 7;
const AHEAD: Days = 14;

/// Something that happened.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WeekEvent {
    /// The day.
    pub day: Day,
    /// The goal.
    pub goal: Mention,
    /// `progress`, `milestone`, `added`, `closed`, `recognition`, `obstacle`, `resolved` or `decision`.
    pub kind: String,
    /// The text, where there is one.
    pub text: Option<String>,
    /// The author.
    pub by: Option<PersonOrTeamName>,
    /// Whom it is for.
    pub to: Vec<PersonOrTeamName>,
    /// Of progress: what it was before.
    pub before: Option<f64>,
    /// Of progress: what it is.
    pub after: Option<f64>,
}

/// Something that is due.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UpcomingItem {
    /// The day by which.
    pub day: Day,
    /// By how many days it is late; 0 or less if it is not.
    pub late: i64,
    /// The goal.
    pub goal: Mention,
    /// `end`, `close`, `milestone`, `need` or `check-in`. What is over is to be closed.
    pub kind: String,
    /// The milestone's title, or what is needed.
    pub text: Option<String>,
    /// Of a need: the team that is asked.
    pub from: Option<PersonOrTeamName>,
}

impl WeekEvent {
    /// The events of the goals in the last seven days, the latest first; `before` is the state before them, where
    /// that is known.
    pub fn all(snapshot: &Facts<'_>, before: Option<&Facts<'_>>, goals: &[GoalIx]) -> Vec<Self> {
        let happened = happened_within(snapshot, before.map(|it| &**it), goals, BACK);
        let mut mentions = Mentions::among(snapshot, happened.iter().map(|it| it.goal));
        let view = |it: crate::analysis::agenda::Happening| {
            let goal = snapshot.goal(it.goal);
            let mut view = Self {
                day: it.day,
                goal: mentions.of(it.goal),
                kind: String::new(),
                text: None,
                by: None,
                to: Vec::new(),
                before: None,
                after: None,
            };
            let kind = match it.what {
                Happened::Closed => "closed",
                Happened::Added => "added",
                Happened::Progress { before, after } => {
                    (view.before, view.after) = (before, Some(after));
                    "progress"
                }
                Happened::Milestone(at) => {
                    view.text = goal.milestones.get(at).map(|done| done_milestone_words(goal, done, it.day));
                    "milestone"
                }
                Happened::Said(at) | Happened::Resolved(at) => {
                    let entry = &goal.log[at];
                    view.text = Some(entry.text.clone());
                    view.by = entry.by.as_deref().map(|id| PersonOrTeamName::person(snapshot, id));
                    view.to = entry.to.iter().map(|id| PersonOrTeamName::either(snapshot, id)).collect();
                    match (it.what, entry.kind) {
                        (Happened::Resolved(_), _) => "resolved",
                        (_, LogKind::Recognition) => "recognition",
                        (_, LogKind::Obstacle) => "obstacle",
                        _ => "decision",
                    }
                }
            };
            kind.clone_into(&mut view.kind);
            view
        };
        happened.into_iter().map(view).collect()
    }
}

impl UpcomingItem {
    /// What is due of the goals in the next fortnight, and what has been; by day.
    pub fn all(snapshot: &Facts<'_>, goals: &[GoalIx]) -> Vec<Self> {
        let due = due_within(snapshot, goals, AHEAD);
        let mut mentions = Mentions::among(snapshot, due.iter().map(|it| it.goal));
        let view = |it: crate::analysis::agenda::Due| {
            let goal = snapshot.goal(it.goal);
            let (kind, text, from) = match it.what {
                DueKind::End => ("end", None, None),
                DueKind::Close => ("close", None, None),
                DueKind::Milestone(at) => ("milestone", goal.milestones.get(at).map(|it| it.title.clone()), None),
                DueKind::Need(at) => {
                    let need = goal.needs.get(at);
                    (
                        "need",
                        need.map(|it| it.what.clone()),
                        need.map(|it| PersonOrTeamName::either(snapshot, &it.from)),
                    )
                }
                DueKind::CheckIn => ("check-in", None, None),
            };
            Self {
                day: it.day,
                late: days_between(it.day, snapshot.today),
                goal: mentions.of(it.goal),
                kind: kind.to_owned(),
                text,
                from,
            }
        };
        due.into_iter().map(view).collect()
    }
}
