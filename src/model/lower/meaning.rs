//! The meanings of names and words of other tools, for the help of `unknown-field` and `wrong-type`.

use crate::model::kind::Kind;
use crate::syntax::{Decoder, Node, Value};

/// The mapping to which a field belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::model) enum Holder {
    Goal,
    Agreement,
    Period,
    Link,
    Metric,
    Origin,
    Pulled,
    Milestone,
    Need,
    LogEntry,
    Grade,
    Team,
    Person,
    Absence,
    Membership,
}

/// Names of parts of a metric.
const METRIC_NAMES: &[&str] = &[
    "target",
    "target_value",
    "baseline",
    "current",
    "current_value",
    "actual",
    "unit",
    "at_least",
    "at_most",
    "value",
    "start_value",
    "as_of",
];

/// Names of fields in other tools or in common use, with the help.
const NAMES: &[(Holder, &[&str], &str)] = &[
    (
        Holder::Goal,
        &["key_results", "keyresults", "krs", "results"],
        "each key result is a file of its own, with `measures:` and this goal's id: goalpost new key_result",
    ),
    (
        Holder::Goal,
        &["initiatives", "projects", "tasks", "actions", "epics"],
        "work that serves a goal is an objective of its own that `supports` it, or one of its `milestones`",
    ),
    (
        Holder::Goal,
        &["description", "details", "summary", "notes"],
        "why it matters is `why`; what happened is an entry in `log`",
    ),
    (Holder::Goal, &["motivation", "rationale", "purpose", "reason_why"], "it is called `why` here"),
    (
        Holder::Goal,
        &["due", "due_date", "end", "end_date", "until", "finish", "target_date"],
        "the day it ends is `deadline`, inside its `period`",
    ),
    (Holder::Goal, &["start", "start_date", "begin"], "write `period: {start: …, end: …}`"),
    (Holder::Goal, &["quarter", "timeframe", "cycle", "time", "year"], "it is called `period` here: 2026-Q4"),
    (
        Holder::Goal,
        &["status", "health", "rag"],
        "`state` is draft, active, achieved, missed or dropped; how it goes is computed from its values",
    ),
    (Holder::Goal, &["progress", "percent"], "progress is computed; the latest value is `current` in `metric`"),
    (Holder::Goal, &["name", "objective_title", "headline"], "it is called `title` here"),
    (
        Holder::Goal,
        &["assignee", "responsible", "accountable", "dri", "lead", "owners"],
        "the one accountable person is `owner`",
    ),
    (Holder::Goal, &["teams", "collaborators", "supporters"], "its team is `team`, other teams are `contributors`"),
    (Holder::Goal, METRIC_NAMES, "it belongs into `metric:`"),
    (
        Holder::Goal,
        &["done", "completed", "complete", "finished", "is_done"],
        "`goalpost close` writes how a goal ended; a step that is done or not is one of its `milestones`",
    ),
    (Holder::Goal, &["tags"], "they are called `labels` here"),
    (Holder::Goal, &["dependencies", "depends_on", "blocked_by", "requires"], "they are called `needs` here"),
    (
        Holder::Goal,
        &["comments", "updates", "checkins", "check_ins", "history"],
        "they are entries in `log`; a value is `current` and `as_of` in `metric`",
    ),
    (Holder::Goal, &["score", "final_score"], "it is `score` in `grade:`; `goalpost close` writes it"),
    (Holder::Goal, &["type"], "it is called `kind` here"),
    (Holder::Goal, &["importance"], "it is called `priority` here: must, should or could"),
    (Holder::Period, &["from", "begin", "start_date"], "it is called `start` here"),
    (Holder::Period, &["to", "until", "due", "end_date"], "it is called `end` here"),
    (Holder::Link, &["id", "parent", "objective", "to"], "it is called `goal` here"),
    (Holder::Link, &["why", "reason", "description", "contribution"], "it is called `how` here"),
    (Holder::Link, &["percent", "allocation", "part"], "it is called `share` here, from 0 to 1"),
    (Holder::Metric, &["start", "initial", "begin", "start_value"], "it is called `baseline` here"),
    (Holder::Metric, &["goal", "to", "end", "objective", "target_value"], "it is called `target` here"),
    (Holder::Metric, &["value", "actual", "now", "latest", "current_value"], "it is called `current` here"),
    (Holder::Metric, &["date", "day", "updated", "updated_at", "measured"], "it is called `as_of` here"),
    (Holder::Metric, &["min", "minimum", "floor"], "it is called `at_least` here"),
    (Holder::Metric, &["max", "maximum", "ceiling"], "it is called `at_most` here"),
    (Holder::Metric, &["title", "description"], "it is called `name` here"),
    (Holder::Origin, &["expr", "expression", "promql", "sql", "jql", "search", "metric"], "it is called `query` here"),
    (
        Holder::Origin,
        &["path", "json_path", "jsonpath", "field", "select"],
        "the place in JSON is `pointer`: /data/value",
    ),
    (Holder::Origin, &["factor", "scale", "multiply", "multiplier"], "it is called `times` here"),
    (Holder::Origin, &["decimals", "digits", "precision"], "it is called `round` here"),
    (Holder::Origin, &["row", "id", "name"], "it is called `key` here"),
    (Holder::Origin, &["token", "url", "command", "csv", "prometheus"], "it belongs to the source, in goalpost.yaml"),
    (Holder::Milestone, &["name", "text", "what", "description"], "it is called `title` here"),
    (Holder::Milestone, &["deadline", "date", "by", "due_date", "day"], "it is called `due` here"),
    (
        Holder::Milestone,
        &["status", "state", "completed", "complete", "achieved", "finished"],
        "it is `done` here: true, or the day it was done",
    ),
    (Holder::Milestone, &["target"], "the value planned for that day is `value`"),
    (Holder::Need, &["team", "to", "who"], "the team it is needed from is `from`"),
    (Holder::Need, &["title", "description", "text", "name"], "it is called `what` here"),
    (Holder::Need, &["due", "deadline", "date", "until", "due_date"], "it is called `by` here"),
    (Holder::Need, &["status"], "it is called `state` here: asked, agreed, declined or met"),
    (Holder::LogEntry, &["type"], "it is called `kind` here"),
    (Holder::LogEntry, &["author", "person", "who", "owner"], "it is called `by` here"),
    (Holder::LogEntry, &["day", "when", "on"], "it is called `date` here"),
    (Holder::LogEntry, &["message", "note", "comment", "body"], "it is called `text` here"),
    (Holder::Grade, &["reason", "comment", "note"], "it is called `why` here"),
    (Holder::Grade, &["grade", "value"], "it is called `score` here"),
    (Holder::Team, &["manager", "head", "leader", "owner"], "it is called `lead` here"),
    (Holder::Team, &["members", "people"], "people belong in `people`, each with their `team`"),
    (Holder::Person, &["boss", "reports_to", "lead"], "it is called `manager` here"),
    (
        Holder::Person,
        &["substitute", "backup", "stand_in", "delegate", "deputies"],
        "it is called `deputy` here: one id",
    ),
    (
        Holder::Person,
        &["away", "absent", "absence", "absences", "vacation", "holiday", "holidays", "leave", "out_of_office"],
        "dates of absence are personal data: they are `away` in the org.yaml of a private root; who stands in is `deputy`",
    ),
    (
        Holder::Absence,
        &["reason", "why", "kind", "type", "note", "comment", "text"],
        "no reason of an absence is recorded: remove it",
    ),
    (Holder::Absence, &["start", "first"], "it is called `from` here"),
    (Holder::Absence, &["end", "to", "last"], "it is called `until` here, the last day"),
    (Holder::Person, &["mail", "emails", "address"], "it is called `email` here"),
    (Holder::Person, &["login", "handle"], "it is called `github` here, or `gitlab`"),
];

