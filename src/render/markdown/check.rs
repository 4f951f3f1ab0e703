//! The findings of a check as Markdown.

use super::text::{code, escape};
use crate::view::check::CheckView;

/// The findings of a check.
#[must_use]
pub fn check(view: &CheckView) -> String {
    let summary = &view.summary;
    let mut text = format!("**{} goals · {} errors · {} warnings**\n", summary.goals, summary.errors, summary.warnings);
    if view.findings.is_empty() {
        return text;
    }
    text.push_str("\n| | rule | where | what |\n|---|---|---|---|\n");
    for finding in &view.findings {
        let mark = if finding.level == "error" { "error" } else { "warning" };
        let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
        let help = finding.help.as_deref().map(|help| format!("<br>{}", escape(help))).unwrap_or_default();
        // Of findings that are reported together, each place is named; `related` is more than places for the others.
        let others = finding.related.iter().filter(|_| finding.count > 1).map(|it| {
            let line = it.line.map(|line| format!(":{line}")).unwrap_or_default();
            code(&format!("{}{line}", it.path))
        });
        let others: Vec<String> = others.collect();
        let also = if others.is_empty() { String::new() } else { format!("<br>also: {}", others.join(" ")) };
        text.push_str(&format!(
            "| {mark} | {} | {} | {}{help}{also} |\n",
            code(&finding.rule),
            code(&format!("{}{line}", finding.path)),
            escape(&finding.message)
        ));
    }
    text
}
