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
    /// What is measured: `checkout availability`.
    name: Option<Text>,
    /// The unit: `"%"` (in quotes), `days`, `EUR`, `ms`, `count`.
    #[schemars(extend("examples" = ["%", "days", "EUR"]))]
    unit: Option<Text>,
    /// The id of the KPI that this metric is.
    ///
    /// `baseline` and `target` are then written here; `current` and `as_of` are kept in the KPI's file, and a check-in of this
    /// goal writes them there.
    kpi: Option<Text>,
    /// The value at the start of the period, from which progress is counted.
    ///
    /// A change after the period has started is a moved goalpost.
    baseline: Option<f64>,
    /// The value to reach by the end, above or below the baseline.
    ///
    /// A change after the period has started is a moved goalpost.
    target: Option<f64>,
    /// The lowest allowed value (inclusive), for a value to keep instead of one to reach.
    at_least: Option<f64>,
    /// The highest allowed value (inclusive), for a value to keep instead of one to reach.
    at_most: Option<f64>,
    /// The steps of a rubric, lowest first, for goals without a number: `[none, piloted, adopted, habitual]`.
    ///
    /// `baseline`, `target` and `current` then name steps.
    scale: Option<Vec<Text>>,
    /// A value beyond the target; it is shown but does not count.
    stretch: Option<f64>,
    /// The latest value. A check-in changes it and `as_of`.
    current: Option<f64>,
    /// The day for which `current` is true, as `YYYY-MM-DD`.
    as_of: Option<Day>,
    /// The source of the value: a URL or a short description.
    source: Option<Text>,
}

/// A step on the way.
#[derive(JsonSchema)]
#[schemars(title = "milestone", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(in crate::model) struct MilestoneSchema {
    /// What is reached, in a few words: `failover drill`.
    title: Text,
    /// The day it is planned for, as `YYYY-MM-DD`. Default: the goal's last day.
    due: Option<Day>,
    /// With a metric: the planned value on that day, in the metric's unit or as a step of its scale.
    ///
    /// The plan then runs through this point instead of straight from baseline to target.
    value: Option<Text>,
    /// Without a metric: the day it was done, as `YYYY-MM-DD`, or `true` or `false`.
    done: Option<Done>,
    /// Without a metric: its weight among the milestones, 0 or more. Default: 1.
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
            "description": "The id of a goal that this one supports, or a mapping with details: `{goal: id, how: …}`.",
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
    /// The weight of this goal in that one's progress, 0 or more. Default: 1.
    ///
    /// A change after the period has started is a moved goalpost.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    weight: Option<f64>,
    /// The share of this goal's effort for that one, 0 to 1; all shares together at most 1. Default: equal shares.
    #[schemars(range(min = 0, max = 1))]
    share: Option<f64>,
    /// How this goal supports that one, in a sentence. `goalpost why` shows it.
    how: Option<Text>,
    /// Who agreed to the link, ideally the owner of the supported goal.
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
    /// The effort for the other team, in person-weeks, 0 or more.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    effort: Option<f64>,
    /// Its state.
    state: Option<NeedState>,
}

/// A person's agreement, written as `{by: ines, date: 2026-10-05}`.
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
    /// The text.
    text: Text,
    /// Who wrote it: a person's id in org.yaml.
    by: Option<Text>,
    /// Whom it is for: ids of people or teams. An obstacle asks them for help, recognition thanks them.
    to: Option<Vec<Text>>,
    /// Which fields it explains, such as `metric.target`.
    about: Option<Vec<Text>>,
    /// A URL with more information.
    link: Option<Text>,
    /// For an obstacle: inside or outside the organisation.
    scope: Option<Scope>,
    /// For an obstacle: the day it was out of the way, as `YYYY-MM-DD`. Without one it is open.
    resolved: Option<Day>,
}

/// The grade that the goal was closed with, such as `{score: 0.7, by: ines}`. It is not recomputed later.
#[derive(JsonSchema)]
#[schemars(title = "grade", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(in crate::model) struct GradeSchema {
    /// The final grade, 0 to 1. If it differs from `computed`, `why` gives the reason.
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
