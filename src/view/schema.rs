//! What `schema` says: THE list of JSON Schemas, of the files that people write and of what commands answer as JSON.
//!
//! To add a command's answer: a line in [`SCHEMAS`], then `UPDATE_SCHEMA=1 cargo test --test it schema`.

use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::agenda::AgendaView;
use super::align::AlignView;
use super::blame::BlameView;
use super::check::CheckView;
use super::demo::DemoView;
use super::diff::DiffView;
use super::digest::DigestView;
use super::envelope::Envelope;
use super::explain::ExplainView;
use super::explanation::ExplainedRollup;
use super::export::ExportView;
use super::graph::GraphView;
use super::history::HistoryView;
use super::plan::PlanView;
use super::report::ReportView;
use super::review::ReviewView;
use super::rules::RulesView;
use super::scorecard::ScorecardView;
use super::show::ShowView;
use super::suggest::SuggestView;
use super::why::WhyView;
use super::work::WorkView;
use super::written::WrittenView;
use crate::lint::{Level, OptionKind, Rule};
use crate::model::schema::{self, answered};
use crate::rules::RULES;

/// Every schema there is: first of what people write, then of what commands answer, by name.
pub static SCHEMAS: &[NamedSchema] = &[
    NamedSchema { name: "goal", side: SchemaOrigin::Written, says: "a goal file", make: schema::goal },
    NamedSchema { name: "goalpost", side: SchemaOrigin::Written, says: "goalpost.yaml: the settings", make: settings },
    NamedSchema { name: "org", side: SchemaOrigin::Written, says: "org.yaml: teams and people", make: schema::org },
    answer("agenda", "what needs action, most urgent first", of::<AgendaView>),
    answer("align", "alignment: indicators, orphans, conflicts, duplicates", of::<AlignView>),
    answer("blame", "the commit that last set each field of a goal", of::<BlameView>),
    answer("check", "errors and warnings, with locations and fixes", of::<CheckView>),
    answer("explain", "a page on a rule or concept, or the list of pages", of::<ExplainView>),
    answer("export", "every goal with the fields of its file", of::<ExportView>),
    answer("demo", "the sample repository that was created", of::<DemoView>),
    answer("digest", "changes since a date", of::<DigestView>),
    answer("diff", "changed goals, moved goalposts, progress, reviewers", of::<DiffView>),
    answer("graph", "goals and the links between them", of::<GraphView>),
    answer("history", "values over time, and moved goalposts", of::<HistoryView>),
    answer("review", "a summary of one person's goals", of::<ReviewView>),
    answer("plan", "whether the goals of an upcoming period are ready, by level", of::<PlanView>),
    answer("report", "the report for a period", of::<ReportView>),
    answer("rollup", "goals with progress, plan and health", of::<ExplainedRollup>),
    answer("rules", "rules with their configured levels", of::<RulesView>),
    answer("scorecard", "scores of goals against SMART and FAST", of::<ScorecardView>),
    answer("show", "everything about one goal", of::<ShowView>),
    answer("ack", "the recorded agreement", of::<WrittenView>),
    answer("carry-over", "the goals copied into the next period", of::<WrittenView>),
    answer("cascade", "the drafted objectives", of::<WrittenView>),
    answer("checkin", "recorded check-ins and rejected rows", of::<WrittenView>),
    answer("close", "the closed goals with their grades", of::<WrittenView>),
    answer("import", "imported goals and rejected rows", of::<WrittenView>),
    answer("init", "the created files", of::<WrittenView>),
    answer("link", "the link that was written", of::<WrittenView>),
    answer("new", "the goal that was written", of::<WrittenView>),
    answer("note", "the log entry that was added", of::<WrittenView>),
    answer("reassign", "the transferred goals", of::<WrittenView>),
    answer("rename", "the files in which the id changed", of::<WrittenView>),
    answer("reopen", "the reopened goals", of::<WrittenView>),
    answer("suggest", "goals with suggested parents", of::<SuggestView>),
    answer("why", "lines of sight to the mission, or the goals that serve a goal", of::<WhyView>),
    answer("work", "commits that reference goals", of::<WorkView>),
];

/// A schema with its name.
#[derive(Debug)]
pub struct NamedSchema {
    /// What `goalpost schema NAME` calls it.
    pub name: &'static str,
    /// Who writes what it describes.
    pub side: SchemaOrigin,
    /// What it describes, in a few words.
    pub says: &'static str,
    make: fn() -> Schema,
}

/// Who writes what a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaOrigin {
    /// People: a file of a goals repository.
    Written,
    /// The program: a command's answer with `--format json`.
    Answered,
}

const fn answer(name: &'static str, says: &'static str, make: fn() -> Schema) -> NamedSchema {
    NamedSchema { name, side: SchemaOrigin::Answered, says, make }
}

fn of<T: JsonSchema>() -> Schema {
    answered::<Envelope<T>>()
}

/// The schema of a name.
#[must_use]
pub fn named(name: &str) -> Option<&'static NamedSchema> {
    SCHEMAS.iter().find(|schema| schema.name == name)
}

