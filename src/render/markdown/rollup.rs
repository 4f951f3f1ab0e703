//! A rollup as a Markdown table.

use super::report_text::known_share;
use super::text::{escape, no_goals};
use crate::view::rollup::{GoalView, RollupView};
use crate::view::unreadable::unreadable_words;

/// The numbers of a rollup as a table, in the order of the tree.
pub fn rollup(view: &RollupView, heading: &str) -> String {
    if view.tree.is_empty() {
        return no_goals(heading, unreadable_words(&view.unreadable).as_deref());
    }
    let mut text =
        format!("**{}**\n\n| goal | owner | progress | plan | health |\n|---|---|--:|--:|---|\n", escape(heading));
    for row in view.tree.iter().filter(|row| row.shown_under.is_none()) {
        let Some(goal) = view.goals.get(row.goal) else { continue };
        let indent = "&nbsp;&nbsp;".repeat(row.last.len());
        text.push_str(&format!(
            "| {indent}{} | {} | {} | {} | {} |\n",
            escape(&goal.title),
            escape(goal.owner.as_deref().unwrap_or("")),
            known_share(goal.progress),
            known_share(goal.expected),
            health(goal)
        ));
    }
    let summary: Vec<String> = view.tally.summary().iter().map(|(words, _)| escape(words)).collect();
    text.push_str(&format!("\n{}\n", summary.join(" · ")));
    text
}

fn health(goal: &GoalView) -> String {
    if goal.kind == crate::model::Kind::Mission {
        return String::new();
    }
    let remarks = goal.late_words().chain(goal.forecast_if_behind().map(|it| it.words.as_str()));
    std::iter::once(goal.standing.clone()).chain(remarks.map(escape)).collect::<Vec<_>>().join("; ")
}
