//! The differences between two versions of a goal: every changed field by its route, with its significance.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::analysis::versions::field_value::{as_mapping, as_short, value_of, without_empty};
use crate::analysis::versions::goalpost_change::{GoalpostChange, differing, field_without_index};
use crate::analysis::versions::pairing::{Pair, pairs};
use crate::model::{Document, FIELDS, Field, Form, Goal, Metric, Significance, significance};
use crate::syntax::{Node, Value as Yaml};

/// A field whose value changed.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// Its route in the later version, or in the earlier one if it was removed.
    pub field: String,
    /// The earlier value; null where it was unset.
    pub before: Value,
    /// The later value; null where it was removed.
    pub after: Value,
    /// What the field is about.
    pub significance: Significance,
    /// Whether a goalpost moved, as history tells it.
    pub is_move: bool,
}

/// A goal as its file writes it, without inherited fields. `known_as` returns the present id of a goal: a reference to
/// a goal under another id is no difference.
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

/// Every field that differs between two versions of a goal, both as their files write them, most significant first. `moved`
/// are the goalposts that moved between them by what they mean, and those that would on the way back.
///
/// Lists are compared item by item regardless of order. A field that cannot be decoded is compared as written.
pub(in crate::analysis) fn differences(
    before: (&Goal, &Document),
    after: (&Goal, &Document),
    moved: [&[GoalpostChange]; 2],
) -> Vec<FieldChange> {
    let mut differences = Differences::of(before.0, after.0);
    differences.take_moves(moved);
    differences.undecoded(before.1, after.1);
    differences.unread(after);
    differences.allowed(before.1, after.1);
    let mut found = differences.found;
    found.sort_by_key(|change| change.significance);
    found
}

/// Every field that differs between two versions of a goal that could be decoded, both as their files write them, most
/// significant first.
pub(in crate::analysis) fn goal_differences(before: &Goal, after: &Goal) -> Vec<FieldChange> {
    let mut found = Differences::of(before, after).found;
    found.sort_by_key(|change| change.significance);
    found
}

struct Differences {
    found: Vec<FieldChange>,
}

impl Differences {
    /// The differences of what could be decoded.
    fn of(before: &Goal, after: &Goal) -> Self {
        let mut differences = Self { found: Vec::new() };
        differences.goalposts(before, after);
        differences.scalars(before, after);
        differences.lists(before, after);
        differences
    }

    fn note(&mut self, field: &str, before: Value, after: Value) {
        if before != after {
            // A comment that allows a finding changes how `check` judges the goal.
            let is_comment = first_key(field) == "allow";
            let significance = if is_comment { Significance::State } else { significance(field) };
            let is_move = significance == Significance::Goalpost && !before.is_null();
            self.found.push(FieldChange { field: field.to_owned(), before, after, significance, is_move });
        }
    }

    /// Tells moved goalposts with what they mean. What writes a default, or leaves it out, is another wording.
    fn take_moves(&mut self, [moved, back]: [&[GoalpostChange]; 2]) {
        // Of what is set first the way back tells whether it means anything.
        let may_be_back = |field: &str| {
            let plain = field_without_index(field);
            back.iter().any(|it| it.field_without_index() == plain)
        };
        for change in self.found.iter_mut().filter(|it| it.significance == Significance::Goalpost) {
            match moved.iter().find(|it| it.field == change.field) {
                Some(it) => {
                    change.is_move = true;
                    for (value, meant) in [(&mut change.before, &it.before), (&mut change.after, &it.after)] {
                        if value.is_null() {
                            value.clone_from(meant);
                        }
                    }
                }
                None if change.is_move || !may_be_back(&change.field) => {
                    (change.significance, change.is_move) = (Significance::Wording, false);
                }
                None => {}
            }
        }
    }

    fn goalposts(&mut self, before: &Goal, after: &Goal) {
        for (field, before, after) in differing(before, after) {
            self.note(field, before, after);
        }
    }

    /// Compares single values as a whole and mappings part by part. Goalposts are compared already.
    fn scalars(&mut self, before: &Goal, after: &Goal) {
        let others = FIELDS.iter().filter(|field| field.significance() != Significance::Goalpost);
        for field in others.filter(|field| !field.form.is_list()) {
            let (old, new) = (value_of(before, field.name), value_of(after, field.name));
            match field.form {
                Form::Mapping | Form::Numbers => self.mapping(field.name, &fields_of(old), &fields_of(new)),
                _ => self.note(field.name, old, new),
            }
        }
        for row in Metric::TABLE.rows {
            let route = format!("metric.{}", row.name);
            if significance(&route) != Significance::Goalpost {
                self.note(&route, value_of(before, &route), value_of(after, &route));
            }
        }
    }

    /// Compares lists item by item.
    fn lists(&mut self, before: &Goal, after: &Goal) {
        for field in FIELDS.iter().filter(|field| field.form.is_list()) {
            let identity = field.table.map_or(&[][..], |table| table.identity);
            self.items(field.name, &items(before, field), &items(after, field), identity);
        }
    }

