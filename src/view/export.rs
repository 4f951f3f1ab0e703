//! What `export` gives: every goal as its file says it, and the two files beside the goals as they are.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{
    Agreement, Commitment, Day, Goal, Grade, Kind, Link, LogEntry, Metric, Need, Period, PeriodUnit, Perspective,
    PlainFields, Priority, Role, Rollup, State, Workspace,
};

/// Every goal of the open root, by path. A goal has its own fields alone, as its file does: nothing inherited, nothing
/// computed. Fields that say nothing are left out.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExportView {
    /// `goalpost.yaml` and `org.yaml`, word for word.
    pub files: Vec<ExportedFile>,
    /// The goals.
    pub goals: Vec<ExportedGoal>,
    /// How many files could not be read as goals, and are not here.
    pub unread: usize,
    /// How many goals lie in included roots, and are not here.
    pub included: usize,
}

/// A file that is no goal file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExportedFile {
    /// Its path from the root.
    pub file: String,
    /// What it says.
    pub text: String,
}

/// A goal with the fields of its file, by their names there.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExportedGoal {
    /// Its file, from the root.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// The mission's statement.
    pub statement: Option<String>,
    /// The mission's vision.
    pub vision: Option<String>,
    /// Its own earlier ids.
    pub formerly: Vec<String>,
    /// The goal of an earlier period that it continues.
    pub continues: Option<String>,
    /// Who is accountable.
    pub owner: Option<String>,
    /// Its team.
    pub team: Option<String>,
    /// Other teams that work on it.
    pub contributors: Vec<String>,
    /// Its level.
    pub level: Option<String>,
    /// Its time.
    pub period: Option<ExportedPeriod>,
    /// The day it ends.
    pub deadline: Option<Day>,
    /// Its state; `active` is omitted.
    pub state: Option<State>,
    /// The day it was closed.
    pub closed: Option<Day>,
    /// Its grade.
    pub grade: Option<Grade>,
    /// Why it was changed or dropped.
    pub reason: Option<String>,
    /// The goal that replaces it.
    pub replaced_by: Option<String>,
    /// Its retrospective.
    pub retrospective: Option<String>,
    /// What it supports.
    pub supports: Vec<ExportedLink>,
    /// The objective that it measures.
    pub measures: Option<String>,
    /// Its Balanced Scorecard perspective.
    pub perspective: Option<Perspective>,
    /// Its key result area.
    pub area: Option<String>,
    /// Whether it is committed or aspirational.
    pub commitment: Option<Commitment>,
    /// The parts of its progress.
    pub rollup: Option<Rollup>,
    /// Its weight in its objective.
    pub weight: Option<f64>,
    /// Its priority.
    pub priority: Option<Priority>,
    /// Why it matters.
    pub why: Option<String>,
    /// What is measured.
    pub metric: Option<ExportedMetric>,
    /// The owner's confidence.
    pub confidence: Option<f64>,
    /// Steps on the way.
    pub milestones: Vec<ExportedMilestone>,
    /// The plain text fields.
    #[serde(flatten)]
    pub plain: PlainFields,
    /// A survey's day.
    pub date: Option<Day>,
    /// How many answered a survey.
    pub respondents: Option<u32>,
    /// The number of people invited.
    pub invited: Option<u32>,
    /// A survey's means by question.
    pub scores: Option<serde_json::Map<String, serde_json::Value>>,
    /// Words to filter by.
    pub labels: Vec<String>,
    /// Skills that it asks for.
    pub skills: Vec<String>,
    /// Its stakeholders.
    pub stakeholders: Vec<String>,
    /// Person-weeks planned.
    pub effort: Option<f64>,
    /// What it needs from other teams.
    pub needs: Vec<Need>,
    /// Who agreed to it.
    pub agreed: Vec<Agreement>,
    /// Its log.
    pub log: Vec<LogEntry>,
}

/// A period by its name, or as exact days.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ExportedPeriod {
    /// Such as `2026-Q4`.
    Name(String),
    /// From one day to another.
    Days {
        /// The first day.
        start: Day,
        /// The last day.
        end: Day,
    },
}

/// A link as it is written: an id alone, or with more.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ExportedLink {
    /// The goal that is supported.
    Goal(String),
    /// The goal that is supported, and how.
    More {
        /// The goal that is supported.
        goal: String,
        /// How much this goal counts there.
        weight: Option<f64>,
        /// The part of this goal's effort that goes there.
        share: Option<f64>,
        /// How it helps.
        how: Option<String>,
        /// Who agreed to the link.
        agreed: Vec<Agreement>,
    },
}

/// A value of a metric: a number, or a step of its scale.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ExportedValue {
    /// A number.
    Number(f64),
    /// A step.
    Step(String),
}

/// A metric as it is written.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExportedMetric {
    /// What is measured.
    pub name: Option<String>,
    /// In what.
    pub unit: Option<String>,
    /// The KPI that it is.
    pub kpi: Option<String>,
    /// The steps of a rubric.
    pub scale: Vec<String>,
    /// The value at the start.
    pub baseline: Option<ExportedValue>,
    /// The value to reach.
    pub target: Option<ExportedValue>,
    /// The value not to fall below.
    pub at_least: Option<ExportedValue>,
    /// The value not to rise above.
    pub at_most: Option<ExportedValue>,
    /// More than the target.
    pub stretch: Option<ExportedValue>,
    /// The latest value.
    pub current: Option<ExportedValue>,
    /// The day for which it is true.
    pub as_of: Option<Day>,
    /// Where it comes from.
    pub source: Option<String>,
}

