//! `goalpost import`: imports goals from an export or from another service.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::input::read_text;
use super::scope::parse_period;
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Work, Writing};
use crate::author::import::{ColumnMap, brings_settings, import, map_names, suggested_map};
use crate::model::{count_of, counted};
use crate::render::clean;
use crate::source::InOrder as _;
use crate::syntax::closest;
use crate::view::written::Rejected;

/// Import goals from JSON Lines or CSV
///
/// Columns are named as in `goalpost export --format csv`; `goalpost export --help` lists them. Use --map for other
/// column names, also for JSON of other services. Invalid ids are replaced, and links follow. Existing goals are never
/// overwritten; a goal with the title, kind and period (a key result: objective) of an existing one is that goal. Cells and rows that cannot be
/// imported are reported with their line and reason; the others are imported, and the program exits with 1. Decimal signs
/// and the order of days are detected from the table; a cell that remains ambiguous is left out, and so is the state of
/// a goal that is called achieved while its numbers say otherwise. A complete export turns an empty folder
/// into a goals repository.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost import goals.jsonl --dry-run
  goalpost import okrs.csv --map viva-goals --dry-run
  goalpost import okrs.csv --suggest-map > columns.yaml
  goalpost import okrs.csv --map columns.yaml

A map (columns.yaml) names the columns, and optionally translates values and sets the order of days
(more: goalpost explain import):
  columns: {title: [Goal, Objective], owner: Owner Email, parent: Parent ID}
  values: {kind: {Big Goal: objective}, state: {Done: achieved}}
  days: day-first")]
pub(super) struct Args {
    /// File to import; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Map of column names: a file, or a service such as viva-goals (all: goalpost explain import)
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Period of goals without one, unless their deadline lies outside of it: 2026-Q4, 2026, current, next
    #[arg(long, value_name = "PERIOD", conflicts_with = "suggest_map")]
    period: Option<String>,
    /// Print a draft of a map for FILE instead of importing it
    #[arg(long, conflicts_with = "map")]
    suggest_map: bool,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let map = read_map(args.map.as_deref())?;
    let text = read_text(&args.file)?;
    if args.suggest_map {
        session.answer(&suggested_map(&text)?)?;
        return Ok(Verdict::Done);
    }
    // A complete export brings its own goalpost.yaml, so that the current folder can become a goals repository. Only
    // there: with --root a mistyped folder would otherwise become one.
    let opened = match session.root() {
        Err(_) if session.at().is_none() && session.global().root.is_none() && brings_settings(&text) => {
            session.open_folder_to_write(Path::new("."))?
        }
        _ => session.open_to_write()?,
    };
    let (settings, today) = (&opened.project.workspace.settings, opened.context.today);
    let period = args.period.as_deref().map(|name| parse_period(name, settings, today)).transpose()?;
    let map = map.with_period(period.map(|period| period.name));
    let imported = import(&opened.project.workspace, &text, &map, today)?;
    for note in &imported.notes {
        session.note(note);
    }
    if imported.without_period > 0 {
        let goals = counted(imported.without_period, "goal has", "goals have");
        session.note(&format!("{goals} no period; to set one: --period PERIOD"));
    }
    let mut work = Work::new(&opened);
    for row in imported.refused {
        let column = row.column.map(str::to_owned);
        work.rejected.push(Rejected { line: row.line, goal: row.goal, column, reason: row.reason, help: row.help });
    }
    let mut goals = 0;
    // The goals were written elsewhere: their findings are reported by `check`, and do not block the import.
    work.allows_errors = true;
    let sources = &opened.project.workspace.sources;
    for file in imported.files {
        match &file.goal {
            Some(goal) if let Some((reason, help)) = work.exclusion_of(&file.path) => {
                let (line, goal) = (file.line, Some(goal.clone()));
                work.rejected.push(Rejected { line, goal, column: None, reason, help: Some(help) });
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
    work.rejected.order_by_key(|row| row.line);
    let would = if args.writing.dry_run { "would be imported" } else { "imported" };
    let goals = count_of(goals, "goal");
    let cells = work.rejected.iter().filter(|row| row.column.is_some()).count();
    let rows = work.rejected.len() - cells;
    let counted = |count: usize, what: &str, done: &str| match count {
        0 => String::new(),
        count => format!(", {} {done}", count_of(count, what)),
    };
    work.say(format!("{goals} {would}{}{}", counted(rows, "row", "rejected"), counted(cells, "cell", "left out")));
    work.next = Some("review: goalpost check · goalpost rollup --period all".to_owned());
    let name =
        args.file.file_name().map_or_else(|| "standard input".to_owned(), |name| name.to_string_lossy().into_owned());
    work.finish(session, &opened, "import", args.writing, &format!("Import {goals} from {name}"))
}

/// Reads a map of column names: a file, or one that is shipped, by its name.
pub(super) fn read_map(map: Option<&Path>) -> Result<ColumnMap, CommandError> {
    let Some(file) = map else { return Ok(ColumnMap::default()) };
    match file.to_str().and_then(ColumnMap::shipped).filter(|_| !file.exists()) {
        Some(map) => Ok(map),
        None if !file.exists() && file.extension().is_none() => Err(unknown_map(&file.to_string_lossy())),
        None => Ok(ColumnMap::parse(&read_text(file)?)?),
    }
}

fn unknown_map(name: &str) -> CommandError {
    CommandError::unknown(format!("there is no map `{}`", clean(name))).did_you_mean(
        closest(name, map_names()),
        format!("write a file, or one of {}", map_names().collect::<Vec<_>>().join(", ")),
    )
}
