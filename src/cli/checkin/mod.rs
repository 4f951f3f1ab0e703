//! `goalpost checkin`: how a goal stands now, in a line.

mod args;
mod rows;
mod take;
mod walk;

use super::day::day_by;
use super::error::CommandError;
use super::prompt::Prompt;
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Work, committable, find_own};
use crate::analysis::facts::Facts;
use crate::author::{self, CheckIn};
use crate::model::{Day, GoalIx, days_between};
pub(in crate::cli) use args::Args;
use take::{NotTaken, as_of, take, unfit};

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let as_of = as_of(session, args)?;
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
        let Some(mut prompt) = Prompt::terminal() else {
            return Err(CommandError::usage("which goal, and what value?")
                .hint("goalpost checkin GOAL VALUE; on a terminal goalpost checkin walks through what is due")
                .hint("a table comes in with --from FILE"));
        };
        return walk::walk(session, &mut prompt, args, None);
    };
    if said == (CheckIn { as_of, ..CheckIn::default() }) {
        let Some(mut prompt) = Prompt::terminal() else {
            return Err(CommandError::usage(format!("no value given for `{goal}`"))
                .hint(format!("goalpost checkin {goal} VALUE, or --done, --confidence, --note")));
        };
        return walk::walk(session, &mut prompt, args, Some(goal));
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

/// The day of a check-in on a goal that has ended: asked for on a terminal while its values may still arrive.
fn day_asked(snapshot: &Facts<'_>, ix: GoalIx, said: &CheckIn) -> Option<Day> {
    let goal = snapshot.goal(ix);
    let valued = said.value.is_some() || !said.done.is_empty();
    let over = goal.last_value_day().filter(|last| valued && *last < snapshot.today && goal.is_open());
    let Some(last) = over else { return said.as_of };
    if said.as_of.is_some() || days_between(last, snapshot.today) > snapshot.settings().close_within {
        return said.as_of;
    }
    let mut prompt = Prompt::terminal()?;
    prompt.say(&format!("{} ended {last}: what is of a later day does not count for it", goal.id));
    prompt.until(&format!("  of which day is it? [{last}]"), |line| match line {
        "" => Ok(last),
        _ => day_by(line, snapshot.today, "it")
            .ok()
            .filter(|day| *day <= snapshot.today)
            .ok_or_else(|| format!("a day up to today, as {last}, or today")),
    })
}
