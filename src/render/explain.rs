//! Pages of rules and concepts, and the list of topics, as terminal output.

use super::layout::{pad, width, wrap};
use super::next_steps::next_steps;
use super::page::page;
use super::style::Style;
use crate::model::count_of;
use crate::view::explain::{PageView, TopicsView};

/// The columns of a topic's name in the list.
const TOPIC: usize = 12;

/// The widest line in columns, for readability.
const WIDEST: usize = 100;

/// A page: heading, text and a next command.
pub fn topic(view: &PageView, style: Style) -> String {
    let Some(rule) = &view.rule else {
        let steps = next_steps(["other topics: goalpost explain", "all rules: goalpost rules"], style);
        return format!("{}\n\n{}{steps}", style.bold(&view.title), page(&view.page, style));
    };
    let level = match rule.level.as_str() {
        "error" => style.bad("error"),
        "warn" => style.warn("warn"),
        _ => style.dim("off"),
    };
    let default = if rule.level == rule.default { String::new() } else { format!(" (default: {})", rule.default) };
    let steps = next_steps([format!("find it in your goals: goalpost check --rule {}", rule.name)], style);
    let used = width(&view.title) + width(&rule.group) + width(&rule.level) + width(&default) + 5;
    let between = if used <= style.width { "  " } else { "\n" };
    let (title, group) = (style.bold(&view.title), style.dim(&rule.group));
    format!("{title}{between}{group} · {level}{default}\n\n{}{steps}", page(&view.page, style))
}

/// The list of topics.
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
    text + &next_steps([format!("and {}: goalpost rules", count_of(view.rules.len(), "rule"))], style)
}