impl NamedSchema {
    /// The schema itself, as JSON with a line end.
    ///
    /// # Panics
    /// Never: a schema has text keys.
    #[must_use]
    pub fn text(&self) -> String {
        let mut body = (self.make)().to_value();
        if self.side == SchemaOrigin::Answered {
            body["title"] = format!("goalpost {} --format json", self.name).into();
            body["description"] = format!("What `goalpost {}` answers: {}.", self.name, self.says).into();
            body["properties"]["version"]["const"] = 1.into();
            body["properties"]["command"]["const"] = self.name.into();
        }
        let mut whole = Map::new();
        whole.insert("$schema".to_owned(), body["$schema"].take());
        whole.insert("$id".to_owned(), self.id().into());
        whole.insert("title".to_owned(), body["title"].take());
        whole.insert("description".to_owned(), body["description"].take());
        if let Value::Object(body) = body {
            for (key, value) in body {
                whole.entry(key).or_insert(value);
            }
        }
        let mut text = serde_json::to_string_pretty(&whole).expect("a schema has text keys");
        text.push('\n');
        text
    }

    /// What it is known by to programs. A name, not an address: nothing is fetched.
    fn id(&self) -> String {
        match self.side {
            SchemaOrigin::Written => format!("urn:goalpost:schema:{}", self.name),
            SchemaOrigin::Answered => format!("urn:goalpost:schema:output:{}", self.name),
        }
    }
}

/// The list of schemas for programs.
#[derive(Debug, Clone, Serialize)]
pub struct SchemaList {
    /// The version of this format.
    pub version: u32,
    /// The command that answers: `schema`.
    pub command: &'static str,
    /// The schemas.
    pub schemas: Vec<SchemaView>,
}

/// A schema in the list.
#[derive(Debug, Clone, Serialize)]
pub struct SchemaView {
    /// What `goalpost schema NAME` calls it.
    pub name: &'static str,
    /// Its `$id`.
    pub id: String,
    /// What it describes.
    pub says: &'static str,
    /// Whether it is of a command's answer, not of a file that people write.
    pub output: bool,
}

impl SchemaList {
    /// Every schema.
    #[must_use]
    pub fn new() -> Self {
        let view = |it: &NamedSchema| SchemaView {
            name: it.name,
            id: it.id(),
            says: it.says,
            output: it.side == SchemaOrigin::Answered,
        };
        Self { version: 1, command: "schema", schemas: SCHEMAS.iter().map(view).collect() }
    }
}

impl Default for SchemaList {
    fn default() -> Self {
        Self::new()
    }
}

/// The schema of `goalpost.yaml` with every rule, so that an editor completes their names and options.
fn settings() -> Schema {
    let mut schema = schema::settings();
    let rules: Map<String, Value> = RULES.iter().map(|rule| (rule.name.to_owned(), setting(rule))).collect();
    if let Some(properties) = schema.get_mut("properties") {
        properties["rules"]["properties"] = rules.into();
        properties["rules"]["additionalProperties"] = false.into();
    }
    schema
}

/// What can be set about a rule: its level alone, or a mapping with its options.
fn setting(rule: &Rule) -> Value {
    let default = match rule.level {
        None => "Off by default.",
        Some(Level::Warning) => "A warning by default.",
        Some(Level::Error) => "An error by default.",
    };
    let meaning = format!("{} {default}", rule.summary());
    let word = |word, text| json!({"const": word, "description": format!("{meaning}\n\n{word}: {text}")});
    let words = [
        word("off", "the rule is disabled."),
        word("warn", "a finding is a warning."),
        word("error", "a finding is an error, and `goalpost check` fails."),
    ];
    let mut properties = Map::new();
    properties.insert("level".to_owned(), json!({"description": meaning, "anyOf": [{"oneOf": words}]}));
    for option in rule.options {
        let mut value = match option.kind {
            OptionKind::Days(days) => {
                json!({"type": "string", "pattern": schema::LENGTH_PATTERN, "default": format!("{days}d")})
            }
            OptionKind::Number(number) => json!({"type": "number", "default": number}),
        };
        value["description"] = option.doc.into();
        properties.insert(option.name.to_owned(), value);
    }
    let mapping =
        json!({"title": rule.name, "type": "object", "properties": properties, "additionalProperties": false});
    json!({"description": meaning, "anyOf": [{"oneOf": words}, mapping]})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Group, RuleOption};

    #[test]
    fn a_rule_takes_a_level_or_a_mapping_of_level_and_options() {
        let rule = Rule {
            name: "late-tea",
            group: Group::Fast,
            level: Some(Level::Warning),
            page: "# late-tea\n\nTea that comes late.\n",
            options: &[
                RuleOption { name: "grace", kind: OptionKind::Days(7), doc: "How late is late." },
                RuleOption { name: "sugar", kind: OptionKind::Number(0.5), doc: "How much." },
            ],
            check: |_, _| {},
        };
        let setting = setting(&rule);
        assert_eq!(setting["description"], "Tea that comes late. A warning by default.");
        let mapping = &setting["anyOf"][1]["properties"];
        assert_eq!((&mapping["grace"]["default"], &mapping["sugar"]["default"]), (&json!("7d"), &json!(0.5)));
        let validator = jsonschema::validator_for(&setting).expect("a schema");
        for good in [json!("off"), json!({"level": "error", "grace": "2w"}), json!({"sugar": 1})] {
            assert!(validator.is_valid(&good), "{good}");
        }
        for bad in [json!("warning"), json!({"grace": 7}), json!({"milk": 1}), json!({"level": "loud"}), json!(["off"])]
        {
            assert!(!validator.is_valid(&bad), "{bad}");
        }
    }
}
