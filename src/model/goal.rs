//! A goal: everything that one goal file says.

use super::agreement::Agreement;
use super::day::Day;
use super::document::DocIx;
use super::grade::Grade;
use super::inherited::Inherited;
use super::kind::{Commitment, Kind, Perspective, Priority, Rollup, State};
use super::link::Link;
use super::log::LogEntry;
use super::metric::Metric;
use super::milestone::Milestone;
use super::need::Need;
use super::period::Period;
use super::plain_fields::PlainFields;
use super::survey::Survey;

/// The place of a goal in its workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GoalIx(pub u32);

impl GoalIx {
    /// The place as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One goal, of any kind. What its file does not say is empty; what a key result inherits is filled in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Goal {
    /// Where its file is.
    pub document: DocIx,
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its title; a survey without one has its id.
    pub title: String,
    /// The mission's statement.
    pub statement: Option<String>,
    /// The mission's vision.
    pub vision: Option<String>,
    /// The one accountable person.
    pub owner: Option<String>,
    /// The team it belongs to.
    pub team: Option<String>,
    /// Other teams that work on it.
    pub contributors: Vec<String>,
    /// Its level; defaults to its team's, a key result's is its objective's.
    pub level: Option<String>,
    /// The time it is for.
    pub period: Option<Period>,
    /// The day it ends, inside the period.
    pub deadline: Option<Day>,
    /// Its state.
    pub state: State,
    /// The day it was closed.
    pub closed: Option<Day>,
    /// The grade it was closed with.
    pub grade: Option<Grade>,
    /// Why it was changed or dropped.
    pub reason: Option<String>,
    /// The goal that replaces it.
    pub replaced_by: Option<String>,
    /// Its retrospective.
    pub retrospective: Option<String>,
    /// Why it matters.
    pub why: Option<String>,
    /// Its priority.
    pub priority: Option<Priority>,
    /// Words to filter by.
    pub labels: Vec<String>,
    /// Skills that the work asks for.
    pub skills: Vec<String>,
    /// Its stakeholders, inside or outside the organisation.
    pub stakeholders: Vec<String>,
    /// Person-weeks planned; an objective's include its key results'.
    pub effort: Option<f64>,
    /// What it needs from other teams.
    pub needs: Vec<Need>,
    /// Who agreed to it.
    pub agreed: Vec<Agreement>,
    /// The goal of an earlier period that it continues.
    pub continues: Option<String>,
    /// Its own earlier ids.
    pub formerly: Vec<String>,
    /// Its log.
    pub log: Vec<LogEntry>,
    /// What it supports, as written; of entries for one parent the first counts.
    pub supports: Vec<Link>,
    /// The objective that a key result measures.
    pub measures: Option<String>,
    /// Its Balanced Scorecard perspective.
    pub perspective: Option<Perspective>,
    /// Its key result area.
    pub area: Option<String>,
    /// Whether it is committed or aspirational.
    pub commitment: Option<Commitment>,
    /// Whether an objective's progress comes from key results or supporting goals.
    pub rollup: Option<Rollup>,
    /// How much a key result counts in its objective.
    pub weight: Option<f64>,
    /// The owner's confidence, 0 to 1.
    pub confidence: Option<f64>,
    /// What is measured.
    pub metric: Option<Metric>,
    /// Steps on the way.
    pub milestones: Vec<Milestone>,
    /// The plain text fields.
    pub plain: PlainFields,
    /// A survey's numbers.
    pub survey: Option<Survey>,
    /// Which of its fields it has from its objective.
    pub inherited: Inherited,
}

impl Goal {
    /// Its first day: its period's.
    #[must_use]
    pub fn start(&self) -> Option<Day> {
        self.period.as_ref().map(|period| period.start)
    }

    /// Its last day: its deadline, else its period's last.
    #[must_use]
    pub fn end(&self) -> Option<Day> {
        self.deadline.or_else(|| self.period.as_ref().map(|period| period.end))
    }

    /// The last day of which a value counts: its period's last, or its deadline where it has no period.
    ///
    /// A deadline inside the period is when the goal is due; the grade is for the period.
    #[must_use]
    pub fn last_value_day(&self) -> Option<Day> {
        self.period.as_ref().map(|period| period.end).or(self.deadline)
    }

    /// Whether its deadline lies before the last day of its period, so that values still count after it.
    #[must_use]
    pub fn is_due_within_period(&self) -> bool {
        self.end() < self.last_value_day()
    }

    /// The progress that the grade of a closed goal keeps, if it was closed with one.
    #[must_use]
    pub fn graded(&self) -> Option<f64> {
        self.grade.as_ref().filter(|_| !self.is_open())?.computed
    }

    /// The day from which nothing changes it any more: that of its close, if it is closed and says when.
    #[must_use]
    pub fn closed_on(&self) -> Option<Day> {
        self.closed.filter(|_| !self.is_open())
    }

    /// Draft or active.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// Whether it has been begun by a day; without a period it always has.
    #[must_use]
    pub fn has_begun(&self, today: Day) -> bool {
        self.start().is_none_or(|start| start <= today)
    }

    /// Whether it is an objective, a key result or a development goal: what a period is planned with.
    #[must_use]
    pub fn is_work(&self) -> bool {
        matches!(self.kind, Kind::Objective | Kind::KeyResult | Kind::Development)
    }

    /// Whether two goals share a day; one without a period shares every day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        match (&self.period, &other.period) {
            (Some(a), Some(b)) => a.overlaps(b),
            _ => true,
        }
    }
}
