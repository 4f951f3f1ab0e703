//! The graph in Graphviz's DOT language (graphviz.org/doc/info/lang.html): `goalpost graph | dot -Tsvg`. Node names are
//! generated, so that no id or title can be syntax.

use super::clean::clean;
use super::node_label::{detail, heading_of, short, title_lines};
use crate::model::Kind;
use crate::view::brief::Relation;
use crate::view::graph::{EdgeView, GraphView, NodeView};
use crate::view::standing::health_words;

/// The fill and outline colors of each health. The fills are light, so that dark text is readable on them.
const FILLS: [(&str, &str, &str); 11] = [
    ("mission", "#e3ecf9", "#274b7a"),
    ("on-track", "#d5efd9", "#2f7d45"),
    ("achieved-early", "#b7e3c4", "#1f6b3a"),
    ("achieved", "#b7e3c4", "#1f6b3a"),
    ("at-risk", "#fdecc0", "#a8740a"),
    ("off-track", "#f9d0ca", "#b3372b"),
    ("missed", "#f3b9b1", "#8f2419"),
    ("no-data", "#ececec", "#777777"),
    ("not-started", "#ffffff", "#777777"),
    ("draft", "#ffffff", "#aaaaaa"),
    ("dropped", "#dddddd", "#aaaaaa"),
];

/// The graph in the DOT language.
pub fn dot(view: &GraphView, heading: &str) -> String {
    let mut text = String::from("digraph goals {\n");
    text.push_str(&format!(
        "  label={}; labelloc=t; labeljust=l; fontsize=18;\n",
        quote_label(&[heading_of(view, heading)])
    ));
    text.push_str("  rankdir=RL; nodesep=0.12; ranksep=0.7; newrank=true;\n");
    text.push_str("  fontname=\"Helvetica,Arial,sans-serif\"; tooltip=\" \";\n");
    text.push_str("  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, shape=box, style=filled, margin=\"0.12,0.06\"];\n");
    text.push_str("  edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=9, color=\"#555555\", arrowsize=0.7];\n");
    for (cluster, (name, members)) in view.by_team().into_iter().enumerate() {
        let indent = if let Some(name) = name {
            text.push_str(&format!("  subgraph cluster_{cluster} {{\n"));
            text.push_str(&format!(
                "    label={}; style=\"rounded,filled\"; labeljust=r; color=\"#dddddd\"; fillcolor=\"#f8f8f8\"; fontsize=12; fontcolor=\"#555555\"; tooltip=\" \";\n",
                quote_label(&[short(name)])
            ));
            "    "
        } else {
            "  "
        };
        for at in members {
            text.push_str(&format!("{indent}n{at} [{}];\n", node(&view.nodes[at])));
        }
        if name.is_some() {
            text.push_str("  }\n");
        }
    }
    for edge in &view.edges {
        let (from, to) = if edge.relation == Relation::Kpi { (edge.ends.1, edge.ends.0) } else { edge.ends };
        text.push_str(&format!("  n{from} -> n{to}{};\n", edge_attributes(edge)));
    }
    legend(view, &mut text);
    text.push_str("}\n");
    text
}

fn node(node: &NodeView) -> String {
    let mut lines = title_lines(node);
    lines.push(detail(node));
    let (fill, line) = fill(if node.goal.kind == Kind::Mission { "mission" } else { &node.goal.health });
    let mut attributes = format!(
        "label={}, tooltip={}, fillcolor=\"{fill}\", color=\"{line}\"",
        quote_label(&lines),
        quote_label(&[clean(&node.goal.id).into_owned()])
    );
    attributes.push_str(match node.goal.kind {
        Kind::Mission => ", style=\"rounded,filled\", penwidth=2.5, fontsize=14",
        Kind::Objective if is_dashed(&node.goal.health) => ", style=\"rounded,filled,dashed\"",
        Kind::Objective => ", style=\"rounded,filled\", penwidth=1.6",
        Kind::Kpi => ", shape=ellipse, margin=\"0,0\"",
        Kind::Development => ", shape=note",
        _ if is_dashed(&node.goal.health) => ", style=\"filled,dashed\"",
        _ => "",
    });
    attributes
}

