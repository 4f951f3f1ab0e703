//! What differs between two versions of a goal: every field by its route, and how much it weighs.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::analysis::versions::field_value::value_of;
use crate::analysis::versions::goalpost_change::{differing, stated};
use crate::analysis::versions::pairing::{Pair, pairs};
use crate::model::{Document, FIELDS, Form, Goal, Metric, plain_fields};
use crate::syntax::{Node, Value as Yaml};

/// What a field is about, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Significance {
    /// What the goal is measured against.
    Goalpost,
    /// How far it has come, and how sure its owner is.
    Progress,
    /// What it supports, needs, continues.
    Link,
    /// Who answers for it, and who agreed.
    Ownership,
    /// Where it stands in its life.
    State,
    /// How it is worded, and what it is filed under.
    Wording,
    /// What people said about it.
    Log,
}

impl Significance {
    /// All of them with their names in output.
    pub const WORDS: [(&'static str, Self); 7] = [
        ("goalpost", Self::Goalpost),
        ("progress", Self::Progress),
        ("link", Self::Link),
        ("ownership", Self::Ownership),
        ("state", Self::State),
        ("wording", Self::Wording),
        ("log", Self::Log),
    ];

    /// Its name in output.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, it)| *it == self).map_or("", |(word, _)| word)
    }

    /// What a field is about, by its route.
    #[must_use]
    pub fn of(route: &str) -> Self {
        let (key, rest) = route.split_once(['.', '[']).unwrap_or((route, ""));
        let part = rest.rsplit_once("].").map_or(if route.contains('[') { "" } else { rest }, |(_, part)| part);
        match (key, part) {
            ("metric", "current" | "as_of")
            | ("milestones", "done")
            | ("confidence" | "date" | "respondents" | "invited" | "scores", _) => Self::Progress,
            ("owner" | "team" | "contributors" | "level" | "effort" | "agreed", _) | ("supports", "agreed") => {
                Self::Ownership
            }
            ("metric", "name" | "source" | "stretch") | ("milestones", "title") | ("supports", "how") => Self::Wording,
            ("metric" | "milestones" | "period" | "deadline" | "measures" | "weight" | "commitment" | "rollup", _)
            | ("supports", "weight") => Self::Goalpost,
            ("supports" | "needs" | "continues" | "replaced_by" | "formerly" | "id", _) => Self::Link,
            ("kind" | "state" | "closed" | "grade" | "priority" | "allow", _) => Self::State,
            ("log", _) => Self::Log,
            _ => Self::Wording,
        }
    }
}

/// A field that is not what it was.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// Its route: in the later version, or in the earlier one for what was removed.
    pub field: String,
    /// What it was; null where it was unset.
    pub before: Value,
    /// What it is; null where it is removed.
    pub after: Value,
    /// What it is about.
    pub significance: Significance,
}

impl FieldChange {
    /// Whether a goalpost moved: it was set, and is another or gone. What was unset and is set has not moved.
    #[must_use]
    pub fn is_move(&self) -> bool {
        self.significance == Significance::Goalpost && !self.before.is_null()
    }
}

/// A goal as its file has it, without what it inherits. `known_as` gives the id by which a goal is known today.
#[must_use]
pub(in crate::analysis) fn as_written(goal: &Goal, known_as: &dyn Fn(&str) -> String) -> Goal {
    let mut written = goal.as_written();
    let rename = |id: &mut Option<String>| {
        if let Some(text) = id {
            *text = known_as(text);
        }
    };
    for link in &mut written.supports {
        link.goal = known_as(&link.goal);
    }
    for need in &mut written.needs {
        rename(&mut need.goal);
    }
    rename(&mut written.measures);
    rename(&mut written.continues);
    rename(&mut written.replaced_by);
    if let Some(metric) = &mut written.metric {
        rename(&mut metric.kpi);
    }
    written
}

/// Every field that differs between two versions of a goal, both as their files have them; weightiest first.
///
/// Lists are compared item by item, and their order says nothing. What cannot be decoded is compared as it is written.
#[must_use]
pub(in crate::analysis) fn differences(before: (&Goal, &Document), after: (&Goal, &Document)) -> Vec<FieldChange> {
    let mut differences = Differences { found: Vec::new() };
    differences.goalposts(before.0, after.0);
    differences.scalars(before.0, after.0);
    differences.lists(before.0, after.0);
    differences.undecoded(before.1, after.1);
    differences.allowed(before.1, after.1);
    let mut found = differences.found;
    found.sort_by_key(|change| change.significance);
    found
}

struct Differences {
    found: Vec<FieldChange>,
}

impl Differences {
    fn note(&mut self, field: &str, before: Value, after: Value) {
        if before != after {
            let significance = Significance::of(field);
            self.found.push(FieldChange { field: field.to_owned(), before, after, significance });
        }
    }

