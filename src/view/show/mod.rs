//! What `show` says: one goal with all that is written in its file and all that its neighbours say of it.

mod agreements;
mod goalposts;
mod measure;
mod neighbours;

use schemars::JsonSchema;
use serde::Serialize;

pub use agreements::{AgreementsView, MissingView};
pub use goalposts::{GoalpostView, PostValue};
pub use measure::{KpiView, MetricView};
pub use neighbours::{AskedView, LinkView, MemberView, NeedView};

use super::brief::Brief;
use super::history::PriceView;
use super::moved::MoveView;
use super::rollup::GoalView;
use crate::analysis::facts::Facts;
use crate::model::{
    Commitment, Day, Goal, GoalIx, Grade, LogEntry, Milestone, Perspective, PlainFields, Priority, Rollup, days_between,
};

/// The answer of `goalpost show`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ShowView {
    /// The goal with its numbers, as `rollup` tells them.
    pub goal: GoalView,
    /// Its file, from the root.
    pub path: String,
    /// The mission's statement.
    pub statement: Option<String>,
    /// The mission's vision.
    pub vision: Option<String>,
    /// Why it matters.
    pub why: Option<String>,
    /// The owner's name, where the organisation knows it.
    pub owner_name: Option<String>,
    /// The team's name, where the organisation knows it.
    pub team_name: Option<String>,
    /// Other teams that work on it.
    pub contributors: Vec<String>,
    /// Which of owner, team and period are inherited from its objective.
    pub inherited: Vec<String>,
    /// The name of its period.
    pub period: Option<String>,
    /// The day it ends, inside the period.
    pub deadline: Option<Day>,
    /// Days from today to its end; negative once that is past.
    pub days_left: Option<i64>,
    /// The day it was closed.
    pub closed: Option<Day>,
    /// Whether it is committed or aspirational, if stated.
    pub commitment: Option<Commitment>,
    /// Its priority.
    pub priority: Option<Priority>,
    /// Its Balanced Scorecard perspective.
    pub perspective: Option<Perspective>,
    /// Its key result area.
    pub area: Option<String>,
    /// Whether an objective's progress comes from key results or supporters, if stated.
    pub rollup: Option<Rollup>,
    /// A key result's weight in its objective, if stated.
    pub weight: Option<f64>,
    /// Person-weeks planned.
    pub effort: Option<f64>,
    /// What it measures.
    pub metric: Option<MetricView>,
    /// Steps on the way, in the file's order.
    pub milestones: Vec<Milestone>,
    /// An objective's key results.
    pub key_results: Vec<MemberView>,
    /// The links to its parents, as written.
    pub links: Vec<LinkView>,
    /// The goals that support it.
    pub supported_by: Vec<MemberView>,
    /// The key results that use this KPI as their metric.
    pub metric_of: Vec<Brief>,
    /// What it needs from other teams.
    pub needs: Vec<NeedView>,
    /// The needs of other goals that it answers.
    pub asked: Vec<AskedView>,
    /// Who agreed, and whose agreement is missing.
    pub agreements: AgreementsView,
    /// Its log, newest first.
    pub log: Vec<LogEntry>,
    /// The fields whose changes are reported as moved goalposts, with their present values.
    pub goalposts: Vec<GoalpostView>,
    /// The moves of its goalposts, oldest first.
    pub moves: Vec<MoveView>,
    /// The effect of the moves on progress; null where nothing has moved since goalposts settled.
    pub price: Option<PriceView>,
    /// The grade it was closed with.
    pub grade: Option<Grade>,
    /// Why it was changed or dropped.
    pub reason: Option<String>,
    /// Its retrospective.
    pub retrospective: Option<String>,
    /// The goal of an earlier period that it continues.
    pub continues: Option<String>,
    /// The goals that continue it.
    pub continued_by: Vec<String>,
    /// The goal that replaces it.
    pub replaced_by: Option<String>,
    /// The goals that it replaces.
    pub replaces: Vec<String>,
    /// Its own earlier ids.
    pub formerly: Vec<String>,
    /// The plain text fields.
    #[serde(flatten)]
    pub plain: PlainFields,
    /// Skills that the work asks for.
    pub skills: Vec<String>,
    /// Its stakeholders.
    pub stakeholders: Vec<String>,
    /// Words to filter by.
    pub labels: Vec<String>,
    /// A survey's numbers.
    pub survey: Option<TeamPulse>,
}

/// A survey of a team.
#[derive(Debug, Clone, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AnswerScore {
    /// The question's name.
    pub question: String,
    /// The mean of its answers, 1 to 5.
    pub mean: f64,
}

impl ShowView {
    /// All there is to say of one goal.
    #[must_use]
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
            goal: GoalView::new(snapshot, ix),
            path: snapshot.workspace.file(goal.document).path.clone(),
            statement: goal.statement.clone(),
            vision: goal.vision.clone(),
            why: goal.why.clone(),
            owner_name: person.map(|person| person.name.clone()),
            team_name: team.map(|team| team.name.clone()),
            contributors: goal.contributors.clone(),
            inherited: inherited(goal),
            period: goal.period.as_ref().map(|period| period.name.clone()),
            deadline: goal.deadline,
            days_left: goal.end().map(|end| days_between(snapshot.today, end)),
            closed: goal.closed,
            commitment: goal.commitment,
            priority: goal.priority,
            perspective: goal.perspective,
            area: goal.area.clone(),
            rollup: goal.rollup,
            weight: goal.weight,
            effort: goal.effort,
            metric: goal.metric.as_ref().map(|metric| MetricView::new(snapshot, ix, metric)),
            milestones: goal.milestones.clone(),
            key_results: neighbours::members(snapshot, snapshot.graph.key_results(ix)),
            links: neighbours::links(snapshot, ix),
            supported_by: neighbours::members(snapshot, snapshot.graph.supporters(ix)),
            metric_of: neighbours::metric_of(snapshot, ix),
            needs: neighbours::needs(snapshot, ix),
            asked: neighbours::asked(snapshot, ix),
            agreements: AgreementsView::new(snapshot, ix),
            log,
            goalposts: goalposts::goalposts(goal),
            moves: MoveView::all(snapshot, ix),
            price: PriceView::of(snapshot, ix),
            grade: goal.grade.clone(),
            reason: goal.reason.clone(),
            retrospective: goal.retrospective.clone(),
            continues: goal.continues.clone(),
            continued_by: naming(snapshot, ix, |other| other.continues.as_deref()),
            replaced_by: goal.replaced_by.clone(),
            replaces: naming(snapshot, ix, |other| other.replaced_by.as_deref()),
            formerly: goal.formerly.clone(),
            plain: goal.plain.clone(),
            skills: goal.skills.clone(),
            stakeholders: goal.stakeholders.clone(),
            labels: goal.labels.clone(),
            survey: goal.survey.as_ref().map(|survey| TeamPulse {
                date: survey.date,
                respondents: survey.respondents,
                invited: survey.invited,
                withheld: survey.is_too_small(),
                scores: survey
                    .told_scores()
                    .iter()
                    .map(|(question, mean)| AnswerScore { question: question.clone(), mean: *mean })
                    .collect(),
            }),
        }
    }
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
