//! The parts of a goal file that are mappings of their own.

#![expect(clippy::unnecessary_wraps, reason = "readers of fields share one shape, whether they can fail or not")]

use std::collections::HashSet;

use super::meaning::{Holder, meant_field, only};
use super::number::{effort, share, value, weight};
use super::scalar::{day, id};
use crate::model::agreement::Agreement;
use crate::model::grade::Grade;
use crate::model::link::Link;
use crate::model::log::{LogEntry, LogKind, Scope};
use crate::model::metric::{Metric, Shape};
use crate::model::milestone::{Done, Milestone};
use crate::model::need::{Need, NeedState};
use crate::model::survey::Survey;
use crate::source::Span;
use crate::syntax::{Decoder, Fault, FaultKind, Fields, Node, Segment, Value, locate};

/// The owner: where several are named, the first is told with where the others go.
pub(in crate::model) fn owner(decoder: &mut Decoder, node: &Node) -> Option<String> {
    only(decoder, node, "one person is accountable; other teams are `contributors`")
}

/// The team.
pub(in crate::model) fn team(decoder: &mut Decoder, node: &Node) -> Option<String> {
    only(decoder, node, "a goal has one team; others are `contributors`")
}

/// The objective that a key result measures.
pub(in crate::model) fn objective(decoder: &mut Decoder, node: &Node) -> Option<String> {
    only(decoder, node, "a key result measures one objective; make another key result for another")
}

/// A list of texts.
pub(in crate::model) fn texts(decoder: &mut Decoder, node: &Node) -> Option<Vec<String>> {
    Some(decoder.list(node, Decoder::text))
}

/// A list of ids.
pub(in crate::model) fn ids(decoder: &mut Decoder, node: &Node) -> Option<Vec<String>> {
    Some(decoder.list(node, id))
}

/// The list of links, as written.
pub(in crate::model) fn links(decoder: &mut Decoder, node: &Node) -> Option<Vec<Link>> {
    let mut links = decoder.list(node, link);
    crowded_share(decoder, node, &mut links);
    Some(links)
}

/// Tells of the share with which a goal would give away more than all of its effort; it counts as absent.
fn crowded_share(decoder: &mut Decoder, node: &Node, links: &mut [Link]) {
    let mut parents = HashSet::new();
    let mut sum = 0.0;
    for link in links {
        let Some(share) = link.share.filter(|_| parents.insert(link.goal.clone())) else { continue };
        sum += share;
        if sum <= 1.0 + 1e-9 {
            continue;
        }
        let route = format!("[{}].share", link.index);
        let fault = Fault::new(
            FaultKind::NumberOutOfRange,
            locate(node, &route).node.span,
            "the shares of this goal add up to more than 1",
            format!("{} with this one", (sum * 1000.0).round() / 1000.0),
        );
        decoder.within(Segment::Index(link.index), |decoder| {
            let share = Segment::Key("share".to_owned());
            decoder.within(share, |decoder| decoder.fault(fault.help("the parts of one goal's effort make 1 at most")));
        });
        link.share = None;
        return;
    }
}

fn link(decoder: &mut Decoder, node: &Node) -> Option<Link> {
    let index = decoder.index().unwrap_or(0);
    if let Value::Scalar(_) = node.value {
        let goal = decoder.text(node)?;
        return Some(Link { goal, weight: None, share: None, how: None, agreed: Vec::new(), index, mapped: false });
    }
    let mut fields = decoder.fields(node, "a link")?;
    let goal = fields.required(decoder, "goal", "a link", Decoder::text);
    let weight = fields.optional(decoder, "weight", weight);
    let share = fields.optional(decoder, "share", share);
    let how = fields.optional(decoder, "how", Decoder::text);
    let agreed = fields.optional(decoder, "agreed", agreements).unwrap_or_default();
    fields.finish(decoder, "a link", |name| meant_field(Holder::Link, None, name));
    Some(Link { goal: goal?, weight, share, how, agreed, index, mapped: true })
}

/// A list of agreements.
pub(in crate::model) fn agreements(decoder: &mut Decoder, node: &Node) -> Option<Vec<Agreement>> {
    let read = |decoder: &mut Decoder, node: &_| {
        let mut fields = decoder.fields(node, "an agreement")?;
        let by = fields.required(decoder, "by", "an agreement", Decoder::text);
        let date = fields.optional(decoder, "date", day);
        fields.finish(decoder, "an agreement", |_| None);
        Some(Agreement { by: by?, date })
    };
    Some(decoder.list_of_mappings(node, read))
}

