//! The list of topics as Markdown. The pages are Markdown already.

use super::text::code;
use crate::view::explain::TopicsView;

/// The list of topics. Summaries are our own text, so they are not escaped.
pub fn topics(view: &TopicsView) -> String {
    let concepts = view.concepts.iter().map(|it| format!("* {}: {}\n", code(&it.topic), it.summary));
    let rules: Vec<_> = view.rules.iter().map(|name| code(name)).collect();
    format!("**Concepts**\n\n{}\n**Rules**: {}\n", concepts.collect::<String>(), rules.join(", "))
}
