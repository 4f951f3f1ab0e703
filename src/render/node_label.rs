//! The text on a node of a graph: a short title and the state of the goal. DOT and Mermaid escape it themselves.

use super::clean::clean;
use super::layout::{cut, in_line, wrap};
use super::number::tight_percent;
use crate::model::Kind;
use crate::view::graph::{GraphView, NodeView};
use crate::view::unreadable::unreadable_words;

/// The most columns of a title on a node.
const TITLE: usize = 64;

/// The most columns of a line on a node.
const LINE: usize = 28;

/// A title in lines, cut to the space of a node; never empty.
pub(super) fn title_lines(node: &NodeView) -> Vec<String> {
    let title = short(&node.goal.title);
    let text = if title.is_empty() { short(&node.goal.id) } else { title };
    let widest = wrap(&text, LINE);
    // As few lines as possible, of similar length, so that no single word is on the last one.
    let narrower = (LINE / 2..LINE).map(|columns| wrap(&text, columns)).find(|lines| lines.len() == widest.len());
    narrower.unwrap_or(widest)
}

/// Cuts a text to one line of at most 64 columns.
pub(super) fn short(text: &str) -> String {
    in_line(text, TITLE)
}

/// The heading of a drawing, with the files that cannot be read: their goals have no place in it.
pub(super) fn heading_of(view: &GraphView, heading: &str) -> String {
    let unread = unreadable_words(&view.unreadable).map(|words| clean(&words).into_owned());
    std::iter::once(short(heading)).chain(unread).collect::<Vec<_>>().join(" · ")
}

/// The owner, progress and health.
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
