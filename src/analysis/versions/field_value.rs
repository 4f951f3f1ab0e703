//! The value of a goal's field by its route, as plain data to compare and to show.

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::{Goal, Link, Metric, Period, PeriodUnit};

/// What a goal says in a field at its top or in its metric (`metric.target`); null where it says nothing.
#[must_use]
pub fn value_of(goal: &Goal, field: &str) -> Value {
    if let Some(name) = field.strip_prefix("metric.") {
        return goal.metric.as_ref().map_or(Value::Null, |metric| of_metric(metric, name));
    }
    match field {
        "kind" => json!(goal.kind),
        "id" => json!(goal.id),
        "title" => json!(goal.title),
        "statement" => json!(goal.statement),
        "vision" => json!(goal.vision),
        "formerly" => list(&goal.formerly),
        "continues" => json!(goal.continues),
        "owner" => json!(goal.owner),
        "team" => json!(goal.team),
        "contributors" => list(&goal.contributors),
        "level" => json!(goal.level),
        "period" => goal.period.as_ref().map_or(Value::Null, of_period),
        "deadline" => json!(goal.deadline),
        "state" => json!(goal.state),
        "closed" => json!(goal.closed),
        "grade" => json!(goal.grade),
        "reason" => json!(goal.reason),
        "replaced_by" => json!(goal.replaced_by),
        "retrospective" => json!(goal.retrospective),
        "supports" => items(goal.supports.iter().map(of_link)),
        "measures" => json!(goal.measures),
        "perspective" => json!(goal.perspective),
        "area" => json!(goal.area),
        "commitment" => json!(goal.commitment),
        "rollup" => json!(goal.rollup),
        "weight" => json!(goal.weight),
        "priority" => json!(goal.priority),
        "why" => json!(goal.why),
        "metric" => goal.metric.as_ref().map_or(Value::Null, whole_metric),
        "confidence" => json!(goal.confidence),
        "milestones" => list(&goal.milestones),
        "date" => json!(goal.survey.as_ref().map(|it| it.date)),
        "respondents" => json!(goal.survey.as_ref().map(|it| it.respondents)),
        "invited" => json!(goal.survey.as_ref().and_then(|it| it.invited)),
        "scores" => goal.survey.as_ref().map_or(Value::Null, |it| {
            it.told_scores().iter().map(|(question, score)| (question.clone(), json!(score))).collect()
        }),
        "labels" => list(&goal.labels),
        "skills" => list(&goal.skills),
        "stakeholders" => list(&goal.stakeholders),
        "effort" => json!(goal.effort),
        "needs" => list(&goal.needs),
        "agreed" => list(&goal.agreed),
        "log" => list(&goal.log),
        _ => goal.plain.value(field),
    }
}

/// The items of a list with their places in the file. An item that cannot be read is left out.
#[must_use]
pub fn item_values(goal: &Goal, list: &str) -> Vec<(usize, Value)> {
    fn by_place<T: Serialize>(items: &[T], place: impl Fn(usize, &T) -> usize) -> Vec<(usize, Value)> {
        items.iter().enumerate().map(|(at, it)| (place(at, it), json!(it))).collect()
    }
    match list {
        "supports" => goal.supports.iter().map(|link| (link.index, of_link(link))).collect(),
        "milestones" => by_place(&goal.milestones, |at, _| at),
        "needs" => by_place(&goal.needs, |_, it| it.index),
        "agreed" => by_place(&goal.agreed, |at, _| at),
        "log" => by_place(&goal.log, |_, it| it.index),
        _ => Vec::new(),
    }
}

/// A metric's fields that goal files write.
const METRIC: [&str; 12] = [
    "name", "unit", "kpi", "baseline", "target", "at_least", "at_most", "scale", "stretch", "current", "as_of",
    "source",
];

fn of_metric(metric: &Metric, name: &str) -> Value {
    // A rubric's values are written by name.
    let value = |value: Option<f64>| match value {
        Some(value) if !metric.scale.is_empty() => json!(metric.say(value)),
        value => json!(value),
    };
    match name {
        "name" => json!(metric.name),
        "unit" => json!(metric.unit),
        "kpi" => json!(metric.kpi),
        "baseline" => value(metric.baseline),
        "target" => value(metric.target),
        "at_least" => json!(metric.at_least),
        "at_most" => json!(metric.at_most),
        "scale" => list(&metric.scale),
        "stretch" => value(metric.stretch),
        "current" => value(metric.current),
        "as_of" => json!(metric.as_of),
        "source" => json!(metric.source),
        _ => Value::Null,
    }
}

fn whole_metric(metric: &Metric) -> Value {
    let fields = METRIC.iter().map(|name| ((*name).to_owned(), of_metric(metric, name)));
    fields.filter(|(_, value)| !value.is_null()).collect()
}

fn of_period(period: &Period) -> Value {
    match period.unit {
        PeriodUnit::Exact => json!({"start": period.start, "end": period.end}),
        _ => json!(period.name),
    }
}

/// A link as short as it can be written: the id alone, if it says nothing else.
fn of_link(link: &Link) -> Value {
    let plain = link.weight.is_none() && link.share.is_none() && link.how.is_none() && link.agreed.is_empty();
    if plain {
        return json!(link.goal);
    }
    let mut value = serde_json::Map::new();
    let fields = [
        ("goal", json!(link.goal)),
        ("weight", json!(link.weight)),
        ("share", json!(link.share)),
        ("how", json!(link.how)),
        ("agreed", list(&link.agreed)),
    ];
    value.extend(fields.into_iter().filter(|(_, it)| !it.is_null()).map(|(name, it)| (name.to_owned(), it)));
    Value::Object(value)
}

fn list<T: Serialize>(values: &[T]) -> Value {
    items(values.iter().map(|it| json!(it)))
}

/// A list; null for an empty one, which says nothing.
fn items(values: impl Iterator<Item = Value>) -> Value {
    let values: Vec<Value> = values.collect();
    if values.is_empty() { Value::Null } else { Value::Array(values) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FIELDS, Kind, Page, Settings};
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
metric: {name: n, unit: u, kpi: k, baseline: 1, target: 2, stretch: 3, current: 1, as_of: 2026-11-01, source: s}
confidence: 0.5
milestones: [{title: t, value: 1}]
competency: c
aspiration: a
training: [t]
tea: t
cakes: [c]
date: 2026-11-01
respondents: 9
invited: 12
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
        for name in METRIC.iter().filter(|name| !matches!(**name, "at_least" | "at_most" | "scale")) {
            assert_ne!(value_of(&goal, &format!("metric.{name}")), Value::Null, "{name}");
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
