//! The answer of `show`: one goal with everything in its file and in the goals linked to it.

mod agreements;
mod goalposts;
mod measure;
pub(super) mod neighbours;

#[cfg(test)]
use schemars::{Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Map, Value};

pub use agreements::AgreementsView;
pub use goalposts::GoalpostView;
pub use measure::MetricView;
pub use neighbours::{IncomingNeed, LinkView, NeedView, SupporterView};

use super::brief::Brief;
use super::history::PriceView;
use super::moved::MoveView;
use super::rollup::GoalView;
use super::suspect::SuspectView;
use super::withdrawn::WithdrawnView;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::withdrawals_of;
#[cfg(test)]
use crate::model::answered_fields;
use crate::model::{Day, FIELDS, Field, Goal, GoalIx, Grade, LogEntry, Milestone, days_between};

/// The answer of `goalpost show`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShowView {
    /// The goal with its numbers, as in `rollup`.
    pub goal: GoalView,
    /// Its file, from the root.
    pub path: String,
    /// The owner's name, where the organisation knows it.
    pub owner_name: Option<String>,
    /// The team's name, where the organisation knows it.
    pub team_name: Option<String>,
    /// Which of owner, team and period are inherited from its objective.
    pub inherited: Vec<String>,
    /// The name of its period.
    pub period: Option<String>,
    /// Days from today to its end; negative once that is past.
    pub days_left: Option<i64>,
    /// What it measures.
    pub metric: Option<MetricView>,
    /// Steps on the way, in the file's order.
    pub milestones: Vec<Milestone>,
    /// An objective's key results.
    pub key_results: Vec<SupporterView>,
    /// The links to its parents, as written.
    pub links: Vec<LinkView>,
    /// The goals that support it.
    pub supported_by: Vec<SupporterView>,
    /// The key results that use this KPI as their metric.
    pub metric_of: Vec<Brief>,
    /// What it needs from other teams.
    pub needs: Vec<NeedView>,
    /// The needs of other goals that it answers.
    pub asked: Vec<IncomingNeed>,
    /// Who agreed, and whose agreement is missing.
    pub agreements: AgreementsView,
    /// Its log, newest first.
    pub log: Vec<LogEntry>,
    /// The fields whose changes are reported as moved goalposts, with their present values.
    pub goalposts: Vec<GoalpostView>,
    /// The moves of its goalposts, oldest first.
    pub moves: Vec<MoveView>,
    /// What was withdrawn of it, in the order of history: values, confidence, done milestones, check-ins and obstacles of its
    /// log, scores.
    pub withdrawn: Vec<WithdrawnView>,
    /// The effect of the moves on progress; null where nothing has moved since goalposts settled.
    pub price: Option<PriceView>,
    /// The goals above that changed after it linked to them; null where it is not known, without the whole history.
    pub suspect_links: Option<Vec<SuspectView>>,
    /// The links to it that were written before it changed; null where there are none, or where it is not known.
    pub suspect_below: Option<SuspectView>,
    /// The grade it was closed with.
    pub grade: Option<Grade>,
    /// The goals that continue it.
    pub continued_by: Vec<String>,
    /// The goals that it replaces.
    pub replaces: Vec<String>,
    /// What its file says in every other field; null or an empty list where it says nothing.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(schema_with = "other_fields"))]
    pub fields: Map<String, Value>,
    /// A survey's numbers.
    pub survey: Option<TeamPulse>,
}

/// A survey of a team.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TeamPulse {
    /// The day it was closed.
    pub date: Day,
    /// The number of respondents.
    pub respondents: u32,
    /// The number of people invited.
    pub invited: Option<u32>,
    /// Whether the scores are withheld because so few answers would identify people.
    pub withheld: bool,
    /// The mean answer to each question, 1 to 5, in the file's order.
    pub scores: Vec<AnswerScore>,
}

/// The mean answer to a question.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AnswerScore {
    /// The question's name.
    pub question: String,
    /// The mean of its answers, 1 to 5.
    pub mean: f64,
}

impl ShowView {
    /// The value of a field as text for a card: the items of a list are joined by commas. None if it is unset.
    pub fn text_of(&self, field: &str) -> Option<String> {
        fn text(value: &Value) -> Option<String> {
            match value {
                Value::Null | Value::Object(_) => None,
                Value::String(text) => Some(text.clone()),
                Value::Bool(it) => Some(if *it { "yes" } else { "no" }.to_owned()),
                Value::Number(number) => Some(number.as_f64()?.to_string()),
                Value::Array(items) => {
                    let items: Vec<String> = items.iter().filter_map(text).collect();
                    (!items.is_empty()).then(|| items.join(", "))
                }
            }
        }
        text(self.fields.get(field)?)
    }

