//! Check-ins from a table. Bad rows are reported and good ones written, in one change: a table of a hundred rows with
//! one typo is not worth sending back.

use std::path::Path;

use super::apply::{CheckInError, apply_check_in};
use super::args::Args;
use crate::analysis::facts::Facts;
use crate::author::{CheckIn, CheckInRow, read_rows};
use crate::cli::error::CommandError;
use crate::cli::input::read_text;
use crate::cli::member::find_person;
use crate::cli::session::Session;
use crate::cli::verdict::Verdict;
use crate::cli::writing::{Work, find_own_by_id, next_step};
use crate::model::{Day, Workspace, count_of};
use crate::source::InOrder as _;
use crate::syntax::Lexicon;
use crate::view::written::Rejected;

/// Reads the table and writes its good rows.
pub(super) fn run(session: &Session, args: &Args, from: &str, as_of: Option<Day>) -> Result<Verdict, CommandError> {
    let rows = read_rows(&read_text(Path::new(from))?)?;
    if !rows.ignored.is_empty() {
        session.note(&format!("ignored columns: {}", rows.ignored.join(", ")));
    }
    let opened = session.open_to_write()?;
    let speaker = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let snapshot = Facts::take(&opened.project.workspace, opened.context.today);
    let mut work = Work::new(&opened);
    let mut rows = rows.rows;
    // Sorted by day, so that the latest value of a goal is the one that stays.
    rows.order_by_key(|row| {
        row.check_in.as_ref().ok().and_then(|checkin| checkin.as_of.or(as_of)).unwrap_or(snapshot.today)
    });
    let (mut taken, mut same) = (0, 0);
    let ids = Lexicon::new(snapshot.workspace.ids());
    for row in &rows {
        match apply_row(&mut work, &snapshot, (row, &ids), as_of, speaker.as_deref()) {
            Ok(true) => taken += 1,
            Ok(false) => same += 1,
            Err(rejected) => work.rejected.push(rejected),
        }
    }
    work.rejected.order_by_key(|row| row.line);
    if rows.is_empty() {
        session.note("the table has no rows");
    }
    let bad = work.rejected.len();
    let rejected = if bad > 0 { format!(", {bad} rejected") } else { String::new() };
    let recorded = if args.writing.dry_run { "would be recorded" } else { "recorded" };
    let unchanged = if same > 0 { format!(", {same} recorded already") } else { String::new() };
    let mut says = vec![format!("{} {recorded}{unchanged}{rejected}", count_of(taken, "check-in"))];
    says.append(&mut work.says);
    work.says = says;
    work.next = next_step(&opened, args.writing);
    work.finish(session, &opened, "checkin", args.writing, &format!("Record {}", count_of(taken, "check-in")))
}

/// Adds one row to the change; false where the files say so already. A file that cannot be edited rejects its own row only.
fn apply_row(
    work: &mut Work<'_>,
    snapshot: &Facts<'_>,
    (row, ids): (&CheckInRow, &Lexicon<'_>),
    as_of: Option<Day>,
    speaker: Option<&str>,
) -> Result<bool, Rejected> {
    let rejected = |reason: String, help: Option<String>| Rejected {
        line: row.line,
        goal: Some(row.goal.clone()).filter(|goal| !goal.is_empty()),
        column: None,
        reason,
        help,
    };
    let wrong = |error: &CommandError| rejected(error.to_string(), error.hints().first().cloned());
    let checkin = row.check_in.as_ref().map_err(|it| rejected(it.message.clone(), Some(it.help.clone())))?;
    if row.goal.is_empty() {
        return Err(rejected("the row has no goal".to_owned(), None));
    }
    let workspace: &Workspace = snapshot.workspace;
    if workspace.find(&row.goal).is_none() && !workspace.is_unread(&row.goal) {
        let help = ids.closest(&row.goal).map(|near| format!("did you mean `{near}`?"));
        return Err(rejected(format!("there is no goal `{}`", row.goal), help));
    }
    let ix = find_own_by_id(workspace, &row.goal).map_err(|error| wrong(&error))?;
    let by = match &checkin.by {
        Some(name) => Some(find_person(workspace, name).map_err(|error| wrong(&error))?),
        None => speaker.map(str::to_owned),
    };
    let checkin = CheckIn { by, as_of: checkin.as_of.or(as_of), ..checkin.clone() };
    apply_check_in(work, snapshot, ix, &checkin).map(|(_, is_new)| is_new).map_err(|error| match error {
        CheckInError::Unfit(it) => rejected(it.message, Some(it.help)),
        CheckInError::Other(error) => wrong(&error),
    })
}
