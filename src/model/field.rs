//! The table of the fields of goal files: name, description, kinds, form, reader, significance, and part of the model.
//!
//! Reading, schemas, differences, exports, imports, cards, merges and completions iterate over it. A row without
//! `read`, `take` or `with` is a field from which nothing is computed: it needs no other code.

use std::sync::LazyLock;

#[cfg(test)]
use schemars::{JsonSchema, Schema, SchemaGenerator};
#[cfg(test)]
use serde_json::Map;
use serde_json::{Value, json};

use super::agreement::Agreement;
#[cfg(test)]
use super::day::Day;
use super::exact_days::ExactDays;
use super::field_row::FieldRow;
use super::form::Form;
use super::goal::Goal;
use super::goal_field::{Field, GoalPart, has_same_value};
use super::grade::Grade;
use super::kind::{Commitment, Kind, Perspective, Priority, Rollup, State};
use super::link::Link;
#[cfg(test)]
use super::link::written_link;
use super::log::LogEntry;
use super::lower::meaning::word_of;
use super::lower::number::{confidence, effort, weight};
use super::lower::parts::{links, metric, milestones, objective, owner, period, survey, team};
use super::lower::scalar::{day, days, entries, ids, level, texts};
use super::metric::Metric;
use super::milestone::Milestone;
use super::need::Need;
#[cfg(test)]
use super::schema::parts::{PeriodSchema, Scores, Support};
#[cfg(test)]
use super::schema::scalar::{Amount, Length, LevelName, Share, Weight};
use super::significance::Significance;
use super::survey::Survey;
use crate::syntax::{Decoder, FieldOrder};
use Kind::{Development, KeyResult, Kpi, Mission, Objective};

const ALL: &[Kind] = &[Mission, Objective, KeyResult, Kpi, Development, Kind::Survey];
const GOALS: &[Kind] = &[Mission, Objective, KeyResult, Kpi, Development];
const LASTING: &[Kind] = &[Objective, KeyResult, Kpi, Development];
const WORK: &[Kind] = &[Objective, KeyResult, Development];
const SURVEY: &[Kind] = &[Kind::Survey];

/// The part of a goal with the name of a field, and its reader.
macro_rules! part {
    ($name:ident, $take:expr) => {
        GoalPart {
            read: |_, goal, reader| {
                let take: fn(&mut super::lower::reader::FieldReader<'_, '_>) -> Option<_> = $take;
                if let Some(value) = take(reader) {
                    goal.$name = value.into();
                }
            },
            value: |_, goal| json!(goal.$name),
            is_same: |_, one, two| one.$name == two.$name,
            #[cfg(test)]
            answered: |generator| schema_of(generator, |goal| &goal.$name),
        }
    };
}

