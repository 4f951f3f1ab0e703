//! `goalpost checkin`: how a goal stands now, in a line.

mod rows;
mod walk;

use clap::Args as ClapArgs;

use super::ask::Asking;
use super::session::Reach;
use super::writing::{Speaker, Work, Writing, committable, find_own};
use super::{CommandError, Session, Verdict};
use crate::analysis::agenda::value_keeper;
use crate::analysis::facts::Facts;
use crate::author::{self, CheckIn, Unfit};
use crate::model::{Day, GoalIx, days_between, parse_day};
use crate::view::progress_now::{steps_told, value_told};

/// Says how a goal stands: its value today, how sure you are, a line for the others
///
/// Writes the value and its day, and nothing else, into the goal's file (or its KPI's). Without a goal, on a terminal, it
/// walks through what is due, with the last value and what the plan asks for. A table of values comes in with --from.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost checkin churn 2.4 --confidence 7/10 --note \"the price change helps\"
  goalpost checkin signups +=120 --as-of 2026-11-20
  goalpost checkin second-region --done \"test traffic\"
  goalpost checkin --from values.csv       (columns: goal, value, as_of, confidence, note, by, done)

Formats: human, json")]
pub(super) struct Args {
    /// The goal's id
    #[arg(value_name = "GOAL")]
    goal: Option<String>,
    /// The value now: 42, -3, 99.5, 42% where the unit is %, a step of a scale; += and -= change it
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    value: Option<String>,
    /// The value, for whoever expects it to have a name
    #[arg(long = "value", value_name = "VALUE", allow_hyphen_values = true, hide = true, conflicts_with = "value")]
    named_value: Option<String>,
    /// A milestone that is done: its title, a part of it, or its number
    #[arg(long, value_name = "MILESTONE")]
    done: Vec<String>,
    /// How sure you are: 0 to 1, 6/10, 60%, green, yellow or red
    #[arg(long, value_name = "SURE")]
    confidence: Option<String>,
    /// A line for the others, for the goal's log
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The day that it is true for; today if not given
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Check-ins from a file of CSV or JSON lines; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["goal", "value", "named_value", "done", "confidence", "note"])]
    from: Option<String>,
    #[command(flatten)]
    speaker: Speaker,
    #[command(flatten)]
    writing: Writing,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    session.written_format("checkin")?;
    let as_of = args.as_of.as_deref().map(day).transpose()?;
    if let Some(from) = &args.from {
        return rows::run(session, args, from, as_of);
    }
    let said = CheckIn {
        value: args.value.clone().or_else(|| args.named_value.clone()),
        done: args.done.clone(),
        confidence: args.confidence.as_deref().map(author::confidence).transpose().map_err(|it| unfit(&it))?,
        note: args.note.clone(),
        as_of,
        ..CheckIn::default()
    };
    let Some(goal) = &args.goal else {
        let Some(mut asking) = Asking::terminal() else {
            return Err(CommandError::new("which goal, and what value?")
                .hint("goalpost checkin GOAL VALUE; on a terminal goalpost checkin walks through what is due")
                .hint("a table comes in with --from FILE"));
        };
        return walk::walk(session, &mut asking, args, None);
    };
    if said == (CheckIn { as_of, ..CheckIn::default() }) {
        let Some(mut asking) = Asking::terminal() else {
            return Err(CommandError::new(format!("nothing is said of `{goal}`"))
                .hint(format!("goalpost checkin {goal} VALUE, or --done, --confidence, --note")));
        };
        return walk::walk(session, &mut asking, args, Some(goal));
    }
    let opened = session.open_to_write()?;
    let by = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let ix = find_own(&opened.project.workspace, goal)?;
    let snapshot = Facts::take(&opened.project.workspace, opened.context.today);
    let mut work = Work::new(&opened);
    let said = CheckIn { by, as_of: day_asked(&snapshot, ix, &said), ..said };
    let subject = take(&mut work, &snapshot, ix, &said).map_err(NotTaken::into_error)?;
    work.next = committable(&opened, args.writing);
    work.finish(session, &opened, "checkin", args.writing, &subject)
}

fn day(text: &str) -> Result<Day, CommandError> {
    super::day::day(text, "--as-of")
}

fn unfit(unfit: &Unfit) -> CommandError {
    CommandError::new(unfit.message.clone()).hint(unfit.help.clone())
}

/// Why a check-in was not taken: it does not fit the goal, or the file cannot be edited.
enum NotTaken {
    Unfit(Unfit),
    Error(CommandError),
}

impl NotTaken {
    fn into_error(self) -> CommandError {
        match self {
            Self::Unfit(it) => unfit(&it),
            Self::Error(error) => error,
        }
    }
}

/// Takes a check-in into a change, says what it comes to, and gives a line for a commit.
fn take(work: &mut Work<'_>, snapshot: &Facts<'_>, ix: GoalIx, said: &CheckIn) -> Result<String, NotTaken> {
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
        (value_told(snapshot, ix, keeper, before, (now, day)), format!("Check in {id}: {value}"))
    } else if given.done.is_empty() {
        ("noted".to_owned(), format!("Check in {id}"))
    } else {
        (steps_told(snapshot, ix, &given.done, day), format!("Check in {id}: {} done", given.done.join(", ")))
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

/// The day of a check-in on a goal that has ended: asked for on a terminal while its values may still arrive.
fn day_asked(snapshot: &Facts<'_>, ix: GoalIx, said: &CheckIn) -> Option<Day> {
    let goal = snapshot.goal(ix);
    let valued = said.value.is_some() || !said.done.is_empty();
    let over = goal.last_value_day().filter(|last| valued && *last < snapshot.today && goal.is_open());
    let Some(last) = over else { return said.as_of };
    if said.as_of.is_some() || days_between(last, snapshot.today) > snapshot.settings().close_within {
        return said.as_of;
    }
    let mut asking = Asking::terminal()?;
    asking.say(&format!("{} ended {last}: what is of a later day does not count for it", goal.id));
    asking.until(&format!("  of which day is it? [{last}]"), |line| match line {
        "" => Ok(last),
        "today" => Ok(snapshot.today),
        _ => parse_day(line)
            .filter(|day| *day <= snapshot.today)
            .ok_or_else(|| format!("a day up to today, as {last}, or today")),
    })
}
