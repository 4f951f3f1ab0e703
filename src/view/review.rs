//! What `review` says: the evidence of one person's work for a talk about it. Nothing in it is about anyone else.

use schemars::JsonSchema;
use serde::Serialize;

use super::moved::move_words;
use crate::analysis::{Snapshot, price_of, say_value};
use crate::model::{Day, Goal, GoalIx, Kind, LogEntry, LogKind, Period};

/// The evidence of one person's work.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReviewView {
    /// The person's id.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Their team.
    pub team: Option<String>,
    /// The first day of the time it is about; null for all time.
    #[schemars(with = "Option<Day>")]
    pub start: Option<Day>,
    /// Its last day.
    #[schemars(with = "Option<Day>")]
    pub end: Option<Day>,
    /// Their objectives and key results, the earliest first.
    pub goals: Vec<ReviewedGoal>,
    /// Their growth goals.
    pub growth: Vec<GrowthGoal>,
    /// Feedback for them.
    pub feedback: Vec<Said>,
    /// Thanks that they got.
    pub recognition: Vec<Said>,
}

/// A goal that the person owned.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReviewedGoal {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its period, as it is written.
    pub period: Option<String>,
    /// Where it stands in its life.
    pub state: String,
    /// How it stands, in the words of `rollup`.
    pub health: String,
    /// Progress, 0 to 1.
    pub progress: Option<f64>,
    /// The grade at its close.
    pub grade: Option<f64>,
    /// Why the grade differs from what was computed.
    pub grade_why: Option<String>,
    /// From where to where it was to go.
    pub measure: Option<String>,
    /// What was observed, oldest first.
    pub course: Vec<CoursePoint>,
    /// Goalposts that moved after they had settled, in words, each with its day.
    pub moved: Vec<MovedThen>,
    /// Today's progress against the original goalposts, where they moved.
    pub against_original: Option<f64>,
    /// Obstacles met.
    pub obstacles: Vec<MetObstacle>,
    /// What was learnt.
    pub retrospective: Option<String>,
    /// Why it was changed or dropped.
    pub reason: Option<String>,
}

/// An observation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CoursePoint {
    /// Its day.
    pub day: Day,
    /// The value in words.
    pub value: Option<String>,
    /// The progress that it meant.
    pub progress: Option<f64>,
}

/// A goalpost that moved.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MovedThen {
    /// The day.
    pub day: Day,
    /// What moved, in words.
    pub change: String,
    /// Whether it says why.
    pub explained: bool,
}

/// An obstacle on the way.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MetObstacle {
    /// The day it was told.
    pub day: Day,
    /// What it was.
    pub text: String,
    /// The day it was out of the way.
    pub resolved: Option<Day>,
}

/// A growth goal.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GrowthGoal {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its period.
    pub period: Option<String>,
    /// Where it stands in its life.
    pub state: String,
    /// Progress, 0 to 1.
    pub progress: Option<f64>,
    /// The competency that it builds.
    pub competency: Option<String>,
    /// What the person wants to become.
    pub aspiration: Option<String>,
    /// Training that helps.
    pub training: Vec<String>,
    /// Steps that are done.
    pub done: Vec<String>,
    /// Steps that are not.
    pub open: Vec<String>,
    /// What was learnt.
    pub retrospective: Option<String>,
}

/// Something said to the person.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Said {
    /// The day.
    pub day: Day,
    /// Who said it.
    pub by: Option<String>,
    /// What.
    pub text: String,
    /// The goal about which.
    pub goal: String,
    /// Where more is to be read.
    pub link: Option<String>,
}

