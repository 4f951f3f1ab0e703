//! Validation against the schemas that the program prints.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use goalpost::cli::schemas;
use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

/// A mistake that a schema sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where, as a route such as `supports[0].goal`; empty for the file as a whole.
    pub route: String,
    /// Which keyword of the schema says so.
    pub keyword: String,
    /// The names that it does not allow there.
    pub unexpected: Vec<String>,
}

/// A schema of a name, ready to validate; made once, for that takes longer than a hundred validations.
pub fn validator(name: &str) -> Arc<Validator> {
    static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);
    let make = || {
        let schema =
            schemas().into_iter().find(|it| it.name == name).unwrap_or_else(|| panic!("there is no schema {name}"));
        let schema = serde_json::from_str(schema.text()).expect("JSON");
        Arc::new(jsonschema::validator_for(&schema).expect("a schema"))
    };
    let mut validators = VALIDATORS.lock().expect("no test panics while it makes a schema");
    validators.entry(name.to_owned()).or_insert_with(make).clone()
}

/// The schema for a file of a goals repository.
pub fn schema_of(path: &str) -> &'static str {
    match path.rsplit('/').next() {
        Some("goalpost.yaml") => "goalpost",
        Some("org.yaml") => "org",
        _ => "goal",
    }
}

/// Every mistake, those in alternatives too.
pub fn mistakes(validator: &Validator, value: &Value) -> Vec<Mistake> {
    let mut found = Vec::new();
    for error in validator.iter_errors(value) {
        collect(&error, &mut found);
    }
    found
}

fn collect(error: &ValidationError<'_>, found: &mut Vec<Mistake>) {
    let unexpected = match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            for inner in context.iter().flatten() {
                collect(inner, found);
            }
            Vec::new()
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected.clone(),
        _ => Vec::new(),
    };
    let keyword = error.kind().keyword().to_owned();
    found.push(Mistake { route: route(error.instance_path().as_str()), keyword, unexpected });
}

/// A JSON pointer as a route of goal files.
pub fn route(pointer: &str) -> String {
    let mut route = String::new();
    for segment in pointer.split('/').skip(1) {
        if segment.bytes().all(|byte| byte.is_ascii_digit()) {
            route.push_str(&format!("[{segment}]"));
        } else {
            let dot = if route.is_empty() { "" } else { "." };
            route.push_str(&format!("{dot}{}", segment.replace("~1", "/").replace("~0", "~")));
        }
    }
    route
}

/// A YAML text as JSON, as a YAML 1.2 reader takes it: days are texts.
pub fn json(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"))
}
