//! The answer of `why`: the lines from a goal to the mission, and the goals that serve it.

use std::collections::HashSet;

use serde::Serialize;

use super::brief::{Brief, Relation, link_of, reading_order, users_of_kpi};
use crate::analysis::facts::Facts;
use crate::graph::{Edge, Line, LineEnd};
use crate::model::{Goal, GoalIx, Kind};
use crate::source::InOrder as _;

/// The maximum number of lines that are listed; the rest is counted.
const MOST_LINES: usize = 5;

/// The answer of `goalpost why`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WhyView {
    /// The selected goal.
    pub goal: WhyStep,
    /// Whether a line leads to the mission; without a mission, to a goal of the highest level.
    pub reaches_mission: bool,
    /// Whether there is a mission at all.
    pub has_mission: bool,
    /// The lines upward: those that reach the mission first, then the shorter. At most five.
    pub lines: Vec<LineView>,
    /// The number of further lines.
    pub more: u64,
    /// The number of goals that serve this one, directly or indirectly.
    pub served_by: usize,
    /// The goals that serve this one, depth first; null without `--down`. For the mission, the direct ones
    /// are always listed.
    pub below: Option<Vec<BelowView>>,
}

/// A goal on a line of sight, and how the one below it leads here.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WhyStep {
    /// The goal.
    #[serde(flatten)]
    pub goal: Brief,
    /// The link from the previous goal to this one; null for the selected goal.
    pub via: Option<Relation>,
    /// How the goal before helps this one, as its link says.
    pub how: Option<String>,
    /// How much the goal before counts in this one's rollup.
    pub weight: Option<f64>,
    /// Why this goal matters, as stated in its file.
    pub why: Option<String>,
    /// The mission's statement.
    pub statement: Option<String>,
    /// The mission's vision.
    pub vision: Option<String>,
}

/// A line from the goal upward.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LineView {
    /// Whether it reaches the mission; without a mission, a goal of the highest level.
    pub reaches_mission: bool,
    /// The goals above, the nearest first.
    pub steps: Vec<WhyStep>,
    /// Where and why the line ends, if it does not reach the mission or there is none.
    pub end: Option<LineOfSightEnd>,
}

/// The end of a line that does not reach the mission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LineOfSightEnd {
    /// The last goal.
    pub goal: String,
    /// Why the line ends here.
    pub because: String,
    /// The rule that explains it: `goalpost explain RULE`.
    pub rule: Option<String>,
    /// What to do next, each a command or a sentence.
    pub help: Vec<String>,
    /// Whether it ends at a goal whose file cannot be read.
    #[serde(skip)]
    pub is_unread: bool,
}

/// A goal that serves the selected one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BelowView {
    /// The goal.
    #[serde(flatten)]
    pub goal: Brief,
    /// How many links lie between: 1 for what serves the goal directly.
    pub depth: usize,
    /// The goal above it.
    pub under: String,
    /// Its link to the goal above it.
    pub via: Relation,
    /// How it helps the goal above it, as its link says.
    pub how: Option<String>,
    /// How much it counts in the rollup of the goal above it; null for a metric that is a KPI.
    pub weight: Option<f64>,
    /// Why it matters, as stated in its file.
    pub why: Option<String>,
    /// Whether its supporters are listed elsewhere.
    pub again: bool,
    /// The number of direct supporters omitted because of `--depth`.
    pub left_out: usize,
    /// Whether it is the last below the goal above it.
    #[serde(skip)]
    pub last: bool,
}

impl WhyView {
    /// The lines upward from a goal; with `down` what serves it too, `depth` links deep.
    pub fn new(snapshot: &Facts<'_>, ix: GoalIx, down: bool, depth: Option<usize>) -> Self {
        let (lines, more) = lines(snapshot, ix);
        let users = if snapshot.goal(ix).kind == Kind::Kpi { users_of_kpi(snapshot, ix).len() } else { 0 };
        Self {
            goal: why_step(snapshot, ix, None),
            // A path may lead through a file that cannot be read.
            reaches_mission: lines.first().is_some_and(|line| line.reaches_mission) || snapshot.graph.is_reached(ix),
            has_mission: snapshot.graph.has_mission(),
            lines,
            more,
            served_by: snapshot.graph.below(ix).iter().filter(|below| **below != ix).count() + users,
            below: match (down, snapshot.goal(ix).kind) {
                (true, _) => Some(below(snapshot, ix, depth)),
                (false, Kind::Mission) => Some(below(snapshot, ix, Some(1))),
                (false, _) => None,
            },
        }
    }
}

