//! The parts of a goal file that are mappings of their own, as people write them. The comments are what editors show.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::json;

use super::scalar::{Day, Done, Text};
use crate::model::log::{LogKind, Scope};
use crate::model::need::NeedState;

/// What is measured, from where to where.
///
/// One of three shapes: a value to reach (`baseline` and `target`), a value to keep (`at_least`, `at_most` or both), or
/// steps to climb (`scale`, with `baseline`, `target` and `current` named from it).
#[derive(JsonSchema)]
#[schemars(title = "metric", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(in crate::model) struct MetricSchema {
    /// What is measured, in a few words: `checkout availability`.
    name: Option<Text>,
    /// In what it is measured: `"%"` (in quotes), `days`, `EUR`, `ms`, `count`.
    #[schemars(extend("examples" = ["%", "days", "EUR"]))]
    unit: Option<Text>,
    /// The id of the KPI that this metric is.
    ///
    /// Then `baseline` and `target` stand here; `current` and `as_of` live in the KPI's file, and a check-in here writes
    /// them there.
    kpi: Option<Text>,
    /// The value at the start of the period, from which progress is counted.
    ///
    /// A change after the period began is a moved goalpost.
    baseline: Option<f64>,
    /// The value to reach by the end. Above the baseline or below it: up or down follows from the two.
    ///
    /// A change after the period began is a moved goalpost.
    target: Option<f64>,
    /// A value not to fall below, itself allowed. For a value to keep rather than to reach.
    at_least: Option<f64>,
    /// A value not to rise above, itself allowed. For a value to keep rather than to reach.
    at_most: Option<f64>,
    /// The steps of a rubric, lowest first, for what no number measures: `[none, piloted, adopted, habitual]`.
    ///
    /// `baseline`, `target` and `current` then name steps.
    scale: Option<Vec<Text>>,
    /// More than the target: shown, and never counted.
    stretch: Option<f64>,
    /// The latest value. A check-in changes it and `as_of`.
    current: Option<f64>,
    /// The day for which `current` is true, as `YYYY-MM-DD`.
    as_of: Option<Day>,
    /// Where the value comes from, so that anyone can look it up: an address, or a few words.
    source: Option<Text>,
}

/// A step on the way.
#[derive(JsonSchema)]
#[schemars(title = "milestone", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(in crate::model) struct MilestoneSchema {
    /// What is reached, in a few words: `failover drill`.
    title: Text,
    /// The day it is planned for, as `YYYY-MM-DD`. Without one: the goal's last day.
    due: Option<Day>,
    /// Beside a metric: the value that the metric should have on that day, in the metric's unit or as a step of its scale.
    ///
    /// The plan then runs through this point instead of straight from baseline to target.
    value: Option<Text>,
    /// Without a metric: the day it was done, as `YYYY-MM-DD`, or `true` or `false`.
    done: Option<Done>,
    /// Without a metric: how much it counts among the milestones, 0 or more. 1 if not given.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    weight: Option<f64>,
}

/// An entry of `supports`: the id of a goal, or a mapping that says more.
pub(in crate::model) struct Support;

impl JsonSchema for Support {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Support".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let link = LinkSchema::json_schema(generator);
        let id = Text::json_schema(generator);
        // The mapping stands twice: in the `if` for precise messages, beside it for completion where nothing is typed.
        json_schema!({
            "description": "The id of a goal that this one helps, or a mapping that says more: `{goal: id, how: …}`.",
            "anyOf": [{"if": {"type": "object"}, "then": link, "else": id}, link],
        })
    }
}