/// Whether a health has a dashed outline, because it does not count.
pub(super) fn is_dashed(health: &str) -> bool {
    matches!(health, "draft" | "dropped")
}

fn edge_attributes(edge: &EdgeView) -> String {
    match edge.relation {
        Relation::Needs => {
            " [style=dashed, color=\"#8a4bb0\", fontcolor=\"#8a4bb0\", label=\"needs\", constraint=false]".to_owned()
        }
        // The edge starts at the KPI, so that the layout puts it next to the key result.
        Relation::Kpi => " [style=dotted, arrowhead=none, color=\"#3a6ea5\"]".to_owned(),
        Relation::Supports | Relation::Measures => {
            let head = if edge.relation == Relation::Measures { "none" } else { "normal" };
            match weight(edge) {
                Some(weight) => format!(" [arrowhead={head}, label={}]", quote_label(&[weight])),
                None => format!(" [arrowhead={head}]"),
            }
        }
    }
}

/// The label of a weight; none for the default weight.
pub(super) fn weight(edge: &EdgeView) -> Option<String> {
    #[expect(clippy::float_cmp, reason = "1 as written or by default")]
    edge.weight.filter(|weight| *weight != 1.0).map(|weight| format!("×{weight}"))
}

/// The fill and outline of a health. The mission has its own.
pub(super) fn fill(health: &str) -> (&'static str, &'static str) {
    FILLS.iter().find(|(word, ..)| *word == health).map_or(("#ffffff", "#777777"), |(_, fill, line)| (*fill, *line))
}

/// The legend of the colors and lines that occur in the graph.
fn legend(view: &GraphView, text: &mut String) {
    if view.nodes.is_empty() {
        return;
    }
    text.push_str("  subgraph cluster_legend {\n    label=\"legend\"; style=rounded; color=\"#cccccc\"; fontsize=10; fontcolor=\"#555555\";\n");
    for (at, (health, fill, line)) in FILLS.iter().enumerate().skip(1) {
        if view.nodes.iter().any(|node| node.goal.kind != Kind::Mission && node.goal.health == *health) {
            let dashed = if is_dashed(health) { ", style=\"filled,dashed\"" } else { "" };
            let label = quote_label(&[health_words(health).to_owned()]);
            text.push_str(&format!("    l{at} [label={label}, fillcolor=\"{fill}\", color=\"{line}\"{dashed}];\n"));
        }
    }
    let there = |relation: Relation| view.edges.iter().any(|edge| edge.relation == relation);
    let mut lines = Vec::new();
    if there(Relation::Supports) {
        lines.push("arrow: supports");
    }
    if there(Relation::Measures) {
        lines.push("plain: is a key result of");
    }
    if there(Relation::Needs) {
        lines.push("dashed: needs");
    }
    if there(Relation::Kpi) {
        lines.push("dotted: its metric is the KPI");
    }
    if view.edges.iter().any(|edge| weight(edge).is_some()) {
        lines.push("×2: counts twice");
    }
    if !lines.is_empty() {
        text.push_str(&format!("    l0 [shape=plaintext, style=\"\", label=\"{}\\l\"];\n", lines.join("\\l")));
    }
    text.push_str("  }\n");
}

/// Joins lines to a quoted label. Backslashes and ampersands are escaped: they start escapes and HTML entities.
fn quote_label(lines: &[String]) -> String {
    let mut text = String::from("\"");
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            text.push_str("\\n");
        }
        for character in line.chars() {
            match character {
                '"' => text.push_str("\\\""),
                '\\' => text.push_str("\\\\"),
                '&' => text.push_str("&amp;"),
                other => text.push(other),
            }
        }
    }
    text.push('"');
    text
}