/// The lines of a goal. A KPI has those of the key results that it is the metric of.
fn lines(snapshot: &Facts<'_>, ix: GoalIx) -> (Vec<LineView>, u64) {
    if snapshot.goal(ix).kind != Kind::Kpi {
        let found = snapshot.graph.lines(ix, MOST_LINES);
        let lines = found.lines.iter().map(|line| line_view(snapshot, ix, line, Vec::new())).collect();
        return (lines, found.more);
    }
    let mut lines = Vec::new();
    let mut more = 0_u64;
    for user in users_of_kpi(snapshot, ix) {
        let found = snapshot.graph.lines(user, MOST_LINES);
        more = more.saturating_add(found.more);
        let first = || WhyStep { via: Some(Relation::Kpi), ..why_step(snapshot, user, None) };
        lines.extend(found.lines.iter().map(|line| line_view(snapshot, user, line, vec![first()])));
    }
    if lines.is_empty() {
        let end = LineOfSightEnd {
            goal: snapshot.goal(ix).id.clone(),
            because: "no key result refers to this KPI".to_owned(),
            rule: None,
            help: vec![format!("write `metric: {{kpi: {}}}` in the key result that moves it", snapshot.goal(ix).id)],
            is_unread: false,
        };
        lines.push(LineView { reaches_mission: false, steps: Vec::new(), end: Some(end) });
    }
    lines.order_by_key(|line| (!line.reaches_mission, line.steps.len()));
    let cut = lines.split_off(lines.len().min(MOST_LINES));
    (lines, more.saturating_add(u64::try_from(cut.len()).unwrap_or(u64::MAX)))
}

fn line_view(snapshot: &Facts<'_>, from: GoalIx, line: &Line, mut steps: Vec<WhyStep>) -> LineView {
    let mut at = from;
    for step in &line.steps {
        steps.push(why_step(snapshot, step.goal, Some((at, step.edge))));
        at = step.goal;
    }
    let end = match line.end {
        LineEnd::Top if snapshot.goal(at).kind == Kind::Mission => None,
        LineEnd::Top => Some(LineOfSightEnd {
            goal: snapshot.goal(at).id.clone(),
            because: "this is the highest level, and there is no mission".to_owned(),
            rule: Some("no-mission".to_owned()),
            help: vec!["write a file with `kind: mission`, an `id`, a `title` and a `statement`".to_owned()],
            is_unread: false,
        }),
        LineEnd::Stray => Some(explain_dead_end(snapshot, snapshot.goal(at))),
        LineEnd::Circle => Some(explain_cycle(snapshot, at)),
    };
    LineView { reaches_mission: line.end == LineEnd::Top, steps, end }
}

fn why_step(snapshot: &Facts<'_>, ix: GoalIx, from: Option<(GoalIx, Edge)>) -> WhyStep {
    let goal = snapshot.goal(ix);
    WhyStep {
        goal: Brief::new(snapshot, ix),
        via: from.map(|(_, edge)| Relation::of(edge)),
        how: from.and_then(|(below, edge)| link_of(snapshot, below, edge)).and_then(|link| link.how.clone()),
        weight: from.map(|(_, edge)| edge.weight()),
        why: goal.why.clone(),
        statement: goal.statement.clone(),
        vision: goal.vision.clone(),
    }
}

/// Explains why a line ends at a goal: it has no links, or they name nothing that can be linked to.
fn explain_dead_end(snapshot: &Facts<'_>, goal: &Goal) -> LineOfSightEnd {
    let id = &goal.id;
    let measures = goal.measures.iter().map(|named| ("measures", named));
    let supports = goal.supports.iter().map(|link| ("supports", &link.goal));
    let is_unread = |named: &str| snapshot.workspace.is_unread(named);
    let named: Vec<_> = measures.chain(supports).collect();
    if let Some((field, named)) = named.iter().find(|(_, named)| is_unread(named)).or(named.first()) {
        return explain_bad_link(snapshot, id, field, named);
    }
    match goal.kind {
        Kind::Survey => ending(id, "a survey supports no goal".to_owned(), None, &[]),
        Kind::Development => {
            let because = "no parent (a growth goal needs none)".to_owned();
            ending(id, because, None, &[link_to("supports: [ID]", id), list_command(snapshot)])
        }
        _ => {
            let highest = snapshot.settings().is_highest(goal.level.as_deref());
            let mission = mission(snapshot).filter(|_| highest);
            let help = match mission {
                Some(mission) => vec![link_to(&format!("supports: [{mission}]"), id)],
                None if goal.kind == Kind::KeyResult => vec![link_to("measures: ID", id), list_command(snapshot)],
                None => vec![link_to("supports: [ID]", id), list_command(snapshot)],
            };
            ending(id, "no parent".to_owned(), Some("orphan-goal"), &help)
        }
    }
}

fn link_to(line: &str, id: &str) -> String {
    format!("write `{line}` in the file of {id}")
}

fn mission<'w>(snapshot: &Facts<'w>) -> Option<&'w str> {
    let missions = snapshot.goals().filter(|(_, goal)| goal.kind == Kind::Mission);
    missions.map(|(_, mission)| mission.id.as_str()).min()
}

