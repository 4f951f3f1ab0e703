//! A moved goalpost as news.

use serde::Serialize;

use super::named_goal::NamedGoal;
use crate::analysis::goalposts::ReasonWaiver;
use crate::model::Day;
use crate::view::moved::ReasonView;

/// A goalpost that moved.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MovedGoalpost {
    /// Whose.
    #[serde(flatten)]
    pub goal: NamedGoal,
    /// The day.
    pub day: Day,
    /// What moved, in words.
    pub change: String,
    /// Why.
    #[serde(flatten)]
    pub why: ReasonView,
    /// The author of the commit that proposed it, by name.
    pub author: Option<String>,
    /// The person who merged it, by id in org.yaml, else by name; null if that was its author or a service.
    pub merged_by: Option<String>,
    /// Whether it made the goal harder, which needs no reason.
    pub made_harder: bool,
    /// The day on which the goalpost was put back to where it stood before this move; also of the move that put it back.
    /// Null while it stands elsewhere.
    pub put_back: Option<Day>,
    /// Why it needs no reason, for people.
    #[serde(skip)]
    pub waiver: Option<ReasonWaiver>,
    /// Today's progress against the original goalposts.
    pub against_original: Option<f64>,
    /// Today's progress against the present ones.
    pub present: Option<f64>,
}

impl MovedGoalpost {
    /// Whether it needs a reason and has none.
    pub fn is_quiet(&self) -> bool {
        !self.why.explained && self.waiver.is_none()
    }
}
