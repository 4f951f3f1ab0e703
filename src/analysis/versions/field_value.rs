//! The value of a goal's field by its route, as plain data for comparison and display.

use serde_json::{Value, json};

use crate::model::{Form, Goal, Survey, field};

/// The value of a top-level field or of a part of the metric (`metric.target`); null where it is unset or empty.
pub fn value_of(goal: &Goal, route: &str) -> Value {
    if let Some(part) = route.strip_prefix("metric.") {
        return goal.metric.as_ref().map(|metric| metric.field(part)).and_then(without_empty).unwrap_or_default();
    }
    let Some(field) = field(route) else { return Value::Null };
    let value = field.value(goal);
    match route {
        // Scores of fewer respondents than are anonymous are shown nowhere; that there are some may be known.
        "scores" if goal.survey.as_deref().is_some_and(Survey::is_too_small) => json!({}),
        "metric" => without_empty(value).unwrap_or_default(),
        "supports" => match without_empty(value) {
            Some(Value::Array(links)) => links.into_iter().map(as_short).collect(),
            _ => Value::Null,
        },
        _ if value.as_array().is_some_and(Vec::is_empty) => Value::Null,
        _ => value,
    }
}

/// The items of a list with their indices in the file. An item that cannot be read is left out.
pub(in crate::analysis) fn item_values(goal: &Goal, list: &str) -> Vec<(usize, Value)> {
    let places: Vec<usize> = match list {
        "supports" => goal.supports.iter().map(|it| it.index).collect(),
        "milestones" => goal.milestones.iter().map(|it| it.index).collect(),
        "needs" => goal.needs.iter().map(|it| it.index).collect(),
        "log" => goal.log.iter().map(|it| it.index).collect(),
        _ => (0..goal.agreed.len()).collect(),
    };
    match value_of(goal, list) {
        Value::Array(items) if is_itemized(list) => places.into_iter().zip(items).collect(),
        _ => Vec::new(),
    }
}

/// Whether a field is a list whose items are compared one by one, because each is a statement of its own.
pub(in crate::analysis) fn is_itemized(name: &str) -> bool {
    field(name).is_some_and(|field| field.form == Form::Entries)
}

/// A value without nulls and empty lists, at any depth; none if nothing is left. List items keep their places.
pub fn without_empty(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) => Some(items.into_iter().map(|item| without_empty(item).unwrap_or_default()).collect()),
        Value::Object(fields) => {
            Some(fields.into_iter().filter_map(|(name, value)| Some((name, without_empty(value)?))).collect())
        }
        other => Some(other),
    }
}

/// An item as a mapping: a link that is written as an id alone has it as its goal.
pub(in crate::analysis) fn as_mapping(value: Value) -> Value {
    match value {
        Value::String(goal) => json!({"goal": goal}),
        other => other,
    }
}

/// An item in its short notation: a link with nothing but an id becomes that id.
pub(in crate::analysis) fn as_short(value: Value) -> Value {
    match value {
        Value::Object(fields) if fields.len() == 1 && fields.contains_key("goal") => fields["goal"].clone(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FIELDS, Kind, Page, ROUTES, Settings};
    use crate::source::SourceFile;

    const EVERYTHING: &str = "
id: a
title: A
statement: s
vision: v
formerly: [b]
continues: c
owner: o
team: t
contributors: [u]
level: team
period: 2026-Q4
deadline: 2026-12-01
state: dropped
closed: 2026-11-01
grade: {score: 0.5}
reason: r
replaced_by: d
retrospective: x
supports: [{goal: m, weight: 2}]
measures: m
perspective: customer
area: a
commitment: committed
rollup: supporters
weight: 2
priority: must
why: w
metric: {name: n, unit: u, kpi: k, baseline: 1, target: 2, stretch: 3, current: 1, as_of: 2026-11-01, source: s, milk: t,
  from: {source: t}, hold_until: 2026-11-08, pulled: {value: 1, day: 2026-11-01}}
confidence: 0.5
milestones: [{title: t, value: 1}]
competency: c
aspiration: a
training: [t]
tea: t
cakes: [c]
sugar: 2
brewed: 2026-11-01
iced: true
date: 2026-11-01
respondents: 9
invited: 12
close_within: 30d
scores: {knows-goals: 4}
labels: [l]
skills: [s]
stakeholders: [s]
effort: 2
needs: [{from: t, what: w}]
agreed: [{by: o}]
log: [{date: 2026-11-01, kind: note, text: t}]
";

    fn read(file: SourceFile) -> Goal {
        Page::read(file, &Settings::default()).goal().expect("a goal").as_ref().clone()
    }

    #[test]
    fn every_field_of_the_table_has_a_value() {
        for (word, kind) in Kind::WORDS {
            let file = SourceFile::from_text("a.yaml", format!("kind: {word}{EVERYTHING}"));
            let goal = read(file);
            for field in FIELDS.iter().filter(|field| field.fits(kind)) {
                assert_ne!(value_of(&goal, field.name), Value::Null, "{word}: {}", field.name);
            }
        }
        let file = SourceFile::from_text("a.yaml", format!("kind: key_result{EVERYTHING}"));
        let goal = read(file);
        // The parts of a mapping in a metric are compared with the mapping.
        let parts = ROUTES.iter().filter(|it| it.strip_prefix("metric.").is_some_and(|part| !part.contains('.')));
        for route in parts {
            let is_other_shape = route.ends_with("at_least") || route.ends_with("at_most") || route.ends_with("scale");
            assert!(is_other_shape || !value_of(&goal, route).is_null(), "{route}");
        }
    }

    #[test]
    fn a_link_that_is_only_written_longer_is_the_same() {
        let links = |text: &str| {
            let file = SourceFile::from_text("a.yaml", format!("kind: objective\nid: a\ntitle: A\nsupports: {text}\n"));
            value_of(&read(file), "supports")
        };
        assert_eq!(links("[m]"), links("[{goal: m}]"));
        assert_ne!(links("[m]"), links("[{goal: m, weight: 2}]"));
    }
}