/// What is supported, and how.
#[derive(JsonSchema)]
#[schemars(title = "link", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct LinkSchema {
    /// The id of the goal that is supported: the mission, an objective or a key result, of the same level or a higher one.
    goal: Text,
    /// How much this goal counts in that one's progress, 0 or more. 1 if not given.
    ///
    /// A change after the period began is a moved goalpost.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    weight: Option<f64>,
    /// The part of this goal's effort that goes to that one, 0 to 1. Equal parts if not given; together at most 1.
    #[schemars(range(min = 0, max = 1))]
    share: Option<f64>,
    /// How this goal helps that one, in a sentence. `goalpost why` shows it.
    how: Option<Text>,
    /// Who agreed to the link: best the owner of the goal that is supported.
    agreed: Option<Vec<AgreementSchema>>,
}

/// Something that this goal needs from another team.
#[derive(JsonSchema)]
#[schemars(title = "need", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(in crate::model) struct NeedSchema {
    /// The team that is asked: its id in org.yaml.
    from: Text,
    /// What is needed, in a few words: `second region`.
    what: Text,
    /// The day it is needed by, as `YYYY-MM-DD`.
    by: Option<Day>,
    /// The id of the goal in which the other team does it.
    goal: Option<Text>,
    /// What it costs the other team, in person-weeks, 0 or more.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    effort: Option<f64>,
    /// What came of it.
    state: Option<NeedState>,
}

/// Someone said yes: "that is what I meant". Written as `{by: ines, date: 2026-10-05}`.
#[derive(JsonSchema)]
#[schemars(title = "agreement", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(in crate::model) struct AgreementSchema {
    /// Who agreed: a person's id in org.yaml.
    by: Text,
    /// The day they agreed, as `YYYY-MM-DD`.
    date: Option<Day>,
}

/// A dated entry in the goal's log.
#[derive(JsonSchema)]
#[schemars(title = "log entry", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(in crate::model) struct LogEntrySchema {
    /// The day it is about, as `YYYY-MM-DD`.
    date: Day,
    /// What kind of entry it is.
    kind: LogKind,
    /// What there is to say.
    text: Text,
    /// Who wrote it: a person's id in org.yaml.
    by: Option<Text>,
    /// Whom it is for: ids of people or teams. An obstacle asks them for help, recognition thanks them.
    to: Option<Vec<Text>>,
    /// Which fields it explains, such as `metric.target`.
    about: Option<Vec<Text>>,
    /// Where more is to be read: an address.
    link: Option<Text>,
    /// For an obstacle: where it lies.
    scope: Option<Scope>,
    /// For an obstacle: the day it was out of the way, as `YYYY-MM-DD`. Without one it still stands.
    resolved: Option<Day>,
}

/// The grade that the goal was closed with, such as `{score: 0.7, by: ines}`. It stays as it was given.
#[derive(JsonSchema)]
#[schemars(title = "grade", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(in crate::model) struct GradeSchema {
    /// The grade that stands, 0 to 1. Where judgement makes it differ from `computed`, `why` says so.
    ///
    /// A committed goal is green at 1 only; an aspirational one from 0.7, yellow from 0.4.
    #[schemars(range(min = 0, max = 1))]
    score: f64,
    /// The progress at the period's end as it was computed then, 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    computed: Option<f64>,
    /// Who graded: a person's id in org.yaml.
    by: Option<Text>,
    /// Why the score differs from what was computed.
    why: Option<Text>,
}

/// The mean of each question's answers, 1 to 5.
pub(in crate::model) struct Scores;

impl JsonSchema for Scores {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Scores".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let score = |question: &str| {
            let description =
                format!("{question} The mean of the answers, 1 to 5. One of the three questions about alignment.");
            json!({"description": description, "type": "number", "minimum": 1, "maximum": 5})
        };
        json_schema!({
            "title": "scores",
            "type": "object",
            "properties": {
                "knows-goals": score("\"I know the goals that matter to my team.\""),
                "knows-why": score("\"I know why these are the goals.\""),
                "sees-contribution": score("\"I see what my work adds to them.\""),
            },
            "additionalProperties": {"type": "number", "minimum": 1, "maximum": 5},
        })
    }
}
