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
    /// What this file holds. Which other fields there are depends on it.
    kind: Kind,
    /// What the goal is known by, everywhere and for good: a name of its own among all goals of all periods.
    ///
    /// 1 to 80 characters: lower-case letters, digits, `.`, `_`, `-`; the first a letter or a digit. Where it
    /// changes, the old one goes into `formerly`, and links still find it. Example: `checkout-availability`.
    id: Id,
    /// One clear statement of what will be true.
    ///
    /// A key result's has the number in it: `Raise checkout availability from 99.5 % to 99.95 %`. Quotes are needed
    /// where it holds `: ` or ` #`.
    title: Option<Text>,
    /// The mission in one sentence: why all of this is done.
    statement: Option<Text>,
    /// What the world looks like when the mission is done.
    vision: Option<Text>,
    /// Earlier ids of this goal. Links, history and `Goal:` trailers that name one still find it.
    formerly: Option<Vec<Id>>,
    /// The id of the goal of an earlier period that this one carries on.
    continues: Option<Text>,
    /// The one accountable person: an id of org.yaml. A key result without one has its objective's.
    owner: Option<Text>,
    /// The team it belongs to: an id of org.yaml. A key result without one has its objective's.
    team: Option<Text>,
    /// Other teams that work on it, by their ids in org.yaml. That makes it a cross-functional goal.
    contributors: Option<Vec<Text>>,
    /// The level of the organisation it is set at, one of `levels` in goalpost.yaml.
    ///
    /// Its team's level if not given; a key result's is always its objective's.
    #[schemars(extend("examples" = ["company", "department", "team", "individual"]))]
    level: Option<Text>,
    /// The time it is for: a year `2026`, years `2026..2028`, a half `2026-H2`, a quarter `2026-Q4`, a calendar month
    /// `2026-11`, or exact days `{start: 2026-10-05, end: 2026-12-18}`.
    ///
    /// Both ends belong to it. Years, halves and quarters are the organisation's fiscal ones. A key result without one
    /// has its objective's. A change after the period began is a moved goalpost.
    period: Option<PeriodSchema>,
    /// The day it ends, as `YYYY-MM-DD`, if that is before the period's last day.
    deadline: Option<Day>,
    /// Where it stands in its life.
    state: Option<State>,
    /// The day it was closed, as `YYYY-MM-DD`.
    closed: Option<Day>,
    /// The grade it was closed with, such as `{score: 0.7, by: ines}`.
    grade: Option<GradeSchema>,
    /// Why it was changed or dropped.
    ///
    /// Write or change it in the same commit that moves a goalpost (a target, a baseline, a bound, a period, a deadline,
    /// a weight): then the move is explained.
    reason: Option<Text>,
    /// The id of the goal that took its place.
    replaced_by: Option<Text>,
    /// What was learnt. Owed for a committed goal graded below 0.9 and an aspirational one graded below 0.4.
    retrospective: Option<Text>,
    /// The goals it helps, upward: an id, or `{goal: id, weight: 2, share: 0.5, how: …}`.
    ///
    /// The mission, an objective or a key result, of the same level or a higher one. Several are allowed. Whoever follows
    /// the links upward should reach the mission.
    supports: Option<Vec<Support>>,
    /// The id of the objective that this key result measures.
    measures: Option<Text>,
    /// Its perspective on the Balanced Scorecard.
    perspective: Option<Perspective>,
    /// Its key result area, one of `areas` in goalpost.yaml.
    area: Option<Text>,
    /// How much of it is promised. Not inherited: say it on key results too.
    commitment: Option<Commitment>,
    /// What the objective's progress is made of.
    rollup: Option<Rollup>,
    /// How much the key result counts in its objective, 0 or more. A change after the period began is a moved goalpost.
    #[schemars(range(min = 0, max = 1_000_000_000), extend("default" = 1))]
    weight: Option<f64>,
    /// What gives way first when time is short.
    priority: Option<Priority>,
    /// Why it matters, in a sentence. `goalpost why` shows it on the way to the mission.
    why: Option<Text>,
    /// What is measured, from where to where.
    metric: Option<MetricSchema>,
    /// How sure its owner is that it will be reached, 0 to 1: 0.9 is green, 0.5 yellow, 0.2 red.
    #[schemars(range(min = 0, max = 1))]
    confidence: Option<f64>,
    /// Steps on the way.
    ///
    /// Beside a metric they carry `value`: planned points. Without one they are the measure and carry `done` and
    /// `weight`.
    milestones: Option<Vec<MilestoneSchema>>,
    /// The day the survey was closed, as `YYYY-MM-DD`.
    date: Option<Day>,
    /// How many answered. Fewer than 5 are too few to be shown: they could be told apart.
    #[schemars(range(min = 0, max = 4_294_967_295_u32))]
    respondents: Option<u32>,
    /// How many were asked.
    #[schemars(range(min = 0, max = 4_294_967_295_u32))]
    invited: Option<u32>,
    /// The mean of each question's answers, 1 to 5, as `question: 4.2`.
    scores: Option<Scores>,
    /// Words to find it by, with `--label`.
    labels: Option<Vec<Text>>,
    /// Skills that the work asks for, matched to what people want to learn.
    skills: Option<Vec<Text>>,
    /// Who has a stake in it, inside or outside, in your own words.
    stakeholders: Option<Vec<Text>>,
    /// Person-weeks planned for it, 0 or more. An objective's include its key results'.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    effort: Option<f64>,
    /// What it needs from other teams.
    needs: Option<Vec<NeedSchema>>,
    /// Who agreed to the goal.
    agreed: Option<Vec<AgreementSchema>>,
    /// What people said about it, by day: check-ins, obstacles, decisions, recognition.
    log: Option<Vec<LogEntrySchema>>,
}
