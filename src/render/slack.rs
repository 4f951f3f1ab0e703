//! Sections as a message for Slack (Block Kit, docs.slack.dev/reference/block-kit), to be posted to an incoming webhook.
//!
//! All text stands in `plain_text` objects, in which Slack reads no markup, mentions or links.

use serde::Serialize;

use super::clean::clean;
use super::json::json;
use super::sections::Section;
use crate::model::{abridged, counted};

/// The most blocks of a message.
const MOST_BLOCKS: usize = 50;
/// The most characters of a section's text.
const MOST_OF_SECTION: usize = 3_000;
/// The most characters of a header's text.
const MOST_OF_HEADER: usize = 150;

#[derive(Serialize)]
struct SlackMessage {
    /// What a notification shows.
    text: String,
    blocks: Vec<SlackBlock>,
}

#[derive(Serialize)]
struct SlackBlock {
    #[serde(rename = "type")]
    kind: &'static str,
    text: SlackText,
}

#[derive(Serialize)]
struct SlackText {
    #[serde(rename = "type")]
    kind: &'static str,
    text: String,
    emoji: bool,
}

fn block(kind: &'static str, text: String) -> SlackBlock {
    SlackBlock { kind, text: SlackText { kind: "plain_text", text, emoji: false } }
}

/// A message with a header for each section, and what was left out for Slack's limits.
pub(super) fn message(first: &str, sections: &[Section]) -> String {
    let first = clean(first);
    let mut blocks = vec![block("section", abridged(&first, MOST_OF_SECTION))];
    let mut left_out = 0;
    for section in sections.iter().filter(|section| !section.entries.is_empty()) {
        let lines: Vec<String> = section.entries.iter().map(|entry| format!("• {}", entry.line())).collect();
        let texts = packed(&lines);
        // One block is kept for the note on what was left out.
        if blocks.len() + 1 + texts.len() >= MOST_BLOCKS {
            left_out += section.entries.len();
            continue;
        }
        blocks.push(block("header", abridged(&clean(&section.heading), MOST_OF_HEADER)));
        blocks.extend(texts.into_iter().map(|text| block("section", text)));
    }
    if left_out > 0 {
        let entries = counted(left_out, "entry", "entries");
        blocks.push(block("section", format!("… and {entries} more, for which a message has no room")));
    }
    // The notification's text has markup, whose control characters are escaped.
    let text = first.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    json(&SlackMessage { text: abridged(&text, MOST_OF_SECTION), blocks })
}

/// Lines as texts that are short enough for a section.
fn packed(lines: &[String]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for line in lines {
        match texts.last_mut().filter(|text| text.chars().count() + line.chars().count() < MOST_OF_SECTION) {
            Some(text) => text.push_str(&format!("\n{line}")),
            None => texts.push(line.clone()),
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sections::SectionEntry;

    #[test]
    fn a_message_stays_within_the_limits_and_says_what_it_leaves_out() {
        let entry = || SectionEntry { title: "<!channel> *".repeat(100), ..SectionEntry::default() };
        let section = || Section { heading: "x".repeat(300), entries: (0..40).map(|_| entry()).collect() };
        let sections: Vec<Section> = (0..30).map(|_| section()).collect();
        let posted: serde_json::Value = serde_json::from_str(&message("30 <!here>", &sections)).expect("JSON");
        let blocks = posted["blocks"].as_array().expect("blocks");
        assert!(blocks.len() <= 50, "{}", blocks.len());
        for block in blocks {
            assert_eq!(block["text"]["type"], "plain_text", "no text is markup");
            let most = if block["type"] == "header" { 150 } else { 3_000 };
            assert!(block["text"]["text"].as_str().is_some_and(|text| text.chars().count() <= most), "{block}");
        }
        assert!(blocks[blocks.len() - 1]["text"]["text"].as_str().is_some_and(|text| text.contains("entries more")));
        assert_eq!(posted["text"], "30 &lt;!here&gt;");
    }
}
