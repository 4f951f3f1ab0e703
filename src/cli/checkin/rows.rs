//! Check-ins from a table: bad rows are reported, good ones land, all in one change.

use std::path::Path;

use super::args::Args;
use super::take::{NotTaken, take, unfit};
use crate::analysis::facts::Facts;
use crate::author::{CheckIn, CheckInRow, read_rows};
use crate::cli::error::CommandError;
use crate::cli::input::read_text;
use crate::cli::member::person;
use crate::cli::session::Session;
use crate::cli::verdict::Verdict;
use crate::cli::writing::{Work, committable, find_own};
use crate::model::{Day, Workspace, count_of};
use crate::syntax::Lexicon;
use crate::view::written::Rejected;

/// Reads the table and takes in what can be.
pub(super) fn run(session: &Session, args: &Args, from: &str, as_of: Option<Day>) -> Result<Verdict, CommandError> {
    let rows = read_rows(&read_text(Path::new(from))?).map_err(|it| unfit(&it))?;
    if !rows.ignored.is_empty() {
        session.note(&format!("not read: {}", rows.ignored.join(", ")));
    }
    let opened = session.open_to_write()?;
    let speaker = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let snapshot = Facts::take(&opened.project.workspace, opened.context.today);
    let mut work = Work::new(&opened);
    let mut rows = rows.rows;
    // The latest day of a goal comes last, so that its value stands.
    rows.sort_by_key(|row| row.said.as_ref().ok().and_then(|said| said.as_of.or(as_of)).unwrap_or(snapshot.today));
    let mut taken = 0;
    let ids = Lexicon::new(snapshot.workspace.ids());
    for row in &rows {
        match land(&mut work, &snapshot, (row, &ids), as_of, speaker.as_deref()) {
            Ok(()) => taken += 1,
            Err(rejected) => work.rejected.push(rejected),
        }
    }
    work.rejected.sort_by_key(|row| row.line);
    if rows.is_empty() {
        session.note("the table has a head and no rows");
    }
    let bad = work.rejected.len();
    let mut says = vec![format!(
        "{} taken{}",
        count_of(taken, "check-in"),
        if bad > 0 { format!(", {bad} not") } else { String::new() }
    )];
    says.append(&mut work.says);
    work.says = says;
    work.next = committable(&opened, args.writing);
    work.finish(session, &opened, "checkin", args.writing, &format!("Take in {}", count_of(taken, "check-in")))
}

/// Takes one row in. An edit that a file refuses is the row's trouble, and no other's.
fn land(
    work: &mut Work<'_>,
    snapshot: &Facts<'_>,
    (row, ids): (&CheckInRow, &Lexicon<'_>),
    as_of: Option<Day>,
    speaker: Option<&str>,
) -> Result<(), Rejected> {
    let rejected = |reason: String, help: Option<String>| Rejected {
        line: row.line,
        goal: Some(row.goal.clone()).filter(|goal| !goal.is_empty()),
        reason,
        help,
    };
    let wrong = |error: &CommandError| rejected(error.to_string(), error.hints().first().cloned());
    let said = row.said.as_ref().map_err(|it| rejected(it.message.clone(), Some(it.help.clone())))?;
    if row.goal.is_empty() {
        return Err(rejected("the row names no goal".to_owned(), None));
    }
    let workspace: &Workspace = snapshot.workspace;
    if workspace.find(&row.goal).is_none() && !workspace.is_unread(&row.goal) {
        let help = ids.closest(&row.goal).map(|near| format!("did you mean `{near}`?"));
        return Err(rejected(format!("there is no goal `{}`", row.goal), help));
    }
    let ix = find_own(workspace, &row.goal).map_err(|error| wrong(&error))?;
    let by = match &said.by {
        Some(name) => Some(person(workspace, name).map_err(|error| wrong(&error))?),
        None => speaker.map(str::to_owned),
    };
    let said = CheckIn { by, as_of: said.as_of.or(as_of), ..said.clone() };
    take(work, snapshot, ix, &said).map(|_| ()).map_err(|error| match error {
        NotTaken::Unfit(it) => rejected(it.message, Some(it.help)),
        NotTaken::Error(error) => wrong(&error),
    })
}
