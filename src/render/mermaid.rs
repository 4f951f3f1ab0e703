//! The graph as a Mermaid flowchart (mermaid.js.org), for Markdown pages. Node names are generated, and labels are quoted with
//! every character that Mermaid or Markdown could interpret written as a numeric entity.

use std::collections::BTreeMap;

use super::dot::{fill, is_dashed, weight};
use super::node_label::{detail, short};
use crate::model::Kind;
use crate::view::brief::Relation;
use crate::view::graph::{EdgeView, GraphView, NodeView};

/// The most edges that Mermaid draws with its default settings.
pub const MOST_EDGES: usize = 500;

/// The most characters that Mermaid reads with its default settings.
pub const MOST_CHARACTERS: usize = 50_000;

/// The graph as a Mermaid flowchart.
pub fn mermaid(view: &GraphView) -> String {
    let mut text = String::from("flowchart RL\n");
    for (at, (name, members)) in view.by_team().into_iter().enumerate() {
        let indent = if name.is_some() { "    " } else { "  " };
        if let Some(name) = name {
            text.push_str(&format!("  subgraph t{at}[{}]\n", quote_label(&[&short(name)])));
        }
        for at in members {
            text.push_str(&format!("{indent}n{at}{}\n", node(&view.nodes[at])));
        }
        if name.is_some() {
            text.push_str("  end\n");
        }
    }
    for edge in &view.edges {
        text.push_str(&format!("  {}\n", edge_line(edge)));
    }
    classes(view, &mut text);
    text
}

fn node(node: &NodeView) -> String {
    let title = Some(short(&node.goal.title)).filter(|title| !title.is_empty()).unwrap_or_else(|| short(&node.goal.id));
    let label = quote_label(&[&title, &detail(node)]);
    match node.goal.kind {
        Kind::Mission => format!("([{label}])"),
        Kind::Objective | Kind::Development => format!("({label})"),
        Kind::KeyResult | Kind::Survey => format!("[{label}]"),
        Kind::Kpi => format!("[({label})]"),
    }
}

fn edge_line(edge: &EdgeView) -> String {
    let (from, to) = edge.ends;
    match edge.relation {
        Relation::Needs => format!("n{from} -. needs .-> n{to}"),
        Relation::Kpi => format!("n{to} -.- n{from}"),
        Relation::Supports | Relation::Measures => {
            let line = if edge.relation == Relation::Measures { "---" } else { "-->" };
            let label = weight(edge).map(|weight| format!("|{}|", quote_label(&[&weight]))).unwrap_or_default();
            format!("n{from} {line}{label} n{to}")
        }
    }
}

/// The class definitions of the healths that occur, and their nodes.
fn classes(view: &GraphView, text: &mut String) {
    let mut members: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (at, node) in view.nodes.iter().enumerate() {
        let class = if node.goal.kind == Kind::Mission { "mission" } else { node.goal.health.as_str() };
        members.entry(class).or_default().push(format!("n{at}"));
    }
    for (class, members) in members {
        let (fill, line) = fill(class);
        // Mermaid reads class names that start like one of its keywords as syntax, so they have a prefix.
        let name = format!("is_{}", class.replace('-', "_"));
        let dash = if is_dashed(class) { ",stroke-dasharray:4" } else { "" };
        text.push_str(&format!("  classDef {name} fill:{fill},stroke:{line},color:#222222{dash}\n"));
        text.push_str(&format!("  class {} {name}\n", members.join(",")));
    }
}

/// Joins lines to a quoted label.
fn quote_label(lines: &[&str]) -> String {
    let mut text = String::from("\"");
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            text.push_str("<br/>");
        }
        escape(line, &mut text);
    }
    text.push('"');
    text
}

/// Writes punctuation as numeric entities, except single characters inside a line, where they cannot start any syntax.
fn escape(line: &str, text: &mut String) {
    let plain = |character: char| character.is_alphanumeric() && !is_taken(character);
    let mut before = None;
    let mut rest = line.chars().peekable();
    while let Some(character) = rest.next() {
        let after = rest.peek().copied();
        let alone = |by: Option<char>| by.is_none_or(|by| plain(by) || by == ' ');
        let counts = before.is_some_and(char::is_numeric) && after.is_none_or(|after| after == ' ');
        let harmless = match character {
            ' ' => true,
            ',' | '·' | '…' => alone(before) && alone(after),
            '.' | '-' | '%' | '/' | '?' => {
                before.is_some() && alone(before) && alone(after) && !(character == '.' && counts)
            }
            other if other.is_ascii() => other.is_ascii_alphanumeric(),
            other => !is_taken(other),
        };
        if harmless {
            text.push(character);
        } else {
            text.push_str(&format!("#{};", u32::from(character)));
        }
        // Mermaid interprets `$$` (mathematics), `fa:fa-` (icons) and `\n` (line break) even if they are written as
        // entities.
        if matches!((character, after), ('$', Some('$')) | (':', Some('f')) | ('\\', Some('n'))) {
            text.push('\u{2060}');
        }
        before = Some(character);
    }
}

/// The characters that Mermaid uses internally as placeholders for entities while it parses.
fn is_taken(character: char) -> bool {
    matches!(character, 'ﬂ' | '°' | '¶' | 'ß')
}
