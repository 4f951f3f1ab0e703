//! A text without quotes that a `#` cuts short: to YAML the rest is a comment.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::Document;
use crate::syntax::{QuoteStyle, select};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "truncated-text",
    group: Group::Document,
    level: Some(Level::Warning),
    page: include_str!("truncated_text.md"),
    options: &[],
    check,
};

/// The fields that people write sentences in.
const TEXTS: [&str; 14] = [
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

/// Words that end no sentence: whatever comes behind them belongs to it.
const UNFINISHED: [&str; 13] = ["a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"];

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals() {
        let text = &snapshot.workspace.file(goal.document).text;
        // Most files have no such sign; to look for it costs less than to look for fields.
        if !text.contains(" #") {
            continue;
        }
        for (route, lost) in cut_texts(snapshot.workspace.document_of(goal), text) {
            let report = Report::at(ix, route, format!("the text ends before ` {lost}`: to YAML that is a comment"))
                .label("cut short behind this")
                .help("put the text in quotes if that belongs to it; put a comment on a line of its own");
            sink.report(report);
        }
    }
}

/// The texts of a page that are cut short, by their routes, with what was cut off.
fn cut_texts<'t>(document: &Document, text: &'t str) -> Vec<(String, &'t str)> {
    let Some(root) = &document.tree.root else { return Vec::new() };
    let nodes = TEXTS.iter().flat_map(|pattern| select(root, pattern));
    let plain = nodes.filter(|(_, node)| node.as_scalar().is_some_and(|scalar| scalar.style == QuoteStyle::Plain));
    plain
        .filter_map(|(route, node)| {
            let said = &text[node.span.range()];
            let rest = text[node.span.range().end..].lines().next()?;
            let comment = rest.trim_start();
            let spaces = rest.len() - comment.len();
            (comment.starts_with('#') && is_cut(said, spaces, comment)).then_some((route, comment.trim_end()))
        })
        .collect()
}

/// Whether what stands behind a text belongs to it, and is no comment on it.
fn is_cut(said: &str, spaces: usize, comment: &str) -> bool {
    let sign = comment.trim_start_matches('#');
    let behind = sign.trim_start();
    let number = behind.starts_with(|c: char| c.is_ascii_digit());
    // `#42` and `#hashtag`: whoever comments leaves a space.
    let glued = sign.starts_with(|c: char| c.is_alphanumeric());
    // `the # 1 shop`, `the # of tickets`.
    let counted = spaces == 1 && (number || behind.starts_with("of "));
    let last = said.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    glued || counted || (spaces == 1 && UNFINISHED.contains(&last.as_str()))
}
