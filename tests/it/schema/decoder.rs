//! The decoder and the schemas agree: on every name, on what must be there, and on values as far as a schema can see.
//!
//! The files in `tests/fixtures/complete` have every field at every place; each is changed in one way after another, and
//! both say what they think of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

use goalpost::model::{FIELDS, Kind, Workspace};
use goalpost::rules::RULES;
use goalpost::source::SourceSet;
use goalpost::syntax::{Fault, FaultKind};
use jsonschema::Validator;
use serde_yaml::{Mapping, Value};

use crate::support::page::{Role, examples};
use crate::support::program::project;
use crate::support::schema::{json, mistakes, schema_of, validator};

/// A name that nothing has, nor anything like it.
const NOTHING: &str = "zzqqxxzz";

/// Mappings whose keys are the author's own.
const FREE: &[&str] =
    &["scores", "cadence", "rules", "rules.unknown-field", "folders", "folders.legacy/.rules", "sources"];

/// Fields that some kind must have, or that others depend on.
const NEEDED: &[&str] = &[
    "kind",
    "id",
    "title",
    "statement",
    "owner",
    "team",
    "measures",
    "metric",
    "state",
    "date",
    "respondents",
    "scores",
];

/// A complete file.
struct Complete {
    path: String,
    value: Value,
    validator: Arc<Validator>,
}

fn complete() -> Vec<Complete> {
    let mut files = Vec::new();
    for entry in fs::read_dir(project("tests/fixtures/complete")).expect("the folder") {
        let entry = entry.expect("an entry");
        let path = entry.file_name().to_string_lossy().into_owned();
        let value = serde_yaml::from_str(&fs::read_to_string(entry.path()).expect("text")).expect("YAML");
        let validator = validator(schema_of(&path));
        files.push(Complete { path, value, validator });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// A step into a value.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Key(String),
    Item(usize),
}

type Way = Vec<Step>;

/// Every place in a value, the whole first.
fn places(value: &Value) -> Vec<Way> {
    let mut found = vec![Way::new()];
    let mut open = vec![(Way::new(), value)];
    while let Some((way, value)) = open.pop() {
        let inner: Vec<(Step, &Value)> = match value {
            Value::Mapping(map) => map.iter().map(|(key, it)| (Step::Key(text(key)), it)).collect(),
            Value::Sequence(list) => list.iter().enumerate().map(|(at, it)| (Step::Item(at), it)).collect(),
            _ => Vec::new(),
        };
        for (step, it) in inner {
            let way = [way.clone(), vec![step]].concat();
            found.push(way.clone());
            open.push((way, it));
        }
    }
    found
}

fn text(key: &Value) -> String {
    key.as_str().expect("keys are texts").to_owned()
}

fn at<'v>(value: &'v mut Value, way: &[Step]) -> &'v mut Value {
    way.iter().fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(key.as_str()).expect("the key is there"),
        Step::Item(at) => value.get_mut(*at).expect("the item is there"),
    })
}

fn mapping<'v>(value: &'v mut Value, way: &[Step]) -> Option<&'v mut Mapping> {
    at(value, way).as_mapping_mut()
}

/// A place as a route, `supports[1].goal`, or without its numbers, `supports[].goal`.
fn route(way: &[Step], numbers: bool) -> String {
    let mut route = String::new();
    for step in way {
        match step {
            Step::Key(key) if route.is_empty() => route.push_str(key),
            Step::Key(key) => route.push_str(&format!(".{key}")),
            Step::Item(at) if numbers => route.push_str(&format!("[{at}]")),
            Step::Item(_) => route.push_str("[]"),
        }
    }
    route
}

fn below(route: &str, name: &str) -> String {
    if route.is_empty() { name.to_owned() } else { format!("{route}.{name}") }
}

/// What the decoder finds wrong with a text.
fn faults(path: &str, text: &str) -> Vec<Fault> {
    // The `org.yaml` of a private root has more than that of an open one.
    let private = ("goalpost.yaml", "within: ../okrs\n");
    let files = std::iter::once((path, text)).chain((path == "org.yaml").then_some(private));
    let workspace = Workspace::read(SourceSet::from_texts(files));
    workspace.documents.into_iter().flat_map(|document| document.faults).collect()
}

impl Complete {
    fn faults(&self, value: &Value) -> Vec<Fault> {
        faults(&self.path, &serde_yaml::to_string(value).expect("YAML"))
    }

    fn decodes(&self, value: &Value) -> bool {
        self.faults(value).is_empty()
    }

    fn is_valid(&self, value: &Value) -> bool {
        self.validator.is_valid(&serde_json::to_value(value).expect("JSON"))
    }