/// Values of fields in other tools or in common use, with the help.
const WORDS: &[(&str, &[&str], &str)] = &[
    (
        "state",
        &["on-track", "at-risk", "off-track", "behind", "ahead", "green", "yellow", "amber", "red"],
        "how it goes is computed from its values; an open goal is `active`, or has no `state`",
    ),
    ("state", &["in-progress", "open", "started", "ongoing", "doing", "running", "new"], "write `active`"),
    ("state", &["planned", "proposed", "todo", "not-started", "idea", "backlog", "pending"], "write `draft`"),
    (
        "state",
        &["done", "completed", "complete", "finished", "closed", "success"],
        "write `achieved` or `missed`; `goalpost close` does, by the goal's values",
    ),
    ("state", &["cancelled", "canceled", "abandoned", "deferred", "postponed", "stopped"], "write `dropped`"),
    ("state", &["failed", "not-achieved"], "write `missed`"),
    ("priority", &["high", "highest", "critical", "p0", "p1", "1"], "write `must`"),
    ("priority", &["medium", "normal", "p2", "2"], "write `should`"),
    ("priority", &["low", "lowest", "p3", "3"], "write `could`"),
    ("commitment", &["stretch", "moonshot", "ambitious", "roofshot"], "write `aspirational`"),
    ("commitment", &["commit", "promise", "promised", "must"], "write `committed`"),
];

