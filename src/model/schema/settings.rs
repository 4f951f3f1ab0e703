//! `goalpost.yaml` as people write it. The comments are what editors show.

use std::collections::BTreeMap;

use schemars::{JsonSchema, json_schema};
use serde_json::{Value, json};

use super::feeds::FeedSchema;
use super::scalar::{Day, Length, Range, SettingRoute, Text, inlined};
use crate::model::settings::Statistics;

/// The settings of a goals repository. Every field is optional; the file marks the root of the repository.
#[derive(JsonSchema)]
#[schemars(title = "settings", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
#[expect(clippy::zero_sized_map_values, reason = "only its schema is used")]
pub(super) struct SettingsFile {
    /// The organisation's name.
    organization: Option<Text>,
    /// The first month of the fiscal year, 1 to 12.
    ///
    /// A fiscal year is named after the calendar year in which it ends: with 2, `2027-Q1` is February to April 2026.
    #[schemars(range(min = 1, max = 12), extend("default" = 1))]
    fiscal_year_starts: Option<u8>,
    /// The levels of the organisation, top to bottom. A goal supports goals of its own level or a higher one.
    #[schemars(length(min = 1), extend("default" = ["company", "department", "team", "individual"]))]
    levels: Option<Vec<Text>>,
    /// How often goals are checked in, for all or by level: `daily`, `weekly` (the default), `fortnightly`, `monthly`,
    /// `quarterly`, or a length of time such as `10d`. The default applies to levels that are not listed.
    cadence: Option<CadenceSchema>,
    /// Key result areas in use. A goal's `area` must then be one of them.
    areas: Option<Vec<Text>>,
    /// The day before which history is not judged: rules about history are silent about earlier commits. Progress does not
    /// depend on it. Not in the future.
    adopted: Option<Day>,
    /// Why settings on which numbers rest were changed in mid-period.
    changes: Option<Vec<SettingChangeSchema>>,
    /// The thresholds for on track and at risk, as shares of the progress expected today.
    thresholds: Option<ThresholdsSchema>,
    /// The progress expected of an aspirational goal, 0 to 1. A committed goal is expected to reach 1.
    #[schemars(range(min = 0, max = 1), extend("default" = 0.7))]
    ambition: Option<f64>,
    /// How long goalposts may change after a period starts, as `14d` or `2w`. Later changes are moved goalposts.
    #[schemars(extend("default" = "14d"))]
    settle: Option<Length>,
    /// How long after the end of a period its values may be recorded and its goals closed, as `14d` or `2w`.
    #[schemars(extend("default" = "14d"))]
    close_within: Option<Length>,
    /// Where values come from, by names that goals use in `metric.from`. `goalpost pull` asks them.
    sources: Option<BTreeMap<String, FeedSchema>>,
    /// Minimum and maximum numbers, as `2..5`.
    limits: Option<LimitsSchema>,
    /// The main branch, on which changes count and which dates in `--at` refer to, here or at `origin`. Default, and where a
    /// clone has no such branch: the branch of HEAD.
    trunk: Option<Text>,
    /// Further roots, from this folder, often another, private repository: `["../people-goals"]`.
    ///
    /// Their files can refer to goals of this root, never the reverse.
    include: Option<Vec<Text>>,
    /// The open root that goals of this private root can link to, relative to this folder: `../okrs`.
    ///
    /// Links to its goals and lines of sight are resolved; the goals themselves are neither checked nor listed here.
    within: Option<Text>,
    /// Whether indicators may name people.
    people: Option<People>,
    /// YAML files that are not goals, as patterns of .gitignore: `["templates/**"]`.
    exclude: Option<Vec<Text>>,
    /// Rules by name: `off`, `warn` or `error`, or a mapping with `level` and the rule's options.
    ///
    /// `goalpost rules` lists them, `goalpost explain RULE` explains one.
    rules: Option<Rules>,
    /// Settings of single folders below this one: `{legacy/: {rules: {missing-metric: off}}}`.
    folders: Option<BTreeMap<String, FolderSchema>>,
}

/// The settings of the files in a folder.
#[derive(JsonSchema)]
#[schemars(title = "folder", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct FolderSchema {
    /// Rules by name, for the files in this folder. The deepest folder that names a rule decides.
    rules: Option<Rules>,
}

/// Why a setting was changed.
#[derive(JsonSchema)]
#[schemars(title = "change", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct SettingChangeSchema {
    /// The day of the change.
    date: Day,
    /// The setting: `settle`, `thresholds.on_track`, `rules.moved-target`.
    setting: SettingRoute,
    /// The reason.
    why: Text,
}

/// The thresholds for on track and at risk.
#[derive(JsonSchema)]
#[schemars(title = "thresholds", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct ThresholdsSchema {
    /// The share of the plan from which a goal is on track, 0 to 1.
    #[schemars(range(min = 0, max = 1), extend("default" = 0.9))]
    on_track: Option<f64>,
    /// The share of the plan from which a goal is at risk; below it the goal is off track. 0 to 1, at most `on_track`.
    #[schemars(range(min = 0, max = 1), extend("default" = 0.7))]
    at_risk: Option<f64>,
}

/// Minimum and maximum numbers.
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

/// Settings about people.
#[derive(JsonSchema)]
#[schemars(title = "people", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct People {
    /// Whether indicators and statistics may name people.
    #[schemars(extend("default" = "team"))]
    statistics: Option<Statistics>,
}

inlined! {
    /// How often: for all, or by level.
    CadenceSchema => |_| {
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

inlined! {
    /// Rules by name. Which there are is filled in where the rules are known.
    Rules => |_| {
        json_schema!({"title": "rules", "type": "object"})
    }
}
