//! The answer of `review`: one person's goals for a performance review. It contains nothing about other people's goals.

use std::collections::HashMap;

use serde::Serialize;

use super::brief::Brief;
use super::late_value::{done_milestone_words, late_day_words};
use super::moved::{ReasonView, move_words};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{aim_words, observed_words};
use crate::model::{Day, Done, Goal, GoalIx, Kind, LogEntry, LogKind, Milestone, Period};

/// A summary of one person's goals for a performance review.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewView {
    /// The person's id.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Their team.
    pub team: Option<String>,
    /// The first day of the time it is about; null for all time.
    #[cfg_attr(test, schemars(with = "Option<Day>"))]
    pub start: Option<Day>,
    /// Its last day.
    #[cfg_attr(test, schemars(with = "Option<Day>"))]
    pub end: Option<Day>,
    /// Their objectives and key results, the earliest first.
    pub goals: Vec<ReviewedGoal>,
    /// Their growth goals.
    pub growth: Vec<GrowthGoal>,
    /// Feedback for them.
    pub feedback: Vec<FeedbackEntry>,
    /// Recognition for them.
    pub recognition: Vec<FeedbackEntry>,
    /// Texts above that name other people, to be reviewed before sharing.
    pub mentions: Vec<NamedPeople>,
}

/// A goal that the person owned.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewedGoal {
    /// Its main fields.
    #[serde(flatten)]
    pub brief: Brief,
    /// Its period, as written.
    pub period: Option<String>,
    /// The grade at its close.
    pub grade: Option<f64>,
    /// Whether its score is above the computed one and no owner of a parent goal has acknowledged it since.
    pub self_assessed: bool,
    /// Why the grade differs from what was computed.
    pub grade_why: Option<String>,
    /// The metric's baseline and target, or bounds.
    pub measure: Option<String>,
    /// What was observed, oldest first.
    pub course: Vec<ReviewedValue>,
    /// Goalposts that the person moved after they had settled, in words, each with its day and reason.
    pub moved: Vec<ReviewedMove>,
    /// Always null: a review puts no price on a moved goalpost.
    pub against_original: Option<f64>,
    /// Obstacles.
    pub obstacles: Vec<ReviewedObstacle>,
    /// Its retrospective.
    pub retrospective: Option<String>,
    /// Why it was changed or dropped.
    pub reason: Option<String>,
}

/// An observation.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewedValue {
    /// Its day.
    pub day: Day,
    /// The value in words.
    pub value: Option<String>,
    /// The progress that it meant.
    pub progress: Option<f64>,
    /// Whether it counts for the goal; false after the last day of its period.
    pub counts: bool,
    /// What there is to say of a value that does not count, for people.
    #[serde(skip)]
    pub late: Option<String>,
}

/// A goalpost that moved.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewedMove {
    /// The day.
    pub day: Day,
    /// What moved, in words.
    pub change: String,
    /// Why.
    #[serde(flatten)]
    pub why: ReasonView,
}

/// An obstacle on the way.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewedObstacle {
    /// The day it was reported.
    pub day: Day,
    /// What it was.
    pub text: String,
    /// The day it was resolved.
    pub resolved: Option<Day>,
}

/// A growth goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GrowthGoal {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its period.
    pub period: Option<String>,
    /// Its state.
    pub state: String,
    /// Progress, 0 to 1.
    pub progress: Option<f64>,
    /// The competency it develops.
    pub competency: Option<String>,
    /// The person's career aspiration.
    pub aspiration: Option<String>,
    /// Training that helps.
    pub training: Vec<String>,
    /// Completed steps.
    pub done: Vec<String>,
    /// Open steps.
    pub open: Vec<String>,
    /// Its retrospective.
    pub retrospective: Option<String>,
}

/// A text that names other people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NamedPeople {
    /// What it is: `title`, `grade.why`, `reason`, `retrospective`, `obstacle`, `feedback` or `recognition`.
    pub place: String,
    /// The goal that contains it, where it may be shown.
    pub goal: Option<String>,
    /// Who is named, by id.
    pub people: Vec<String>,
}