    /// The file with no more than a place needs: its top field, and what files of this kind cannot do without.
    fn around(&self, way: &[Step]) -> Value {
        let mut value = self.value.clone();
        if let (Some(Step::Key(top)), Some(map)) = (way.first(), value.as_mapping_mut()) {
            map.retain(|key, _| key == top.as_str() || NEEDED.contains(&key.as_str().unwrap_or_default()));
        }
        value
    }

    /// What the fields and values of a place depend on: the kind, what is measured, or nothing but the place.
    fn scope(&self, way: &[Step]) -> (String, String) {
        let place = route(way, false);
        let goal = self.value.get("kind").map(text);
        let scope = match (goal, way.first()) {
            (None, _) => self.path.clone(),
            (Some(kind), None) => kind,
            (Some(_), Some(Step::Key(key))) if key == "metric" || key == "milestones" => self.path.clone(),
            (Some(_), Some(_)) => String::new(),
        };
        (scope, place)
    }

    /// What names mean at a place: by kind at the top, the same in every goal file further in.
    fn family(&self, way: &[Step]) -> (String, String) {
        let goal = self.value.get("kind").map(text);
        let family =
            if way.is_empty() { goal.unwrap_or_default() } else { goal.map(|_| "goal".to_owned()).unwrap_or_default() };
        (if family.is_empty() { self.path.clone() } else { family }, route(way, false))
    }

    /// Every mapping whose keys are not the author's own.
    fn mappings(&self) -> Vec<Way> {
        let is_mapping = |way: &Way| at(&mut self.value.clone(), way).is_mapping();
        places(&self.value)
            .into_iter()
            .filter(|way| is_mapping(way) && !FREE.contains(&route(way, false).as_str()))
            .collect()
    }
}

/// The names in backticks of a text.
fn names(help: &str) -> BTreeSet<String> {
    help.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Names by family and place.
type Names = BTreeMap<(String, String), BTreeSet<String>>;

#[test]
fn complete_files_are_right_and_complete() {
    let mut written = Names::new();
    let mut known = Names::new();
    for file in complete() {
        assert_eq!(file.faults(&file.value), [], "{}", file.path);
        assert!(file.is_valid(&file.value), "{}", file.path);
        for way in file.mappings() {
            let place = file.family(&way);
            let mut value = file.value.clone();
            let map = mapping(&mut value, &way).expect("a mapping");
            written.entry(place.clone()).or_default().extend(map.keys().map(text));
            // The decoder's help names every field that it asked for.
            map.insert(NOTHING.into(), 1.into());
            let unknown = below(&route(&way, true), NOTHING);
            let faults = file.faults(&value);
            let fault = faults.iter().find(|it| it.kind == FaultKind::UnknownField && it.route == unknown);
            let help =
                fault.and_then(|it| it.help.clone()).unwrap_or_else(|| panic!("{} {unknown}: {faults:?}", file.path));
            // A goal's own fields are too many for a help; the table has them, and a unit test holds that they are read.
            let listed = if place.1.is_empty() && Kind::WORDS.iter().any(|(word, _)| *word == place.0) {
                let kind =
                    Kind::WORDS.iter().find(|(word, _)| *word == place.0).map(|(_, kind)| *kind).expect("a kind");
                FIELDS.iter().filter(|it| it.fits(kind)).map(|it| it.name.to_owned()).collect()
            } else {
                names(&help)
            };
            known.entry(place).or_default().extend(listed);
        }
    }
    for (place, known) in &known {
        assert_eq!(&written[place], known, "fields of {place:?}: in tests/fixtures/complete, and read by the decoder");
    }
    for (word, kind) in Kind::WORDS {
        let table: BTreeSet<_> = FIELDS.iter().filter(|it| it.fits(kind)).map(|it| it.name.to_owned()).collect();
        assert_eq!(known[&(word.to_owned(), String::new())], table, "fields of {word}");
    }
}

#[test]
fn both_know_the_same_names_everywhere() {
    let files = complete();
    let mut every: BTreeSet<String> = BTreeSet::from([NOTHING.to_owned()]);
    for file in &files {
        for way in file.mappings() {
            every.extend(mapping(&mut file.value.clone(), &way).expect("a mapping").keys().map(text));
        }
    }
    let (mut decoder, mut schema) = (Names::new(), Names::new());
    let mut seen = BTreeSet::new();
    for file in &files {
        for way in file.mappings() {
            if !seen.insert(file.scope(&way)) {
                continue;
            }
            let place = file.family(&way);
            let here = route(&way, true);
            let around = file.around(&way);
            for name in &every {
                let mut value = around.clone();
                let map = mapping(&mut value, &way).expect("a mapping");
                if !map.contains_key(name.as_str()) {
                    map.insert(name.as_str().into(), Value::Sequence(Vec::new()));
                }
                let wrong = mistakes(&file.validator, &serde_json::to_value(&value).expect("JSON"));
                if !wrong.iter().any(|it| it.route == here && it.unexpected.contains(name)) {
                    schema.entry(place.clone()).or_default().insert(name.clone());
                }
                let unknown = below(&here, name);
                let refused = |it: &Fault| it.kind == FaultKind::UnknownField && it.route == unknown;
                if !file.faults(&value).iter().any(refused) {
                    decoder.entry(place.clone()).or_default().insert(name.clone());
                }
            }
        }
    }
    for (place, names) in &decoder {
        assert_eq!(&schema[place], names, "{place:?}: what the schema knows, and what the decoder knows");
    }
}

#[test]
fn both_miss_the_same_fields() {
    for file in complete() {
        for way in file.mappings() {
            let keys: Vec<_> = mapping(&mut file.value.clone(), &way).expect("a mapping").keys().map(text).collect();
            for key in keys {
                let mut value = file.value.clone();
                mapping(&mut value, &way).expect("a mapping").remove(key.as_str());
                let (decodes, valid) = (file.decodes(&value), file.is_valid(&value));
                let place = below(&route(&way, true), &key);
                assert_eq!(decodes, valid, "{} without {place}: {:?}", file.path, file.faults(&value));
            }
        }
    }
}

#[test]
fn required_fields_are_the_tables() {
    let schema: serde_json::Value = serde_json::from_str(goalpost::cli::schemas()[0].text()).expect("JSON");
    for (word, kind) in Kind::WORDS {
        let table: BTreeSet<_> = FIELDS.iter().filter(|it| it.required.contains(&kind)).map(|it| it.name).collect();
        let fields: BTreeSet<_> = FIELDS.iter().filter(|it| it.fits(kind)).map(|it| it.name).collect();
        let definitions = schema["definitions"].as_object().expect("definitions");
        let own = |name: &str| name == word || (kind == Kind::KeyResult && name.starts_with("key_result_by"));
        for (name, definition) in definitions.iter().filter(|(name, it)| own(name) && it["properties"].is_object()) {
            let required: BTreeSet<_> =
                definition["required"].as_array().expect("a list").iter().filter_map(|it| it.as_str()).collect();
            let properties: BTreeSet<_> =
                definition["properties"].as_object().expect("fields").keys().map(String::as_str).collect();
            assert_eq!((required, properties), (table.clone(), fields.clone()), "{name}");
            assert_eq!(definition["additionalProperties"], false, "{name}");
        }
    }
}

/// Values to try in every place.
fn probes() -> Vec<Value> {
    let yaml = r#"[~, 0, 2, 5.5, -1, 2026, 99999999999, true, false, x, two words, Ä, "5", "true", "", 2026-11-14, 2026-Q4, 14d,
        2..5, weekly, "off", active, [], [a], [[a]], [1, true], {}, {zzqqxxzz: 1}, {start: 2026-10-01, end: 2026-10-02},
        {id: a}, {goal: a}, {title: a}]"#;
    serde_yaml::from_str(yaml).expect("YAML")
}