    fn goalposts(&mut self, before: &Goal, after: &Goal) {
        for (field, before, after) in differing(before, after) {
            self.note(field, before, after);
        }
    }

    fn scalars(&mut self, before: &Goal, after: &Goal) {
        for field in FIELDS.iter().filter(|field| matches!(field.form, Form::Value | Form::Text)) {
            self.note(field.name, value_of(before, field.name), value_of(after, field.name));
        }
        let empty = Metric::default();
        let (old, new) = (before.metric.as_ref().unwrap_or(&empty), after.metric.as_ref().unwrap_or(&empty));
        self.note("metric.current", stated(old, old.current), stated(new, new.current));
        self.note("metric.as_of", json!(old.as_of), json!(new.as_of));
        self.note("metric.stretch", stated(old, old.stretch), stated(new, new.stretch));
        self.note("metric.name", json!(old.name), json!(new.name));
        self.note("metric.source", json!(old.source), json!(new.source));
        self.mapping("grade", &object(before.grade.as_ref()), &object(after.grade.as_ref()));
        if let (Some(old), Some(new)) = (&before.survey, &after.survey) {
            self.note("date", json!(old.date), json!(new.date));
            self.note("respondents", json!(old.respondents), json!(new.respondents));
            self.note("invited", json!(old.invited), json!(new.invited));
            let scores =
                |of: &[(String, f64)]| of.iter().map(|(question, mean)| (question.clone(), json!(mean))).collect();
            self.mapping("scores", &scores(old.told_scores()), &scores(new.told_scores()));
        }
    }

    fn lists(&mut self, before: &Goal, after: &Goal) {
        self.texts("contributors", &before.contributors, &after.contributors);
        self.texts("labels", &before.labels, &after.labels);
        self.texts("skills", &before.skills, &after.skills);
        self.texts("stakeholders", &before.stakeholders, &after.stakeholders);
        for field in plain_fields().filter(|field| field.form == Form::Texts) {
            self.texts(field.name, before.plain.texts(field.name), after.plain.texts(field.name));
        }
        self.texts("formerly", &before.formerly, &after.formerly);
        let links = |goal: &Goal| goal.supports.iter().map(link).collect::<Vec<_>>();
        self.items("supports", &links(before), &links(after), &[&["goal"]]);
        let asked: [&[&str]; 3] = [&["from", "what"], &["what"], &["from"]];
        self.items("needs", &objects(&before.needs), &objects(&after.needs), &asked);
        self.items("agreed", &objects(&before.agreed), &objects(&after.agreed), &[&["by"]]);
        let entries: [&[&str]; 2] = [&["date", "kind", "text"], &["date", "kind", "by"]];
        self.items("log", &objects(&before.log), &objects(&after.log), &entries);
        self.milestones(before, after);
    }

