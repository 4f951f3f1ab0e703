//! Lowers the parts of a goal file that must be checked as a whole and not only field by field.

#![expect(clippy::unnecessary_wraps, reason = "readers of fields share one shape, whether they can fail or not")]

use std::collections::HashSet;

use super::meaning::only;
use super::scalar::day;
use crate::model::exact_days::ExactDays;
use crate::model::form::Form;
use crate::model::link::Link;
use crate::model::metric::{Metric, Shape};
use crate::model::milestone::Milestone;
use crate::model::period::Period;
use crate::model::settings::Settings;
use crate::model::survey::Survey;
use crate::source::Span;
use crate::syntax::{Content, Decoder, Edit, Fault, FaultKind, Fields, Mapping, Node, Segment, Value, locate};

/// The owner. For a list the help names the first, and the fields for the others.
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

/// The list of links, as written.
pub(in crate::model) fn links(decoder: &mut Decoder, node: &Node) -> Option<Vec<Link>> {
    let mut links = decoder.list(node, link);
    crowded_share(decoder, node, &mut links);
    Some(links)
}

/// Reports the first share with which the shares of a goal sum to more than 1; it counts as absent.
fn crowded_share(decoder: &mut Decoder, node: &Node, links: &mut [Link]) {
    let mut parents = HashSet::new();
    let mut sum = 0.0;
    for link in links {
        let Some(share) = link.share.filter(|_| parents.insert(link.goal.clone())) else { continue };
        sum += share;
        // The tolerance allows three shares of a third, written with any number of digits up to nine.
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

/// An entry of `supports`: an id, or a mapping.
fn link(decoder: &mut Decoder, node: &Node) -> Option<Link> {
    if let Value::Scalar(_) = node.value {
        let index = decoder.index().unwrap_or(0);
        return Some(Link { goal: decoder.text(node)?, index, ..Link::default() });
    }
    Link::read(decoder, node)
}

/// A period, by name or as `{start, end}`.
pub(in crate::model) fn period(decoder: &mut Decoder, node: &Node, settings: &Settings) -> Option<Period> {
    if let Value::Mapping(_) = node.value {
        let ExactDays { start, end } = ExactDays::read(decoder, node)?;
        let period = Period::exact(start, end);
        if period.is_none() {
            let fault = Fault::new(
                FaultKind::InvalidPeriod,
                decoder.place(node),
                "the period ends before it begins",
                "`end` comes first",
            )
            .help("both days belong to the period: `start` must not be later than `end`");
            decoder.fault(fault);
        }
        return period;
    }
    let text = decoder.text(node)?;
    match Period::parse(&text, settings.fiscal_year_starts) {
        Ok(period) => Some(period),
        Err(error) => {
            let route = decoder.route();
            let fault = Fault::new(FaultKind::InvalidPeriod, node.span, error.message, "not a period");
            let fault = match error.meant {
                Some(meant) => fault
                    .help(format!("did you mean `{meant}`?"))
                    .fix(Some(Edit::SetScalar { route, to: Content::text(meant) })),
                None => {
                    fault.help("write `2026`, `2026..2028`, `2026-H2`, `2026-Q4`, `2026-11` or `{start: …, end: …}`")
                }
            };
            decoder.fault(fault);
            None
        }
    }
}

/// A metric; none if one of its numbers does not decode, because the rest would measure something else.
pub(in crate::model) fn metric(decoder: &mut Decoder, node: &Node) -> Option<Metric> {
    let metric = Metric::read(decoder, node)?;
    let written = node.as_mapping()?;
    let spans = |name: &str| written.entry(name).map(|entry| entry.key.span);
    if let Some(fault) = mixed_shape(&metric, spans) {
        decoder.fault(fault);
        return None;
    }
    let mut values = Metric::TABLE.rows.iter().filter(|row| row.form == Form::Value).map(|row| row.name);
    let is_lost = |name| written.get(name).is_some_and(|it| !it.is_null()) && metric.field(name).is_null();
    // Without one of its steps the others would stand at other places.
    let has_all = |scale: &Node| scale.as_sequence().is_some_and(|list| list.items.len() == metric.scale.len());
    let is_whole = written.get("scale").is_none_or(has_all);
    (is_whole && !values.any(is_lost)).then_some(metric)
}

/// The fault of a metric with a target as well as bounds, which would be two measures.
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

/// What cannot be read is a milestone all the same, and not done: without it the others would be all there are.
fn unread_milestone(decoder: &Decoder) -> Milestone {
    Milestone { index: decoder.index().unwrap_or(0), ..Milestone::default() }
}

/// The milestones of a goal. With a metric they have planned values, without one they are done or not; `metric` is none
/// if the metric is written and empty, and nothing is reported then.
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
        let entries = node.as_mapping().map_or(&[][..], |mapping: &Mapping| &mapping.entries);
        let first = entries.iter().find(|it| misfits.contains(&&*it.key.text) && !it.value.is_null());
        if let (None, Some(entry)) = (&misfit, first) {
            let index = Segment::Index(decoder.index().unwrap_or(0));
            misfit = Some((index, Segment::Key(entry.key.text.as_ref().to_owned()), entry.key.span));
        }
        let title = node.as_scalar().map(|text| text.text.as_ref().to_owned()).unwrap_or_default();
        Milestone::read(decoder, node, scale).or_else(|| Some(Milestone { title, ..unread_milestone(decoder) }))
    };
    let milestones = decoder.list_with_gaps(node, read, |decoder| Some(unread_milestone(decoder)));
    // One fault for the whole list: the same mistake is usually made in each milestone.
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
