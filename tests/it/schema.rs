//! The schemas: the files in `schema/` are what the program prints, and examples and answers are valid.

mod decoder;

use std::fs;
use std::path::Path;

use goalpost::cli::schemas;
use goalpost::rules::rule;
use goalpost::view::schema::SchemaOrigin;
use serde_json::Value;

use crate::support::files::files_with;
use crate::support::program::{commands, goalpost, project};
use crate::support::repository::northwind_in_git;
use crate::support::schema::{json, mistakes, schema_of, validator};

/// What a command wants to be told before it answers.
const ARGUMENTS: &[(&str, &[&str])] = &[
    ("ack", &["failed-payments", "--by", "tom", "--dry-run"]),
    ("blame", &["checkout-uptime"]),
    ("carry-over", &["--from", "2026-Q4", "--to", "2027-Q1", "--dry-run"]),
    ("cascade", &["dependable-payments", "--to", "platform", "--dry-run"]),
    ("checkin", &["failed-payments", "0.9", "--dry-run"]),
    ("close", &["failed-payments", "--as", "missed", "--dry-run"]),
    ("demo", &[".demo"]),
    ("history", &["--all"]),
    ("impact", &["checkout-survives"]),
    ("import", &[".none.csv", "--dry-run"]),
    ("init", &["--dry-run"]),
    ("link", &["faster-payouts-2026-q4", "pay-our-own-way", "--dry-run"]),
    ("need", &["checkout-survives", "a second region", "--from", "platform", "--dry-run"]),
    ("new", &["objective", "--title", "Win it", "--dry-run"]),
    ("note", &["failed-payments", "a line", "--dry-run"]),
    ("reassign", &["--owner", "lea", "--dry-run"]),
    ("rename", &["failed-payments", "fewer-failures", "--dry-run"]),
    ("reopen", &["weekend-payouts", "--reason", "closed by mistake", "--dry-run"]),
    ("review", &["--person", "lea"]),
    ("set", &["failed-payments", "priority", "must", "--dry-run"]),
    ("show", &["checkout-survives"]),
    ("suggest", &["checkout-survives"]),
    ("why", &["checkout-survives"]),
];

/// Commands whose JSON is no answer about goals.
const WITHOUT_SCHEMA: &[&str] = &["schema"];

#[test]
fn schemas_are_schemas_of_draft_7_in_words_that_every_client_knows() {
    // ajv refuses keywords and formats beyond the draft, and complains about lists of types.
    for schema in schemas() {
        let value: Value = serde_json::from_str(schema.text()).expect("JSON");
        assert!(jsonschema::meta::is_valid(&value), "{}", schema.name);
        walk(&value, "", &mut |place, part| {
            for keyword in ["format", "markdownDescription", "defaultSnippets", "$defs", "unevaluatedProperties"] {
                assert!(part.get(keyword).is_none_or(Value::is_object), "{}{place}: {keyword}", schema.name);
            }
            let types =
                part.get("type").and_then(Value::as_array).map_or(1, |it| it.iter().filter(|it| *it != "null").count());
            assert_eq!(types, 1, "{}{place}: a list of types", schema.name);
        });
    }
}

#[test]
fn every_field_and_every_word_is_explained() {
    for schema in schemas() {
        let value: Value = serde_json::from_str(schema.text()).expect("JSON");
        walk(&value, "", &mut |place, part| {
            let in_condition = place.contains("/if/") || place.contains("/not/") || place.ends_with("/if");
            if in_condition {
                return;
            }
            for (name, field) in part.get("properties").and_then(Value::as_object).into_iter().flatten() {
                let told = field.get("description").and_then(Value::as_str).is_some_and(|it| it.ends_with(['.', '…']));
                let refers = field.get("$ref").is_some();
                let constant = field.get("const").is_some();
                let listed = field["description"].as_str().is_some_and(|it| it.contains("\n- "));
                assert!(told || refers || constant || listed, "{}{place}/{name} has no description", schema.name);
            }
            for word in part.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
                let cadence = place.contains("cadence");
                assert!(word["description"].is_string() || cadence, "{}{place}: {word}", schema.name);
            }
        });
    }
}

/// Calls a function with every object of a schema and its place.
fn walk(value: &Value, place: &str, see: &mut impl FnMut(&str, &serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            see(place, object);
            for (name, part) in object.iter().filter(|(name, _)| *name != "examples" && *name != "default") {
                walk(part, &format!("{place}/{name}"), see);
            }
        }
        Value::Array(list) => {
            for (at, part) in list.iter().enumerate() {
                walk(part, &format!("{place}/{at}"), see);
            }
        }
        _ => {}
    }
}

