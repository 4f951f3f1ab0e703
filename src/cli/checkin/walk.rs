//! Check-ins on a terminal: for every goal that is due, its last value, the planned one, and three short questions.

use super::apply::{CheckInError, apply_check_in, read_as_of};
use super::args::Args;
use crate::analysis::agenda::{check_ins_of, value_keeper};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Measure, measure_of, value_words};
use crate::author::{self, CheckIn, Confidence};
use crate::cli::error::CommandError;
use crate::cli::guard::apply_change;
use crate::cli::prompt::Prompt;
use crate::cli::session::Session;
use crate::cli::snapshots::HistoryReach;
use crate::cli::verdict::Verdict;
use crate::cli::writing::{Opened, Recorded, Work, find_own, next_step};
use crate::model::{Days, GoalIx, Workspace, brief};
use crate::project::Project;
use crate::view::progress_now::planned_value;
use crate::view::selection::{Selection, Time};

/// The answer for one goal.
enum Reply {
    /// A check-in to record.
    Record(CheckIn),
    /// The last one: what was answered is recorded, and nothing more is asked.
    Last(CheckIn),
    /// Skipped for now.
    Skip,
    /// No more questions.
    Quit,
}

/// What ends the questions, wherever it is typed.
const QUITS: [&str; 2] = ["q", "\u{1b}"];

/// Asks for one goal, or for all that are due. Each check-in is written as soon as it is answered, so that an
/// interruption loses none.
pub(super) fn walk(
    session: &Session,
    prompt: &mut Prompt,
    args: &Args,
    goal: Option<&str>,
) -> Result<Verdict, CommandError> {
    let as_of = read_as_of(session, args)?;
    let mut project = session.open()?;
    Work::ensure_commit_possible(&project, args.writing)?;
    let today = session.context(&project)?.today;
    let ids = goals_to_ask(session, prompt, args, goal, &mut project)?;
    if ids.is_empty() {
        return Ok(Verdict::Done);
    }
    prompt.catch_interrupts();
    let mut walked = WalkState::default();
    for id in &ids {
        let answer = {
            let snapshot = Facts::take(&project.workspace, today);
            ask_check_in(prompt, &snapshot, find_own(&project.workspace, id)?, as_of)
        };
        let is_last = matches!(answer, Reply::Last(_));
        match answer {
            Reply::Record(checkin) | Reply::Last(checkin) if args.writing.dry_run => {
                walked.unwritten.push((id.clone(), checkin));
            }
            Reply::Record(checkin) | Reply::Last(checkin) => {
                match write(session, args, id, checkin, &mut walked) {
                    Ok(message) => prompt.say(&format!("  written: {message}")),
                    Err(error) => {
                        prompt.say(&format!("  not written: {error}"));
                        error.hints().iter().for_each(|hint| prompt.say(&format!("  help: {hint}")));
                    }
                }
                // Read again: the next goal may be measured by the KPI that was just written.
                project = session.open()?;
            }
            Reply::Skip => {}
            Reply::Quit => break,
        }
        if is_last || prompt.is_interrupted() {
            break;
        }
    }
    prompt.say("");
    let verdict = finish_walk(session, args, walked, ids.len())?;
    // The exit code says that not everything was asked, even though what was answered is written.
    Ok(if prompt.is_interrupted() { Verdict::Interrupted } else { verdict })
}

/// The check-ins that were answered so far.
#[derive(Default)]
struct WalkState {
    /// The written changes.
    done: Option<Recorded>,
    /// The commit subject of each written check-in.
    subjects: Vec<String>,
    /// With `--dry-run`, the check-ins that are only shown.
    unwritten: Vec<(String, CheckIn)>,
}

/// Writes one check-in to the files as they are now, and describes it.
fn write(
    session: &Session,
    args: &Args,
    id: &str,
    checkin: CheckIn,
    walked: &mut WalkState,
) -> Result<String, CommandError> {
    let opened = session.open_to_write()?;
    let by = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let snapshot = Facts::take(&opened.project.workspace, opened.context.today);
    let mut work = Work::new(&opened);
    let ix = find_own(&opened.project.workspace, id)?;
    let (subject, _) =
        apply_check_in(&mut work, &snapshot, ix, &CheckIn { by, ..checkin }).map_err(CheckInError::into_error)?;
    let message = work.says.concat();
    work.write_after(&mut walked.done, session, args.writing)?;
    walked.subjects.push(subject);
    Ok(message.strip_prefix(&format!("{id}: ")).map_or(message.clone(), str::to_owned))
}

