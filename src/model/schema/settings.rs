//! `goalpost.yaml` as people write it. The comments are what editors show.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::scalar::{Length, Range, Text};
use crate::model::settings::Statistics;

/// The settings of a goals repository. Every key is optional; the file marks the repository's root.
#[derive(JsonSchema)]
#[schemars(title = "settings", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct SettingsFile {
    /// The organisation's name.
    organization: Option<Text>,
    /// The month in which the fiscal year begins, 1 to 12.
    ///
    /// A fiscal year has the name of the calendar year in which it ends: with 2, `2027-Q1` is February to April 2026.
    #[schemars(range(min = 1, max = 12), extend("default" = 1))]
    fiscal_year_starts: Option<u8>,
    /// The levels of the organisation, top to bottom. A goal supports goals of its own level or a higher one.
    #[schemars(length(min = 1), extend("default" = ["company", "department", "team", "individual"]))]
    levels: Option<Vec<Text>>,
    /// How often goals are checked in, for all or by level: `daily`, `weekly` (the default), `fortnightly`, `monthly`,
    /// `quarterly`, or a length of time such as `10d`. A level that is not named checks in weekly.
    cadence: Option<CadenceSchema>,
    /// Key result areas in use. A goal's `area` must then be one of them.
    areas: Option<Vec<Text>>,
    /// What counts as on track and at risk, as parts of the progress that the plan asks for today.
    thresholds: Option<ThresholdsSchema>,
    /// What an aspirational goal is expected to reach, 0 to 1. A committed goal owes all.
    #[schemars(range(min = 0, max = 1), extend("default" = 0.7))]
    ambition: Option<f64>,
    /// How long goalposts may still settle after a period begins, as `14d` or `2w`. Later changes count as moved.
    #[schemars(extend("default" = "14d"))]
    settle: Option<Length>,
    /// How long after its end values for a period may still arrive, as `14d` or `2w`.
    #[schemars(extend("default" = "14d"))]
    close_within: Option<Length>,
    /// How many are enough and not too many, as `2..5`.
    limits: Option<LimitsSchema>,
    /// The branch that is "published": what dates in `--at` mean. The branch of HEAD if not given.
    trunk: Option<Text>,
    /// Further roots, from this folder, often another, private repository: `["../people-goals"]`.
    ///
    /// Their files may refer to this one's, never the reverse.
    include: Option<Vec<Text>>,
    /// The open root that goals of this private one may name, from this folder: `../okrs`.
    ///
    /// Its goals are known, so that links to them and lines of sight hold; they are neither judged nor listed here.
    within: Option<Text>,
    /// Whether indicators may name people.
    people: Option<People>,
    /// YAML files that are no goals, in the manner of .gitignore: `["templates/**"]`.
    exclude: Option<Vec<Text>>,
    /// Rules by name: `off`, `warn` or `error`, or a mapping with `level` and the rule's options.
    ///
    /// `goalpost rules` lists them, `goalpost explain RULE` says why.
    rules: Option<Rules>,
}

/// What counts as on track and at risk.
#[derive(JsonSchema)]
#[schemars(title = "thresholds", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct ThresholdsSchema {
    /// From this part of the plan a goal is on track, 0 to 1.
    #[schemars(range(min = 0, max = 1), extend("default" = 0.9))]
    on_track: Option<f64>,
    /// From this part of the plan a goal is at risk, below it off track. 0 to 1, not above `on_track`.
    #[schemars(range(min = 0, max = 1), extend("default" = 0.7))]
    at_risk: Option<f64>,
}

/// How many there should be.
#[derive(JsonSchema)]
#[schemars(title = "limits", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct LimitsSchema {
    /// Objectives of the highest level in one period.
    #[schemars(extend("default" = "3..5"))]
    strategic_goals: Option<Range>,
    /// Key results of an objective.
    #[schemars(extend("default" = "2..5"))]
    key_results: Option<Range>,
    /// Objectives of one owner at one time.
    #[schemars(extend("default" = "1..3"))]
    objectives_per_owner: Option<Range>,
}

/// What is said about people.
#[derive(JsonSchema)]
#[schemars(title = "people", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct People {
    /// Whom indicators and statistics may name.
    #[schemars(extend("default" = "team"))]
    statistics: Option<Statistics>,
}

/// How often: for all, or by level.
struct CadenceSchema;

impl JsonSchema for CadenceSchema {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Cadence".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // The titles keep yaml-language-server from heading the whole with that of every alternative at once.
        let word = |it| json!({"title": "cadence", "const": it});
        let mut every: Vec<Value> = ["daily", "weekly", "fortnightly", "monthly", "quarterly"].map(word).to_vec();
        let length = "^0*[1-9][0-9]* *(d|days?|w|weeks?)$";
        every.push(json!({"title": "cadence", "type": "string", "pattern": length}));
        json_schema!({"anyOf": [
            {"oneOf": every},
            {
                "title": "cadence by level",
                "type": "object",
                "additionalProperties": {
                    "description": "How often goals of this level are checked in.",
                    "anyOf": [{"oneOf": every}],
                },
            },
        ]})
    }
}

/// Rules by name. Which there are is filled in where the rules are known.
struct Rules;

impl JsonSchema for Rules {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Rules".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"title": "rules", "type": "object"})
    }
}
