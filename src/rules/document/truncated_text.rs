//! Unquoted text that a `#` cuts short. In YAML 1.2.2 (section 6.6) the rest is a comment.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::Document;
use crate::syntax::{QuoteStyle, select};

pub(in crate::rules) static RULE: Rule = Rule::warning("truncated-text", Group::Document, check);

/// The fields that contain sentences.
pub(super) const TEXTS: [&str; 14] = [
    "title",
    "statement",
    "vision",
    "why",
    "reason",
    "retrospective",
    "competency",
    "aspiration",
    "metric.name",
    "milestones[].title",
    "needs[].what",
    "log[].text",
    "supports[].how",
    "grade.why",
];

/// Words that cannot end a sentence, so that the text after them belongs to it.
const UNFINISHED: [&str; 13] = ["a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"];

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals() {
        let text = &snapshot.workspace.file(goal.document).text;
        // Most files have no such sign, and searching the text is cheaper than searching the fields.
        if !text.contains(" #") {
            continue;
        }
        for (route, lost) in cut_texts(snapshot.workspace.document_of(goal), text) {
            let report =
                Report::at(ix, route, format!("the text ends before ` {lost}`, which YAML reads as a comment"))
                    .label("cut short after this")
                    .help("quote the text if that is part of it; otherwise put the comment on a separate line");
            sink.report(report);
        }
    }
}

/// The texts of a document that are cut short, by route, each with the part that was cut off.
fn cut_texts<'t>(document: &Document, text: &'t str) -> Vec<(String, &'t str)> {
    let Some(root) = &document.tree.root else { return Vec::new() };
    let nodes = TEXTS.iter().flat_map(|pattern| select(root, pattern));
    let plain = nodes.filter(|(_, node)| node.as_scalar().is_some_and(|scalar| scalar.style == QuoteStyle::Plain));
    plain
        .filter_map(|(route, node)| {
            let kept = &text[node.span.range()];
            let rest = text[node.span.range().end..].lines().next()?;
            let comment = rest.trim_start();
            let spaces = rest.len() - comment.len();
            (comment.starts_with('#') && is_cut(kept, spaces, comment)).then_some((route, comment.trim_end()))
        })
        .collect()
}

/// Whether a comment after a text is really a part of the text.
fn is_cut(kept: &str, spaces: usize, comment: &str) -> bool {
    let sign = comment.trim_start_matches('#');
    let behind = sign.trim_start();
    let number = behind.starts_with(|c: char| c.is_ascii_digit());
    // `#42` and `#hashtag`: real comments have a space after the sign.
    let glued = sign.starts_with(|c: char| c.is_alphanumeric());
    // `the # 1 shop`, `the # of tickets`: after one space only, because comments are often set off by two.
    let counted = spaces == 1 && (number || behind.starts_with("of "));
    let last = kept.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    glued || counted || (spaces == 1 && UNFINISHED.contains(&last.as_str()))
}