    /// Compares two mappings key by key.
    fn mapping(&mut self, route: &str, before: &Map<String, Value>, after: &Map<String, Value>) {
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let value = |of: &Map<String, Value>| of.get(key).cloned().unwrap_or_default();
            self.note(&format!("{route}.{key}"), value(before), value(after));
        }
    }

    fn items(&mut self, route: &str, before: &[Value], after: &[Value], identity: &[&[&str]]) {
        // A milestone at the same place with a new title was reworded.
        for pair in pairs(before, after, identity, route == "milestones") {
            self.item(route, before, after, pair);
        }
    }

    fn item(&mut self, route: &str, before: &[Value], after: &[Value], (old, new): Pair) {
        match (old.map(|at| (at, &before[at])), new.map(|at| (at, &after[at]))) {
            (Some((_, Value::Object(old))), Some((at, Value::Object(new)))) => {
                self.mapping(&format!("{route}[{at}]"), old, new);
            }
            (Some((_, old)), Some((at, new))) => self.note(&format!("{route}[{at}]"), old.clone(), new.clone()),
            (Some((at, old)), None) => self.note(&format!("{route}[{at}]"), as_short(old.clone()), Value::Null),
            (None, Some((at, new))) => self.note(&format!("{route}[{at}]"), Value::Null, as_short(new.clone())),
            (None, None) => {}
        }
    }

    /// Compares the text of fields that cannot be decoded in one of the versions: the decoded goals lack them.
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
        // Decoded against missing would look like a removal.
        self.found.retain(|change| !keys.contains(first_key(&change.field)));
        for key in keys {
            let node = |of: &Document| of.tree.mapping().and_then(|it| it.get(key)).map_or(Value::Null, written);
            match (node(before), node(after)) {
                (Value::Object(old), Value::Object(new)) => self.mapping(key, &old, &new),
                (old, new) => self.note(key, old, new),
            }
        }
    }

    /// Goalposts of the later version that cannot be read are unknown: they did not move. A misspelt one is told with its line.
    fn unread(&mut self, (goal, document): (&Goal, &Document)) {
        for name in &goal.unread {
            let of_field = self.found.iter_mut().filter(|change| first_key(&change.field) == *name);
            of_field.for_each(|change| change.is_move = false);
            let Some(written) = document.misspelling(name).map(|fault| first_key(&fault.route).to_owned()) else {
                continue;
            };
            let node = document.tree.mapping().and_then(|it| it.get(&written)).and_then(Node::as_scalar);
            let line = node.map(|scalar| json!(format!("{written}: {}", scalar.text)));
            let number = self.found.iter_mut().find(|change| change.field == *name && change.before.is_number());
            if let Some((number, line)) = number.zip(line) {
                number.after = line;
                self.found.retain(|change| change.field != written);
            }
        }
    }

    /// Compares comments that allow a finding: they change the result of `check`.
    fn allowed(&mut self, before: &Document, after: &Document) {
        let comments = |of: &Document| {
            let texts = of.tree.comments.iter().map(|comment| comment.text.trim());
            texts
                .filter_map(|text| text.strip_prefix("goalpost:"))
                .map(|text| text.trim().to_owned())
                .collect::<Vec<_>>()
        };
        let strip = |text: String| json!(text.strip_prefix("allow").map_or(&*text, str::trim));
        let (before, after): (Vec<_>, Vec<_>) =
            (comments(before).into_iter().map(strip).collect(), comments(after).into_iter().map(strip).collect());
        self.items("allow", &before, &after, &[]);
    }
}

/// The fields of a mapping that are not empty; none for any other value.
fn fields_of(value: Value) -> Map<String, Value> {
    match without_empty(value) {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The items of a list; a link that is written as an id alone becomes a mapping, so that both notations are equal.
fn items(goal: &Goal, field: &Field) -> Vec<Value> {
    let Value::Array(items) = field.value(goal) else { return Vec::new() };
    let is_entries = field.form == Form::Entries;
    let item = |item: Value| without_empty(if is_entries { as_mapping(item) } else { item }).unwrap_or_default();
    items.into_iter().map(item).collect()
}

/// A YAML node as written: every scalar is a string.
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
        let (old, new) = (
            read("tea: green\ncakes: [plum]\nsugar: 1\nbrewed: 2026-11-01\niced: true\n"),
            read("tea: black\ncakes: [plum, nut]\nsugar: 2\nbrewed: 2026-11-02\niced: false\n"),
        );
        let found =
            differences((&old.goals[0], old.document(DocIx(0))), (&new.goals[0], new.document(DocIx(0))), [&[], &[]]);
        let fields: Vec<_> = found.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["tea", "sugar", "brewed", "iced", "cakes[1]"]);
    }

    #[test]
    fn a_part_of_a_mapping_of_the_table_alone_is_compared() {
        let read = |milk: &str| {
            let text = format!(
                "kind: key_result\nid: a\ntitle: A\nmeasures: o\nmetric: {{target: 5, milk: {milk}}}\nneeds: [{{from: t, what: w, milk: {milk}}}]\n"
            );
            Workspace::read(SourceSet::from_texts([("a.yaml", text)]))
        };
        let (old, new) = (read("green"), read("black"));
        let found =
            differences((&old.goals[0], old.document(DocIx(0))), (&new.goals[0], new.document(DocIx(0))), [&[], &[]]);
        let fields: Vec<_> = found.iter().map(|it| (it.field.as_str(), it.significance.word())).collect();
        assert_eq!(fields, [("needs[0].milk", "link"), ("metric.milk", "wording")]);
    }
}