/// The command that lists the ids that can be linked to.
fn list_command(snapshot: &Facts<'_>) -> String {
    match mission(snapshot) {
        Some(mission) => format!("goalpost why {mission} --down"),
        None => "goalpost rollup --period all --format json".to_owned(),
    }
}

/// Explains a line that ends because a field names something that cannot be linked to.
fn explain_bad_link(snapshot: &Facts<'_>, id: &str, field: &str, named: &str) -> LineOfSightEnd {
    let (check, list) = ("goalpost check".to_owned(), list_command(snapshot));
    match snapshot.workspace.find(named).map(|ix| snapshot.goal(ix)) {
        Some(other) if other.id == id => {
            ending(id, format!("`{field}` names the goal itself"), Some("self-link"), &[list])
        }
        Some(other) => {
            let because =
                format!("`{field}` names `{named}`, {}, which this field cannot link to", other.kind.in_words());
            ending(id, because, Some("wrong-kind"), &[list])
        }
        None if snapshot.workspace.is_unread(named) => {
            let because = format!("`{field}` names `{named}`, whose file cannot be read as a goal");
            LineOfSightEnd { is_unread: true, ..ending(id, because, None, &[check]) }
        }
        None => {
            let because = format!("`{field}` names `{named}`, which does not exist");
            ending(id, because, Some("dangling-link"), &[check, list])
        }
    }
}

fn ending(goal: &str, because: String, rule: Option<&str>, help: &[String]) -> LineOfSightEnd {
    let (goal, rule, help) = (goal.to_owned(), rule.map(str::to_owned), help.to_vec());
    LineOfSightEnd { goal, because, rule, help, is_unread: false }
}

fn explain_cycle(snapshot: &Facts<'_>, ix: GoalIx) -> LineOfSightEnd {
    let id = |ix: &GoalIx| snapshot.goal(*ix).id.clone();
    let way = snapshot.graph.circle_through(ix);
    // A cycle of more than eight goals is cut: the first ones are enough to find it.
    let mut ids: Vec<String> = way.iter().take(8).map(id).collect();
    if way.len() > ids.len() {
        ids.push(format!("{} more", way.len() - ids.len()));
    }
    ids.push(id(&ix));
    LineOfSightEnd {
        goal: id(&ix),
        because: format!("the links form a cycle: {}", ids.join(" → ")),
        rule: Some("cycle".to_owned()),
        help: vec!["goalpost check --rule cycle".to_owned()],
        is_unread: false,
    }
}

/// What serves a goal: depth first, each goal in full at its first place.
fn below(snapshot: &Facts<'_>, top: GoalIx, depth: Option<usize>) -> Vec<BelowView> {
    let mut rows = Vec::new();
    let mut shown = HashSet::from([top]);
    let mut open = Vec::new();
    push_children(snapshot, top, 1, depth, &mut open);
    while let Some(Child { ix, under, via, edge, at, last }) = open.pop() {
        let count = children(snapshot, ix).len();
        let room = depth.is_none_or(|depth| at < depth);
        let again = count > 0 && shown.contains(&ix);
        if count > 0 && room && shown.insert(ix) {
            push_children(snapshot, ix, at + 1, depth, &mut open);
        }
        let goal = snapshot.goal(ix);
        rows.push(BelowView {
            goal: Brief::new(snapshot, ix),
            depth: at,
            under: snapshot.goal(under).id.clone(),
            via,
            how: edge.and_then(|edge| link_of(snapshot, ix, edge)).and_then(|link| link.how.clone()),
            weight: edge.map(Edge::weight),
            why: goal.why.clone(),
            again,
            left_out: if room || again { 0 } else { count },
            last,
        });
    }
    rows
}

/// A goal still to be listed, with its parent and the link.
struct Child {
    ix: GoalIx,
    under: GoalIx,
    via: Relation,
    edge: Option<Edge>,
    at: usize,
    last: bool,
}

fn push_children(snapshot: &Facts<'_>, under: GoalIx, at: usize, depth: Option<usize>, open: &mut Vec<Child>) {
    if depth.is_some_and(|depth| at > depth) {
        return;
    }
    let found = children(snapshot, under);
    for (place, (ix, edge)) in found.iter().enumerate().rev() {
        let via = edge.map_or(Relation::Kpi, Relation::of);
        open.push(Child { ix: *ix, under, via, edge: *edge, at, last: place + 1 == found.len() });
    }
}

/// What serves a goal directly; for a KPI the key results whose metric it is.
fn children(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<(GoalIx, Option<Edge>)> {
    if snapshot.goal(ix).kind == Kind::Kpi {
        return users_of_kpi(snapshot, ix).into_iter().map(|user| (user, None)).collect();
    }
    let mut found: Vec<_> = snapshot.graph.children(ix).map(|child| (child.goal, Some(child.edge))).collect();
    found.order_by_key(|(child, _)| reading_order(snapshot, *child));
    found
}
