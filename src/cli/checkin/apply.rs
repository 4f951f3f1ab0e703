//! Adds a check-in to a change, with the lines of the answer and the subject of the commit.

use super::args::Args;
use crate::analysis::agenda::{arrivals_ended, value_keeper};
use crate::analysis::facts::Facts;
use crate::author::{self, CheckIn, Unfit, change_in, late_grade_help};
use crate::cli::day::read_past_day;
use crate::cli::error::CommandError;
use crate::cli::session::Session;
use crate::cli::slip::describe_slip;
use crate::cli::writing::Work;
use crate::model::{Day, GoalIx};
use crate::render::shell_word;
use crate::view::progress_now::{describe_done_steps, describe_new_value, titles_of_steps};

/// Reads the day of `--as-of`.
pub(super) fn read_as_of(session: &Session, args: &Args) -> Result<Option<Day>, CommandError> {
    let Some(text) = &args.as_of else { return Ok(None) };
    read_past_day(text, session.today(None)?, "--as-of").map(Some)
}

/// Why a check-in was rejected.
pub(super) enum CheckInError {
    /// It does not fit the goal.
    Unfit(Unfit),
    /// The file cannot be edited.
    Other(CommandError),
}

impl CheckInError {
    /// Converts to the error of a command that records a single check-in.
    pub(super) fn into_error(self) -> CommandError {
        match self {
            Self::Unfit(it) => it.into(),
            Self::Other(error) => error,
        }
    }
}

/// Adds a check-in to a change and describes it in the answer. Returns the subject of its commit, and whether it changed
/// anything: what the files say already is not recorded again.
pub(super) fn apply_check_in(
    work: &mut Work<'_>,
    snapshot: &Facts<'_>,
    ix: GoalIx,
    checkin: &CheckIn,
) -> Result<(String, bool), CheckInError> {
    let keeper = value_keeper(snapshot, ix);
    let workspace = snapshot.workspace;
    let result = author::check_in(workspace, ix, keeper, checkin, snapshot.today).map_err(CheckInError::Unfit)?;
    let id = &snapshot.goal(ix).id;
    let mut by_file: Vec<(GoalIx, Vec<crate::syntax::Edit>)> = Vec::new();
    for (goal, edit) in result.edits {
        match by_file.iter_mut().find(|(it, _)| *it == goal) {
            Some((_, edits)) => edits.push(edit),
            None => by_file.push((goal, vec![edit])),
        }
    }
    let written = |work: &Work<'_>| {
        let draft = |ix| work.change.files().get(&workspace.file(snapshot.goal(ix).document).path);
        [ix, keeper].map(|ix| draft(ix).map(|draft| draft.new.clone()))
    };
    let before = written(work);
    work.add_goal(id);
    for (goal, edits) in by_file {
        work.edit(goal, &edits).map_err(CheckInError::Other)?;
    }
    let is_new = written(work) != before;
    let day = checkin.as_of.unwrap_or(snapshot.today);
    let (message, subject) = if let Some((before, now)) = result.value {
        let metric = snapshot.goal(keeper).metric.as_ref();
        let value = metric.map_or_else(|| now.to_string(), |it| it.say(now));
        (describe_new_value(snapshot, ix, keeper, before, (now, day)), format!("Check in {id}: {value}"))
    } else if result.done.is_empty() && !is_new {
        ("its file says so already; to check in without a new value: --note TEXT".to_owned(), format!("Check in {id}"))
    } else if result.done.is_empty() {
        ("check-in recorded".to_owned(), format!("Check in {id}"))
    } else {
        (
            describe_done_steps(snapshot, ix, &result.done, day),
            format!("Check in {id}: {} done", titles_of_steps(snapshot.goal(ix), &result.done)),
        )
    };
    work.say(format!("{id}: {message}"));
    // There is only one way to read the number, so it is written; the slip may be in its digits or its unit.
    work.says.extend(result.doubt.zip(result.value).and_then(|(doubt, (_, now))| describe_slip(doubt, now)));
    let counted = result.value.is_some() || !result.done.is_empty();
    let outside = result.outside.map(|reason| format!("{reason}; if that is possible, change the unit of the metric"));
    work.says.extend(outside);
    // A command that dates it back is no advice once values may not arrive any more.
    let ended = arrivals_ended(snapshot, ix).filter(|_| counted);
    if let Some(until) = ended.filter(|_| result.late.is_none()) {
        work.say(format!(
            "values of {id} could arrive until {until}: wherever it counts, this one is said to have come later"
        ));
    }
    if let Some(last) = result.late.filter(|_| counted) {
        work.say(format!("{id} ended on {last}, so a value of {day} does not count"));
        if let Some(until) = ended {
            work.say(format!("values of {id} could arrive until {until} (`close_within`)"));
        } else if ix == keeper {
            work.say("if it was already reached by then:".to_owned());
            work.say(format!("  {}", command_as_of(id, checkin, last)));
        } else if snapshot.goal(keeper).metric.as_ref().and_then(|it| it.as_of).is_some_and(|as_of| last < as_of) {
            let kpi = snapshot.goal(keeper);
            work.say(format!("if it was already reached by then: {}", late_grade_help(snapshot.goal(ix), kpi)));
        } else {
            // A KPI keeps one value: an earlier one would take back what was just written.
            let kpi = &snapshot.goal(keeper).id;
            work.say(format!(
                "if it was already reached by then, undo this and record both, as {kpi} keeps one value:"
            ));
            work.say(format!("  {} --commit", command_as_of(id, checkin, last)));
            work.say(format!("  {}", command_as_of(kpi, checkin, day)));
        }
    }
    Ok((subject, is_new))
}

/// Returns the command that records the same for the last day that counts.
fn command_as_of(id: &str, checkin: &CheckIn, last: Day) -> String {
    let mut command = format!("goalpost checkin {id}");
    // A relative value is already applied; repeating it would apply it twice.
    match checkin.value.as_deref().map(str::trim) {
        Some(value) if change_in(value).is_some() => command.push_str(" VALUE"),
        Some(value) => command.push_str(&format!(" {}", shell_word(value))),
        None => {}
    }
    command.extend(checkin.done.iter().map(|step| format!(" --done {}", shell_word(step))));
    format!("{command} --as-of {last}")
}
