//! The fields that most goals do not have. They stand apart from the others, so that a goal without any of them takes half
//! the memory.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

use super::agreement::Agreement;
use super::day::{Day, Days};
use super::grade::Grade;
use super::log::LogEntry;
use super::milestone::Milestone;
use super::need::Need;
use super::plain_fields::PlainFields;
use super::survey::Survey;

/// The fields of a goal that most goals do not have; empty where its file does not have them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RareFields {
    /// The mission's statement.
    pub statement: Option<String>,
    /// The mission's vision.
    pub vision: Option<String>,
    /// Other teams that work on it.
    pub contributors: Vec<String>,
    /// The day it ends, inside the period.
    pub deadline: Option<Day>,
    /// How many days after its end its values may still arrive, where it says so itself.
    pub close_within: Option<Days>,
    /// The day it was closed.
    pub closed: Option<Day>,
    /// The grade it was closed with.
    pub grade: Option<Box<Grade>>,
    /// Why it was changed or dropped.
    pub reason: Option<String>,
    /// The goal that replaces it.
    pub replaced_by: Option<String>,
    /// Its retrospective.
    pub retrospective: Option<String>,
    /// Labels to filter by.
    pub labels: Vec<String>,
    /// Skills that the work requires.
    pub skills: Vec<String>,
    /// Its stakeholders, inside or outside the organisation.
    pub stakeholders: Vec<String>,
    /// Its planned effort in person-weeks; an objective's includes its key results'.
    pub effort: Option<f64>,
    /// Its needs from other teams.
    pub needs: Vec<Need>,
    /// The agreements to it.
    pub agreed: Vec<Agreement>,
    /// The goal of an earlier period that it continues.
    pub continues: Option<String>,
    /// Its own earlier ids.
    pub formerly: Vec<String>,
    /// Its log.
    pub log: Vec<LogEntry>,
    /// Its key result area.
    pub area: Option<String>,
    /// The weight of a key result in its objective.
    pub weight: Option<f64>,
    /// Its milestones.
    pub milestones: Vec<Milestone>,
    /// The fields from which nothing is computed.
    pub plain: PlainFields,
    /// The numbers of a survey.
    pub survey: Option<Box<Survey>>,
    /// The level in its file that its objective's overrules.
    pub overruled_level: Option<String>,
    /// The fields with goalposts that its file writes and that cannot be read.
    pub unread: Vec<&'static str>,
}

/// The rare fields of a goal that has none.
static NONE: LazyLock<RareFields> = LazyLock::new(RareFields::default);

/// The rare fields of a goal; kept from the first one that is written.
#[derive(Clone, Default)]
pub struct Rare(Option<Box<RareFields>>);

impl Deref for Rare {
    type Target = RareFields;

    fn deref(&self) -> &RareFields {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for Rare {
    fn deref_mut(&mut self) -> &mut RareFields {
        self.0.get_or_insert_default()
    }
}

impl PartialEq for Rare {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Rare {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}
