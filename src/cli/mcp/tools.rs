//! The tools: each is a command with arguments, whose JSON is the answer.

use serde_json::{Map, Value, json};

use super::served::Served;

/// A tool.
pub(super) struct Tool {
    /// The name.
    pub(super) name: &'static str,
    says: &'static str,
    arguments: &'static [Argument],
    /// Whether it may write.
    writes: bool,
    /// The command line without global options.
    line: fn(&CallArguments<'_>) -> Result<Vec<String>, String>,
    /// What is kept of the command's answer.
    keep: fn(&CallArguments<'_>, Value) -> Value,
}

/// An argument of a tool.
struct Argument {
    name: &'static str,
    says: &'static str,
    kind: ArgumentKind,
    required: bool,
}

/// What an argument is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ArgumentKind {
    Text,
    Number,
    Flag,
    Texts,
}

const fn text(name: &'static str, says: &'static str) -> Argument {
    Argument { name, says, kind: ArgumentKind::Text, required: false }
}

const fn required(name: &'static str, says: &'static str) -> Argument {
    Argument { required: true, ..text(name, says) }
}

const GOAL: Argument = required("goal", "The goal's id, as find lists it");

/// The most goals that find lists.
const MOST_FOUND: usize = 50;

/// Every tool.
pub(super) static TOOLS: [Tool; 7] = [
    Tool {
        name: "find",
        says: "Find goals by words of their title or id, by owner, team or period. Lists at most 50 with id, title, kind, \
                   level, owner, team, state, progress, how much of it is measured, and health.",
        arguments: &[
            text("query", "Words that the id or the title contains, in any order"),
            text("owner", "Only goals of this person, by id in org.yaml"),
            text("team", "Only goals of this team, by id in org.yaml"),
            text("period", "A period such as 2026-Q4, current, next, prev or all (default: all)"),
        ],
        writes: false,
        line: |given| {
            let mut line = vec!["rollup".to_owned(), "--format=json".to_owned()];
            line.extend(given.options(&["owner", "team"]));
            line.push(format!("--period={}", given.text("period").unwrap_or("all")));
            Ok(line)
        },
        keep: found,
    },
    Tool {
        name: "show",
        says: "Show everything about one goal: its measure, progress, links, needs, log, agreements and moved goalposts.",
        arguments: &[GOAL],
        writes: false,
        line: |given| Ok(given.line("show", &[], &["goal"])),
        keep: whole,
    },
    Tool {
        name: "why",
        says: "Show how a goal serves the mission, with a sentence at each link; with down, the goals that serve it.",
        arguments: &[
            GOAL,
            Argument {
                name: "down",
                says: "Show what serves the goal instead",
                kind: ArgumentKind::Flag,
                required: false,
            },
        ],
        writes: false,
        line: |given| Ok(given.line("why", &["down"], &["goal"])),
        keep: whole,
    },
    Tool {
        name: "check",
        says: "Check all goal files. Run it after every change: no finding at level error may be left.",
        arguments: &[
            text("since", "Only findings that this revision or day does not have, such as main"),
            text("rule", "Only this rule"),
        ],
        writes: false,
        line: |given| Ok(given.line("check", &["since", "rule"], &[])),
        keep: whole,
    },
    Tool {
        name: "diff",
        says: "Show what a change of goals means: goalposts that move with their price, progress, reviewers.",
        arguments: &[text("range", "REV, A..B or A...B (default: uncommitted changes)")],
        writes: false,
        line: |given| Ok(given.line("diff", &[], &["range"])),
        keep: whole,
    },
    Tool {
        name: "propose",
        says: "Propose a new goal (kind and title), or a link (child and parent), as a patch in `diff`. Nothing is written: \
                   show the patch to the person whose goal it is.",
        arguments: &[
            text("kind", "mission, objective, key-result, kpi or development"),
            text("title", "The title of the new goal"),
            text("id", "Its id (default: made of the title)"),
            text("owner", "Its owner, by id in org.yaml"),
            text("team", "Its team, by id in org.yaml"),
            text("period", "Its period, such as 2026-Q4"),
            Argument {
                name: "supports",
                says: "Ids of the goals that it supports",
                kind: ArgumentKind::Texts,
                required: false,
            },
            text("measures", "Of a key result: the id of its objective"),
            text("child", "The id of the goal to link"),
            text("parent", "The id of the goal that it supports"),
            text("how", "How the child helps the parent, in one sentence"),
        ],
        writes: false,
        line: proposal,
        keep: whole,
    },
    Tool {
        name: "checkin",
        says: "Record the present value of a key result. Writes only if the server was started with --allow-writes; \
                   otherwise `diff` is what would be written. Only a person who knows the value may state it: never guess.",
        arguments: &[
            GOAL,
            Argument {
                name: "value",
                says: "The value, in the unit of the measure",
                kind: ArgumentKind::Number,
                required: true,
            },
            Argument {
                name: "confidence",
                says: "How likely the target is reached, 0 to 1",
                kind: ArgumentKind::Number,
                required: false,
            },
            text("note", "One line for the others"),
            text("as_of", "The day of the value, YYYY-MM-DD (default: today)"),
        ],
        writes: true,
        line: |given| {
            let mut line = vec!["checkin".to_owned(), "--format=json".to_owned()];
            line.extend(given.options(&["confidence", "note", "as_of"]));
            line.extend(["--".to_owned(), given.required("goal")?, given.required("value")?]);
            Ok(line)
        },
        keep: whole,
    },
];

impl Tool {
    /// The tool as `tools/list` describes it.
    pub(super) fn describe(&self) -> Value {
        let mut properties = Map::new();
        for argument in self.arguments {
            let schema = match argument.kind {
                ArgumentKind::Text => json!({"type": "string"}),
                ArgumentKind::Number => json!({"type": "number"}),
                ArgumentKind::Flag => json!({"type": "boolean"}),
                ArgumentKind::Texts => json!({"type": "array", "items": {"type": "string"}}),
            };
            let mut schema = schema;
            schema["description"] = json!(argument.says);
            properties.insert(argument.name.to_owned(), schema);
        }
        let required: Vec<&str> = self.arguments.iter().filter(|it| it.required).map(|it| it.name).collect();
        json!({
            "name": self.name,
            "description": self.says,
            "inputSchema": {
                "type": "object",
                "properties": properties,
                "required": required,
                "additionalProperties": false,
            },
            "annotations": {
                "readOnlyHint": !self.writes,
                "destructiveHint": false,
                "idempotentHint": !self.writes,
                "openWorldHint": false,
            },
        })
    }
}

/// The arguments of a call, which fit those of the tool.
struct CallArguments<'g> {
    values: &'g Map<String, Value>,
}

