//! What a version of a goal takes back of an earlier one beside values: the day of a value, confidence, done milestones,
//! entries of the log and scores.

use std::collections::HashSet;

use crate::analysis::versions::pairing::earlier_entries;
use crate::model::{Day, Done, Goal, LogEntry, LogKind, State, may_take_back, quoted_title};

/// Something that a goal said and no longer says.
#[derive(Debug, Clone, PartialEq)]
pub enum TakenBack {
    /// The day of a value that stays.
    Day(Day),
    /// The confidence.
    Confidence(f64),
    /// That a milestone is done, by its title.
    Done(String, Option<Day>),
    /// An entry of the log: a check-in or an obstacle.
    Entry(Box<LogEntry>),
    /// The mean of a question's answers in a survey.
    Score(String, f64),
}

/// A confidence below this says that a goal may be missed.
const SURE: f64 = 0.7;

impl TakenBack {
    /// Its name in output.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Day(_) => "as_of",
            Self::Confidence(_) => "confidence",
            Self::Done(..) => "milestone",
            Self::Entry(entry) => entry.kind.word(),
            Self::Score(..) => "score",
        }
    }

    /// The route of the field that said it.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Day(_) => "metric.as_of",
            Self::Confidence(_) => "confidence",
            Self::Done(..) => "milestones",
            Self::Entry(_) => "log",
            Self::Score(..) => "scores",
        }
    }

    /// What it is, for people. The text of an entry and the mean of a score are not repeated: they may have been removed to
    /// protect somebody.
    pub fn noun(&self) -> String {
        match self {
            Self::Day(day) => format!("the day of the value, {day},"),
            Self::Confidence(confidence) => format!("confidence {confidence}"),
            Self::Done(title, _) => format!("that milestone {} is done", quoted_title(title)),
            Self::Entry(entry) => {
                let kind = if entry.kind == LogKind::CheckIn { "check-in entry" } else { "obstacle" };
                let open = if entry.resolved.is_none() && entry.kind == LogKind::Obstacle { "open " } else { "" };
                format!("the {open}{kind} of {}", entry.date)
            }
            Self::Score(question, _) => format!("the score of {}", quoted_title(question)),
        }
    }

    /// That it was taken back, for people.
    pub fn sentence(&self) -> String {
        match self {
            Self::Day(day) => format!("day {day} of the value removed"),
            Self::Done(title, _) => format!("milestone {} no longer done", quoted_title(title)),
            _ => format!("{} removed", self.noun().trim_start_matches("the ")),
        }
    }

    /// The day that it is about; none for what has none.
    pub fn day(&self) -> Option<Day> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Done(_, day) => *day,
            Self::Entry(entry) => Some(entry.date),
            Self::Confidence(_) | Self::Score(..) => None,
        }
    }

    /// Whether a version of the goal says it.
    pub fn is_in(&self, goal: &Goal) -> bool {
        match self {
            Self::Day(day) => goal.metric.as_ref().is_some_and(|it| it.as_of == Some(*day)),
            Self::Confidence(confidence) => goal.confidence == Some(*confidence),
            Self::Done(title, _) => goal.milestones.iter().any(|it| it.title == *title && it.is_done()),
            Self::Entry(entry) => goal.log.contains(entry),
            Self::Score(question, mean) => {
                let is_it = |(of, is): &(String, f64)| of == question && is.to_bits() == mean.to_bits();
                goal.survey.as_ref().is_some_and(|it| it.scores.iter().any(is_it))
            }
        }
    }

    /// Whether a version looks better without it, or nobody can tell any more.
    pub fn improves(&self, after: &Goal) -> bool {
        match self {
            Self::Day(_) | Self::Done(..) => false,
            Self::Confidence(confidence) => *confidence < SURE,
            Self::Entry(entry) => entry.is_open_obstacle(),
            Self::Score(_, mean) => {
                let left: Vec<f64> = after.survey.iter().flat_map(|it| &it.scores).map(|(_, mean)| *mean).collect();
                left.is_empty() || left.iter().all(|other| mean < other)
            }
        }
    }
}

/// What a version takes back of an earlier one; nothing of a draft.
pub(super) fn taken_back(before: &Goal, after: &Goal) -> Vec<TakenBack> {
    let mut found = Vec::new();
    if before.state == State::Draft || !may_take_back(before, after) {
        return found;
    }
    if let (Some(old), Some(new)) = (&before.metric, &after.metric)
        && let (Some(day), None) = (old.as_of, new.as_of)
        && old.current.is_some()
        && old.current == new.current
    {
        found.push(TakenBack::Day(day));
    }
    if let (Some(confidence), None) = (before.confidence, after.confidence) {
        found.push(TakenBack::Confidence(confidence));
    }
    // A milestone that is removed as a whole is a moved goalpost.
    let undone = after.milestones.iter().filter(|it| !it.is_done()).map(|it| it.title.as_str());
    let undone: HashSet<&str> = undone.collect();
    let done = before.milestones.iter().filter(|it| it.is_done() && undone.contains(it.title.as_str()));
    found.extend(done.map(|it| {
        let day = if let Some(Done::On(day)) = it.done { Some(day) } else { None };
        TakenBack::Done(it.title.clone(), day)
    }));
    found.extend(removed_entries(before, after).map(|entry| TakenBack::Entry(Box::new(entry.clone()))));
    // Scores of so few people say who answered what: they had to go.
    if let Some(survey) = before.survey.as_ref().filter(|it| !it.is_too_small()) {
        let left: HashSet<&str> =
            after.survey.iter().flat_map(|it| &it.scores).map(|(question, _)| question.as_str()).collect();
        let gone = survey.scores.iter().filter(|(question, _)| !left.contains(question.as_str()));
        found.extend(gone.map(|(question, mean)| TakenBack::Score(question.clone(), *mean)));
    }
    found
}

/// The check-ins and obstacles of a log that a later version has neither as they were nor edited.
fn removed_entries<'g>(before: &'g Goal, after: &'g Goal) -> impl Iterator<Item = &'g LogEntry> {
    let kept: HashSet<usize> = earlier_entries(before, after, "log").into_iter().flatten().collect();
    let counts = |entry: &LogEntry| matches!(entry.kind, LogKind::CheckIn | LogKind::Obstacle);
    let gone = before.log.iter().enumerate().filter(move |(at, entry)| counts(entry) && !kept.contains(at));
    gone.map(|(_, entry)| entry)
}
