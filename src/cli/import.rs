//! `goalpost import`: imports goals from an export or from another service.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::input::read_text;
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Work, Writing};
use crate::author::import::{ColumnMap, brings_settings, import};
use crate::model::count_of;
use crate::view::written::Rejected;

/// Import goals from JSON Lines or CSV
///
/// Columns are named as in `goalpost export --format csv`; `goalpost export --help` lists them. Use --map for other
/// column names. The map for Viva Goals covers the documented columns of its import template and guesses those of its
/// exports; copy it to change them. Invalid ids are replaced, and links follow. Existing goals are never overwritten.
/// Rows that cannot be imported are reported with their line and reason; the others are imported, and the program exits
/// with 1. Decimal signs and the order of days are detected from the table; a row whose numbers or days remain ambiguous is
/// rejected. A complete export turns an empty folder into a goals repository.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost import goals.jsonl --dry-run
  goalpost import okrs.csv --map viva-goals --dry-run
  goalpost import okrs.csv --map columns.yaml

A map (columns.yaml) names the columns, and optionally translates values and sets the order of days:
  columns: {title: [Goal, Objective], owner: Owner Email, parent: Parent ID}
  values: {kind: {Big Goal: objective}, state: {Done: achieved}}
  days: day-first")]
pub(super) struct Args {
    /// File to import; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Map of column names: a file, or `viva-goals`
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let map = match &args.map {
        None => ColumnMap::default(),
        Some(file) => match file.to_str().and_then(ColumnMap::shipped).filter(|_| !file.exists()) {
            Some(map) => map,
            None => ColumnMap::parse(&read_text(file)?)?,
        },
    };
    let text = read_text(&args.file)?;
    // A complete export brings its own goalpost.yaml, so that the current folder can become a goals repository. Only
    // there: with --root a mistyped folder would otherwise become one.
    let opened = match session.root() {
        Err(_) if session.at().is_none() && session.global().root.is_none() && brings_settings(&text) => {
            session.open_folder_to_write(Path::new("."))?
        }
        _ => session.open_to_write()?,
    };
    let imported = import(&opened.project.workspace, &text, &map)?;
    for note in &imported.notes {
        session.note(note);
    }
    let mut work = Work::new(&opened);
    for row in imported.refused {
        work.rejected.push(Rejected { line: row.line, goal: row.goal, reason: row.reason, help: row.help });
    }
    let mut goals = 0;
    // The goals were written elsewhere: their findings are reported by `check`, and do not block the import.
    work.allows_errors = true;
    let sources = &opened.project.workspace.sources;
    for file in imported.files {
        match &file.goal {
            Some(goal) if let Some((reason, help)) = work.exclusion_of(&file.path) => {
                let (line, goal) = (file.line, Some(goal.clone()));
                work.rejected.push(Rejected { line, goal, reason, help: Some(help) });
            }
            Some(goal) => {
                goals += 1;
                work.create(&file.path, file.text, goal)?;
            }
            None => match sources.by_path(&file.path) {
                Some(there) => work.change.set(sources.file(there), file.text),
                None => work.add(&file.path, file.text)?,
            },
        }
    }
    work.rejected.sort_by_key(|row| row.line);
    let would = if args.writing.dry_run { "would be imported" } else { "imported" };
    let goals = count_of(goals, "goal");
    let rejected = match work.rejected.len() {
        0 => String::new(),
        count => format!(", {} rejected", count_of(count, "row")),
    };
    work.say(format!("{goals} {would}{rejected}"));
    work.next = Some("review: goalpost check · goalpost rollup --period all".to_owned());
    let name =
        args.file.file_name().map_or_else(|| "standard input".to_owned(), |name| name.to_string_lossy().into_owned());
    work.finish(session, &opened, "import", args.writing, &format!("Import {goals} from {name}"))
}
