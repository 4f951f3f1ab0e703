//! The schemas of the files that people write, walked along a route: descriptions of fields, their names and fixed values.

use std::sync::OnceLock;

use serde_json::Value;

use crate::model::Role;
use crate::syntax::Segment;
use crate::view::schema::FILES;

/// The schemas of goal files, `goalpost.yaml` and `org.yaml`.
static SCHEMAS: OnceLock<[Value; 3]> = OnceLock::new();

/// The deepest nesting of alternatives that is followed.
const DEEPEST: usize = 12;

/// A name or a fixed value with its description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Described {
    /// The name or value.
    pub(super) name: String,
    /// What it is, as Markdown; empty if the schema does not say.
    pub(super) about: String,
}

/// The parts of a schema that apply at one place.
#[derive(Debug)]
pub(super) struct SchemaPlace {
    root: &'static Value,
    parts: Vec<&'static Value>,
}

impl SchemaPlace {
    /// The schema at a route in a file. Of a goal file the kind decides; without a known one all fields are possible.
    pub(super) fn at(role: Role, kind: Option<&str>, route: &[Segment]) -> Option<Self> {
        let at = match role {
            Role::Goal => 0,
            Role::Settings => 1,
            Role::Org => 2,
            Role::Stray => return None,
        };
        let root = &SCHEMAS.get_or_init(|| {
            let read = |at: usize| serde_json::from_str(FILES[at].text()).unwrap_or_default();
            [read(0), read(1), read(2)]
        })[at];
        let definitions = &root["definitions"];
        let start = match role {
            Role::Goal => kind.and_then(|kind| definitions.get(kind)).unwrap_or(&definitions["goal"]),
            _ => root,
        };
        let mut place = Self { root, parts: Vec::new() };
        place.add(start, 0);
        for segment in route {
            place = place.step(segment);
        }
        Some(place)
    }

    /// The description of the place itself.
    pub(super) fn about(&self) -> Option<&'static str> {
        self.parts.iter().find_map(|part| part.get("description")?.as_str())
    }

    /// The names of the fields that may be there, in the order in which new ones are written.
    pub(super) fn fields(&self) -> Vec<Described> {
        let mut fields: Vec<Described> = Vec::new();
        for (name, schema) in self.parts.iter().filter_map(|part| part.get("properties")?.as_object()).flatten() {
            if fields.iter().all(|field| field.name != *name) {
                let mut place = Self { root: self.root, parts: Vec::new() };
                place.add(schema, 0);
                fields.push(Described { name: name.clone(), about: place.about().unwrap_or_default().to_owned() });
            }
        }
        fields
    }

    /// The fixed values that may be there.
    pub(super) fn words(&self) -> Vec<Described> {
        let mut words: Vec<Described> = Vec::new();
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
            _ => None,
        };
        for part in &self.parts {
            let about = part.get("description").and_then(Value::as_str).unwrap_or_default();
            let one = part.get("const").and_then(text).map(|name| Described { name, about: about.to_owned() });
            let listed = part.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(text);
            let yes_no = (part.get("type").is_some_and(|it| it == "boolean")).then_some(["true", "false"]);
            let plain = listed.chain(yes_no.into_iter().flatten().map(str::to_owned));
            let plain = plain.map(|name| Described { name, about: String::new() });
            for word in one.into_iter().chain(plain) {
                if words.iter().all(|known| known.name != word.name) {
                    words.push(word);
                }
            }
        }
        words
    }

    fn step(&self, segment: &Segment) -> Self {
        let mut next = Self { root: self.root, parts: Vec::new() };
        for part in &self.parts {
            match segment {
                Segment::Key(key) => {
                    let named = part.get("properties").and_then(|all| all.get(key));
                    let other = || part.get("additionalProperties").filter(|schema| schema.is_object());
                    if let Some(schema) = named.or_else(other) {
                        next.add(schema, 0);
                    }
                }
                Segment::Index(_) => part.get("items").into_iter().for_each(|schema| next.add(schema, 0)),
            }
        }
        next
    }

    /// Adds a schema and its alternatives. Conditions are not evaluated: each of their outcomes is possible while
    /// somebody types.
    fn add(&mut self, schema: &'static Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        self.parts.push(schema);
        if let Some(pointer) = schema.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix('#')) {
            let root = self.root;
            root.pointer(pointer).into_iter().for_each(|schema| self.add(schema, depth + 1));
        }
        for several in ["allOf", "anyOf", "oneOf"] {
            for schema in schema.get(several).and_then(Value::as_array).into_iter().flatten() {
                self.add(schema, depth + 1);
            }
        }
        for one in ["then", "else"] {
            schema.get(one).into_iter().for_each(|schema| self.add(schema, depth + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse_route;

    fn place(role: Role, kind: Option<&str>, route: &str) -> SchemaPlace {
        SchemaPlace::at(role, kind, &parse_route(route)).expect("a schema")
    }

    fn names(described: &[Described]) -> Vec<&str> {
        described.iter().map(|it| it.name.as_str()).collect()
    }

    #[test]
    fn fields_and_words_are_found_along_a_route() {
        let goal = |kind, route| place(Role::Goal, Some(kind), route);
        assert_eq!(names(&goal("objective", "state").words()), ["draft", "active", "achieved", "missed", "dropped"]);
        assert!(names(&goal("objective", "").fields()).contains(&"supports"));
        assert!(!names(&goal("key_result", "").fields()).contains(&"supports"));
        assert!(names(&goal("objective", "supports[0]").fields()).starts_with(&["goal"]));
        assert!(names(&goal("key_result", "metric").fields()).contains(&"target"));
        assert!(names(&goal("objective", "log[3].kind").words()).contains(&"obstacle"));
        assert!(goal("objective", "supports").about().is_some_and(|about| about.contains("parent goals")));
        assert!(names(&place(Role::Goal, None, "kind").fields()).is_empty());
        assert!(names(&place(Role::Goal, Some("okr"), "kind").words()).contains(&"survey"));
        assert!(names(&place(Role::Settings, None, "rules").fields()).contains(&"cycle"));
        assert!(names(&place(Role::Settings, None, "rules.cycle").words()).contains(&"error"));
        assert!(names(&place(Role::Settings, None, "folders.x.rules").fields()).contains(&"cycle"));
        assert!(names(&place(Role::Org, None, "people[0]").fields()).contains(&"manager"));
        assert!(SchemaPlace::at(Role::Stray, None, &[]).is_none());
    }
}
