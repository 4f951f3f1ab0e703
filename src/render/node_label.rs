//! What stands on a node of a drawn graph: a short title and how the goal stands. Dot and Mermaid escape it each for itself.

use super::layout::{cut, in_line, wrap};
use super::number::tight_percent;
use crate::model::Kind;
use crate::view::graph::NodeView;

/// The most columns of a title on a node.
const TITLE: usize = 64;

/// The columns of a line on a node.
const LINE: usize = 28;

/// A title cut to what a node holds, in lines; never empty.
pub(super) fn title_lines(node: &NodeView) -> Vec<String> {
    let title = short(&node.goal.title);
    let text = if title.is_empty() { short(&node.goal.id) } else { title };
    let widest = wrap(&text, LINE);
    // As few lines as possible, and these of like length: no word alone on the last one.
    let narrower = (LINE / 2..LINE).map(|columns| wrap(&text, columns)).find(|lines| lines.len() == widest.len());
    narrower.unwrap_or(widest)
}

/// One line of at most 64 columns.
pub(super) fn short(text: &str) -> String {
    in_line(text, TITLE)
}

/// Who answers for it, how far it is, how it stands.
pub(super) fn detail(node: &NodeView) -> String {
    if node.goal.kind == Kind::Mission {
        return "mission".to_owned();
    }
    let mut parts = Vec::new();
    if node.goal.kind == Kind::Kpi {
        parts.push("KPI".to_owned());
    }
    if let Some(owner) = node.goal.owner.as_deref().or(node.goal.team.as_deref()) {
        parts.push(cut(&short(owner), 16));
    }
    let words = &node.goal.standing;
    match node.goal.progress {
        Some(progress) if node.goal.kind != Kind::Kpi => parts.push(format!("{} {words}", tight_percent(progress))),
        _ => parts.push(words.clone()),
    }
    parts.join(" · ")
}