/// A list of needs.
pub(in crate::model) fn needs(decoder: &mut Decoder, node: &Node) -> Option<Vec<Need>> {
    let read = |decoder: &mut Decoder, node: &_| {
        let index = decoder.index().unwrap_or(0);
        let mut fields = decoder.fields(node, "a need")?;
        let from = fields.required(decoder, "from", "a need", Decoder::text);
        let what = fields.required(decoder, "what", "a need", Decoder::text);
        let by = fields.optional(decoder, "by", day);
        let goal = fields.optional(decoder, "goal", Decoder::text);
        let effort = fields.optional(decoder, "effort", effort);
        let state = fields.optional(decoder, "state", |decoder, node| decoder.word(node, &NeedState::WORDS));
        fields.finish(decoder, "a need", |name| meant_field(Holder::Need, None, name));
        Some(Need { from: from?, what: what?, by, goal, effort, state: state.unwrap_or_default(), index })
    };
    Some(decoder.list_of_mappings(node, read))
}

/// The log.
pub(in crate::model) fn log(decoder: &mut Decoder, node: &Node) -> Option<Vec<LogEntry>> {
    let read = |decoder: &mut Decoder, node: &_| {
        let index = decoder.index().unwrap_or(0);
        let mut fields = decoder.fields(node, "a log entry")?;
        let date = fields.required(decoder, "date", "a log entry", day);
        let kind = fields.required(decoder, "kind", "a log entry", |decoder, node| decoder.word(node, &LogKind::WORDS));
        let text = fields.required(decoder, "text", "a log entry", Decoder::text);
        let by = fields.optional(decoder, "by", Decoder::text);
        let to = fields.optional(decoder, "to", texts).unwrap_or_default();
        let about = fields.optional(decoder, "about", texts).unwrap_or_default();
        let link = fields.optional(decoder, "link", Decoder::text);
        let scope = fields.optional(decoder, "scope", |decoder, node| decoder.word(node, &Scope::WORDS));
        let resolved = fields.optional(decoder, "resolved", day);
        fields.finish(decoder, "a log entry", |name| meant_field(Holder::LogEntry, None, name));
        Some(LogEntry { date: date?, kind: kind?, text: text?, by, to, about, link, scope, resolved, index })
    };
    Some(decoder.list_of_mappings(node, read))
}

/// The grade of a closed goal.
pub(in crate::model) fn grade(decoder: &mut Decoder, node: &Node) -> Option<Grade> {
    let mut fields = decoder.fields(node, "a grade")?;
    let score = fields.required(decoder, "score", "a grade", share);
    let computed = fields.optional(decoder, "computed", share);
    let by = fields.optional(decoder, "by", Decoder::text);
    let why = fields.optional(decoder, "why", Decoder::text);
    fields.finish(decoder, "a grade", |name| meant_field(Holder::Grade, None, name));
    Some(Grade { score: score?, computed, by, why })
}

/// A metric. Where one of its numbers does not decode the whole is nothing, for a part of it would measure another thing.
pub(in crate::model) fn metric(decoder: &mut Decoder, node: &Node) -> Option<Metric> {
    let mut fields = decoder.fields(node, "a metric")?;
    let name = fields.optional(decoder, "name", Decoder::text);
    let unit = fields.optional(decoder, "unit", Decoder::text);
    let kpi = fields.optional(decoder, "kpi", Decoder::text);
    let mut failed = false;
    let scale = fields.optional(decoder, "scale", texts).unwrap_or_else(|| {
        failed |= fields.has("scale");
        Vec::new()
    });
    let mut value = |decoder: &mut Decoder, fields: &mut Fields<'_>, name: &'static str| {
        let written = fields.written(name).is_some();
        let read = fields.optional(decoder, name, |decoder, node| {
            if scale.is_empty() { value(decoder, node, unit.as_deref()) } else { step(decoder, node, &scale) }
        });
        failed |= written && read.is_none();
        read
    };
    let baseline = value(decoder, &mut fields, "baseline");
    let target = value(decoder, &mut fields, "target");
    let at_least = value(decoder, &mut fields, "at_least");
    let at_most = value(decoder, &mut fields, "at_most");
    let stretch = value(decoder, &mut fields, "stretch");
    let current = value(decoder, &mut fields, "current");
    let as_of = fields.optional(decoder, "as_of", day);
    let source = fields.optional(decoder, "source", Decoder::text);
    let spans = |name: &str| node.as_mapping().and_then(|mapping| mapping.entry(name)).map(|entry| entry.key.span);
    let metric =
        Metric { name, unit, kpi, baseline, target, at_least, at_most, scale, stretch, current, as_of, source };
    fields.finish(decoder, "a metric", |name| meant_field(Holder::Metric, None, name));
    if let Some(fault) = mixed_shape(&metric, spans) {
        decoder.fault(fault);
        return None;
    }
    (!failed).then_some(metric)
}

/// A value to reach and a bound to keep in one metric would be two measures.
fn mixed_shape(metric: &Metric, span: impl Fn(&str) -> Option<Span>) -> Option<Fault> {
    let bound = span("at_least").or_else(|| span("at_most"))?;
    let other =
        if metric.shape() == Shape::Rubric { span("scale") } else { span("target").or_else(|| span("baseline")) }?;
    let fault = Fault::new(
        FaultKind::WrongType,
        bound,
        "a metric is either reached (`baseline`, `target`), kept (`at_least`, `at_most`) or climbed (`scale`)",
        "a bound to keep",
    );
    Some(fault.related(other, "and a value to reach").help("make two key results of it"))
}