/// The help for an unknown field's name; none if its meaning is unknown.
pub(in crate::model) fn meant_field(holder: Holder, kind: Option<Kind>, name: &str) -> Option<String> {
    let name: String = name.to_lowercase().chars().map(|c| if c == '-' || c == ' ' { '_' } else { c }).collect();
    if holder == Holder::Goal && ["parent", "parents", "aligned_to", "objective", "supported_goal"].contains(&&*name) {
        return Some(match kind {
            Some(Kind::KeyResult) => "the objective that it measures is `measures`".to_owned(),
            _ => "the goals that it serves are `supports: [id]`".to_owned(),
        });
    }
    let is_of_metric = Kind::KeyResult != kind.unwrap_or(Kind::KeyResult) && kind != Some(Kind::Kpi);
    if holder == Holder::Goal && is_of_metric && METRIC_NAMES.contains(&&*name) {
        return Some(match kind {
            Some(Kind::Objective) => {
                "an objective has no number of its own: each of its key results has a `metric:`".to_owned()
            }
            _ => "numbers stand in the `metric:` of a key result or a KPI".to_owned(),
        });
    }
    let found = NAMES.iter().find(|(of, names, _)| *of == holder && names.contains(&&*name));
    found.map(|(.., help)| (*help).to_owned())
}

/// Reads one of a field's words; a synonym of one is reported with help.
fn word<T: Copy>(decoder: &mut Decoder, node: &Node, words: &[(&'static str, T)]) -> Option<T> {
    let read = decoder.word(node, words);
    if read.is_none()
        && let Some(scalar) = node.as_scalar()
    {
        let word = scalar.text.trim().to_lowercase().replace([' ', '_'], "-");
        let route = decoder.route();
        let found = WORDS.iter().find(|(field, meant, _)| *field == route && meant.contains(&&*word));
        if let Some((.., help)) = found {
            decoder.set_help(help);
        }
    }
    read
}

/// A reader of one of some words.
pub(in crate::model) fn word_of<T: Copy>(
    words: &'static [(&'static str, T)],
) -> impl FnOnce(&mut Decoder, &Node) -> Option<T> {
    |decoder, node| word(decoder, node, words)
}

/// Reads a single text. For a list the help offers the first; `others` names the place for the rest.
pub(super) fn only(decoder: &mut Decoder, node: &Node, others: &str) -> Option<String> {
    let Value::Sequence(list) = &node.value else { return decoder.text(node) };
    let first = list.items.first().and_then(Node::as_scalar).map(|scalar| scalar.text.as_ref().to_owned());
    let read = decoder.text(node);
    if let Some(first) = first {
        decoder.set_help(&format!("write `{}: {first}`: {others}", decoder.route()));
    }
    read
}
