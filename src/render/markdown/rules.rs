//! The list of rules as Markdown.

use super::text::code;
use crate::view::rules::RulesView;

/// The list of rules, one table for each group. Summaries are our own text, so they are not escaped.
pub fn rules(view: &RulesView) -> String {
    let summary = view.summary;
    let mut text = format!(
        "**{} rules · {} error · {} warn · {} off**\n",
        summary.rules, summary.error, summary.warn, summary.off
    );
    let mut group = "";
    for rule in &view.rules {
        if rule.group != group {
            group = &rule.group;
            text.push_str(&format!("\n### {group}\n\n| rule | level | finds |\n|---|---|---|\n"));
        }
        text.push_str(&format!("| {} | {} | {} |\n", code(&rule.name), rule.level, rule.summary.replace('|', "\\|")));
    }
    text
}