/// Commits the written check-ins with `--commit`, and tells how many were recorded and how many are left.
fn finish_walk(session: &Session, args: &Args, walked: WalkState, asked: usize) -> Result<Verdict, CommandError> {
    let opened = session.open_to_write()?;
    let mut work = Work::new(&opened);
    if args.writing.dry_run {
        return preview(session, args, &opened, walked.unwritten);
    }
    let recorded = walked.subjects.len();
    let subject = match walked.subjects.as_slice() {
        [only] => only.clone(),
        several => format!("Check in {} goals", several.len()),
    };
    let commit = match walked.done {
        Some(done) => work.commit_recorded(session, done, args.writing, &subject)?,
        None => None,
    };
    let remain = match asked - recorded {
        0 => String::new(),
        left => format!(", {left} left: goalpost checkin"),
    };
    if recorded > 0 {
        work.next = next_step(&opened, args.writing);
    }
    work.tally = Some(format!("{recorded} of {asked} recorded{remain}"));
    work.answer(session, &opened, "checkin", args.writing, commit)
}

/// Shows what would be written, for `--dry-run`.
fn preview(
    session: &Session,
    args: &Args,
    opened: &Opened,
    answers: Vec<(String, CheckIn)>,
) -> Result<Verdict, CommandError> {
    let by = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let mut work = Work::new(opened);
    for (id, checkin) in answers {
        // As the check-ins before it would leave the files: two goals may be measured by one KPI.
        let sources = opened.project.workspace.sources.clone();
        let then = Workspace::read(apply_change(sources, &work.change));
        let snapshot = Facts::take(&then, opened.context.today);
        let ix = find_own(&then, &id)?;
        let checkin = CheckIn { by: by.clone(), ..checkin };
        apply_check_in(&mut work, &snapshot, ix, &checkin).map_err(CheckInError::into_error)?;
    }
    work.finish(session, opened, "checkin", args.writing, "")
}

/// Lists the goals to ask for: the named one, else those that are due.
fn goals_to_ask(
    session: &Session,
    prompt: &mut Prompt,
    args: &Args,
    goal: Option<&str>,
    project: &mut Project,
) -> Result<Vec<String>, CommandError> {
    if let Some(id) = goal {
        find_own(&project.workspace, id)?;
        return Ok(vec![id.to_owned()]);
    }
    let context = session.context(project)?;
    let by = Session::speaker(project, args.speaker.by.as_deref())?;
    let chosen = args.chosen(project, context.today)?;
    // Whoever is known to org.yaml is asked for their own goals, unless they name others.
    let own = by.is_some() && chosen.is_none();
    let selection = chosen.unwrap_or_else(|| Selection { time: Time::All, owner: by, ..Selection::default() });
    let (_, snapshot) = session.snapshot(project, &context, HistoryReach::Recent)?;
    let (due, all) = due_goals(&snapshot, &selection);
    let whose = if own || args.mine { "your " } else { "" };
    if all == 0 {
        prompt.say(if whose.is_empty() {
            "there are no open goals with check-ins here"
        } else {
            "you have no open goals with check-ins"
        });
    } else if due.is_empty() {
        prompt.say(&format!("none of {whose}{all} goals is due"));
    } else {
        prompt.say(&format!("{} of {whose}{all} goals are due. Press Enter to skip a goal, q to quit.", due.len()));
    }
    Ok(due.iter().map(|ix| snapshot.goal(*ix).id.clone()).collect())
}

/// Returns the selected goals whose check-in is due, the most overdue first, and how many goals with check-ins are selected
/// in all.
fn due_goals(snapshot: &Facts<'_>, selection: &Selection) -> (Vec<GoalIx>, usize) {
    let mut due: Vec<(Days, GoalIx)> = Vec::new();
    let mut all = 0;
    for (ix, goal) in snapshot.goals() {
        let is_asked = selection.fits(snapshot, goal) && snapshot.workspace.is_own(goal.document);
        let Some(check_ins) = check_ins_of(snapshot, ix).filter(|_| is_asked) else { continue };
        all += 1;
        if check_ins.due.is_none_or(|due| due <= snapshot.today) {
            due.push((check_ins.late_by(snapshot.today), ix));
        }
    }
    due.sort_by(|(late, a), (later, b)| later.cmp(late).then_with(|| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id)));
    (due.into_iter().map(|(_, ix)| ix).collect(), all)
}