/// Feedback or recognition for the person.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FeedbackEntry {
    /// The day.
    pub day: Day,
    /// The author.
    pub by: Option<String>,
    /// What.
    pub text: String,
    /// The goal about which; null where that is another person's own: a growth goal, or one of a private root.
    pub goal: Option<String>,
    /// A link to more information.
    pub link: Option<String>,
}

impl ReviewView {
    /// The evidence of a person's work in a period, or of all time.
    pub fn new(snapshot: &Facts<'_>, person: &str, period: Option<&Period>) -> Self {
        let known = snapshot.org().and_then(|org| org.person(person));
        let in_time = |goal: &Goal| match (period, &goal.period, goal.end()) {
            (None, ..) => true,
            (Some(wanted), Some(own), _) => own.overlaps(wanted),
            (Some(wanted), None, Some(end)) => wanted.contains(end),
            (Some(_), None, None) => goal.is_open(),
        };
        let is_theirs =
            |goal: &Goal| snapshot.workspace.owner_of(goal).is_some_and(|owner| snapshot.is_same_person(owner, person));
        let by_them = |entry: &LogEntry| entry.by.as_deref().is_some_and(|by| snapshot.is_same_person(by, person));
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
            mentions: Vec::new(),
        };
        let mut own: Vec<(GoalIx, &Goal)> =
            snapshot.goals().filter(|(_, goal)| goal.is_work() && is_theirs(goal) && in_time(goal)).collect();
        own.sort_by(|a, b| (a.1.start(), &a.1.id).cmp(&(b.1.start(), &b.1.id)));
        for (ix, goal) in own {
            if goal.kind == Kind::Development {
                view.growth.push(GrowthGoal::new(snapshot, ix, goal));
            } else {
                view.goals.push(ReviewedGoal::new(snapshot, ix, goal, &view.person));
            }
        }
        for (_, goal) in snapshot.goals() {
            let theirs = is_theirs(goal);
            // The ids of other people's development goals and of private goals are not shown.
            let shown = theirs || goal.kind != Kind::Development && !snapshot.workspace.is_private(goal.document);
            for entry in &goal.log {
                // An entry without recipients is addressed to the goal's owner, unless they wrote it themselves.
                let to_them = entry.to.iter().any(|to| snapshot.is_same_person(to, person))
                    || (entry.to.is_empty() && theirs && !by_them(entry));
                let then = period.is_none_or(|period| period.contains(entry.date));
                match entry.kind {
                    LogKind::Feedback if to_them && then => view.feedback.push(remark(goal, entry, shown)),
                    LogKind::Recognition if to_them && then => view.recognition.push(remark(goal, entry, shown)),
                    _ => {}
                }
            }
        }
        for list in [&mut view.feedback, &mut view.recognition] {
            list.sort_by(|a, b| (a.day, &a.goal).cmp(&(b.day, &b.goal)));
        }
        view.mentions = view.named_others(snapshot);
        view
    }

    /// The texts that name other people. They are not changed; whoever shares the review has to check them.
    fn named_others(&self, snapshot: &Facts<'_>) -> Vec<NamedPeople> {
        let Some(org) = snapshot.org() else { return Vec::new() };
        let mut names: HashMap<&str, &str> = HashMap::new();
        let parts = |name| str::split_whitespace(name).filter(|it| it.chars().count() > 2 && starts_upper(it));
        for person in &org.people {
            for part in parts(&person.name) {
                names.entry(part).or_insert(&person.id);
            }
        }
        for part in parts(&self.name) {
            names.remove(part);
        }
        let mut found = Vec::new();
        let mut look = |text: &Option<String>, place: &str, goal: Option<&String>| {
            let words = text.iter().flat_map(|text| text.split(|c: char| !(c.is_alphanumeric() || c == '-')));
            let mut people: Vec<String> = words.filter_map(|word| names.get(word)).map(|id| (*id).to_owned()).collect();
            people.sort();
            people.dedup();
            if !people.is_empty() {
                found.push(NamedPeople { place: place.to_owned(), goal: goal.cloned(), people });
            }
        };
        for goal in &self.goals {
            let id = Some(&goal.brief.id);
            look(&Some(goal.brief.title.clone()), "title", id);
            look(&goal.grade_why, "grade.why", id);
            look(&goal.reason, "reason", id);
            look(&goal.retrospective, "retrospective", id);
            goal.obstacles.iter().for_each(|it| look(&Some(it.text.clone()), "obstacle", id));
        }
        for goal in &self.growth {
            let id = Some(&goal.id);
            look(&Some(goal.title.clone()), "title", id);
            look(&goal.retrospective, "retrospective", id);
        }
        self.feedback.iter().for_each(|it| look(&Some(it.text.clone()), "feedback", it.goal.as_ref()));
        self.recognition.iter().for_each(|it| look(&Some(it.text.clone()), "recognition", it.goal.as_ref()));
        found
    }
}

fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn remark(goal: &Goal, entry: &LogEntry, shown: bool) -> FeedbackEntry {
    FeedbackEntry {
        day: entry.date,
        by: entry.by.clone(),
        text: entry.text.clone(),
        goal: shown.then(|| goal.id.clone()),
        link: entry.link.clone(),
    }
}

impl ReviewedGoal {
    fn new(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal, person: &str) -> Self {
        let metric = goal.metric.as_ref();
        let measure = metric.and_then(|metric| aim_words(snapshot.workspace, metric));
        let observations = snapshot.timeline.check_ins(ix);
        let goalposts = snapshot.goalposts(ix);
        let history = snapshot.timeline.history();
        let settled = goalposts.moves.iter().filter(|it| !it.settling);
        let moved: Vec<ReviewedMove> = settled
            .filter_map(|it| {
                let commit = &history?.commits[it.commit?];
                // Only moves that the person committed are listed: they do not answer for those of others.
                snapshot.contributors(commit).author.filter(|author| author.id == person)?;
                let change = move_words(snapshot, history?, ix, it);
                Some(ReviewedMove { day: it.day, change, why: ReasonView::new(it.explanation.as_ref()) })
            })
            .collect();
        Self {
            brief: Brief::new(snapshot, ix),
            period: goal.period.as_ref().map(|period| period.name.clone()),
            grade: goal.grade.as_ref().map(|grade| grade.score),
            self_assessed: snapshot.is_self_assessed(ix),
            grade_why: goal.grade.as_ref().and_then(|grade| grade.why.clone()),
            measure,
            course: observations
                .map(|it| ReviewedValue {
                    day: it.day,
                    value: observed_words(snapshot.workspace, goal, it),
                    progress: it.progress,
                    counts: goal.end().is_none_or(|last| it.day <= last),
                    late: late_day_words(goal, it.day),
                })
                .collect(),
            against_original: None,
            moved,
            obstacles: goal
                .log
                .iter()
                .filter(|entry| entry.kind == LogKind::Obstacle)
                .map(|entry| ReviewedObstacle { day: entry.date, text: entry.text.clone(), resolved: entry.resolved })
                .collect(),
            retrospective: goal.retrospective.clone(),
            reason: goal.reason.clone(),
        }
    }
}

impl GrowthGoal {
    fn new(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal) -> Self {
        let title = |it: &Milestone| match it.done {
            Some(Done::On(day)) => done_milestone_words(goal, it, day),
            _ => it.title.clone(),
        };
        let steps = |done: bool| goal.milestones.iter().filter(|it| it.is_done() == done).map(title).collect();
        Self {
            id: goal.id.clone(),
            title: goal.title.clone(),
            period: goal.period.as_ref().map(|period| period.name.clone()),
            state: goal.state.word().to_owned(),
            progress: snapshot.numbers(ix).progress,
            competency: goal.plain.text("competency").map(str::to_owned),
            aspiration: goal.plain.text("aspiration").map(str::to_owned),
            training: goal.plain.texts("training").map(str::to_owned).collect(),
            done: steps(true),
            open: steps(false),
            retrospective: goal.retrospective.clone(),
        }
    }
}
