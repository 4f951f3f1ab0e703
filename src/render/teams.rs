//! Sections as a card for Microsoft Teams (Adaptive Cards 1.4, adaptivecards.io), in the message that a workflow's webhook
//! takes.
//!
//! All text stands in text runs, in which Teams reads no Markdown.

use serde::Serialize;

use super::clean::clean;
use super::json::json;
use super::sections::Section;
use crate::model::{abridged, counted};

/// The most bytes of a message; Teams takes 28 KB.
const MOST: usize = 27_000;
/// The most characters of a heading.
const HEADING: usize = 200;

#[derive(Serialize)]
struct TeamsMessage<'b> {
    #[serde(rename = "type")]
    kind: &'static str,
    attachments: [TeamsAttachment<'b>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TeamsAttachment<'b> {
    content_type: &'static str,
    content: AdaptiveCard<'b>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AdaptiveCard<'b> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    version: &'static str,
    fallback_text: String,
    body: &'b [RichTextBlock],
}

#[derive(Serialize)]
struct RichTextBlock {
    #[serde(rename = "type")]
    kind: &'static str,
    inlines: [TextRun; 1],
    separator: bool,
}

#[derive(Serialize)]
struct TextRun {
    #[serde(rename = "type")]
    kind: &'static str,
    text: String,
    weight: &'static str,
}

fn block(text: &str, is_heading: bool) -> RichTextBlock {
    let weight = if is_heading { "Bolder" } else { "Default" };
    let text = without_functions(text);
    RichTextBlock { kind: "RichTextBlock", inlines: [TextRun { kind: "TextRun", text, weight }], separator: is_heading }
}

/// A text that is none of the functions `{{DATE(…)}}` and `{{TIME(…)}}`: a zero-width joiner keeps each brace from the next.
fn without_functions(text: &str) -> String {
    let mut separated = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        separated.push(character);
        if character == '{' && characters.peek() == Some(&'{') {
            separated.push('\u{200d}');
        }
    }
    separated
}

/// A message with a card: a heading and an entry each line, and what was left out for the limit of Teams.
pub(super) fn message(first: &str, sections: &[Section]) -> String {
    let first = abridged(&clean(first), 10 * HEADING);
    let mut body = vec![block(&first, true)];
    for section in sections.iter().filter(|section| !section.entries.is_empty()) {
        body.push(block(&abridged(&clean(&section.heading), HEADING), true));
        body.extend(section.entries.iter().map(|entry| block(&format!("• {}", entry.line()), false)));
    }
    let whole = card(&first, &body);
    if whole.len() <= MOST {
        return whole;
    }
    let add_rest = |kept: usize, body: &mut Vec<RichTextBlock>| {
        let left = body.split_off(kept).iter().filter(|it| !it.separator).count();
        let entries = counted(left, "entry", "entries");
        body.push(block(&format!("… and {entries} more, for which a card has no room"), false));
    };
    // The note on what is left out takes the room of one more entry.
    let sizes: Vec<usize> = (0..body.len()).map(|kept| card(&first, &body[..kept]).len()).collect();
    add_rest(sizes.partition_point(|size| *size + 400 <= MOST).saturating_sub(1), &mut body);
    card(&first, &body)
}

fn card(first: &str, body: &[RichTextBlock]) -> String {
    let content = AdaptiveCard {
        schema: "http://adaptivecards.io/schemas/adaptive-card.json",
        kind: "AdaptiveCard",
        version: "1.4",
        fallback_text: without_functions(first),
        body,
    };
    let content_type = "application/vnd.microsoft.card.adaptive";
    json(&TeamsMessage { kind: "message", attachments: [TeamsAttachment { content_type, content }] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sections::SectionEntry;

    #[test]
    fn a_card_stays_within_the_limit_and_says_what_it_leaves_out() {
        let entry = || SectionEntry {
            title: "[a](http://x) {{{DATE(x)}}} {{{{TIME(x)}} 日本".repeat(9),
            ..SectionEntry::default()
        };
        let section = || Section { heading: "Late".to_owned(), entries: (0..12).map(|_| entry()).collect() };
        let sections: Vec<Section> = (0..12).map(|_| section()).collect();
        let text = message("144 items {{{DATE(x)}}}", &sections);
        assert!((25_000..=28_000).contains(&text.len()), "{}", text.len());
        assert!(!text.contains("{{") && !text.contains("\"TextBlock\""), "no text is markup: {text}");
        let text: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let body = text["attachments"][0]["content"]["body"].as_array().expect("a body");
        let last = body[body.len() - 1]["inlines"][0]["text"].as_str().expect("a text");
        assert!(last.ends_with("more, for which a card has no room"), "{last}");
    }
}
