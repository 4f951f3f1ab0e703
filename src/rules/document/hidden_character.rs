//! Text that contains characters which are not shown.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::source::without_hidden;
use crate::syntax::{Content, Edit, select};

use super::truncated_text::TEXTS;

pub(in crate::rules) static RULE: Rule = Rule::warning("hidden-character", Group::Document, check);

/// Texts that are no sentences, and are shown as well.
const NAMES: [&str; 3] = ["metric.unit", "metric.source", "labels[]"];

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals() {
        // A hidden character is not ASCII, or is escaped; most files have neither.
        let text = &snapshot.workspace.file(goal.document).text;
        if text.is_ascii() && !text.contains('\\') {
            continue;
        }
        let Some(root) = &snapshot.workspace.document_of(goal).tree.root else { continue };
        for (route, node) in TEXTS.iter().chain(&NAMES).flat_map(|pattern| select(root, pattern)) {
            let Some(scalar) = node.as_scalar() else { continue };
            let (shown, hidden) = without_hidden(&scalar.text);
            let Some(first) = hidden.first() else { continue };
            let point = code_point(*first);
            let message = match hidden.len() {
                1 => format!("the text contains the invisible character {point}"),
                _ => format!("the text contains invisible characters: {point} and others"),
            };
            let report = Report::at(ix, &route, message)
                .label("has a hidden character")
                .help("remove it, by hand or with --unsafe-fixes: texts that look the same would otherwise differ");
            sink.report(report.unsafe_fix(Edit::SetScalar { route, to: Content::text(&shown) }));
        }
    }
}

/// The usual notation of a character that cannot be shown, as in the Unicode Standard: `U+200B`.
fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}