impl<'g> CallArguments<'g> {
    fn check(tool: &Tool, values: &'g Map<String, Value>) -> Result<Self, String> {
        for (name, value) in values {
            let Some(argument) = tool.arguments.iter().find(|it| it.name == name) else {
                return Err(format!("`{}` takes no `{name}`", tool.name));
            };
            let fits = match argument.kind {
                ArgumentKind::Text => value.is_string(),
                ArgumentKind::Number => value.is_number(),
                ArgumentKind::Flag => value.is_boolean(),
                ArgumentKind::Texts => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
            };
            if !fits {
                return Err(format!("`{name}` has the wrong type"));
            }
        }
        let missing = tool.arguments.iter().find(|it| it.required && !values.contains_key(it.name));
        match missing {
            Some(argument) => Err(format!("`{}` needs `{}`", tool.name, argument.name)),
            None => Ok(Self { values }),
        }
    }

    fn text(&self, name: &str) -> Option<&'g str> {
        self.values.get(name)?.as_str()
    }

    fn required(&self, name: &str) -> Result<String, String> {
        match self.values.get(name) {
            Some(Value::String(text)) => Ok(text.clone()),
            Some(value) => Ok(value.to_string()),
            None => Err(format!("`{name}` is missing")),
        }
    }

    /// Options, each in one word, so that no value is taken for an option.
    fn options(&self, names: &[&str]) -> Vec<String> {
        let option = |name: &&str| match self.values.get(*name)? {
            Value::Bool(true) => Some(vec![format!("--{name}")]),
            Value::Bool(false) | Value::Null => None,
            Value::String(text) => Some(vec![format!("--{}={text}", name.replace('_', "-"))]),
            Value::Array(list) => {
                Some(list.iter().filter_map(Value::as_str).map(|text| format!("--{name}={text}")).collect())
            }
            value => Some(vec![format!("--{}={value}", name.replace('_', "-"))]),
        };
        names.iter().filter_map(option).flatten().collect()
    }

    /// A command that answers in JSON, with options and then values of its own.
    fn line(&self, command: &str, options: &[&str], values: &[&str]) -> Vec<String> {
        let mut line = vec![command.to_owned(), "--format=json".to_owned()];
        line.extend(self.options(options));
        line.push("--".to_owned());
        line.extend(values.iter().filter_map(|name| self.text(name)).map(str::to_owned));
        line
    }
}