#[test]
fn every_example_is_valid() {
    let mut seen = 0;
    for set in ["examples/northwind", "examples/minimal", "tests/fixtures/world", "tests/fixtures/complete"] {
        for path in &files_with(&project(set), "yaml") {
            let name = schema_of(&path.to_string_lossy());
            let mut value = json(&fs::read_to_string(path).expect("text"));
            if name == "goalpost"
                && let Some(rules) = value.get_mut("rules").and_then(Value::as_object_mut)
            {
                // Settings may be ahead of the list of rules; names that no rule has are the rule `unknown-rule`.
                rules.retain(|name, _| rule(name).is_some());
            }
            let wrong = mistakes(&validator(name), &value);
            assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 100, "only {seen} files");
}

#[test]
fn every_included_map_is_valid() {
    let maps = files_with(&project("src/author/import/maps"), "yaml");
    assert_eq!(maps.len(), 14);
    for path in &maps {
        let wrong = mistakes(&validator("map"), &json(&fs::read_to_string(path).expect("text")));
        assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
    }
    let odd = json("columns: {titel: Name}\ndecimals: dot\n");
    let wrong = mistakes(&validator("map"), &odd);
    // A word that is none of several is a mistake for each.
    assert!(wrong.len() >= 2, "{wrong:#?}");
    let names = |text: &str| wrong.iter().any(|mistake| format!("{mistake:?}").contains(text));
    assert!(names("titel") && names("decimals"), "{wrong:#?}");
}

#[test]
fn every_answer_is_valid() {
    let northwind = northwind_in_git();
    fs::write(northwind.join(".none.csv"), "title,period\n").expect("a table without rows");
    // The trunk of a remote, from which `pull` takes what it asks.
    let (refs, remote) = (northwind.join(".git/refs"), northwind.join(".git/refs/remotes/origin"));
    let main = fs::read(refs.join("heads/main")).expect("a branch");
    fs::create_dir_all(&remote).expect("a folder");
    for name in ["main", "HEAD"] {
        fs::write(remote.join(name), &main).expect("a reference");
    }
    for schema in schemas().iter().filter(|schema| schema.side == SchemaOrigin::Answered) {
        let more = ARGUMENTS.iter().find(|(name, _)| *name == schema.name).map_or(&[][..], |(_, args)| args);
        let run = goalpost(&northwind, &[&[schema.name, "--format", "json"], more].concat());
        assert!(matches!(run.code, 0 | 1), "{}: {run:#?}", schema.name);
        let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
        let wrong = mistakes(&validator(schema.name), &answer);
        assert!(wrong.is_empty(), "{}: {wrong:#?}", schema.name);
        let mut other = answer.clone();
        other["command"] = "other".into();
        assert!(!validator(schema.name).is_valid(&other), "{} takes another command's answer", schema.name);
    }
}

#[test]
fn every_command_that_answers_in_json_has_a_schema() {
    for command in commands() {
        let help = goalpost(&project("."), &["help", &command]).stdout;
        let json = help.lines().any(|line| line.trim_start().starts_with("- json:"));
        let known = schemas().iter().any(|schema| schema.side == SchemaOrigin::Answered && schema.name == command);
        assert!(
            !json || known || WITHOUT_SCHEMA.contains(&&*command),
            "`{command}` answers in JSON and has no schema: name its view in its line of src/cli/mod.rs, then\n    \
             UPDATE_SCHEMA=1 cargo test --lib schema"
        );
    }
}

#[test]
fn schema_lists_what_there_is() {
    let run = goalpost(&project("."), &["schema"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for schema in schemas() {
        assert!(run.stdout.lines().any(|line| line.trim_start().starts_with(schema.name)), "{}", run.stdout);
    }
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 80), "{}", run.stdout);
    let list: Value =
        serde_json::from_str(&goalpost(&project("."), &["schema", "--format", "json"]).stdout).expect("JSON");
    let names: Vec<_> = list["schemas"].as_array().expect("a list").iter().map(|it| it["name"].as_str()).collect();
    assert_eq!(names, schemas().iter().map(|schema| Some(schema.name)).collect::<Vec<_>>());
}

#[test]
fn schema_prints_one_outside_any_goals_repository() {
    for args in [&["schema", "goal"][..], &["schema", "goal", "--format", "json"]] {
        let run = goalpost(Path::new("/"), args);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert_eq!(run.stdout, schemas()[0].text());
    }
}

#[test]
fn a_schema_that_does_not_exist_is_an_error_with_a_way_out() {
    let run = goalpost(&project("."), &["schema", "gaol"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_eq!(run.stderr, "error: there is no schema `gaol`\n  help: did you mean `goal`?\n");
    let run = goalpost(&project("."), &["schema", "\u{1b}[2Jquarterly-ledger"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.ends_with("help: list the schemas: goalpost schema\n"), "{}", run.stderr);
    assert!(!run.stderr.contains('\u{1b}'), "{:?}", run.stderr);
}
