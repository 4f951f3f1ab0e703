//! `goalpost graph`: prints the goal graph as a drawing, or for programs that draw.

use clap::{Args as ClapArgs, ValueEnum};

use super::error::CommandError;
use super::format::Answer;
use super::goal::find_asked;
use super::scope::ScopeArgs;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;

use crate::render::{dot, json, mermaid, svg};
use crate::view::Envelope;
use crate::view::graph::GraphView;

/// Print the goal graph as DOT, Mermaid, SVG or JSON
///
/// Links are solid, needs dashed and KPIs dotted; colors show health. The default is for Graphviz: `goalpost graph |
/// dot -Tpdf > goals.pdf`. `--format svg` is a drawing for any browser, `--format mermaid` for Markdown pages. Without
/// --period: the goals whose period contains today, and open goals past their period or without one.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost graph --format svg --output goals.svg
  goalpost graph --format mermaid --team checkout")]
pub(super) struct Args {
    /// Show only this goal, the goals it supports and the goals that support it
    #[arg(value_name = "GOAL")]
    goal: Option<String>,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    answer: Answer<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// For Graphviz
    #[default]
    Dot,
    /// For Markdown pages
    Mermaid,
    /// A drawing for any browser
    Svg,
    /// For programs
    Json,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let passed_around = !matches!(format, Format::Json);
    let mut project = args.scope.privacy.guard_if(passed_around, session, session.open()?, args.goal.as_slice())?;
    let context = session.context(&project)?;
    let (project, snapshot) = session.snapshot(&mut project, &context, HistoryReach::Whole)?;
    let (selection, heading) = args.scope.select(project, context.today)?;
    let of = args.goal.as_deref().map(|id| find_asked(session, &snapshot, id)).transpose()?;
    let view = GraphView::new(&snapshot, &selection, of);
    let edges = view.edges.len();
    let text = match format {
        Format::Dot => dot::dot(&view, &heading),
        Format::Mermaid => mermaid::mermaid(&view),
        Format::Svg => svg::graph(&view, &heading),
        Format::Json => json::json(&Envelope::new("graph", &context, view)),
    };
    let too_much = edges > mermaid::MOST_EDGES || text.len() > mermaid::MOST_CHARACTERS;
    if matches!(format, Format::Mermaid) && too_much {
        session.note(&format!(
            "Mermaid draws at most {} links and {} characters by default; narrow with GOAL, --team or --level, or raise \
             `maxEdges` and `maxTextSize`",
            mermaid::MOST_EDGES,
            mermaid::MOST_CHARACTERS
        ));
    }
    session.answer(&text)
}
