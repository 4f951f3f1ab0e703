//! The graph as an SVG drawing: the mission at the left, the goals that support it in columns to the right. The file is
//! self-contained, has a light and a dark color scheme, and contains no script.

use super::super::dot::weight;
use super::super::layout::cut;
use super::super::node_label::{detail, heading_of, short, title_lines};
use super::escape::escape;
use super::layered::{GraphLayout, Layers, lay_out};
use crate::model::Kind;
use crate::view::brief::Relation;
use crate::view::graph::{EdgeView, GraphView, NodeView};
use crate::view::standing::health_words;

/// The width of a node, the space between columns and between nodes, and the margin, in units.
const NODE: f64 = 212.0;

/// The most columns of the second line on a node; the whole of it stands in its title.
const DETAIL: usize = 36;
const ACROSS: f64 = 76.0;
const GAP: f64 = 12.0;
const EDGE: f64 = 24.0;

/// The height of a line of a title, and the space above and below a node's title.
const LINE: f64 = 15.0;
const AROUND: f64 = 35.0;

/// The heights of the heading and the legend.
const HEAD: f64 = 44.0;
const LEGEND: f64 = 40.0;

/// Every health with the CSS class of its color.
const HEALTHS: [&str; 10] = [
    "on-track",
    "at-risk",
    "off-track",
    "no-data",
    "not-started",
    "achieved-early",
    "achieved",
    "missed",
    "draft",
    "dropped",
];

const STYLE: &str = include_str!("graph.css");

/// The graph as an SVG file.
pub fn graph(view: &GraphView, heading: &str) -> String {
    let labels: Vec<Vec<String>> = view.nodes.iter().map(title_lines).collect();
    let heights = labels.iter().map(|lines| float(lines.len()) * LINE + AROUND).collect();
    let hangs = |edge: &&EdgeView| edge.relation != Relation::Needs;
    let edges: Vec<&EdgeView> = view.edges.iter().filter(hangs).collect();
    let ends =
        edges.iter().map(|edge| if edge.relation == Relation::Kpi { (edge.ends.1, edge.ends.0) } else { edge.ends });
    let layers = Layers { heights, edges: ends.collect(), gap: GAP };
    let layout = lay_out(&layers);
    let columns = layout.columns.iter().max().map_or(0, |last| last + 1);
    let width = (2.0 * EDGE + float(columns) * (NODE + ACROSS) - ACROSS).max(420.0);
    let height = HEAD + layout.height + LEGEND + EDGE;
    let heading = escape(&heading_of(view, heading));
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" \
         role=\"img\" aria-label=\"Goals: {heading}\">\n<title>Goals: {heading}</title>\n<style>{STYLE}</style>\n\
         <rect class=\"page\" width=\"{width:.0}\" height=\"{height:.0}\"/>\n\
         <text class=\"heading\" x=\"{EDGE}\" y=\"{:.0}\">{heading}</text>\n",
        EDGE + 4.0
    );
    let drawing = Drawing { layout: &layout, layers: &layers };
    for (at, edge) in edges.iter().enumerate() {
        drawing.link(edge, at, &mut text);
    }
    for edge in view.edges.iter().filter(|edge| edge.relation == Relation::Needs) {
        drawing.need(edge, &mut text);
    }
    for (at, node) in view.nodes.iter().enumerate() {
        drawing.node(node, at, &labels[at], &mut text);
    }
    legend(view, HEAD + layout.height + LEGEND - 8.0, &mut text);
    text.push_str("</svg>\n");
    text
}

struct Drawing<'l> {
    layout: &'l GraphLayout,
    layers: &'l Layers,
}