/// A new goal, or a link.
fn proposal(given: &CallArguments<'_>) -> Result<Vec<String>, String> {
    let fixed = ["--dry-run".to_owned(), "--format=json".to_owned()];
    let words = |name: &str| given.text(name).map(str::to_owned);
    if let (Some(child), Some(parent)) = (words("child"), words("parent")) {
        let mut line = vec!["link".to_owned()];
        line.extend(fixed);
        line.extend(given.options(&["how"]));
        line.extend(["--".to_owned(), child, parent]);
        return Ok(line);
    }
    let (Some(kind), Some(_)) = (words("kind"), words("title")) else {
        return Err("name `kind` and `title` of a new goal, or `child` and `parent` of a link".to_owned());
    };
    let mut line = vec!["new".to_owned()];
    line.extend(fixed);
    line.extend(given.options(&["title", "id", "owner", "team", "period", "supports", "measures"]));
    line.extend(["--".to_owned(), kind]);
    Ok(line)
}

fn whole(_: &CallArguments<'_>, answer: Value) -> Value {
    answer
}

/// The goals of a rollup that a query finds, in brief.
#[expect(clippy::needless_pass_by_value, reason = "as the other tools keep their answers")]
fn found(given: &CallArguments<'_>, answer: Value) -> Value {
    let words: Vec<String> =
        given.text("query").unwrap_or_default().split_whitespace().map(str::to_lowercase).collect();
    let goals = answer.get("goals").and_then(Value::as_array).cloned().unwrap_or_default();
    let fits = |goal: &Value| {
        let of = |name: &str| goal[name].as_str().unwrap_or_default().to_lowercase();
        let text = format!("{} {}", of("id"), of("title"));
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let found: Vec<&Value> = goals.iter().filter(|goal| fits(goal)).collect();
    let brief = |goal: &&&Value| {
        let names = ["id", "title", "kind", "level", "owner", "team", "state", "start", "end"];
        let numbers = ["progress", "coverage", "counted", "health", "standing"];
        Value::Object(names.iter().chain(&numbers).map(|name| ((*name).to_owned(), goal[*name].clone())).collect())
    };
    let shown: Vec<Value> = found.iter().take(MOST_FOUND).map(|goal| brief(&goal)).collect();
    json!({"goals": shown, "found": found.len(), "today": answer["today"], "root": answer["root"]})
}

/// Calls a tool. A command that fails is an answer too: the agent reads why, and what to do.
pub(super) fn call(served: &Served<'_>, tool: &Tool, arguments: &Value) -> Result<Value, String> {
    let values = arguments.as_object().ok_or("`arguments` is no object")?;
    let given = CallArguments::check(tool, values)?;
    let mut line = (tool.line)(&given)?;
    let is_dry = tool.writes && !served.allow_writes;
    if is_dry {
        line.insert(1, "--dry-run".to_owned());
    }
    let answered = (served.runner)(served.session, &line);
    let mut notes = answered.notes;
    if is_dry {
        notes.push("nothing was written: the server was started without --allow-writes".to_owned());
    }
    let content = |text: &str| json!({"type": "text", "text": text});
    match answered.answer {
        Ok(text) => {
            let kept = serde_json::from_str(&text).map(|value| (tool.keep)(&given, value));
            let text = kept.as_ref().map_or_else(|_| text.clone(), Value::to_string);
            let content: Vec<Value> =
                std::iter::once(content(&text)).chain(notes.iter().map(|it| content(it))).collect();
            let mut result = json!({"content": content, "isError": false});
            if let Ok(value @ Value::Object(_)) = kept {
                result["structuredContent"] = value;
            }
            Ok(result)
        }
        Err(error) => {
            let hints = error.hints().iter().map(|hint| format!("\nhelp: {hint}"));
            let text = format!("error: {error}{}", hints.collect::<String>());
            let text = served.session.rooted(&text);
            Ok(json!({"content": [content(&text)], "isError": true}))
        }
    }
}
