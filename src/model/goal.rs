//! A goal: the contents of one goal file.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use super::day::{Day, days_between};
use super::document::DocIx;
use super::done::Done;
use super::inherited::Inherited;
use super::kind::{Commitment, Kind, Perspective, Priority, Rollup, State};
use super::link::Link;
use super::log::{LogEntry, LogKind};
use super::metric::Metric;
use super::origin::Origin;
use super::period::Period;
use super::rare_fields::{Rare, RareFields};

/// The index of a goal in its workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GoalIx(pub u32);

impl GoalIx {
    /// The index as a `usize`.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A goal of any kind. Fields that its file does not have are empty, except that inherited ones are filled in. Those that
/// most goals do not have stand apart, and are read and written as if they were its own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Goal {
    /// The document of its file.
    pub document: DocIx,
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its title; a survey without one has its id.
    pub title: String,
    /// The one accountable person.
    pub owner: Option<String>,
    /// The team it belongs to.
    pub team: Option<String>,
    /// Its level: by default its team's; a key result always has its objective's.
    pub level: Option<String>,
    /// Its period.
    pub period: Option<Period>,
    /// Its state.
    pub state: State,
    /// Why it matters.
    pub why: Option<String>,
    /// Its priority.
    pub priority: Option<Priority>,
    /// Its links to the goals that it supports, as written; of entries for one parent the first counts.
    pub supports: Vec<Link>,
    /// The objective that a key result measures.
    pub measures: Option<String>,
    /// Its Balanced Scorecard perspective.
    pub perspective: Option<Perspective>,
    /// Whether it is committed or aspirational.
    pub commitment: Option<Commitment>,
    /// Whether an objective's progress comes from key results or supporting goals.
    pub rollup: Option<Rollup>,
    /// The owner's confidence, 0 to 1.
    pub confidence: Option<f64>,
    /// Its metric.
    pub metric: Option<Metric>,
    /// The fields that it inherits.
    pub inherited: Inherited,
    /// The goal as its file means it, where numbers of goalposts cannot be read because they stand in quotes.
    pub meant: Option<Arc<Goal>>,
    /// The fields that most goals do not have.
    pub rare: Rare,
}

impl Deref for Goal {
    type Target = RareFields;

    fn deref(&self) -> &RareFields {
        &self.rare
    }
}

impl DerefMut for Goal {
    fn deref_mut(&mut self) -> &mut RareFields {
        &mut self.rare
    }
}

impl Goal {
    /// Why it has its state: the latest decision of its log about that, else its reason.
    pub fn reason_of_state(&self) -> Option<&str> {
        // A decision about the grade too says why it was reopened, not how it ended afterwards.
        let reopened = |entry: &LogEntry| self.state != State::Dropped && entry.about.iter().any(|it| it == "grade");
        let is_about_it = |entry: &&LogEntry| {
            entry.kind == LogKind::Decision && entry.about.iter().any(|it| it == "state") && !reopened(entry)
        };
        self.log.iter().rev().find(is_about_it).map(|entry| entry.text.as_str()).or(self.reason.as_deref())
    }

    /// The ids of the goals above that it names: of the objective that it measures, and of those that it supports.
    pub fn named_above(&self) -> impl Iterator<Item = &str> {
        let measured = self.measures.iter().filter(|_| self.kind == Kind::KeyResult);
        measured.chain(self.supports.iter().map(|link| &link.goal)).map(String::as_str)
    }

    /// Its first day, which is its period's.
    pub fn start(&self) -> Option<Day> {
        self.period.as_ref().map(|period| period.start)
    }

    /// Its last day, and the last whose value counts: its deadline, else its period's last.
    pub fn end(&self) -> Option<Day> {
        self.deadline.or_else(|| self.period.as_ref().map(|period| period.end))
    }

    /// The last day whose values of its parts count in an objective: its period's last, else its deadline.
    ///
    /// A deadline inside the period is not inherited: the values of key results count until their own end.
    pub fn last_day_of_parts(&self) -> Option<Day> {
        self.period.as_ref().map(|period| period.end).or(self.deadline)
    }

    /// What it asks sources, with the index of the milestone that asks; none for the metric. A milestone that is done asks
    /// no more.
    pub fn origins(&self) -> impl Iterator<Item = (Option<usize>, &Origin)> {
        let metric = self.metric.as_ref().and_then(|metric| metric.from.as_deref());
        let done = self.milestones.iter().filter_map(|milestone| match &milestone.done {
            Some(Done::Asked(origin)) => Some((Some(milestone.index), &**origin)),
            _ => None,
        });
        metric.map(|origin| (None, origin)).into_iter().chain(done)
    }

    /// The progress stored in the grade of a closed goal, if it has one.
    pub fn graded(&self) -> Option<f64> {
        self.grade.as_ref().filter(|_| !self.is_open())?.computed
    }

    /// The day of its close, from which on its numbers do not change; none if it is open or has no such day.
    pub fn closed_on(&self) -> Option<Day> {
        self.closed.filter(|_| !self.is_open())
    }

    /// Whether it is a draft or active.
    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// Whether it has begun by a day. A goal without a period has always begun.
    pub fn has_begun(&self, today: Day) -> bool {
        self.start().is_none_or(|start| start <= today)
    }

    /// A day as a share of its time: 0 on its first day and 1 on its last, less before and more after. A goal of one day is
    /// over on that day. None without a start or an end.
    pub fn share_of_time(&self, day: Day) -> Option<f64> {
        let (start, end) = (self.start()?, self.end()?);
        let length = days_between(start, end);
        if length <= 0 {
            return Some(if day >= end { 1.0 } else { 0.0 });
        }
        #[expect(clippy::cast_precision_loss, reason = "days of a period")]
        Some(days_between(start, day) as f64 / length as f64)
    }

    /// Whether it is an objective, a key result or a development goal: the kinds that are planned and worked on.
    pub fn is_work(&self) -> bool {
        matches!(self.kind, Kind::Objective | Kind::KeyResult | Kind::Development)
    }

    /// Whether the periods of two goals overlap. A goal without a period overlaps with every other.
    pub fn overlaps(&self, other: &Self) -> bool {
        match (&self.period, &other.period) {
            (Some(a), Some(b)) => a.overlaps(b),
            _ => true,
        }
    }
}