/// The rows of the table: `name: form of kinds`, then the kinds that must have the field, its significance if that is
/// more than wording, the schema of its value if the form does not determine it, and its reader.
macro_rules! fields {
    ($(
        $(#[doc = $about:literal])*
        $(#[cfg($cfg:meta)])?
        $name:ident: $form:ident of $kinds:expr
        $(, required $required:expr)? $(, about $significance:ident)? $(, schema $schema:ty)? $(, table $table:expr)?
        $(, read $read:expr)? $(, take $take:expr)? $(, with $place:expr)?;
    )*) => {
        &[$(
            $(#[cfg($cfg)])?
            Field::new(
                {
                    let row = FieldRow::new(stringify!($name), Form::$form)
                        $(.about(Significance::$significance))?
                        $(.of($table))?;
                    #[cfg(test)]
                    let row = row.described(concat!($($about, "\n"),*));
                    $(#[cfg(test)] let row = row.written(<$schema>::json_schema);)?
                    row
                },
                $kinds,
            )
                $(.required($required))?
                $(.kept(part!($name, |reader| reader.take($read))))?
                $(.kept(part!($name, $take)))?
                $(.kept($place))?
        ),*]
    };
}

/// Every field, in the order in which new fields are written.
pub static FIELDS: &[Field] = fields! {
    /// The kind of goal. It determines which other fields the file can have.
    kind: Word of ALL, required ALL, about State, schema Kind, with KIND;
    /// The permanent id of the goal, unique among all goals of all periods.
    ///
    /// 1 to 80 characters: lower-case letters, digits, `.`, `_`, `-`; the first a letter or a digit. If you change it,
    /// add the old one to `formerly`, and links still work. Example: `checkout-availability`.
    id: Id of ALL, required ALL, about Link, with ID;
    /// One clear statement of the intended result.
    ///
    /// For a key result it contains the number: `Raise checkout availability from 99.5 % to 99.95 %`. Use quotes if it
    /// contains `: ` or ` #`.
    title: Text of ALL, required GOALS, with TITLE;
    /// The mission in one sentence.
    statement: Text of &[Mission], required &[Mission], read Decoder::text;
    /// The vision: the world when the mission is accomplished.
    vision: Text of &[Mission], read Decoder::text;
    /// Earlier ids of this goal. Links, history and `Goal:` trailers that name one still find it.
    formerly: Ids of ALL, about Link, read ids;
    /// The id of the goal of an earlier period that this one continues.
    continues: Text of WORK, about Link, read Decoder::text;
    /// The one accountable person: an id of org.yaml. A key result inherits it from its objective.
    owner: Text of GOALS, required &[Development], about Ownership, read owner;
    /// The team it belongs to: an id of org.yaml. A key result inherits it from its objective.
    team: Text of &[Objective, KeyResult, Kpi, Development, Kind::Survey], required SURVEY, about Ownership, read team;
    /// Other teams that work on it, by their ids in org.yaml.
    contributors: Texts of LASTING, about Ownership, read texts;
    /// The level of the organisation, one of `levels` in goalpost.yaml.
    ///
    /// Default: the level of its team. A key result always has the level of its objective.
    level: Text of LASTING, about Ownership, schema LevelName, take |reader| reader.take_by(level);
    /// The period: a year `2026`, years `2026..2028`, a half `2026-H2`, a quarter `2026-Q4`, a calendar month
    /// `2026-11`, or exact days `{start: 2026-10-05, end: 2026-12-18}`.
    ///
    /// Both ends are included. Years, halves and quarters follow the organisation's fiscal year. A key result inherits
    /// it from its objective. A change after the period has started is a moved goalpost.
    period: Period of &[Mission, Objective, KeyResult, Development], about Goalpost, schema PeriodSchema, table &ExactDays::TABLE,
        take |reader| reader.take_by(period);
    /// The last day of the goal, as `YYYY-MM-DD`, if it is before the period's last day.
    deadline: Day of WORK, about Goalpost, read day;
    /// How long after the goal's end its values may still arrive, such as `45d`. Default: `close_within` in goalpost.yaml.
    ///
    /// A key result without one has that of its KPI, else that of its objective; an objective the longest of its key
    /// results.
    close_within: Text of LASTING, about State, schema Length, with CLOSE_WITHIN;
    /// The state of the goal.
    state: Word of GOALS, about State, schema State, with STATE;
    /// The day it was closed, as `YYYY-MM-DD`.
    closed: Day of GOALS, about State, read day;
    /// The grade it was closed with, such as `{score: 0.7, by: ines}`.
    grade: Mapping of WORK, about State, table &Grade::TABLE,
        read |decoder, node| Grade::read(decoder, node).map(Box::new);
    /// Why it was changed or dropped.
    ///
    /// Write or change it in the commit that moves a goalpost (target, baseline, bound, period, deadline, weight) to
    /// explain the move.
    reason: Text of GOALS, read Decoder::text;
    /// The id of the goal that replaces it.
    replaced_by: Text of GOALS, about Link, read Decoder::text;
    /// Lessons learned. Expected for a committed goal graded below 0.9 and an aspirational one graded below 0.4.
    retrospective: Text of WORK, read Decoder::text;
    /// The parent goals that it supports: an id, or `{goal: id, weight: 2, share: 0.5, how: …}`.
    ///
    /// The mission, an objective or a key result, of the same level or a higher one. Several are allowed.
    /// Following the links upward should lead to the mission.
    supports: Entries of &[Objective, Development], about Link, schema Vec<Support>, table &Link::TABLE, with SUPPORTS;
    /// The id of the objective that this key result measures.
    measures: Text of &[KeyResult], required &[KeyResult], about Goalpost, read objective;
    /// Its perspective on the Balanced Scorecard.
    perspective: Word of &[Objective, Kpi], schema Perspective, read word_of(&Perspective::WORDS);
    /// Its key result area, one of `areas` in goalpost.yaml.
    area: Text of &[Objective, Kpi], read Decoder::text;
    /// Whether it is committed or aspirational. Not inherited by key results.
    commitment: Word of &[Objective, KeyResult], about Goalpost, schema Commitment, read word_of(&Commitment::WORDS);
    /// Whether the objective's progress comes from its key results or from supporting goals.
    rollup: Word of &[Objective], about Goalpost, schema Rollup, read word_of(&Rollup::WORDS);
    /// The key result's weight in its objective, 0 or more. A change after the period has started is a moved goalpost.
    weight: Number of &[KeyResult], about Goalpost, schema Weight, read weight;
    /// How important it is when time is short.
    priority: Word of WORK, about State, schema Priority, read word_of(&Priority::WORDS);
    /// Why it matters, in a sentence. `goalpost why` shows it on the way to the mission.
    why: Text of GOALS, read Decoder::text;
    /// What is measured, from where to where.
    metric: Mapping of &[KeyResult, Kpi], required &[Kpi], about Goalpost, table &Metric::TABLE, read metric;
    /// The owner's confidence that it will be reached, 0 to 1: 0.9 is green, 0.5 yellow, 0.2 red.
    confidence: Number of &[KeyResult], about Progress, schema Share, read confidence;
    /// Steps on the way.
    ///
    /// With a metric they have a `value`, a planned point. Without one they are the measure and have `done` and
    /// `weight`.
    milestones: Entries of &[KeyResult, Development], about Goalpost, table &Milestone::TABLE, with MILESTONES;
    /// The competency that this growth goal develops.
    competency: Text of &[Development];
    /// The person's career aspiration. Personal: it belongs in a private root (`include` in goalpost.yaml).
    aspiration: Text of &[Development];
    /// Training that helps.
    training: Texts of &[Development];
    // Fields that only the tests have, one of each form: what the table alone does for a field is tried with them.
    /// What is drunk meanwhile.
    #[cfg(test)]
    tea: Text of &[Objective];
    /// What is eaten meanwhile.
    #[cfg(test)]
    cakes: Texts of &[Objective];
    /// How sweet it is.
    #[cfg(test)]
    sugar: Number of &[Objective];
    /// When it was made.
    #[cfg(test)]
    brewed: Day of &[Objective];
    /// Whether it is cold.
    #[cfg(test)]
    iced: YesNo of &[Objective];
    /// The day the survey was closed, as `YYYY-MM-DD`.
    date: Day of SURVEY, required SURVEY, about Progress, with DATE;
    /// The number of respondents. With fewer than 5 the scores are withheld, because they could identify people.
    respondents: Count of SURVEY, required SURVEY, about Progress, with RESPONDENTS;
    /// The number of people invited.
    invited: Count of SURVEY, about Progress, with INVITED;
    /// The mean of each question's answers, 1 to 5, as `question: 4.2`.
    scores: Numbers of SURVEY, required SURVEY, about Progress, schema Scores, with SCORES;
    /// Labels to filter by, with `--label`.
    labels: Texts of ALL, read texts;
    /// Skills that the work requires.
    skills: Texts of WORK, read texts;
    /// Stakeholders, inside or outside the organisation, as free text.
    stakeholders: Texts of GOALS, read texts;
    /// Planned person-weeks, 0 or more. Those of an objective include its key results.
    effort: Number of WORK, about Ownership, schema Amount, read effort;
    /// What it needs from other teams.
    needs: Entries of WORK, about Link, table &Need::TABLE, read entries(Need::read);
    /// Who agreed to the goal.
    agreed: Entries of GOALS, about Ownership, table &Agreement::TABLE, read entries(Agreement::read);
    /// Dated entries: check-ins, obstacles, decisions, recognition.
    log: Entries of GOALS, about Log, table &LogEntry::TABLE, read entries(LogEntry::read);
};

/// The kind and the id are read before all other fields, which depend on them.
const KIND: GoalPart = part!(kind, |_| None::<Kind>);
const ID: GoalPart = part!(id, |_| None::<String>);

/// A survey needs no title: its id is the default.
const TITLE: GoalPart = GoalPart {
    read: |_, goal, reader| goal.title = reader.take(Decoder::text).unwrap_or_else(|| goal.id.clone()),
    #[cfg(test)]
    answered: Option::<String>::json_schema,
    ..part!(title, |_| None::<String>)
};

/// A goal without a state is active.
const STATE: GoalPart = GoalPart {
    #[cfg(test)]
    answered: |generator| generator.subschema_for::<Option<State>>(),
    ..part!(state, |reader| reader.take(word_of(&State::WORDS)))
};

/// A length of time is written with its unit.
const CLOSE_WITHIN: GoalPart = GoalPart {
    value: |_, goal| json!(goal.close_within.map(|days| format!("{days}d"))),
    #[cfg(test)]
    answered: Option::<String>::json_schema,
    ..part!(close_within, |reader| reader.take(days))
};

/// A link is written as an id, or as a mapping with more fields.
const SUPPORTS: GoalPart = GoalPart {
    #[cfg(test)]
    answered: written_link,
    ..part!(supports, |reader| reader.take(links))
};

/// The fields that milestones may have depend on the metric, which comes before them in the table.
#[cfg_attr(not(test), allow(clippy::needless_update, reason = "the schema is a part in tests alone"))]
const MILESTONES: GoalPart = GoalPart {
    read: |_, goal, reader| {
        let metric_written = reader.has("metric");
        let scale = goal.metric.as_ref().map(|metric| &*metric.scale).unwrap_or_default();
        let read = reader.take(|decoder, node| milestones(decoder, node, scale, metric_written));
        if let Some(milestones) = read {
            goal.milestones = milestones;
        }
    },
    value: |_, goal| goal.milestones.iter().map(|it| milestone(goal, it)).collect(),
    is_same: has_same_value,
    ..part!(milestones, |_| None::<Vec<Milestone>>)
};

/// A milestone as written: a value on a scale by its name.
fn milestone(goal: &Goal, milestone: &Milestone) -> Value {
    let mut written = json!(milestone);
    if let Some(metric) = &goal.metric {
        written["value"] = metric.written(milestone.value);
    }
    written
}

/// A survey needs all of its numbers: the reader of its day reads all four.
const DATE: GoalPart = GoalPart {
    read: |_, goal, reader| goal.survey = reader.take_all(survey).map(Box::new),
    value: |_, goal| json!(goal.survey.as_ref().map(|it| it.date)),
    is_same: has_same_value,
    #[cfg(test)]
    answered: Option::<Day>::json_schema,
};
const RESPONDENTS: GoalPart = GoalPart {
    read: |_, _, _| {},
    value: |_, goal| json!(goal.survey.as_ref().map(|it| it.respondents)),
    is_same: has_same_value,
    #[cfg(test)]
    answered: Option::<u32>::json_schema,
};
const INVITED: GoalPart =
    GoalPart { value: |_, goal| json!(goal.survey.as_ref().and_then(|it| it.invited)), ..RESPONDENTS };
const SCORES: GoalPart = GoalPart {
    value: |_, goal| {
        let scores = |it: &Survey| it.scores.iter().map(|(question, mean)| (question.clone(), json!(mean))).collect();
        goal.survey.as_deref().map_or(Value::Null, scores)
    },
    #[cfg(test)]
    answered: Option::<Map<String, Value>>::json_schema,
    ..RESPONDENTS
};

#[cfg(test)]
fn schema_of<T: JsonSchema>(generator: &mut SchemaGenerator, _: fn(&Goal) -> &T) -> Schema {
    generator.subschema_for::<T>()
}

/// The order in which new fields are written, which is that of the tables.
pub static ORDER: FieldOrder = FieldOrder(|place| match place {
    "" => FIELDS.iter().map(|field| field.name).collect(),
    _ => row(place).map(FieldRow::rows).unwrap_or_default().iter().map(|row| row.name).collect(),
});

/// The field with a name.
pub fn field(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

/// The row of a field by its route, with or without list indices: `metric.target`, `supports[0].agreed`.
pub fn row(route: &str) -> Option<&'static FieldRow> {
    let mut rows = rows_of(route);
    let last = rows.pop()?;
    (rows.len() == route.matches('.').count()).then_some(last)
}

/// The significance of a field by its route: a part may have another than the whole.
pub fn significance(route: &str) -> Significance {
    rows_of(route).iter().rev().find_map(|row| row.significance).unwrap_or(Significance::Wording)
}

/// The rows along the route to a field, as far as the tables have them.
fn rows_of(route: &str) -> Vec<&'static FieldRow> {
    let mut found: Vec<&FieldRow> = Vec::new();
    for key in route.split('.') {
        let name = key.split('[').next().unwrap_or(key);
        let row = match found.last() {
            None => field(name).map(|field| &field.row),
            Some(above) => above.rows().iter().find(|row| row.name == name),
        };
        match row {
            Some(row) => found.push(row),
            None => break,
        }
    }
    found
}

/// The routes of all fields; those inside a mapping or list follow it: `metric.target`, `milestones.due`.
pub static ROUTES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut routes: Vec<String> = FIELDS.iter().map(|field| field.name.to_owned()).collect();
    let mut at = 0;
    while let Some(route) = routes.get(at).cloned() {
        let inside = row(&route).map(FieldRow::rows).unwrap_or_default();
        routes.extend(inside.iter().map(|row| format!("{route}.{}", row.name)));
        at += 1;
    }
    routes
});