impl Drawing<'_> {
    fn left(&self, node: usize) -> f64 {
        EDGE + float(self.layout.columns[node]) * (NODE + ACROSS)
    }

    fn middle(&self, node: usize) -> f64 {
        HEAD + self.layout.middles[node]
    }

    fn node(&self, node: &NodeView, at: usize, lines: &[String], text: &mut String) {
        let height = self.layers.heights[at];
        let class = if node.goal.kind == Kind::Mission { "mission" } else { &node.goal.health };
        let kind = match node.goal.kind {
            Kind::Mission | Kind::Objective => "objective",
            Kind::Kpi => "kpi",
            _ => "result",
        };
        text.push_str(&format!(
            "<svg class=\"node {kind} {class}\" x=\"{:.0}\" y=\"{:.1}\" width=\"{NODE}\" height=\"{height}\"><title>{}</title>\
             <rect class=\"card\" x=\"1\" y=\"1\" width=\"{:.0}\" height=\"{:.0}\" rx=\"6\"/><rect class=\"stripe\" x=\"1\" y=\"1\" width=\"5\" \
             height=\"{:.0}\" rx=\"2\"/>",
            self.left(at),
            self.middle(at) - height / 2.0,
            escape(&format!("{} · {}", short(&node.goal.id), detail(node))),
            NODE - 2.0,
            height - 2.0,
            height - 2.0
        ));
        for (line, words) in lines.iter().enumerate() {
            text.push_str(&format!(
                "<text class=\"title\" x=\"16\" y=\"{:.0}\">{}</text>",
                19.0 + float(line) * LINE,
                escape(words)
            ));
        }
        text.push_str(&format!(
            "<text class=\"detail\" x=\"16\" y=\"{:.0}\">{}</text>",
            height - 14.0,
            escape(&cut(&detail(node), DETAIL))
        ));
        if let Some(progress) = node.goal.progress.filter(|_| !matches!(node.goal.kind, Kind::Mission | Kind::Kpi)) {
            let whole = NODE - 32.0;
            let y = height - 8.0;
            text.push_str(&format!(
                "<path class=\"whole\" d=\"M16 {y}h{whole}\"/><path class=\"part\" d=\"M16 {y}h{:.0}\"/>",
                progress.clamp(0.0, 1.0) * whole
            ));
        }
        text.push_str("</svg>\n");
    }

    /// The path of an edge from the lower node at the right to the upper one at the left.
    fn link(&self, edge: &EdgeView, at: usize, text: &mut String) {
        let (lower, upper) = self.layers.edges[at];
        if lower == upper {
            return;
        }
        let (from, to) = ((self.left(lower), self.middle(lower)), (self.left(upper) + NODE, self.middle(upper)));
        let mut data = format!("M{:.0} {:.1}", from.0, from.1);
        let mut last = from;
        for (passed, middle) in self.layout.ways[at].iter().enumerate() {
            let column = self.layout.columns[lower] - 1 - passed;
            let (left, y) = (EDGE + float(column) * (NODE + ACROSS), HEAD + middle);
            curve(last, (left + NODE, y), &mut data);
            data.push_str(&format!("H{left:.0}"));
            last = (left, y);
        }
        curve(last, to, &mut data);
        let class = match edge.relation {
            Relation::Kpi => "link of-kpi",
            Relation::Measures => "link measures",
            _ => "link supports",
        };
        text.push_str(&format!("<path class=\"{class}\" d=\"{data}\"/>\n"));
        if edge.relation == Relation::Supports {
            text.push_str(&format!("<path class=\"head\" d=\"M{:.0} {:.1}l7 -4v8z\"/>\n", to.0, to.1));
        }
        if let Some(weight) = weight(edge) {
            text.push_str(&format!(
                "<text class=\"weight\" x=\"{:.0}\" y=\"{:.1}\">{}</text>\n",
                from.0 - 22.0,
                from.1 - 5.0,
                escape(&weight)
            ));
        }
    }

    /// A need, as a dashed arc to the right of both nodes.
    fn need(&self, edge: &EdgeView, text: &mut String) {
        let (from, to) = edge.ends;
        let (x, other) = (self.left(from) + NODE, self.left(to) + NODE);
        let (y, end) = (self.middle(from) + 8.0, self.middle(to) + 8.0);
        let out = x.max(other) + ACROSS * 0.55;
        text.push_str(&format!(
            "<path class=\"need\" d=\"M{x:.0} {y:.1}C{out:.0} {y:.1} {out:.0} {end:.1} {:.0} {end:.1}\"/>\
             <path class=\"need-head\" d=\"M{other:.0} {end:.1}l7 -4v8z\"/>\n",
            other + 6.0
        ));
    }
}

/// A curve to a point at the left that is horizontal at both ends.
fn curve(from: (f64, f64), to: (f64, f64), data: &mut String) {
    let bend = (from.0 - to.0).abs().max(20.0) * 0.5;
    data.push_str(&format!(
        "C{:.0} {:.1} {:.0} {:.1} {:.0} {:.1}",
        from.0 - bend,
        from.1,
        to.0 + bend,
        to.1,
        to.0,
        to.1
    ));
}

/// The legend of the colors and lines that occur in the graph.
fn legend(view: &GraphView, y: f64, text: &mut String) {
    let mut x = EDGE;
    let mut entry = |mark: String, words: &str, text: &mut String| {
        text.push_str(&format!("<g transform=\"translate({x:.0} {y:.0})\">{mark}<text class=\"detail\" x=\"26\" y=\"4\">{words}</text></g>\n"));
        x += 40.0 + 6.4 * float(words.len());
    };
    for health in HEALTHS {
        if view.nodes.iter().any(|node| node.goal.kind != Kind::Mission && node.goal.health == health) {
            entry(
                format!("<rect class=\"key {health}\" x=\"8\" y=\"-5\" width=\"11\" height=\"11\" rx=\"2\"/>"),
                health_words(health),
                text,
            );
        }
    }
    let there = |relation: Relation| view.edges.iter().any(|edge| edge.relation == relation);
    if there(Relation::Supports) {
        entry(
            "<path class=\"link\" d=\"M20 0H4\"/><path class=\"head\" d=\"M0 0l7 -4v8z\"/>".to_owned(),
            "supports",
            text,
        );
    }
    if there(Relation::Measures) {
        entry("<path class=\"link\" d=\"M0 0H20\"/>".to_owned(), "is a key result of", text);
    }
    if there(Relation::Needs) {
        entry("<path class=\"need\" d=\"M0 0H20\"/>".to_owned(), "needs", text);
    }
    if there(Relation::Kpi) {
        entry("<path class=\"link of-kpi\" d=\"M0 0H20\"/>".to_owned(), "its metric is the KPI", text);
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts")]
fn float(count: usize) -> f64 {
    count as f64
}
