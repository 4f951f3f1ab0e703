//! `goalpost export`: exports all goals for other programs.

use clap::{Args as ClapArgs, ValueEnum};

use super::error::CommandError;
use super::format::Answer;
use super::help::listed;
use super::output::unwritten;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use super::words::word_parser;
use crate::model::count_of;
use crate::render::export::{ExportTable, left_out};
use crate::render::{self, codeowners, json, jsonl, openmetrics};
use crate::view::Envelope;
use crate::view::codeowners::CodeownersView;
use crate::view::export::ExportView;
use crate::view::gauges::GaugesView;

/// Export goals as JSON Lines, CSV, CODEOWNERS or OpenMetrics
///
/// JSON Lines has one line for each goal with the fields of its file, without inherited or computed ones, and a line
/// each for goalpost.yaml and org.yaml; `goalpost import` restores the same goals from it. CSV has one row for each
/// goal, or with --what one row for each log entry, need and so on. CODEOWNERS tells GitHub and GitLab who approves
/// changes to a file. OpenMetrics has the numbers of open goals, without names of people.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost export > goals.jsonl
  goalpost export --format csv --output goals.csv
  goalpost export --format csv --what log > log.csv")]
#[command(before_long_help = columns_help())]
pub(super) struct Args {
    /// What the rows of a CSV table are
    #[arg(long, value_name = "ROWS", value_parser = word_parser(&ExportTable::WORDS))]
    what: Option<ExportTable>,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Returns the end of the long help, which lists the columns of every table.
fn columns_help() -> String {
    let mut text = "\
Columns of the tables, named as in goal files; lists are joined with `; `:
"
    .to_owned();
    for (name, table) in ExportTable::WORDS {
        text.push_str(&listed(name, table.columns()));
    }
    text + "\
In agreements, `link` is the parent whose link was agreed to; it is empty for
the goal itself. In needs, `in_goal` is the other team's goal for it. Cells that
a spreadsheet would evaluate as a formula start with an apostrophe, which
`goalpost import` removes."
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// One line of JSON for each goal, without loss
    #[default]
    Jsonl,
    /// Table for spreadsheets
    Csv,
    /// One JSON document
    Json,
    /// Who approves changes to which file, for GitHub and GitLab
    Codeowners,
    /// Progress and values of open goals, for Prometheus and Grafana
    Openmetrics,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let what = args.what;
    if what.is_some() && !matches!(format, Format::Csv) {
        return Err(CommandError::usage("--what needs --format csv").hint("add --format csv, or remove --what"));
    }
    let mut project = session.open()?;
    let context = session.context(&project)?;
    if let Format::Openmetrics = format {
        // What is scraped is shown to many: no number of an open goal may rest on a private one.
        let goals = project.workspace.goals.len();
        project = project.for_everyone(&[]);
        note_included(session, goals - project.workspace.goals.len().min(goals));
        let (_, snapshot) = session.snapshot(&mut project, &context, HistoryReach::Trends)?;
        let view = GaugesView::new(&snapshot);
        return session
            .answer_as_it_comes(|out| openmetrics::openmetrics(&view, out).map_err(|error| unwritten(&error)));
    }
    if let Format::Codeowners = format {
        if project.workspace.org.is_none() {
            return Err(CommandError::usage("CODEOWNERS needs an org.yaml with logins or addresses")
                .hint("list `people` there, each with `github`, `gitlab` or `email`"));
        }
        let view = CodeownersView::new(&project.workspace, &project.root_in_git, context.today);
        if !view.unknown.is_empty() {
            session.note(&format!(
                "no login or address in org.yaml: {} (their goals get no line)",
                view.unknown.join(", ")
            ));
        }
        if !view.departed.is_empty() {
            session.note(&format!(
                "left without a manager or successor in org.yaml: {} (their goals get no line)",
                view.departed.join(", ")
            ));
        }
        if !view.by_address.is_empty() {
            session.note(&format!(
                "no login in org.yaml: {} (listed by address, which GitHub and GitLab match to an account only if it is registered there)",
                view.by_address.join(", ")
            ));
        }
        session.answer(&codeowners::codeowners(&view))?;
        return Ok(Verdict::Done);
    }
    let view = ExportView::new(&project.workspace);
    if view.unread > 0 {
        session.note(&format!("skipped {}; to see why: goalpost check", count_of(view.unread, "unreadable file")));
    }
    note_included(session, view.included);
    if matches!(format, Format::Csv) && what.is_none_or(|table| table == ExportTable::Goals) {
        note_left_out(session, &view);
    }
    session.answer_as_it_comes(|out| {
        let written = match format {
            Format::Csv => render::export::table(&view, what.unwrap_or(ExportTable::Goals), out),
            Format::Json => json::write(&Envelope::new("export", &context, view), out),
            _ => jsonl::export(&view, out),
        };
        written.map_err(|error| unwritten(&error))
    })
}

/// Notes the goals of included roots, which are not exported from here.
fn note_included(session: &Session, goals: usize) {
    if goals > 0 {
        session.note(&format!("skipped {} of included roots; export them there", count_of(goals, "goal")));
    }
}

/// Notes what a table of goals cannot hold, and the commands that keep it.
fn note_left_out(session: &Session, view: &ExportView<'_>) {
    let left = left_out(view);
    let lists: Vec<String> = left.iter().map(|(name, count, _)| format!("{name} ({count})")).collect();
    if lists.is_empty() {
        return;
    }
    let tables = left.iter().filter_map(|(.., table)| table.map(|table| format!("--what {table}")));
    let tables: Vec<String> = tables.collect();
    let apart = if tables.is_empty() { String::new() } else { format!("; as tables: {}", tables.join(", ")) };
    session.note(&format!("CSV leaves out {}; to keep all: --format jsonl{apart}", lists.join(", ")));
}
