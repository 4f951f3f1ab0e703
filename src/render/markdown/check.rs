//! The findings of a check as Markdown.

use super::text::{code, escape};
use crate::model::{count_of, counted};
use crate::view::check::{CheckView, FindingView};

/// The most characters of a comment; GitHub allows 65,536.
const MOST: usize = 64_000;
/// The characters reserved for the note on what was omitted.
const KEPT: usize = 200;
/// The most further places of a finding.
const MOST_PLACES: usize = 100;

/// The findings of a check. Where there is no room for all of them, the most important come first.
pub fn check(view: &CheckView) -> String {
    let summary = &view.summary;
    let counts = [(summary.goals, "goal"), (summary.errors, "error"), (summary.warnings, "warning")];
    let mut text = format!("**{}**\n", counts.map(|(count, noun)| count_of(count, noun)).join(" · "));
    if view.findings.is_empty() {
        return text;
    }
    text.push_str("\n| | rule | where | what |\n|---|---|---|---|\n");
    let mut left = MOST - KEPT - text.chars().count();
    let all = view.findings.iter().map(row).collect::<Vec<_>>();
    if all.iter().map(|row| row.chars().count()).sum::<usize>() <= left {
        return text + &all.concat();
    }
    let mut shown = 0;
    for row in view.most_important_first().into_iter().map(row) {
        let length = row.chars().count();
        if length > left {
            break;
        }
        left -= length;
        shown += 1;
        text.push_str(&row);
    }
    let more = counted(all.len() - shown, "finding", "findings");
    text.push_str(&format!("\n… and {more} more, for which a comment has no room: `goalpost check`\n"));
    text
}

fn row(finding: &FindingView) -> String {
    let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
    let help = finding.help.as_deref().map(|help| format!("<br>{}", escape(help))).unwrap_or_default();
    // Of findings that are reported together, each place is named; `related` is more than places for the others.
    let others = finding.related.iter().filter(|_| finding.count > 1).map(|it| {
        let line = it.line.map(|line| format!(":{line}")).unwrap_or_default();
        code(&format!("{}{line}", it.path))
    });
    let mut others: Vec<String> = others.collect();
    let more = others.len().saturating_sub(MOST_PLACES);
    others.truncate(MOST_PLACES);
    if more > 0 {
        others.push(format!("and {more} more"));
    }
    let also = if others.is_empty() { String::new() } else { format!("<br>also: {}", others.join(" ")) };
    format!(
        "| {} | {} | {} | {}{help}{also} |\n",
        finding.level,
        code(&finding.rule),
        code(&format!("{}{line}", finding.path)),
        escape(&finding.message)
    )
}
