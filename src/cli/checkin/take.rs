//! A check-in taken into a change, with what it comes to in words.

use super::args::Args;
use crate::analysis::agenda::value_keeper;
use crate::analysis::facts::Facts;
use crate::author::{self, CheckIn, Unfit};
use crate::cli::day::day_by;
use crate::cli::error::CommandError;
use crate::cli::session::Session;
use crate::cli::writing::Work;
use crate::model::{Day, GoalIx};
use crate::view::progress_now::{describe_done_steps, describe_new_value};

/// The day of `--as-of`.
pub(super) fn as_of(session: &Session, args: &Args) -> Result<Option<Day>, CommandError> {
    let Some(text) = &args.as_of else { return Ok(None) };
    day_by(text, session.today(None)?, "--as-of").map(Some)
}

/// A check-in that does not fit, as an error.
pub(super) fn unfit(unfit: &Unfit) -> CommandError {
    CommandError::usage(unfit.message.clone()).hint(unfit.help.clone())
}

/// Why a check-in was not taken: it does not fit the goal, or the file cannot be edited.
pub(super) enum NotTaken {
    Unfit(Unfit),
    Error(CommandError),
}

impl NotTaken {
    pub(super) fn into_error(self) -> CommandError {
        match self {
            Self::Unfit(it) => unfit(&it),
            Self::Error(error) => error,
        }
    }
}

/// Takes a check-in into a change, says what it comes to, and gives a line for a commit.
pub(super) fn take(work: &mut Work<'_>, snapshot: &Facts<'_>, ix: GoalIx, said: &CheckIn) -> Result<String, NotTaken> {
    let keeper = value_keeper(snapshot, ix);
    let workspace = snapshot.workspace;
    let given = author::check_in(workspace, ix, keeper, said, snapshot.today).map_err(NotTaken::Unfit)?;
    let id = &snapshot.goal(ix).id;
    let mut by_file: Vec<(GoalIx, Vec<crate::syntax::Edit>)> = Vec::new();
    for (goal, edit) in given.edits {
        match by_file.iter_mut().find(|(it, _)| *it == goal) {
            Some((_, edits)) => edits.push(edit),
            None => by_file.push((goal, vec![edit])),
        }
    }
    work.touches(id);
    for (goal, edits) in by_file {
        work.edit(goal, &edits).map_err(NotTaken::Error)?;
    }
    let day = said.as_of.unwrap_or(snapshot.today);
    let (told, subject) = if let Some((before, now)) = given.value {
        let metric = snapshot.goal(keeper).metric.as_ref();
        let value = metric.map_or_else(|| now.to_string(), |it| it.say(now));
        (describe_new_value(snapshot, ix, keeper, before, (now, day)), format!("Check in {id}: {value}"))
    } else if given.done.is_empty() {
        ("noted".to_owned(), format!("Check in {id}"))
    } else {
        (describe_done_steps(snapshot, ix, &given.done, day), format!("Check in {id}: {} done", given.done.join(", ")))
    };
    work.say(format!("{id}: {told}"));
    let counted = given.value.is_some() || !given.done.is_empty();
    if let Some(last) = given.late.filter(|_| counted) {
        work.say(format!("a value of {day} does not count for {id}: it ended {last}"));
        // A KPI has one value: an earlier one would take this one back.
        if ix == keeper {
            work.say("if it was so by then:".to_owned());
            work.say(format!("  {}", in_time(id, said, last)));
        }
    }
    Ok(subject)
}

/// The command that says the same of the last day that counts.
fn in_time(id: &str, said: &CheckIn, last: Day) -> String {
    let mut command = format!("goalpost checkin {id}");
    // A change has been made by now: said once more, it would be made twice.
    match said.value.as_deref().map(str::trim) {
        Some(value) if value.starts_with("+=") || value.starts_with("-=") => command.push_str(" VALUE"),
        Some(value) => command.push_str(&format!(" {}", quoted(value))),
        None => {}
    }
    command.extend(said.done.iter().map(|step| format!(" --done {}", quoted(step))));
    format!("{command} --as-of {last}")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
