//! The list of pages as Markdown; the pages are Markdown already.

use super::text::code;
use crate::view::explain::TopicsView;

/// What can be explained. Summaries are ours, and Markdown already.
#[must_use]
pub fn topics(view: &TopicsView) -> String {
    let concepts = view.concepts.iter().map(|it| format!("* {}: {}\n", code(&it.topic), it.summary));
    let rules: Vec<_> = view.rules.iter().map(|name| code(name)).collect();
    format!("**Concepts**\n\n{}\n**Rules**: {}\n", concepts.collect::<String>(), rules.join(", "))
}
