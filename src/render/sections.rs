//! Answers in sections: a summary line, then headings with entries, for terminals and as Markdown.

use super::clean::clean;
use super::layout::{hang, wrap_at_most, wrap_facts};
use super::markdown::{code, escape};
use super::next_steps::next_steps;
use super::style::Style;
use crate::model::abridged;

/// The most lines of a person's text in a list.
const MOST_LINES: usize = 4;

/// The most characters of an entry in a message.
const MOST_OF_LINE: usize = 400;

/// A heading with its entries.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    /// The heading.
    pub(super) heading: String,
    /// The entries.
    pub(super) entries: Vec<SectionEntry>,
}

/// An entry: a title, an optional id, and facts.
#[derive(Debug, Clone, Default)]
pub(super) struct SectionEntry {
    /// The title, as a person wrote it.
    pub(super) title: String,
    /// The goal's id.
    pub(super) id: Option<String>,
    /// Short facts, which share a line.
    pub(super) facts: Vec<String>,
    /// Sentences, each on lines of its own.
    pub(super) sentences: Vec<String>,
}

impl SectionEntry {
    /// The entry in plain words on one line, for messages.
    pub(super) fn line(&self) -> String {
        let id = self.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
        let rest: Vec<&str> = self.facts.iter().chain(&self.sentences).map(String::as_str).collect();
        let rest = if rest.is_empty() { String::new() } else { format!(": {}", rest.join(" · ")) };
        abridged(&clean(&format!("{}{id}{rest}", self.title)), MOST_OF_LINE)
    }
}

/// Formats the answer for a terminal.
pub(super) fn human<S: AsRef<str>>(first: &str, sections: &[Section], steps: &[S], style: Style) -> String {
    let mut text = String::new();
    let mut put = |lines: Vec<String>| lines.iter().for_each(|line| text.push_str(&format!("{line}\n")));
    let width = style.width.saturating_sub(1);
    put(wrap_facts(&clean(first), width).iter().map(|line| style.bold(line)).collect());
    for section in sections.iter().filter(|section| !section.entries.is_empty()) {
        put(vec![String::new(), style.bold(&clean(&section.heading))]);
        for entry in &section.entries {
            let mut title = wrap_at_most(&clean(&entry.title), width - 2, 2);
            if let Some(id) = entry.id.as_ref().map(|id| clean(id)) {
                let last = title.last_mut().filter(|last| super::layout::width(last) + id.len() + 4 <= width);
                match last {
                    Some(last) => last.push_str(&format!("  {}", style.dim(&id))),
                    None => title.push(style.dim(&super::layout::cut(&id, width - 2))),
                }
            }
            put(hang("  ", 2, &title));
            let facts: Vec<String> = entry.facts.iter().map(|fact| clean(fact).into_owned()).collect();
            if !facts.is_empty() {
                put(hang("    ", 4, &wrap_facts(&facts.join(" · "), width - 4)));
            }
            for sentence in &entry.sentences {
                put(hang("    ", 4, &wrap_at_most(&clean(sentence), width - 4, MOST_LINES)));
            }
        }
    }
    text + &next_steps(steps, style)
}

/// Formats the answer as Markdown, with an optional heading.
pub(super) fn markdown(title: Option<&str>, first: &str, sections: &[Section]) -> String {
    let mut text = String::new();
    if let Some(title) = title {
        text.push_str(&format!("# {}\n\n{}\n", escape(title), escape(first)));
    } else {
        text.push_str(&format!("**{}**\n", escape(first)));
    }
    let level = if title.is_some() { "##" } else { "####" };
    for section in sections.iter().filter(|section| !section.entries.is_empty()) {
        text.push_str(&format!("\n{level} {}\n\n", escape(&section.heading)));
        for entry in &section.entries {
            let id = entry.id.as_ref().map(|id| format!(" {}", code(id))).unwrap_or_default();
            let title = escape(&entry.title);
            let title = if entry.id.is_some() { format!("**{title}**") } else { title };
            text.push_str(&format!("- {title}{id}\n"));
            let facts: Vec<String> = entry.facts.iter().map(|fact| escape(fact)).collect();
            if !facts.is_empty() {
                text.push_str(&format!("  - {}\n", facts.join(" · ")));
            }
            for sentence in &entry.sentences {
                text.push_str(&format!("  - {}\n", escape(sentence)));
            }
        }
    }
    text
}
