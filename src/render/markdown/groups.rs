//! Goals summed up by team, perspective or area as a Markdown table.

use super::report_text::known_share;
use super::text::{escape, no_goals};
use crate::analysis::text::percent;
use crate::render::groups::{check_in_words, moved_words, progress_words, standing_words};
use crate::view::group::{GoalGroupView, GroupBy};

/// The groups with a heading for the period.
pub fn groups(groups: &[GoalGroupView], by: GroupBy, heading: &str, unread: Option<&str>) -> String {
    if groups.is_empty() {
        return no_goals(heading, unread);
    }
    let unread = unread.map(|words| format!("\n{}\n", escape(words))).unwrap_or_default();
    format!("**{}**\n\n{}{unread}", escape(heading), group_table(groups, by))
}

/// The table alone.
pub(super) fn group_table(groups: &[GoalGroupView], by: GroupBy) -> String {
    let mut text = format!(
        "| {} | goals | progress | plan | health | check-ins | moved |\n|---|--:|--:|--:|---|--:|---|\n",
        by.word()
    );
    for group in groups {
        text.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} | {} |\n",
            escape(&group.title(by)),
            group.goals,
            progress_words(group, percent),
            known_share(group.expected),
            standing_words(group),
            check_in_words(group),
            moved_words(group)
        ));
    }
    text
}
