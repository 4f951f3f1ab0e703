//! A goal that still contains placeholder text from `init` or `import`.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, Kind, PLACEHOLDERS, State};

pub(in crate::rules) static RULE: Rule = Rule::warning("placeholder-text", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    // `init` writes drafts, where placeholders are expected.
    let live = snapshot.live_goals().filter(|(_, goal)| goal.state != State::Draft);
    // `import` asks for the reason of a dropped goal, which is closed.
    let is_dropped = |goal: &Goal| goal.state == State::Dropped;
    let dropped = snapshot.goals().filter(|(_, goal)| is_dropped(goal) && !snapshot.is_long_past(goal));
    for (ix, goal) in live.chain(dropped) {
        let found: Vec<&str> = PLACEHOLDERS
            .iter()
            .filter(|(field, _)| (*field == "reason") == is_dropped(goal))
            .filter(|(field, text)| text_of(goal, field).is_some_and(|written| written.trim() == *text))
            .map(|(field, _)| *field)
            .collect();
        let Some((first, others)) = found.split_first() else { continue };
        // A mission has no state, so it cannot be made a draft.
        let (by, help) = match goal.kind {
            _ if is_dropped(goal) => ("import", "replace it with one sentence that says why the goal was dropped"),
            Kind::Mission => ("init", "replace it with your own text"),
            _ => ("init", "replace it with your own text, or set `state: draft` until you can"),
        };
        let report = Report::at(ix, *first, format!("`{first}` of `{}` is still placeholder text from {by}", goal.id))
            .label("placeholder")
            .help(help);
        sink.report(others.iter().fold(report, |report, field| report.related(ix, *field, "also a placeholder")));
    }
}

/// The text of a field that may have a placeholder.
fn text_of<'g>(goal: &'g Goal, field: &str) -> Option<&'g str> {
    let metric = goal.metric.as_ref();
    match field {
        "statement" => goal.statement.as_deref(),
        "title" => Some(&goal.title),
        "reason" => goal.reason.as_deref(),
        "metric.name" => metric?.name.as_deref(),
        "metric.unit" => metric?.unit.as_deref(),
        _ => None,
    }
}
