//! A goal file with every field that any kind has, as people write it. The comments are what editors show.
//!
//! Which kind has and needs which field is not said here: the table [`crate::model::FIELDS`] says it, and adds the plain
//! ones.

use schemars::JsonSchema;

use super::parts::{
    AgreementSchema, GradeSchema, LogEntrySchema, MetricSchema, MilestoneSchema, NeedSchema, Scores, Support,
};
use super::scalar::{Day, Id, PeriodSchema, Text};
use crate::model::kind::{Commitment, Kind, Perspective, Priority, Rollup, State};

/// A goal: one file, one goal.
#[derive(JsonSchema)]
#[schemars(title = "goal", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct GoalFile {
    /// The kind of goal. It determines which other fields the file can have.
    kind: Kind,
    /// The permanent id of the goal, unique among all goals of all periods.
    ///
    /// 1 to 80 characters: lower-case letters, digits, `.`, `_`, `-`; the first a letter or a digit. If you
    /// change it, add the old one to `formerly`, and links still work. Example: `checkout-availability`.
    id: Id,
    /// One clear statement of the intended result.
    ///
    /// For a key result it contains the number: `Raise checkout availability from 99.5 % to 99.95 %`. Use quotes if it
    /// contains `: ` or ` #`.
    title: Option<Text>,
    /// The mission in one sentence.
    statement: Option<Text>,
    /// The mission's vision.
    vision: Option<Text>,
    /// Earlier ids of this goal. Links, history and `Goal:` trailers that name one still find it.
    formerly: Option<Vec<Id>>,
    /// The id of the goal of an earlier period that this one continues.
    continues: Option<Text>,
    /// The one accountable person: an id of org.yaml. A key result inherits it from its objective.
    owner: Option<Text>,
    /// The team it belongs to: an id of org.yaml. A key result inherits it from its objective.
    team: Option<Text>,
    /// Other teams that work on it, by their ids in org.yaml.
    contributors: Option<Vec<Text>>,
    /// The level of the organisation, one of `levels` in goalpost.yaml.
    ///
    /// Default: the level of its team. A key result always has the level of its objective.
    #[schemars(extend("examples" = ["company", "department", "team", "individual"]))]
    level: Option<Text>,
    /// The period: a year `2026`, years `2026..2028`, a half `2026-H2`, a quarter `2026-Q4`, a calendar month
    /// `2026-11`, or exact days `{start: 2026-10-05, end: 2026-12-18}`.
    ///
    /// Both ends are included. Years, halves and quarters follow the organisation's fiscal year. A key result inherits it
    /// from its objective. A change after the period has started is a moved goalpost.
    period: Option<PeriodSchema>,
    /// The last day of the goal, as `YYYY-MM-DD`, if it is before the period's last day.
    deadline: Option<Day>,
    /// Its state.
    state: Option<State>,
    /// The day it was closed, as `YYYY-MM-DD`.
    closed: Option<Day>,
    /// The grade it was closed with, such as `{score: 0.7, by: ines}`.
    grade: Option<GradeSchema>,
    /// Why it was changed or dropped.
    ///
    /// Write or change it in the commit that moves a goalpost (target, baseline, bound, period, deadline, weight) to explain
    /// the move.
    reason: Option<Text>,
    /// The id of the goal that replaces it.
    replaced_by: Option<Text>,
    /// Lessons learned. Expected for a committed goal graded below 0.9 and an aspirational one graded below 0.4.
    retrospective: Option<Text>,
    /// The parent goals that it supports: an id, or `{goal: id, weight: 2, share: 0.5, how: …}`.
    ///
    /// The mission, an objective or a key result, of the same level or a higher one. Several are allowed. Following
    /// the links upward should lead to the mission.
    supports: Option<Vec<Support>>,
    /// The id of the objective that this key result measures.
    measures: Option<Text>,
    /// Its perspective on the Balanced Scorecard.
    perspective: Option<Perspective>,
    /// Its key result area, one of `areas` in goalpost.yaml.
    area: Option<Text>,
    /// Whether it is committed or aspirational. Not inherited by key results.
    commitment: Option<Commitment>,
    /// Whether the objective's progress comes from its key results or from supporting goals.
    rollup: Option<Rollup>,
    /// The key result's weight in its objective, 0 or more. A change after the period has started is a moved goalpost.
    #[schemars(range(min = 0, max = 1_000_000_000), extend("default" = 1))]
    weight: Option<f64>,
    /// How important it is when time is short.
    priority: Option<Priority>,
    /// Why it matters, in a sentence. `goalpost why` shows it on the way to the mission.
    why: Option<Text>,
    /// What is measured, from where to where.
    metric: Option<MetricSchema>,
    /// The owner's confidence that it will be reached, 0 to 1: 0.9 is green, 0.5 yellow, 0.2 red.
    #[schemars(range(min = 0, max = 1))]
    confidence: Option<f64>,
    /// Steps on the way.
    ///
    /// With a metric they have a `value`, a planned point. Without one they are the measure and have `done` and `weight`.
    milestones: Option<Vec<MilestoneSchema>>,
    /// The day the survey was closed, as `YYYY-MM-DD`.
    date: Option<Day>,
    /// The number of respondents. With fewer than 5 the scores are withheld, because they could identify people.
    #[schemars(range(min = 0, max = 4_294_967_295_u32))]
    respondents: Option<u32>,
    /// The number of people invited.
    #[schemars(range(min = 0, max = 4_294_967_295_u32))]
    invited: Option<u32>,
    /// The mean of each question's answers, 1 to 5, as `question: 4.2`.
    scores: Option<Scores>,
    /// Labels to filter by, with `--label`.
    labels: Option<Vec<Text>>,
    /// Skills that the work requires.
    skills: Option<Vec<Text>>,
    /// Stakeholders, inside or outside the organisation, as free text.
    stakeholders: Option<Vec<Text>>,
    /// Planned person-weeks, 0 or more. Those of an objective include its key results.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    effort: Option<f64>,
    /// What it needs from other teams.
    needs: Option<Vec<NeedSchema>>,
    /// Who agreed to the goal.
    agreed: Option<Vec<AgreementSchema>>,
    /// Dated entries: check-ins, obstacles, decisions, recognition.
    log: Option<Vec<LogEntrySchema>>,
}
