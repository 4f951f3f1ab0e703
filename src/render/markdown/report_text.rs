//! Sections and names in reports as Markdown.

use super::super::layout::in_line;
use super::text::escape;
use crate::analysis::text::percent;
use crate::view::report::Mention;

/// The most entries of a list, and the most columns of a title.
const ENTRIES: usize = 15;
pub(super) const TITLE: usize = 100;

/// The most columns of a text that is no title.
pub(super) const TEXT: usize = 400;

/// A section with a list of limited length; empty if the list is.
pub(super) fn section(title: &str, head: &str, rows: impl Iterator<Item = String>) -> String {
    let mut body = String::new();
    let mut more = 0_usize;
    for (at, row) in rows.enumerate() {
        if at < ENTRIES { body.push_str(&row) } else { more += 1 }
    }
    if body.is_empty() {
        return body;
    }
    let rest = if more > 0 { format!("\nand {more} more\n") } else { String::new() };
    format!("\n## {title}\n\n{head}{body}{rest}")
}

pub(super) fn goal_name(goal: &Mention) -> String {
    shortened(if goal.title.trim().is_empty() { &goal.id } else { &goal.title }, TITLE)
}

pub(super) fn shortened(text: &str, most: usize) -> String {
    escape(&in_line(text, most))
}

pub(super) fn known_share(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), percent)
}

/// Why something was done, and by whom it was merged; a missing reason is bold.
pub(super) fn reason(missing: bool, words: &str) -> String {
    match words.split_once(", ") {
        _ if !missing => shortened(words, TEXT),
        Some((why, rest)) => format!("**{}**, {}", escape(why), shortened(rest, TEXT)),
        None => format!("**{}**", escape(words)),
    }
}
