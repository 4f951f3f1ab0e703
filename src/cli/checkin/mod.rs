//! `goalpost checkin`: records the present value of a goal, its confidence and a note.

mod apply;
mod args;
mod rows;
mod walk;

use super::day::read_past_day;
use super::error::CommandError;
use super::prompt::Prompt;
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Work, find_own, next_step};
use crate::analysis::facts::Facts;
use crate::author::{self, CheckIn};
use crate::model::{Day, GoalIx, days_between};
use apply::{CheckInError, apply_check_in, read_as_of};
pub(in crate::cli) use args::Args;

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let as_of = read_as_of(session, args)?;
    if let Some(from) = &args.from {
        return rows::run(session, args, from, as_of);
    }
    let checkin = CheckIn {
        value: args.value.clone().or_else(|| args.named_value.clone()),
        done: args.done.clone(),
        confidence: args.confidence.as_deref().map(author::read_confidence).transpose()?,
        note: args.note.clone(),
        as_of,
        ..CheckIn::default()
    };
    let Some(goal) = &args.goal else {
        let Some(mut prompt) = Prompt::terminal() else {
            session.root()?;
            return Err(CommandError::usage("no goal and no value given")
                .hint("give both: goalpost checkin GOAL VALUE")
                .hint("to be asked for every goal that is due, run it on a terminal: goalpost checkin")
                .hint("to read a table: goalpost checkin --from FILE"));
        };
        return walk::walk(session, &mut prompt, args, None);
    };
    if checkin == (CheckIn { as_of, ..CheckIn::default() }) {
        let Some(mut prompt) = Prompt::terminal() else {
            return Err(CommandError::usage(format!("no value given for `{goal}`"))
                .hint(format!("goalpost checkin {goal} VALUE; or give --done, --confidence or --note")));
        };
        return walk::walk(session, &mut prompt, args, Some(goal));
    }
    let opened = session.open_to_write()?;
    let by = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let ix = find_own(&opened.project.workspace, goal)?;
    let snapshot = Facts::take(&opened.project.workspace, opened.context.today);
    let mut work = Work::new(&opened);
    let checkin = CheckIn { by, as_of: ask_day(&snapshot, ix, &checkin), ..checkin };
    let (subject, _) = apply_check_in(&mut work, &snapshot, ix, &checkin).map_err(CheckInError::into_error)?;
    work.next = next_step(&opened, args.writing);
    work.finish(session, &opened, "checkin", args.writing, &subject)
}

/// Returns the day of a check-in. If the goal has ended and its values may still arrive (`close_within`), asks for the
/// day on a terminal: a value typed in January usually describes the end of December. Off a terminal, the day given or
/// today stands.
fn ask_day(snapshot: &Facts<'_>, ix: GoalIx, checkin: &CheckIn) -> Option<Day> {
    let goal = snapshot.goal(ix);
    let valued = checkin.value.is_some() || !checkin.done.is_empty();
    let over = goal.end().filter(|last| valued && *last < snapshot.today && goal.is_open());
    let Some(last) = over else { return checkin.as_of };
    if checkin.as_of.is_some() || days_between(last, snapshot.today) > snapshot.close_within(ix) {
        return checkin.as_of;
    }
    let mut prompt = Prompt::terminal()?;
    prompt.say(&format!("{} ended on {last}; later values do not count", goal.id));
    prompt.ask_until(&format!("  day of the value? [{last}]"), |line| match line {
        "" => Ok(last),
        _ => read_past_day(line, snapshot.today, "the day")
            .ok()
            .filter(|day| *day <= snapshot.today)
            .ok_or_else(|| format!("enter a day up to today, such as {last}, or today")),
    })
}
