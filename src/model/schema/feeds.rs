//! The sources of values in `goalpost.yaml` as people write them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::scalar::{Text, inlined, unless};
use crate::model::feed::Feed;

/// A source of values: one kind of source with its fields.
pub(super) struct FeedSchema;

impl JsonSchema for FeedSchema {
    fn schema_name() -> Cow<'static, str> {
        "source".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let all = FeedFields::json_schema(generator).to_value();
        let of_kind = |kind: &str| {
            let mut fields = all["properties"].clone();
            if let Some(fields) = fields.as_object_mut() {
                fields.retain(|name, _| name == kind || Feed::fields_of(kind).contains(&name.as_str()));
            }
            json!({"title": "source", "type": "object", "properties": fields, "additionalProperties": false})
        };
        let is = |kind: &str| json!({"type": "object", "required": [kind]});
        // Without any of the kinds, each of them is offered, and one of them is missing.
        let kinds: Vec<Value> = Feed::KINDS.iter().map(|kind| is(kind)).collect();
        let none = json!({
            "title": "source", "type": "object", "properties": all["properties"], "additionalProperties": false,
            "anyOf": kinds,
        });
        let by_kind = Feed::KINDS
            .iter()
            .rev()
            .fold(none, |rest, kind| json!({"if": is(kind), "then": of_kind(kind), "else": rest}));
        Schema::try_from(by_kind).unwrap_or_default()
    }
}

/// The fields of all sources.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct FeedFields {
    /// The address of a server of Prometheus, which is asked with `query`: `https://prometheus.internal`.
    prometheus: Option<Address>,
    /// The address of JSON on the web; goals name the number in it with `pointer`.
    http: Option<Address>,
    /// A program and its arguments, without a shell: `["./sources/sql", "{query}"]`.
    ///
    /// It prints one number, or JSON as `{"value": 3, "as_of": "2026-11-14"}`.
    #[schemars(length(min = 1))]
    command: Option<Vec<Text>>,
    /// A CSV file of the repository, or the address of one.
    csv: Option<Text>,
    /// The column of a CSV file that names the row. Default: `goal`.
    key: Option<Text>,
    /// The column of a CSV file with the values. Default: `value`.
    value: Option<Text>,
    /// The column of a CSV file with the days. Without one, values are true for today.
    date: Option<Text>,
    /// A repository on GitHub, as `owner/name`.
    github: Option<Repository>,
    /// The path of a project on GitLab: `group/project`.
    gitlab: Option<Text>,
    /// The address of a server of Jira.
    jira: Option<Address>,
    /// The address of a GitHub or GitLab of your own.
    url: Option<Address>,
    /// A folder in a git repository, relative to goalpost.yaml: `"."`.
    git: Option<Text>,
    /// The environment variable that contains the token: `$PROM_TOKEN`. Secrets do not stand in files.
    token: Option<SecretName>,
    /// The longest that an answer may take, as `30s` (the default) or `2m`.
    timeout: Option<Seconds>,
    /// How many questions are asked at once. Default: 8.
    #[schemars(range(min = 1, max = 64), extend("default" = 8))]
    limit: Option<u32>,
    /// The file with the certificate authority of the server, relative to goalpost.yaml.
    ca: Option<Text>,
    /// The environment variables that a command gets, beside PATH, HOME and LANG: `[PGHOST, PGPASSWORD]`.
    env: Option<Vec<VariableName>>,
    /// Further files of the repository that a command reads.
    files: Option<Vec<Text>>,
}

inlined! {
    /// An address on the web.
    Address => |_| json_schema!({"type": "string", "pattern": "^https?://[^ ]+$"})
}

inlined! {
    /// The name of an environment variable.
    SecretName => |_| {
        let name = "[A-Za-z_][A-Za-z0-9_]*";
        json_schema!({"type": "string", "pattern": format!("^\\$(\\{{{name}\\}}|{name})$")})
    }
}

inlined! {
    /// The owner and name of a repository.
    Repository => |_| json_schema!({"type": "string", "pattern": "^[^/?#: ]+/[^/?#: ]+$"})
}

inlined! {
    /// The name of an environment variable, with or without `$`.
    VariableName => |_| {
        unless(json!({"type": "boolean"}), json!({"type": "string", "pattern": "^\\$?[A-Za-z_][A-Za-z0-9_]*$"}))
    }
}

inlined! {
    /// A time in seconds or minutes.
    Seconds => |_| {
        unless(
            json!({"type": "integer", "minimum": 1, "maximum": 3600}),
            json!({"type": "string", "pattern": "^0*[1-9][0-9]* *(s|m|min)?$"}),
        )
    }
}
