//! How moved goalposts are told: what stood before and until when, what it costs, and what to do about it.

use serde_json::Value;

use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Slip, moved_between, price_of};
use crate::analysis::numbers::unit_of;
use crate::analysis::text::percent;
use crate::analysis::versions::say_goalpost;
use crate::git::{Commit, short_id};
use crate::lint::Report;
use crate::model::{Day, Goal, GoalIx, brief};

/// The slips of some goalposts, by goal, each with what it stands at.
pub(super) fn slips<'s>(snapshot: &'s Facts<'_>, posts: &[&str]) -> Vec<(GoalIx, &'s Goal, Vec<Slip<'s>>)> {
    let mut found = Vec::new();
    for (ix, goal) in snapshot.goals().filter(|(ix, _)| !snapshot.goalposts(*ix).moves.is_empty()) {
        let mut slips = snapshot.slips(ix);
        slips.retain(|slip| posts.contains(&slip.post.as_str()));
        if !slips.is_empty() {
            found.push((ix, goal, slips));
        }
    }
    found
}

/// `2026-11-03 (Ana, 4f2c91e, "update numbers")`, or that it is not committed yet.
pub(super) fn when(snapshot: &Facts<'_>, commit: Option<usize>, day: Day) -> String {
    match commit_at(snapshot, commit) {
        Some(commit) => format!("{day} ({})", by(snapshot, commit)),
        None => "now (not committed yet)".to_owned(),
    }
}

/// `on 2026-11-03 (Ana, 4f2c91e, "update numbers")`, or that it is not committed yet.
pub(super) fn on(snapshot: &Facts<'_>, commit: Option<usize>, day: Day) -> String {
    let on = if commit.is_some() { "on " } else { "" };
    format!("{on}{}", when(snapshot, commit, day))
}

/// `Ana, 4f2c91e, "update numbers"`.
pub(super) fn by(snapshot: &Facts<'_>, commit: &Commit) -> String {
    let (name, oid) = (brief(&snapshot.author_name(commit)), commit.oid.to_string());
    format!("{name}, {}, \"{}\"", short_id(&oid), brief(commit.subject()))
}

/// The commit at a place of history.
pub(super) fn commit_at<'s>(snapshot: &'s Facts<'_>, commit: Option<usize>) -> Option<&'s Commit> {
    snapshot.timeline.history().zip(commit).map(|(history, place)| &history.commits[place])
}

/// `was 3 % until 2026-11-03 (Ana, 4f2c91e, "update numbers")`: before the latest of its moves.
pub(super) fn was(snapshot: &Facts<'_>, goal: &Goal, slip: &Slip<'_>) -> String {
    let latest = slip.latest;
    format!(
        "was {} until {}",
        said(snapshot, goal, &slip.post, &latest.before),
        when(snapshot, latest.commit, latest.day)
    )
}

/// What more there is to say of several moves: ` in 2 steps since 2026-10-28`.
pub(super) fn steps(slip: &Slip<'_>) -> String {
    match slip.moves.as_slice() {
        [] | [_] => String::new(),
        moves => format!(" in {} steps since {}", moves.len(), moves[0].day),
    }
}

/// A goalpost's value in words: a number with the metric's unit, a day, a text in backticks.
pub(super) fn said(snapshot: &Facts<'_>, goal: &Goal, post: &str, value: &Value) -> String {
    let measured =
        matches!(post, "metric.baseline" | "metric.target" | "metric.at_least" | "metric.at_most" | "milestones.value");
    let unit = goal.metric.as_ref().filter(|_| measured).and_then(|metric| unit_of(snapshot.workspace, metric));
    match unit {
        Some(unit) if value.is_number() => format!("{} {}", say_goalpost(value), brief(unit)),
        _ => bare(post, value),
    }
}

/// A goalpost's value as a file would have it; texts in backticks, days as they are.
pub(super) fn bare(post: &str, value: &Value) -> String {
    let text = say_goalpost(value);
    let day = matches!(post, "deadline" | "period" | "milestones.due" | "closed" | "metric.as_of");
    if (value.is_string() && !day) || value.is_array() { format!("`{text}`") } else { text }
}

/// What a goalpost's move does to progress: `. Progress reads 68 %; against the original target it is 41 %`. Empty where
/// it does nothing, or nothing that can be told.
pub(super) fn price(snapshot: &Facts<'_>, ix: GoalIx, noun: &str) -> String {
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
        moved.iter().filter(|it| measures(&it.field) && it.post() != "milestones.due").count()
    });
    let noun = if others > 1 { "goalposts" } else { noun };
    format!(". Progress reads {}; against the original {noun} it is {}", percent(present), percent(original))
}

/// What to do about a move: say why where that counts, or put back what was.
pub(super) fn help(goal: &Goal, slip: &Slip<'_>, back: &str) -> String {
    format!("{}, or put {back} back", say_why(&goal.id, slip.latest.commit, &slip.post))
}

/// How a change of a field is explained: by a `reason` while it is not committed, afterwards by a decision, which may come
/// at any time.
pub(super) fn say_why(id: &str, commit: Option<usize>, field: &str) -> String {
    if commit.is_none() {
        return "say why in `reason:`".to_owned();
    }
    format!("say why (goalpost note {id} \"…\" --kind decision --about {field})")
}

/// A report on a slip: its label and its help are those of all goalposts.
pub(super) fn report(snapshot: &Facts<'_>, ix: GoalIx, slip: &Slip<'_>, message: String) -> Report {
    let goal = snapshot.goal(ix);
    let back = bare(&slip.post, &slip.before);
    Report::at(ix, slip.field.as_str(), message).label(was(snapshot, goal, slip)).help(help(goal, slip, &back))
}