/// A milestone as it is written.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExportedMilestone {
    /// What is reached.
    pub title: String,
    /// The day it is planned for.
    pub due: Option<Day>,
    /// The planned value.
    pub value: Option<ExportedValue>,
    /// The day it was done, or whether.
    pub done: Option<serde_json::Value>,
    /// Its weight.
    pub weight: Option<f64>,
}

impl ExportView {
    /// Everything that the open root says.
    #[must_use]
    pub fn new(workspace: &Workspace) -> Self {
        let own = |goal: &&Goal| workspace.is_own(goal.document);
        let files = [Role::Settings, Role::Org].into_iter().filter_map(|role| workspace.by_role(role));
        let files = files.map(|at| workspace.file(at)).filter(|file| file.fault.is_none());
        let unread = workspace.without_goal().filter(|it| workspace.sources.file(it.file).is_own()).count();
        Self {
            files: files.map(|file| ExportedFile { file: file.path.clone(), text: file.text.clone() }).collect(),
            goals: workspace.goals.iter().filter(own).map(|goal| ExportedGoal::new(workspace, goal)).collect(),
            unread,
            included: workspace.goals.len() - workspace.goals.iter().filter(own).count(),
        }
    }
}

impl ExportedGoal {
    fn new(workspace: &Workspace, goal: &Goal) -> Self {
        let document = workspace.document_of(goal);
        let goal = goal.as_written();
        let survey = goal.survey.as_ref();
        Self {
            path: workspace.file(goal.document).path.clone(),
            kind: goal.kind,
            id: goal.id,
            title: Some(goal.title).filter(|_| document.writes("title")),
            statement: goal.statement,
            vision: goal.vision,
            formerly: goal.formerly,
            continues: goal.continues,
            owner: goal.owner,
            team: goal.team,
            contributors: goal.contributors,
            level: goal.level,
            period: goal.period.as_ref().map(ExportedPeriod::new),
            deadline: goal.deadline,
            state: Some(goal.state).filter(|state| *state != State::Active),
            closed: goal.closed,
            grade: goal.grade,
            reason: goal.reason,
            replaced_by: goal.replaced_by,
            retrospective: goal.retrospective,
            supports: goal.supports.iter().map(ExportedLink::new).collect(),
            measures: goal.measures,
            perspective: goal.perspective,
            area: goal.area,
            commitment: goal.commitment,
            rollup: goal.rollup,
            weight: goal.weight,
            priority: goal.priority,
            why: goal.why,
            metric: goal.metric.as_ref().map(ExportedMetric::new),
            confidence: goal.confidence,
            milestones: goal.milestones.iter().map(|it| ExportedMilestone::new(it, goal.metric.as_ref())).collect(),
            plain: goal.plain,
            date: survey.map(|survey| survey.date),
            respondents: survey.map(|survey| survey.respondents),
            invited: survey.and_then(|survey| survey.invited),
            scores: survey
                .map(|survey| survey.scores.iter().map(|(name, mean)| (name.clone(), (*mean).into())).collect()),
            labels: goal.labels,
            skills: goal.skills,
            stakeholders: goal.stakeholders,
            effort: goal.effort,
            needs: goal.needs,
            agreed: goal.agreed,
            log: goal.log,
        }
    }
}

impl ExportedPeriod {
    fn new(period: &Period) -> Self {
        if period.unit == PeriodUnit::Exact {
            Self::Days { start: period.start, end: period.end }
        } else {
            Self::Name(period.name.clone())
        }
    }
}

impl ExportedLink {
    fn new(link: &Link) -> Self {
        if !link.mapped {
            return Self::Goal(link.goal.clone());
        }
        Self::More {
            goal: link.goal.clone(),
            weight: link.weight,
            share: link.share,
            how: link.how.clone(),
            agreed: link.agreed.clone(),
        }
    }
}

impl ExportedValue {
    fn new(metric: Option<&Metric>, value: f64) -> Self {
        let scale = metric.map_or(&[][..], |metric| &metric.scale);
        match (0_u32..).zip(scale).find(|(at, _)| (f64::from(*at) - value).abs() < 0.5) {
            Some((_, step)) => Self::Step(step.clone()),
            None => Self::Number(value),
        }
    }
}

impl ExportedMetric {
    fn new(metric: &Metric) -> Self {
        let value = |value: Option<f64>| value.map(|value| ExportedValue::new(Some(metric), value));
        Self {
            name: metric.name.clone(),
            unit: metric.unit.clone(),
            kpi: metric.kpi.clone(),
            scale: metric.scale.clone(),
            baseline: value(metric.baseline),
            target: value(metric.target),
            at_least: value(metric.at_least),
            at_most: value(metric.at_most),
            stretch: value(metric.stretch),
            current: value(metric.current),
            as_of: metric.as_of,
            source: metric.source.clone(),
        }
    }
}

impl ExportedMilestone {
    fn new(milestone: &crate::model::Milestone, metric: Option<&Metric>) -> Self {
        Self {
            title: milestone.title.clone(),
            due: milestone.due,
            value: milestone.value.map(|value| ExportedValue::new(metric, value)),
            done: milestone.done.and_then(|done| serde_json::to_value(done).ok()),
            weight: milestone.weight,
        }
    }
}
