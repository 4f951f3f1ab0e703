//! `goalpost import`: goals from another place, or from another service.

use std::fs;
use std::io::Read;
use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::writing::{Work, Writing};
use super::{CommandError, Session, Verdict};
use crate::author::import::{ColumnMap, import};
use crate::view::written::Rejected;

/// Takes goals in: lines of JSON, or a table of this or another service
///
/// A table's columns are those of `goalpost export --format csv`; what another service calls them says --map. Ids are
/// made safe, and links follow. Nothing that is there is written over: every row that cannot be taken is told with its
/// line and its reason, the others land, and the exit code is then 1.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Formats: human, json")]
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
    session.written_format("import")?;
    let map = match &args.map {
        None => ColumnMap::default(),
        Some(file) => match file.to_str().and_then(ColumnMap::shipped).filter(|_| !file.exists()) {
            Some(map) => map,
            None => ColumnMap::parse(&read(file)?).map_err(|error| told(&error.to_string(), &error.help))?,
        },
    };
    let text = read(&args.file)?;
    let opened = session.open_to_write()?;
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
    for file in taken.files {
        match &file.goal {
            Some(goal) => {
                goals += 1;
                work.create(&file.path, file.text, goal)?;
            }
            None => work.change.create(&file.path, file.text)?,
        }
    }
    let would = if args.writing.dry_run { "would be taken in" } else { "taken in" };
    let noun = if goals == 1 { "goal" } else { "goals" };
    let mut answer = format!("{goals} {noun} {would}");
    if !work.rejected.is_empty() {
        answer.push_str(&format!(", {} not", work.rejected.len()));
    }
    work.say(answer);
    work.next = Some("look at them: goalpost check · goalpost rollup --period all".to_owned());
    let name =
        args.file.file_name().map_or_else(|| "standard input".to_owned(), |name| name.to_string_lossy().into_owned());
    work.finish(session, &opened, "import", args.writing, &format!("Import {goals} {noun} from {name}"))
}

fn told(message: &str, help: &str) -> CommandError {
    CommandError::new(message).hint(help)
}

fn read(file: &PathBuf) -> Result<String, CommandError> {
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        fs::read(file).map(|read| bytes = read)
    };
    read.map_err(|error| {
        told(&format!("cannot read `{}`: {error}", file.display()), "name a file, or - for standard input")
    })?;
    String::from_utf8(bytes)
        .map_err(|_| told(&format!("`{}` is not UTF-8 text", file.display()), "save it as CSV UTF-8"))
}