/// Texts that look like days, periods, ids, lengths and ranges, to try where such are wanted.
const SHAPED: &[&str] = &[
    "2026-11-04",
    "2026-11-4",
    "2026-13-01",
    "2026-00-10",
    "2026-11-32",
    "2026-11-00",
    "26-11-14",
    "14.11.2026",
    "2026/11/14",
    "2026-11-14T10:00:00Z",
    "0000-01-01",
    "2026",
    "2026-H1",
    "2026-H2",
    "2026-H3",
    "2026-H0",
    "2026-h1",
    "2026-Q1",
    "2026-Q4",
    "2026-Q5",
    "2026-Q0",
    "2026-q4",
    "Q4 2026",
    "2026Q4",
    "2026-01",
    "2026-12",
    "2026-13",
    "2026-1",
    "2026..2028",
    "2026 .. 2028",
    "2026-Q4..2027-Q1",
    "2026-11..2027-H1",
    "2026..",
    "..2026",
    "2026...2027",
    "2026..2027..2028",
    "next",
    "a",
    "9",
    "9lives",
    "a-b.c_d",
    "a--b",
    "-a",
    ".a",
    "_a",
    "A",
    "a b",
    "a/b",
    "ä",
    "1d",
    "14d",
    "0d",
    "00d",
    "007d",
    "2w",
    "1 day",
    "2 days",
    "1week",
    "2  weeks",
    "3 months",
    "d",
    "1.5d",
    "-1d",
    "2..5",
    "2 .. 5",
    "0..0",
    "2...5",
    "2-5",
    "..5",
    "2..",
    "a..b",
    "daily",
    "weekly",
    "Weekly",
    "fortnightly",
    "monthly",
    "quarterly",
    "yearly",
];