impl ReviewView {
    /// The evidence of a person's work in a period, or of all time.
    #[must_use]
    pub fn new(snapshot: &Snapshot<'_>, person: &str, period: Option<&Period>) -> Self {
        let known = snapshot.org().and_then(|org| org.person(person));
        let in_time = |goal: &Goal| match (period, &goal.period, goal.end()) {
            (None, ..) => true,
            (Some(wanted), Some(own), _) => own.overlaps(wanted),
            (Some(wanted), None, Some(end)) => wanted.contains(end),
            (Some(_), None, None) => goal.is_open(),
        };
        let is_theirs =
            |goal: &Goal| snapshot.workspace.owner_of(goal).is_some_and(|owner| snapshot.is_same_person(owner, person));
        let mut view = Self {
            person: known.map_or(person, |it| &it.id).to_owned(),
            name: known.map_or(person, |it| &it.name).to_owned(),
            team: known.and_then(|it| it.team_on(snapshot.today)).map(str::to_owned),
            start: period.map(|period| period.start),
            end: period.map(|period| period.end),
            goals: Vec::new(),
            growth: Vec::new(),
            feedback: Vec::new(),
            recognition: Vec::new(),
        };
        let mut own: Vec<(GoalIx, &Goal)> =
            snapshot.goals().filter(|(_, goal)| goal.is_work() && is_theirs(goal) && in_time(goal)).collect();
        own.sort_by(|a, b| (a.1.start(), &a.1.id).cmp(&(b.1.start(), &b.1.id)));
        for (ix, goal) in own {
            if goal.kind == Kind::Development {
                view.growth.push(GrowthGoal::new(snapshot, ix, goal));
            } else {
                view.goals.push(ReviewedGoal::new(snapshot, ix, goal));
            }
        }
        for (_, goal) in snapshot.goals() {
            let theirs = is_theirs(goal);
            for entry in &goal.log {
                // What names nobody is said to whoever owns the goal.
                let to_them = entry.to.iter().any(|to| snapshot.is_same_person(to, person))
                    || (entry.to.is_empty() && theirs && entry.by.as_deref() != Some(person));
                let then = period.is_none_or(|period| period.contains(entry.date));
                match entry.kind {
                    LogKind::Feedback if to_them && then => view.feedback.push(said(goal, entry)),
                    LogKind::Recognition if to_them && then => view.recognition.push(said(goal, entry)),
                    _ => {}
                }
            }
        }
        for list in [&mut view.feedback, &mut view.recognition] {
            list.sort_by(|a, b| (a.day, &a.goal).cmp(&(b.day, &b.goal)));
        }
        view
    }
}

fn said(goal: &Goal, entry: &LogEntry) -> Said {
    Said {
        day: entry.date,
        by: entry.by.clone(),
        text: entry.text.clone(),
        goal: goal.id.clone(),
        link: entry.link.clone(),
    }
}

impl ReviewedGoal {
    fn new(snapshot: &Snapshot<'_>, ix: GoalIx, goal: &Goal) -> Self {
        let numbers = snapshot.numbers(ix);
        let metric = goal.metric.as_ref();
        let say = |value: f64| metric.map(|metric| say_value(snapshot.workspace, metric, value));
        let measure =
            metric.and_then(|metric| match (metric.baseline, metric.target, metric.at_least, metric.at_most) {
                (Some(from), Some(to), ..) => Some(format!("from {} to {}", say(from)?, say(to)?)),
                (_, Some(to), ..) => Some(format!("to {}", say(to)?)),
                (_, _, Some(least), Some(most)) => Some(format!("{} to {}", say(least)?, say(most)?)),
                (_, _, Some(least), None) => Some(format!("at least {}", say(least)?)),
                (_, _, None, Some(most)) => Some(format!("at most {}", say(most)?)),
                _ => None,
            });
        let observations = snapshot.timeline.of(ix).iter();
        let goalposts = snapshot.goalposts(ix);
        let chronicle = snapshot.timeline.chronicle();
        let settled = goalposts.moves.iter().filter(|it| !it.settling);
        let moved: Vec<MovedThen> = settled
            .filter_map(|it| {
                let change = move_words(snapshot, chronicle?, ix, it);
                Some(MovedThen { day: it.day, change, explained: it.explained })
            })
            .collect();
        let price = price_of(snapshot, ix, goalposts).filter(|_| !moved.is_empty());
        Self {
            id: goal.id.clone(),
            kind: goal.kind,
            title: goal.title.clone(),
            period: goal.period.as_ref().map(|period| period.name.clone()),
            state: goal.state.word().to_owned(),
            health: numbers.health.word().to_owned(),
            progress: numbers.progress,
            grade: goal.grade.as_ref().map(|grade| grade.score),
            grade_why: goal.grade.as_ref().and_then(|grade| grade.why.clone()),
            measure,
            course: observations
                .map(|it| CoursePoint { day: it.day, value: it.value.and_then(say), progress: it.progress })
                .collect(),
            against_original: price.and_then(|price| price.against_original),
            moved,
            obstacles: goal
                .log
                .iter()
                .filter(|entry| entry.kind == LogKind::Obstacle)
                .map(|entry| MetObstacle { day: entry.date, text: entry.text.clone(), resolved: entry.resolved })
                .collect(),
            retrospective: goal.retrospective.clone(),
            reason: goal.reason.clone(),
        }
    }
}

impl GrowthGoal {
    fn new(snapshot: &Snapshot<'_>, ix: GoalIx, goal: &Goal) -> Self {
        let steps = |done: bool| {
            let steps = goal.milestones.iter().filter(|it| it.is_done() == done);
            steps.map(|it| it.title.clone()).collect()
        };
        Self {
            id: goal.id.clone(),
            title: goal.title.clone(),
            period: goal.period.as_ref().map(|period| period.name.clone()),
            state: goal.state.word().to_owned(),
            progress: snapshot.numbers(ix).progress,
            competency: goal.competency.clone(),
            aspiration: goal.aspiration.clone(),
            training: goal.training.clone(),
            done: steps(true),
            open: steps(false),
            retrospective: goal.retrospective.clone(),
        }
    }
}
