//! A goal that still contains placeholder text from `init`.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, Kind, PLACEHOLDERS, State};

pub(in crate::rules) static RULE: Rule = Rule::warning("placeholder-text", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    // `init` writes drafts, where placeholders are expected.
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| goal.state != State::Draft) {
        let found: Vec<&str> = PLACEHOLDERS
            .iter()
            .filter(|(field, text)| text_of(goal, field).is_some_and(|written| written.trim() == *text))
            .map(|(field, _)| *field)
            .collect();
        let Some((first, others)) = found.split_first() else { continue };
        // A mission has no state, so it cannot be made a draft.
        let help = if goal.kind == Kind::Mission {
            "replace it with your own text"
        } else {
            "replace it with your own text, or set `state: draft` until you can"
        };
        let report = Report::at(ix, *first, format!("`{first}` of `{}` is still placeholder text from init", goal.id))
            .label("placeholder")
            .help(help);
        sink.report(others.iter().fold(report, |report, field| report.related(ix, *field, "also a placeholder")));
    }
}

/// The text of a field in which `init` writes a placeholder.
fn text_of<'g>(goal: &'g Goal, field: &str) -> Option<&'g str> {
    let metric = goal.metric.as_ref();
    match field {
        "statement" => goal.statement.as_deref(),
        "title" => Some(&goal.title),
        "metric.name" => metric?.name.as_deref(),
        "metric.unit" => metric?.unit.as_deref(),
        _ => None,
    }
}