/// Places where such texts are wanted.
const SHAPED_PLACES: &[&str] =
    &["id", "period", "deadline", "milestones[].done", "settle", "cadence", "cadence.team", "limits.key_results"];

/// What the schema refuses though the decoder is kind to it: quotes around a boolean, and `off` as YAML 1.1 reads it.
fn spared_by_the_decoder(place: &str, probe: &Value) -> bool {
    (place == "milestones[].done" && probe.as_str() == Some("true"))
        || (place == "people.statistics" && probe.as_bool() == Some(false))
}

/// What the decoder refuses and a schema cannot: words that stand elsewhere, and order.
fn beyond_a_schema(file: &Complete, place: &str, probe: &Value) -> bool {
    let is_level = place == "level" || place == "teams[].level";
    let on_a_scale = file.path == "key_result_by_scale.yaml"
        && (place.starts_with("metric.") || place.starts_with("milestones[].value"));
    let crossed = place.starts_with("thresholds");
    // What ajv-cli's reader of YAML makes of a day.
    let is_day = probe.as_mapping().is_some_and(Mapping::is_empty);
    is_level || on_a_scale || crossed || is_day
}

#[test]
fn both_take_the_same_values() {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for file in complete() {
        for way in places(&file.value) {
            let place = route(&way, false);
            // Levels and options of rules are read where the rules are known.
            if place.starts_with("rules") || place.contains(".rules") || !seen.insert(file.scope(&way)) {
                continue;
            }
            let around = file.around(&way);
            let shaped = SHAPED.iter().filter(|_| SHAPED_PLACES.contains(&place.as_str())).map(|it| Value::from(*it));
            for probe in probes().into_iter().chain(shaped) {
                let mut value = around.clone();
                *at(&mut value, &way) = probe.clone();
                let (decodes, valid) = (file.decodes(&value), file.is_valid(&value));
                let expected =
                    if valid { beyond_a_schema(&file, &place, &probe) } else { spared_by_the_decoder(&place, &probe) };
                if decodes == valid || expected {
                    continue;
                }
                let said = if valid {
                    format!("only the decoder refuses it: {:?}", file.faults(&value))
                } else {
                    "only the schema refuses it".to_owned()
                };
                problems.push(format!(
                    "{} {}: {}: {said}",
                    file.path,
                    route(&way, true),
                    serde_json::to_string(&probe).unwrap_or_default()
                ));
            }
        }
    }
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

/// Rules whose faults a schema can see.
const SEEN: &[&str] = &[
    "invalid-date",
    "invalid-id",
    "invalid-period",
    "missing-field",
    "mixed-milestones",
    "number-out-of-range",
    "unknown-field",
    "unknown-kind",
    "wrong-type",
];

/// The page of a rule, whether or not the rule is in the list yet.
fn page(name: &str) -> String {
    match RULES.iter().find(|rule| rule.name == name) {
        Some(rule) => rule.page().to_owned(),
        None => fs::read_to_string(project("src/rules/document").join(format!("{}.md", name.replace('-', "_"))))
            .expect("a page"),
    }
}

#[test]
fn bad_examples_are_refused_where_they_are_wrong() {
    let mut seen = 0;
    for name in SEEN {
        for example in examples(&page(name)).iter().filter(|it| it.role == Role::Bad) {
            for (path, text) in &example.files {
                let value = json(text);
                let wrong = mistakes(&validator(schema_of(path)), &value);
                let faults = faults(path, text);
                // What one file says of another, such as what it asks of a source, no schema of one file sees.
                if faults.is_empty() && example.files.len() > 1 {
                    continue;
                }
                assert!(!faults.is_empty(), "{name}: {path} is bad\n{text}");
                for fault in faults {
                    if fault.message == "the period ends before it begins" {
                        continue;
                    }
                    let (parent, last) = fault.route.rsplit_once('.').unwrap_or(("", &fault.route));
                    let at_place = |it: &&crate::support::schema::Mistake| {
                        it.route.starts_with(&fault.route)
                            || (it.route == parent
                                && (it.keyword == "required" || it.unexpected.iter().any(|name| name == last)))
                    };
                    assert!(wrong.iter().any(|it| at_place(&it)), "{name}: {fault:?}\n{wrong:#?}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 20, "only {seen} faults");
}

#[test]
fn good_examples_are_valid() {
    for rule in RULES {
        for example in examples(rule.page()).iter().filter(|it| it.role != Role::Bad) {
            for (path, text) in example.files.iter().filter(|(_, text)| !text.trim().is_empty()) {
                let wrong = mistakes(&validator(schema_of(path)), &json(text));
                assert!(wrong.is_empty(), "{}: {path}: {wrong:#?}\n{text}", rule.name);
            }
        }
    }
}
