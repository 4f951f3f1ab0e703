//! Pages of rules and concepts, and the list of topics, as terminal output.

use super::layout::{pad, wrap};
use super::page::page;
use super::style::Style;
use crate::model::count_of;
use crate::view::explain::{PageView, TopicsView};

/// The columns of a topic's name in the list.
const TOPIC: usize = 12;

/// The widest line in columns, for readability.
const WIDEST: usize = 100;

/// A page: heading, text and a next command.
#[must_use]
pub fn topic(view: &PageView, style: Style) -> String {
    let Some(rule) = &view.rule else {
        let between = if style.width < 60 { "\n" } else { "   " };
        let next = format!("other topics: goalpost explain{between}all rules: goalpost rules");
        return format!("{}\n\n{}\n{}\n", style.bold(&view.title), page(&view.page, style), style.dim(&next));
    };
    let level = match rule.level.as_str() {
        "error" => style.bad("error"),
        "warn" => style.warn("warn"),
        _ => style.dim("off"),
    };
    let default = if rule.level == rule.default { String::new() } else { format!(" (default: {})", rule.default) };
    let next = format!("find it in your goals: goalpost check --rule {}", rule.name);
    format!(
        "{}  {} · {level}{default}\n\n{}\n{}\n",
        style.bold(&view.title),
        style.dim(&rule.group),
        page(&view.page, style),
        style.dim(&next)
    )
}

/// The list of topics.
#[must_use]
pub fn topics(view: &TopicsView, style: Style) -> String {
    let mut text = format!("{}\n", style.bold("goalpost explain TOPIC"));
    for (heading, topics) in [("guide", &view.guide), ("concepts", &view.concepts)] {
        text.push_str(&format!("\n{heading}\n"));
        let room = style.width.min(WIDEST).saturating_sub(TOPIC + 4);
        for topic in topics {
            for (at, line) in wrap(&topic.summary, room).iter().enumerate() {
                let name = pad(if at == 0 { &topic.topic } else { "" }, TOPIC);
                text.push_str(&format!("  {}  {line}\n", style.bold(&name)));
            }
        }
    }
    text.push_str(&format!("\nand {}: goalpost rules\n", count_of(view.rules.len(), "rule")));
    text
}