/// Asks for the value, confidence and note of one goal.
fn ask_check_in(prompt: &mut Prompt, snapshot: &Facts<'_>, ix: GoalIx, as_of: Option<crate::model::Day>) -> Reply {
    let goal = snapshot.goal(ix);
    prompt.say("");
    prompt.say(&format!("{}  {}", goal.id, goal.title));
    for obstacle in author::open_obstacles(goal) {
        prompt.say(&format!("  open obstacle since {}: {}", obstacle.date, brief(&obstacle.text)));
    }
    let mut checkin = CheckIn { as_of, ..CheckIn::default() };
    let fits = |checkin: &CheckIn| {
        let keeper = value_keeper(snapshot, ix);
        author::check_in(snapshot.workspace, ix, keeper, checkin, snapshot.today)
            .map(|_| ())
            .map_err(|it| format!("{it}: {}", it.help))
    };
    let first = if let Measure::Milestones(steps) = measure_of(goal) {
        for (at, step) in steps.iter().enumerate() {
            let due = step.due.map(|due| format!(", due {due}")).unwrap_or_default();
            let mark = if step.is_done() { "done" } else { "open" };
            prompt.say(&format!("  {} {mark}  {}{due}", at + 1, step.title));
        }
        prompt.ask_until("  milestones done (numbers)?", |line| {
            if line.is_empty() || QUITS.contains(&line) {
                return Ok(line.to_owned());
            }
            let done: Vec<String> = line.split(',').map(|it| it.trim().to_owned()).collect();
            fits(&CheckIn { done, as_of, ..CheckIn::default() }).map(|()| line.to_owned())
        })
    } else {
        prompt.say(&format!("  {}", describe_last_value(snapshot, ix)));
        prompt.ask_until("  value now?", |line| {
            if line.is_empty() || QUITS.contains(&line) {
                return Ok(line.to_owned());
            }
            fits(&CheckIn { value: Some(line.to_owned()), as_of, ..CheckIn::default() }).map(|()| line.to_owned())
        })
    };
    match first.as_deref() {
        None => return Reply::Quit,
        Some(line) if QUITS.contains(&line) => return Reply::Quit,
        Some("") => return Reply::Skip,
        Some(line) if matches!(measure_of(goal), Measure::Milestones(_)) => {
            checkin.done = line.split(',').map(|it| it.trim().to_owned()).collect();
        }
        Some(line) => checkin.value = Some(line.to_owned()),
    }
    if goal.kind == crate::model::Kind::KeyResult {
        let before = goal.confidence.map(|it| format!(" [{}]", (it * 10.0).round())).unwrap_or_default();
        let mut quits = false;
        let read = |line: &str| {
            quits = QUITS.contains(&line);
            if quits { Ok(None) } else { read_tenths(line) }
        };
        match prompt.ask_until(&format!("  confidence, 0 to 10?{before}"), read) {
            Some(_) if quits => return Reply::Last(checkin),
            Some(confidence) => checkin.confidence = confidence,
            // Ctrl-C discards a half-answered check-in; the end of the input records it as it is.
            None if prompt.is_interrupted() => return Reply::Quit,
            None => return Reply::Record(checkin),
        }
    }
    let note = prompt.ask_line("  note (Enter for none)?");
    if prompt.is_interrupted() {
        return Reply::Quit;
    }
    if note.as_deref().is_some_and(|line| QUITS.contains(&line)) {
        return Reply::Last(checkin);
    }
    Reply::Record(CheckIn { note: note.filter(|line| !line.is_empty()), ..checkin })
}

/// Reads a confidence from 0 to 10, or as the option takes it; an empty line keeps the present one.
fn read_tenths(line: &str) -> Result<Option<Confidence>, String> {
    if line.is_empty() {
        return Ok(None);
    }
    // The question asks for 0 to 10, so that 1 is a tenth here and certainty with --confidence.
    let tenths = !line.contains('.') && line.parse::<f64>().is_ok_and(|number| (0.0..=10.0).contains(&number));
    let text = if tenths { format!("{line}/10") } else { line.to_owned() };
    author::read_confidence(&text).map(Some).map_err(|it| format!("{it}; enter 0 to 10"))
}

/// Describes the last value with its day, and the planned value for today.
fn describe_last_value(snapshot: &Facts<'_>, ix: GoalIx) -> String {
    let goal = snapshot.goal(ix);
    let kept = snapshot.goal(value_keeper(snapshot, ix));
    let last = kept.metric.as_ref().and_then(|metric| Some((metric, metric.current?)));
    let steps = goal.metric.as_ref().map(|metric| metric.scale.join(", ")).filter(|steps| !steps.is_empty());
    let mut text = match last {
        Some((metric, value)) => format!("last {}", value_words(snapshot.workspace, metric, value)),
        None => "no value yet".to_owned(),
    };
    if let Some(day) = last.and_then(|(metric, _)| metric.as_of) {
        text.push_str(&format!(" on {day}"));
    }
    if let Some(plan) = planned_value(snapshot, goal) {
        text.push_str(&format!(" · planned today: {plan}"));
    }
    if let Some(steps) = steps {
        text.push_str(&format!(" · one of {steps}"));
    }
    text
}
