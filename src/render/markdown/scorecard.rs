//! The scorecard as Markdown.

use super::text::{code, escape, no_goals};
use crate::render::number::share_cell;
use crate::view::scorecard::ScorecardView;
use crate::view::unreadable::unreadable_words;

/// The scores of goals as a table, with the rules that decided against each.
pub fn scorecard(view: &ScorecardView, heading: &str) -> String {
    let unread = unreadable_words(&view.unreadable);
    if view.goals.is_empty() {
        return no_goals(heading, unread.as_deref());
    }
    let letters = || view.summary.iter();
    let names: Vec<String> = letters().map(|letter| letter.letter.to_string()).collect();
    let names = names.join(" | ");
    let marks: String = letters().map(|_| ":-:|").collect();
    let mut text = format!("**{}**\n\n| goal | {names} | failing rules |\n|---|{marks}---|\n", escape(heading));
    for goal in view.order.iter().filter_map(|at| view.goals.get(*at)) {
        let indent = if goal.below { "&nbsp;&nbsp;" } else { "" };
        let verdicts = goal.letters.iter().map(|letter| match letter.verdict {
            Some(true) => " ✓ |",
            Some(false) => " ✗ |",
            None => " – |",
        });
        let rules: Vec<_> = goal.failing_rules().into_iter().map(code).collect();
        text.push_str(&format!(
            "| {indent}{} |{} {} |\n",
            escape(&goal.title),
            verdicts.collect::<String>(),
            rules.join(", ")
        ));
    }
    let shares: Vec<String> = letters().map(|letter| share_cell(letter.share)).collect();
    let shares = shares.join(" | ");
    let label = if view.withheld { "withheld: one person's goals" } else { "met, in % of goals judged" };
    text.push_str(&format!("| *{label}* | {shares} | |\n"));
    let aspects: Vec<_> = letters().map(|letter| format!("{} {}", letter.letter, letter.aspect)).collect();
    let unread = unread.map(|words| format!("\n{}\n", escape(&words))).unwrap_or_default();
    format!("{text}\n{}\n{unread}", aspects.join(" · "))
}