    /// Two mappings, key by key.
    fn mapping(&mut self, route: &str, before: &Map<String, Value>, after: &Map<String, Value>) {
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let value = |of: &Map<String, Value>| of.get(key).cloned().unwrap_or_default();
            self.note(&format!("{route}.{key}"), value(before), value(after));
        }
    }

    fn texts(&mut self, route: &str, before: &[String], after: &[String]) {
        let values = |texts: &[String]| texts.iter().map(|text| json!(text)).collect::<Vec<_>>();
        let (before, after) = (values(before), values(after));
        for pair in pairs(&before, &after, &[]) {
            self.item(route, &before, &after, pair);
        }
    }

    fn items(&mut self, route: &str, before: &[Value], after: &[Value], keys: &[&[&str]]) {
        for pair in pairs(before, after, keys) {
            self.item(route, before, after, pair);
        }
    }

    fn item(&mut self, route: &str, before: &[Value], after: &[Value], (old, new): Pair) {
        match (old.map(|at| (at, &before[at])), new.map(|at| (at, &after[at]))) {
            (Some((_, Value::Object(old))), Some((at, Value::Object(new)))) => {
                self.mapping(&format!("{route}[{at}]"), old, new);
            }
            (Some((_, old)), Some((at, new))) => self.note(&format!("{route}[{at}]"), old.clone(), new.clone()),
            (Some((at, old)), None) => self.note(&format!("{route}[{at}]"), as_short(old), Value::Null),
            (None, Some((at, new))) => self.note(&format!("{route}[{at}]"), Value::Null, as_short(new)),
            (None, None) => {}
        }
    }

    /// Milestones are known by their titles; one at the same place under a new title was reworded.
    fn milestones(&mut self, before: &Goal, after: &Goal) {
        let values = |goal: &Goal| {
            let empty = Metric::default();
            let metric = goal.metric.as_ref().unwrap_or(&empty);
            let value = |it: &crate::model::Milestone| {
                let mut value = object(Some(it));
                if it.value.is_some() {
                    value.insert("value".to_owned(), stated(metric, it.value));
                }
                Value::Object(value)
            };
            goal.milestones.iter().map(value).collect::<Vec<_>>()
        };
        let (before, after) = (values(before), values(after));
        let mut found = pairs(&before, &after, &[&["title"]]);
        let gone: HashMap<usize, usize> = found
            .iter()
            .enumerate()
            .filter_map(|(place, pair)| Some((pair.0?, place)).filter(|_| pair.1.is_none()))
            .collect();
        let mut reworded = HashSet::new();
        for pair in &mut found {
            if let (None, Some(at)) = pair
                && let Some(place) = gone.get(at)
            {
                pair.0 = Some(*at);
                reworded.insert(*place);
            }
        }
        for (place, pair) in found.into_iter().enumerate() {
            if !reworded.contains(&place) {
                self.item("milestones", &before, &after, pair);
            }
        }
    }

    /// What could not be decoded in one of the versions, as it is written: decoding has left it out.
    fn undecoded(&mut self, before: &Document, after: &Document) {
        let keys: BTreeSet<&str> = before
            .faults
            .iter()
            .chain(&after.faults)
            .map(|fault| first_key(&fault.route))
            .filter(|it| !it.is_empty())
            .collect();
        if keys.is_empty() {
            return;
        }
        self.found.retain(|change| !keys.contains(first_key(&change.field)));
        for key in keys {
            let node = |of: &Document| of.tree.mapping().and_then(|it| it.get(key)).map_or(Value::Null, written);
            match (node(before), node(after)) {
                (Value::Object(old), Value::Object(new)) => self.mapping(key, &old, &new),
                (old, new) => self.note(key, old, new),
            }
        }
    }

    /// Comments that silence a rule: they change what `check` says.
    fn allowed(&mut self, before: &Document, after: &Document) {
        let comments = |of: &Document| {
            let texts = of.tree.comments.iter().map(|comment| comment.text.trim());
            texts
                .filter_map(|text| text.strip_prefix("goalpost:"))
                .map(|text| text.trim().to_owned())
                .collect::<Vec<_>>()
        };
        let strip = |text: String| text.strip_prefix("allow").map_or(text.clone(), |rest| rest.trim().to_owned());
        let (before, after): (Vec<_>, Vec<_>) =
            (comments(before).into_iter().map(strip).collect(), comments(after).into_iter().map(strip).collect());
        self.texts("allow", &before, &after);
    }
}

/// A part of a goal as JSON, without what it does not say.
fn object<T: Serialize>(part: Option<&T>) -> Map<String, Value> {
    let Some(Ok(Value::Object(object))) = part.map(serde_json::to_value) else { return Map::new() };
    let said = |value: &Value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
    object.into_iter().filter(|(_, value)| said(value)).collect()
}

fn objects<T: Serialize>(parts: &[T]) -> Vec<Value> {
    parts.iter().map(|part| Value::Object(object(Some(part)))).collect()
}

fn link(link: &crate::model::Link) -> Value {
    let mut value = Map::from_iter([("goal".to_owned(), json!(link.goal))]);
    let mut say = |key: &str, part: Value| {
        if !part.is_null() {
            value.insert(key.to_owned(), part);
        }
    };
    say("weight", json!(link.weight));
    say("share", json!(link.share));
    say("how", json!(link.how));
    if !link.agreed.is_empty() {
        say("agreed", Value::Array(objects(&link.agreed)));
    }
    Value::Object(value)
}

/// An item as people write it: a link that is nothing but an id is that id.
fn as_short(value: &Value) -> Value {
    match value.as_object() {
        Some(object) if object.len() == 1 => object.get("goal").cloned().unwrap_or_else(|| value.clone()),
        _ => value.clone(),
    }
}

/// A piece of YAML as it is written, every scalar a text.
fn written(node: &Node) -> Value {
    match &node.value {
        Yaml::Scalar(scalar) if scalar.is_null() => Value::Null,
        Yaml::Scalar(scalar) => json!(scalar.text),
        Yaml::Sequence(list) => Value::Array(list.items.iter().map(written).collect()),
        Yaml::Mapping(mapping) => {
            Value::Object(mapping.entries.iter().map(|it| (it.key.text.to_string(), written(&it.value))).collect())
        }
    }
}

fn first_key(route: &str) -> &str {
    route.split(['.', '[']).next().unwrap_or(route)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DocIx, Workspace};
    use crate::source::SourceSet;

    #[test]
    fn a_field_of_the_table_alone_is_compared() {
        let read = |rest: &str| {
            let text = format!("kind: objective\nid: a\ntitle: A\n{rest}");
            Workspace::read(SourceSet::from_texts([("a.yaml", text)]))
        };
        let (old, new) = (read("tea: green\ncakes: [plum]\n"), read("tea: black\ncakes: [plum, nut]\n"));
        let found = differences((&old.goals[0], old.document(DocIx(0))), (&new.goals[0], new.document(DocIx(0))));
        let fields: Vec<_> = found.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["tea", "cakes[1]"]);
    }
}
