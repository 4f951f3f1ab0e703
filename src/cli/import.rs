//! `goalpost import`: goals from another place, or from another service.

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
/// A table's columns are those of `goalpost export --format csv`, and `goalpost export --help` lists them; what another
/// service calls them says --map. The map for Viva Goals knows the heads of its import template, which were documented;
/// those of its exports are guesses, and any can be set in a map of your own. Ids are made safe, and links follow. Nothing
/// that is there is written over: every row that cannot be taken is told with its line and its reason, the others land,
/// and the exit code is then 1. Numbers and days of a table are read by its own signs; a row with one that may be two is not
/// taken. A whole export makes an empty folder a goals repository.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost import goals.jsonl --dry-run
  goalpost import okrs.csv --map viva-goals --dry-run
  goalpost import okrs.csv --map columns.yaml

A map (columns.yaml) says what ours are called there, and may say what words mean and how days are written:
  columns: {title: [Goal, Objective], owner: Owner Email, parent: Parent ID}
  values: {kind: {Big Goal: objective}, state: {Done: achieved}}
  days: day-first")]
pub(super) struct Args {
    /// The file to take in; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What another service calls its columns: a file, or `viva-goals`
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
            None => ColumnMap::parse(&read_text(file)?).map_err(|error| told(&error.to_string(), &error.help))?,
        },
    };
    let text = read_text(&args.file)?;
    let opened = match session.root() {
        Err(_) if session.at().is_none() && session.named_root().is_none() && brings_settings(&text) => {
            session.open_folder_to_write(Path::new("."))?
        }
        _ => session.open_to_write()?,
    };
    let taken =
        import(&opened.project.workspace, &text, &map).map_err(|error| told(&error.to_string(), &error.help))?;
    for note in &taken.notes {
        session.note(note);
    }
    let mut work = Work::new(&opened);
    for row in taken.refused {
        work.rejected.push(Rejected { line: row.line, goal: row.goal, reason: row.reason, help: row.help });
    }
    let mut goals = 0;
    work.takes_over = true;
    let sources = &opened.project.workspace.sources;
    for file in taken.files {
        match &file.goal {
            Some(goal) if let Some((reason, help)) = work.left_out(&file.path) => {
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
    let would = if args.writing.dry_run { "would be taken in" } else { "taken in" };
    let goals = count_of(goals, "goal");
    let mut answer = format!("{goals} {would}");
    if !work.rejected.is_empty() {
        answer.push_str(&format!(", {} not", work.rejected.len()));
    }
    work.say(answer);
    work.next = Some("look at them: goalpost check · goalpost rollup --period all".to_owned());
    let name =
        args.file.file_name().map_or_else(|| "standard input".to_owned(), |name| name.to_string_lossy().into_owned());
    work.finish(session, &opened, "import", args.writing, &format!("Import {goals} from {name}"))
}

fn told(message: &str, help: &str) -> CommandError {
    CommandError::usage(message).hint(help)
}
