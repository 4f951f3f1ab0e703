//! A goal that still has a text that `init` wrote to be replaced.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Goal, PLACEHOLDERS, State};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "placeholder-text",
    group: Group::Document,
    level: Some(Level::Warning),
    page: include_str!("placeholder_text.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    // A draft is where such texts belong.
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| goal.state != State::Draft) {
        let found: Vec<&str> = PLACEHOLDERS
            .iter()
            .filter(|(field, text)| said(goal, field).is_some_and(|said| said.trim() == *text))
            .map(|(field, _)| *field)
            .collect();
        let Some((first, others)) = found.split_first() else { continue };
        let report = Report::at(ix, *first, format!("`{first}` of `{}` is still the text that init wrote", goal.id))
            .label("a placeholder")
            .help("say it in your own words; or set `state: draft` until you can, where the goal has a state");
        sink.report(others.iter().fold(report, |report, field| report.related(ix, *field, "a placeholder too")));
    }
}

/// What a goal says in a field.
fn said<'g>(goal: &'g Goal, field: &str) -> Option<&'g str> {
    let metric = goal.metric.as_ref();
    match field {
        "statement" => goal.statement.as_deref(),
        "title" => Some(&goal.title),
        "metric.name" => metric?.name.as_deref(),
        "metric.unit" => metric?.unit.as_deref(),
        _ => None,
    }
}
