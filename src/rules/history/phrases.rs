//! Phrases about moved goalposts, shared by the rules: the previous value, the commit, the effect and the advice.

use serde_json::Value;

use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Slip, merged_by, moved_between, price_of};
use crate::analysis::numbers::unit_of;
use crate::analysis::text::percent;
use crate::analysis::versions::goalpost_words;
use crate::git::{Commit, short_id};
use crate::lint::Report;
use crate::model::{Day, Goal, GoalIx, brief};

/// The unexplained moves of the given goalposts, by goal.
pub(super) fn slips<'s>(snapshot: &'s Facts<'_>, fields: &[&str]) -> Vec<(GoalIx, &'s Goal, Vec<Slip<'s>>)> {
    let mut found = Vec::new();
    for (ix, goal) in snapshot.goals().filter(|(ix, _)| !snapshot.goalposts(*ix).moves.is_empty()) {
        let mut slips = snapshot.slips(ix);
        slips.retain(|slip| fields.contains(&slip.field_without_index.as_str()));
        if !slips.is_empty() {
            found.push((ix, goal, slips));
        }
    }
    found
}

/// Describes the day and the commit of a change, and who merged it: `2026-11-03 (Ana, 4f2c91e, "update numbers", merged by
/// ben)`, or that it is not committed yet.
pub(super) fn describe_day(snapshot: &Facts<'_>, commit: Option<usize>, day: Day) -> String {
    let Some(place) = commit else { return "now (not committed yet)".to_owned() };
    let merged = snapshot.timeline.history().and_then(|history| merged_by(snapshot, history, place));
    let merged = merged.map(|name| format!(", merged by {}", brief(&name))).unwrap_or_default();
    let commit = commit_at(snapshot, Some(place)).map(|commit| describe_commit(snapshot, commit)).unwrap_or_default();
    format!("{day} ({commit}{merged})")
}

/// Like [`describe_day`], but with `on` before the day.
pub(super) fn describe_on(snapshot: &Facts<'_>, commit: Option<usize>, day: Day) -> String {
    let on = if commit.is_some() { "on " } else { "" };
    format!("{on}{}", describe_day(snapshot, commit, day))
}

/// Describes a commit: `Ana, 4f2c91e, "update numbers"`.
pub(super) fn describe_commit(snapshot: &Facts<'_>, commit: &Commit) -> String {
    let (name, oid) = (brief(&snapshot.author_name(commit)), commit.oid.to_string());
    format!("{name}, {}, \"{}\"", short_id(&oid), brief(commit.subject()))
}

/// The commit at an index of the history.
pub(super) fn commit_at<'s>(snapshot: &'s Facts<'_>, commit: Option<usize>) -> Option<&'s Commit> {
    snapshot.timeline.history().zip(commit).map(|(history, place)| &history.commits[place])
}

/// Describes the value before the latest move: `was 3 % until 2026-11-03 (Ana, 4f2c91e, "update numbers")`.
pub(super) fn describe_previous(snapshot: &Facts<'_>, goal: &Goal, slip: &Slip<'_>) -> String {
    let latest = slip.latest;
    format!(
        "was {} until {}",
        format_value(snapshot, goal, &slip.field_without_index, &latest.before),
        describe_day(snapshot, latest.commit, latest.day)
    )
}

/// Describes several moves: ` in 2 steps since 2026-10-28`; empty for one.
pub(super) fn describe_steps(slip: &Slip<'_>) -> String {
    match slip.moves.as_slice() {
        [] | [_] => String::new(),
        moves => format!(" in {} steps since {}", moves.len(), moves[0].day),
    }
}

/// Formats a goalpost's value: a number with the metric's unit, a day, or text in backticks.
pub(super) fn format_value(snapshot: &Facts<'_>, goal: &Goal, post: &str, value: &Value) -> String {
    let measured =
        matches!(post, "metric.baseline" | "metric.target" | "metric.at_least" | "metric.at_most" | "milestones.value");
    let unit = goal.metric.as_ref().filter(|_| measured).and_then(|metric| unit_of(snapshot.workspace, metric));
    match unit {
        Some(unit) if value.is_number() => format!("{} {}", goalpost_words(value), brief(unit)),
        _ => format_plain_value(post, value),
    }
}

/// Formats a goalpost's value without a unit: text in backticks, days and numbers as they are in the file.
pub(super) fn format_plain_value(post: &str, value: &Value) -> String {
    let text = goalpost_words(value);
    let day = matches!(post, "deadline" | "period" | "milestones.due" | "closed" | "metric.as_of");
    if (value.is_string() && !day) || value.is_array() || value.is_object() { format!("`{text}`") } else { text }
}

/// Describes the effect of a goalpost's move on progress: `; progress is 68 %, or 41 % against the original target`. It is
/// empty if there is no effect or if the effect is unknown.
pub(super) fn describe_effect(snapshot: &Facts<'_>, ix: GoalIx, noun: &str) -> String {
    let goalposts = snapshot.goalposts(ix);
    let price = price_of(snapshot, ix, goalposts);
    let Some((present, original)) = price.and_then(|price| price.present.zip(price.against_original)) else {
        return String::new();
    };
    if percent(present) == percent(original) {
        return String::new();
    }
    let others = goalposts.original.as_ref().map_or(0, |original| {
        let measures = |field: &str| field.starts_with("metric.") || field.starts_with("milestones[");
        let moved = moved_between(snapshot, original, &snapshot.goal(ix).as_written());
        moved.iter().filter(|it| measures(&it.field) && it.field_without_index() != "milestones.due").count()
    });
    // The effect of several moved goalposts cannot be split between them.
    let noun = if others > 1 { "goalposts" } else { noun };
    format!("; progress is {}, or {} against the original {noun}", percent(present), percent(original))
}

/// The advice about a move: explain it, or restore the earlier value.
pub(super) fn help(goal: &Goal, slip: &Slip<'_>, back: &str) -> String {
    format!("{}, or restore {back}", explanation_advice(&goal.id, slip.latest.commit, &slip.field_without_index))
}

/// The advice to explain a change of a field: with a `reason` before it is committed, later with a decision, which counts
/// whenever it is added.
pub(super) fn explanation_advice(id: &str, commit: Option<usize>, field: &str) -> String {
    if commit.is_none() {
        return "explain it in `reason:`".to_owned();
    }
    format!("explain it (goalpost note {id} \"…\" --kind decision --about {field})")
}

/// Creates a report on an unexplained move, with the label and help that all goalposts share.
pub(super) fn report(snapshot: &Facts<'_>, ix: GoalIx, slip: &Slip<'_>, message: String) -> Report {
    let goal = snapshot.goal(ix);
    let back = format_plain_value(&slip.field_without_index, &slip.before);
    Report::at(ix, slip.field.as_str(), message)
        .label(describe_previous(snapshot, goal, slip))
        .help(help(goal, slip, &back))
}