    /// All there is to say of one goal.
    pub fn new(snapshot: &Facts<'_>, ix: GoalIx) -> Self {
        let goal = snapshot.goal(ix);
        let org = snapshot.org();
        let person = goal.owner.as_deref().and_then(|id| org?.person(id));
        let team = goal.team.as_deref().and_then(|id| org?.team(id));
        let mut log = goal.log.clone();
        // Newest first; of entries of one day, the one further down in the file is newer.
        log.reverse();
        log.sort_by_key(|entry| std::cmp::Reverse(entry.date));
        Self {
            goal: GoalView::for_people(snapshot, ix),
            path: snapshot.workspace.file(goal.document).path.clone(),
            owner_name: person.map(|person| person.name.clone()),
            team_name: team.map(|team| team.name.clone()),
            inherited: inherited(goal),
            period: goal.period.as_ref().map(|period| period.name.clone()),
            days_left: goal.end().map(|end| days_between(snapshot.today, end)),
            metric: goal.metric.as_ref().map(|metric| MetricView::new(snapshot, ix, metric)),
            milestones: goal.milestones.clone(),
            key_results: neighbours::members(snapshot, snapshot.graph.key_results(ix)),
            links: neighbours::links(snapshot, ix),
            supported_by: neighbours::members(snapshot, snapshot.graph.supporters(ix)),
            metric_of: neighbours::metric_of(snapshot, ix),
            needs: neighbours::needs(snapshot, ix),
            asked: neighbours::needs_of_others(snapshot, ix),
            agreements: AgreementsView::new(snapshot, ix),
            log,
            goalposts: goalposts::goalposts(goal),
            moves: MoveView::all(snapshot, ix),
            withdrawn: WithdrawnView::of(snapshot, &withdrawals_of(snapshot, ix)),
            price: PriceView::of(snapshot, ix),
            suspect_links: snapshot.history().map(|_| SuspectView::above(snapshot, ix)),
            suspect_below: SuspectView::below(snapshot, ix, |_| true),
            grade: goal.grade.as_deref().cloned(),
            continued_by: naming(snapshot, ix, |other| other.continues.as_deref()),
            replaces: naming(snapshot, ix, |other| other.replaced_by.as_deref()),
            fields: fields_shown().map(|field| (field.name.to_owned(), field.value(goal))).collect(),
            survey: goal.survey.as_ref().map(|survey| TeamPulse {
                date: survey.date,
                respondents: survey.respondents,
                invited: survey.invited,
                withheld: survey.is_too_small(),
                scores: survey
                    .shown_scores()
                    .iter()
                    .map(|(question, mean)| AnswerScore { question: question.clone(), mean: *mean })
                    .collect(),
            }),
        }
    }
}

/// The fields that have an answer of their own in [`ShowView`]: with names beside ids, with numbers, or in another
/// order.
const TOLD: [&str; 21] = [
    "kind",
    "id",
    "title",
    "owner",
    "team",
    "level",
    "period",
    "state",
    "grade",
    "supports",
    "measures",
    "metric",
    "confidence",
    "milestones",
    "date",
    "scores",
    "respondents",
    "invited",
    "needs",
    "agreed",
    "log",
];

/// The fields that are shown as they are written.
fn fields_shown() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|field| !TOLD.contains(&field.name))
}

#[cfg(test)]
fn other_fields(generator: &mut SchemaGenerator) -> Schema {
    answered_fields(generator, fields_shown().map(|field| &field.row))
}

fn inherited(goal: &Goal) -> Vec<String> {
    let from = &goal.inherited;
    let named = [(from.owner, "owner"), (from.team, "team"), (from.period, "period")];
    named.into_iter().filter(|(has, _)| *has).map(|(_, name)| name.to_owned()).collect()
}

/// The ids of the goals that name a goal in some field, by id.
fn naming(snapshot: &Facts<'_>, ix: GoalIx, field: impl Fn(&Goal) -> Option<&str>) -> Vec<String> {
    let names = |other: &Goal| field(other).and_then(|id| snapshot.workspace.find(id)) == Some(ix);
    let mut ids: Vec<String> =
        snapshot.goals().filter(|(at, other)| *at != ix && names(other)).map(|(_, other)| other.id.clone()).collect();
    ids.sort();
    ids
}
