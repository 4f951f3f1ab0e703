//! One action of the agenda: its kind, its urgency and who has to act.

use std::collections::BTreeMap;

use serde::Serialize;

use super::figures::AgendaFigures;
use crate::analysis::facts::Facts;
use crate::model::{Day, Goal, days_between};
use crate::view::deputies::deputies_of;
use crate::view::forecast::ForecastView;

/// One action.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AgendaItem {
    /// The kind of action.
    pub kind: AgendaKind,
    /// Whether it is for the goal's owner and their lead alone, and never posted where others read it.
    pub is_private: bool,
    /// The urgency.
    pub urgency: Urgency,
    /// The goal's id.
    pub goal: String,
    /// The goal's title.
    pub title: String,
    /// Who has to act: ids of people, or of teams without a lead; empty if nobody is named.
    pub who: Vec<String>,
    /// The team that has to act: the one that is asked, else the goal's, by its present id.
    pub team: Option<String>,
    /// The people who ask for it: owners of goals that need something, whoever reported an obstacle to others, whoever set a
    /// goal for its owner or links to one. Empty where nobody but the calendar or the numbers ask.
    pub asked_by: Vec<String>,
    /// Who stands in for those who have to act: the `deputy` of each in org.yaml, by their ids.
    pub deputies: BTreeMap<String, String>,
    /// The person in whose place they are asked, because that person is away: for people, and in nothing that is posted.
    #[serde(skip)]
    pub in_place_of: Option<String>,
    /// The reason, in words.
    pub says: String,
    /// The day the action is or was due.
    pub due: Option<Day>,
    /// The progress per week still needed; only for goals that are off track.
    pub pace_needed: Option<f64>,
    /// The actual progress per week; only for goals that are off track.
    pub pace: Option<f64>,
    /// Where the goal is likely to end; only for goals that are off track or worth a look.
    pub forecast: Option<ForecastView>,
    /// The numbers of which `says` speaks.
    #[serde(flatten)]
    pub figures: AgendaFigures,
    /// The command to run.
    pub command: String,
}

/// The kinds of actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AgendaKind {
    /// A goal will miss its plan at the current pace.
    OffTrack,
    /// Another team waits for an answer or a delivery.
    Need,
    /// An open obstacle.
    Obstacle,
    /// A check-in is due.
    CheckIn,
    /// The goal ends within a week, and its last value is of before that week.
    FinalCheckIn,
    /// An owner has not agreed to a goal or to links to it.
    Agreement,
    /// A goal changed after links to it were made, and nobody has confirmed since that they still hold.
    Link,
    /// A closed goal has no retrospective.
    Retrospective,
    /// A goal is past its end and still open.
    Close,
    /// A draft whose period has started.
    Draft,
    /// A goal on track that is unlikely to arrive by its numbers; for its owner and their lead only, never posted.
    WorthALook,
}

/// The urgency of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// The due day is past.
    Late,
    /// The action is due today or has no due day.
    Now,
    /// The due day is within a week.
    Soon,
}

/// Needs that are due, and goals that end, later than this many days from now are not listed.
pub(super) const SOON: i64 = 7;

impl AgendaKind {
    /// Every kind with its heading.
    pub const HEADINGS: [(Self, &'static str); 11] = [
        (Self::OffTrack, "Off track"),
        (Self::Need, "Waiting on you"),
        (Self::Obstacle, "Open obstacles"),
        (Self::CheckIn, "Check-ins due"),
        (Self::FinalCheckIn, "Final check-ins"),
        (Self::Agreement, "Agreements asked"),
        (Self::Link, "Links to confirm"),
        (Self::Retrospective, "Retrospectives due"),
        (Self::Close, "To close"),
        (Self::Draft, "Drafts to decide on"),
        (Self::WorthALook, "Worth a look"),
    ];
}

/// An action for the owner of a goal.
pub(super) fn new_item(
    snapshot: &Facts<'_>,
    kind: AgendaKind,
    goal: &Goal,
    due: Option<Day>,
    says: String,
) -> AgendaItem {
    let urgency = match due.map(|due| days_between(snapshot.today, due)) {
        Some(days) if days < 0 => Urgency::Late,
        Some(days) if days > 0 => Urgency::Soon,
        _ => Urgency::Now,
    };
    AgendaItem {
        kind,
        is_private: kind == AgendaKind::WorthALook,
        urgency,
        goal: goal.id.clone(),
        title: goal.title.clone(),
        who: snapshot.workspace.owner_of(goal).map(str::to_owned).into_iter().collect(),
        team: snapshot.workspace.team_of(goal).map(str::to_owned),
        asked_by: Vec::new(),
        deputies: BTreeMap::new(),
        in_place_of: None,
        says,
        due,
        pace_needed: None,
        pace: None,
        forecast: None,
        figures: AgendaFigures::default(),
        command: format!("goalpost show {}", goal.id),
    }
}

impl AgendaItem {
    /// The same with the people who ask for it, but for those who are asked.
    pub(super) fn asked_by<'p>(mut self, snapshot: &Facts<'_>, people: impl IntoIterator<Item = &'p str>) -> Self {
        for id in people {
            let id = snapshot.org().and_then(|org| org.person(id)).map_or(id, |person| person.id.as_str());
            let is_asked = self.who.iter().any(|who| snapshot.is_same_person(who, id));
            if !is_asked && !self.asked_by.iter().any(|it| it == id) {
                self.asked_by.push(id.to_owned());
            }
        }
        self
    }

    /// Adds the deputies of those who have to act, also from the `org.yaml` of the goal's private root.
    pub(super) fn add_deputies(&mut self, snapshot: &Facts<'_>) {
        // What is for an owner and their lead alone is nobody else's.
        if self.is_private {
            return;
        }
        let goal = snapshot.workspace.find(&self.goal).map(|ix| snapshot.goal(ix));
        self.deputies = deputies_of(snapshot, goal, &self.who);
    }
}