/// A rubric's value: one of its steps, by name.
fn step(decoder: &mut Decoder, node: &Node, scale: &[String]) -> Option<f64> {
    let text = decoder.text(node)?;
    if let Some(position) = scale.iter().position(|step| *step == text) {
        return u32::try_from(position).ok().map(f64::from);
    }
    let route = decoder.route();
    let fault = Fault::new(
        FaultKind::WrongType,
        node.span,
        format!("`{route}` must be a step of the scale: {}", crate::syntax::quoted(scale.iter().map(String::as_str))),
        "not on the scale",
    );
    let fault = match crate::syntax::closest(&text, scale.iter().map(String::as_str)) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help("write the name of a step of `scale`"),
    };
    decoder.fault(fault);
    None
}

/// The milestones of a goal; beside a metric they have planned values, without one they are done or not. Of a metric
/// with nothing after its name nobody knows.
pub(in crate::model) fn milestones(
    decoder: &mut Decoder,
    node: &Node,
    scale: &[String],
    metric: Option<bool>,
) -> Option<Vec<Milestone>> {
    let misfits: &[&str] = match metric {
        Some(true) => &["done", "weight"],
        Some(false) => &["value"],
        None => &[],
    };
    let mut misfit: Option<(Segment, Segment, Span)> = None;
    let read = |decoder: &mut Decoder, node: &Node| {
        let index = decoder.index().unwrap_or(0);
        let mut fields = decoder.fields(node, "a milestone")?;
        let first = misfits.iter().filter_map(|name| fields.written(name)).min_by_key(|entry| entry.key.span);
        if let (None, Some(entry)) = (&misfit, first) {
            let index = Segment::Index(decoder.index().unwrap_or(0));
            misfit = Some((index, Segment::Key(entry.key.text.as_ref().to_owned()), entry.key.span));
        }
        let title = fields.required(decoder, "title", "a milestone", Decoder::text);
        let due = fields.optional(decoder, "due", day);
        let value = fields.optional(decoder, "value", |decoder, node| {
            if scale.is_empty() { value(decoder, node, None) } else { step(decoder, node, scale) }
        });
        let done = fields.optional(decoder, "done", done);
        let weight = fields.optional(decoder, "weight", weight);
        fields.finish(decoder, "a milestone", |name| meant_field(Holder::Milestone, None, name));
        Some(Milestone { title: title?, due, value, done, weight, index })
    };
    let milestones = decoder.list_of_mappings(node, read);
    if let Some((index, field, at)) = misfit {
        let (message, help) = if metric == Some(true) {
            (
                "milestones next to a metric have `value`, the planned value",
                "write the value planned for that day, or drop the metric",
            )
        } else {
            ("milestones without a metric carry `done`", "write `done: true` or the day it was done, or add a metric")
        };
        let fault = Fault::new(FaultKind::MixedMilestones, at, message, "not here").help(help);
        decoder.within(index, |decoder| decoder.within(field, |decoder| decoder.fault(fault)));
    }
    Some(milestones)
}

fn done(decoder: &mut Decoder, node: &Node) -> Option<Done> {
    let text = node.as_scalar().map(|scalar| scalar.text.to_lowercase());
    match text.as_deref() {
        Some("true") => Some(Done::Is(true)),
        Some("false") => Some(Done::Is(false)),
        Some(text) if text.starts_with(|c: char| c.is_ascii_digit()) => day(decoder, node).map(Done::On),
        _ => {
            decoder.wrong_type(node, "the day it was done, or true or false");
            match text.as_deref() {
                // Other readers of YAML take these for booleans, and goal files do not.
                Some("yes" | "y" | "on" | "x" | "done" | "100%") => {
                    decoder.set_help("write true, or the day it was done");
                }
                Some("no" | "n" | "off" | "open") => decoder.set_help("write false"),
                _ => {}
            }
            None
        }
    }
}

/// The numbers of a survey.
pub(in crate::model) fn survey(decoder: &mut Decoder, fields: &mut Fields<'_>) -> Option<Survey> {
    let date = fields.required(decoder, "date", "a survey", day);
    let respondents = fields.required(decoder, "respondents", "a survey", Decoder::count);
    let invited = fields.optional(decoder, "invited", Decoder::count);
    let scores = fields.required(decoder, "scores", "a survey", |decoder, node| {
        let Value::Mapping(mapping) = &node.value else {
            decoder.wrong_type(node, "the mean score of each question, written as `question: 4.2` lines");
            return None;
        };
        let mut scores = Vec::with_capacity(mapping.entries.len());
        for entry in &mapping.entries {
            let score = decoder
                .within_entry(entry, |decoder| decoder.number_in(&entry.value, 1.0, 5.0, "from 1 to 5", |_| None));
            if let Some(score) = score {
                scores.push((entry.key.text.as_ref().to_owned(), score));
            }
        }
        Some(scores)
    });
    Some(Survey { date: date?, respondents: respondents?, invited, scores: scores? })
}
