//! The walk through what is due: a goal, its last value, what the plan asks for, three short questions.

use super::args::Args;
use super::take::{NotTaken, as_of, take};
use crate::analysis::agenda::{check_ins_of, value_keeper};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Measure, measure_of, say_value};
use crate::author::{self, CheckIn, Confidence};
use crate::cli::error::CommandError;
use crate::cli::prompt::Prompt;
use crate::cli::session::{HistoryReach, Session};
use crate::cli::verdict::Verdict;
use crate::cli::writing::{Opened, Recorded, Work, committable, find_own};
use crate::model::{Days, GoalIx, brief, counted};
use crate::project::Project;
use crate::view::progress_now::planned_value;

/// What was answered of one goal.
enum Reply {
    Said(CheckIn),
    Later,
    Enough,
}

/// Asks for one goal, or for all that are due. Each is written as soon as it is said: what comes between loses nothing.
pub(super) fn walk(
    session: &Session,
    prompt: &mut Prompt,
    args: &Args,
    goal: Option<&str>,
) -> Result<Verdict, CommandError> {
    let as_of = as_of(session, args)?;
    let mut project = session.open()?;
    Work::commit_possible(&project, args.writing)?;
    let today = session.context(&project)?.today;
    let ids = asked_for(session, prompt, args, goal, &project)?;
    if ids.is_empty() {
        session.note("nothing is due");
        return Ok(Verdict::Done);
    }
    prompt.outlive_interrupts();
    let mut walked = Walked::default();
    for id in &ids {
        let answer = {
            let snapshot = Facts::take(&project.workspace, today);
            ask(prompt, &snapshot, find_own(&project.workspace, id)?, as_of)
        };
        match answer {
            Reply::Said(said) if args.writing.dry_run => walked.kept.push((id.clone(), said)),
            Reply::Said(said) => {
                match write(session, args, id, said, &mut walked) {
                    Ok(told) => prompt.say(&format!("  written: {told}")),
                    Err(error) => {
                        prompt.say(&format!("  not written: {error}"));
                        error.hints().iter().for_each(|hint| prompt.say(&format!("  help: {hint}")));
                    }
                }
                // The next one may be measured by what was written just now.
                project = session.open()?;
            }
            Reply::Later => {}
            Reply::Enough => break,
        }
        if prompt.is_interrupted() {
            break;
        }
    }
    prompt.say("");
    let verdict = conclude(session, args, walked, ids.len())?;
    Ok(if prompt.is_interrupted() { Verdict::Interrupted } else { verdict })
}

/// What was said on the way.
#[derive(Default)]
struct Walked {
    /// What was written.
    done: Option<Recorded>,
    /// For a commit, what was written in a line each.
    subjects: Vec<String>,
    /// What is not to be written.
    kept: Vec<(String, CheckIn)>,
}

/// Writes what was said of one goal, on what the files say now, and tells what it comes to.
fn write(session: &Session, args: &Args, id: &str, said: CheckIn, walked: &mut Walked) -> Result<String, CommandError> {
    let opened = session.open_to_write()?;
    let by = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let snapshot = Facts::take(&opened.project.workspace, opened.context.today);
    let mut work = Work::new(&opened);
    let ix = find_own(&opened.project.workspace, id)?;
    let subject = take(&mut work, &snapshot, ix, &CheckIn { by, ..said }).map_err(NotTaken::into_error)?;
    let told = work.says.concat();
    work.put_after(&mut walked.done, session, args.writing)?;
    walked.subjects.push(subject);
    Ok(told.strip_prefix(&format!("{id}: ")).map_or(told.clone(), str::to_owned))
}

/// Commits what was written if that is wanted, and says how many were, and how many remain.
fn conclude(session: &Session, args: &Args, walked: Walked, asked: usize) -> Result<Verdict, CommandError> {
    let opened = session.open_to_write()?;
    let mut work = Work::new(&opened);
    if args.writing.dry_run {
        return preview(session, args, &opened, walked.kept);
    }
    let recorded = walked.subjects.len();
    let subject = match walked.subjects.as_slice() {
        [only] => only.clone(),
        several => format!("Check in {} goals", several.len()),
    };
    let commit = match walked.done {
        Some(done) => work.resume(done, args.writing, &subject)?,
        None => None,
    };
    let remain = match asked - recorded {
        0 => String::new(),
        left => format!(", {}: goalpost checkin", counted(left, "remains", "remain")),
    };
    if recorded > 0 {
        work.next = committable(&opened, args.writing);
    }
    work.tally = Some(format!("{recorded} of {asked} recorded{remain}"));
    work.answer(session, &opened, "checkin", args.writing, commit)
}

/// Shows what would be written.
fn preview(
    session: &Session,
    args: &Args,
    opened: &Opened,
    answers: Vec<(String, CheckIn)>,
) -> Result<Verdict, CommandError> {
    let by = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let snapshot = Facts::take(&opened.project.workspace, opened.context.today);
    let mut work = Work::new(opened);
    for (id, said) in answers {
        let ix = find_own(&opened.project.workspace, &id)?;
        take(&mut work, &snapshot, ix, &CheckIn { by: by.clone(), ..said }).map_err(NotTaken::into_error)?;
    }
    work.finish(session, opened, "checkin", args.writing, "")
}

/// The goals to ask for: the one that is named, else those that are due.
fn asked_for(
    session: &Session,
    prompt: &mut Prompt,
    args: &Args,
    goal: Option<&str>,
    project: &Project,
) -> Result<Vec<String>, CommandError> {
    if let Some(id) = goal {
        find_own(&project.workspace, id)?;
        return Ok(vec![id.to_owned()]);
    }
    let context = session.context(project)?;
    let by = Session::speaker(project, args.speaker.by.as_deref())?;
    let snapshot = session.snapshot(project, &context, HistoryReach::Recent)?;
    let (due, all) = due(&snapshot, by.as_deref());
    let whose = if by.is_some() { "your " } else { "" };
    if due.is_empty() {
        prompt.say(&format!("none of {whose}{all} is due"));
    } else {
        prompt.say(&format!("{} of {whose}{all} are due. Enter leaves one for later, q ends it.", due.len()));
    }
    Ok(due.iter().map(|ix| snapshot.goal(*ix).id.clone()).collect())
}

/// The goals of a person whose check-in is due, those waited for longest first, and how many they have in all.
pub(super) fn due(snapshot: &Facts<'_>, person: Option<&str>) -> (Vec<GoalIx>, usize) {
    let mut due: Vec<(Days, GoalIx)> = Vec::new();
    let mut all = 0;
    for (ix, goal) in snapshot.goals() {
        let own = person.is_none_or(|person| snapshot.workspace.owner_of(goal) == Some(person));
        let open = snapshot.workspace.is_own(goal.document);
        let Some(check_ins) = check_ins_of(snapshot, ix).filter(|_| own && open) else { continue };
        all += 1;
        if check_ins.due.is_none_or(|due| due <= snapshot.today) {
            due.push((check_ins.late_by(snapshot.today), ix));
        }
    }
    due.sort_by(|(late, a), (later, b)| later.cmp(late).then_with(|| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id)));
    (due.into_iter().map(|(_, ix)| ix).collect(), all)
}

/// Asks how one goal stands.
fn ask(prompt: &mut Prompt, snapshot: &Facts<'_>, ix: GoalIx, as_of: Option<crate::model::Day>) -> Reply {
    let goal = snapshot.goal(ix);
    prompt.say("");
    prompt.say(&format!("{}  {}", goal.id, goal.title));
    for obstacle in author::open_obstacles(goal) {
        prompt.say(&format!("  in the way since {}: {}", obstacle.date, brief(&obstacle.text)));
    }
    let mut said = CheckIn { as_of, ..CheckIn::default() };
    let fits = |said: &CheckIn| {
        let keeper = value_keeper(snapshot, ix);
        author::check_in(snapshot.workspace, ix, keeper, said, snapshot.today)
            .map(|_| ())
            .map_err(|it| format!("{it}: {}", it.help))
    };
    let first = if let Measure::Milestones(steps) = measure_of(goal) {
        for (at, step) in steps.iter().enumerate() {
            let due = step.due.map(|due| format!(", due {due}")).unwrap_or_default();
            let mark = if step.is_done() { "done" } else { "open" };
            prompt.say(&format!("  {} {mark}  {}{due}", at + 1, step.title));
        }
        prompt.until("  which is done now?", |line| match line {
            "" | "q" | "\u{1b}" => Ok(line.to_owned()),
            _ => {
                let done: Vec<String> = line.split(',').map(|it| it.trim().to_owned()).collect();
                fits(&CheckIn { done, as_of, ..CheckIn::default() }).map(|()| line.to_owned())
            }
        })
    } else {
        prompt.say(&format!("  {}", last_and_plan(snapshot, ix)));
        prompt.until("  now?", |line| match line {
            "" | "q" | "\u{1b}" => Ok(line.to_owned()),
            _ => fits(&CheckIn { value: Some(line.to_owned()), as_of, ..CheckIn::default() }).map(|()| line.to_owned()),
        })
    };
    match first.as_deref() {
        None | Some("q" | "\u{1b}") => return Reply::Enough,
        Some("") => return Reply::Later,
        Some(line) if matches!(measure_of(goal), Measure::Milestones(_)) => {
            said.done = line.split(',').map(|it| it.trim().to_owned()).collect();
        }
        Some(line) => said.value = Some(line.to_owned()),
    }
    if goal.kind == crate::model::Kind::KeyResult {
        let before = goal.confidence.map(|it| format!(" [{}]", (it * 10.0).round())).unwrap_or_default();
        match prompt.until(&format!("  how sure, 0 to 10?{before}"), sure) {
            Some(confidence) => said.confidence = confidence,
            // Whoever stops half-way has not said it yet; at the end of the input there is no more to come.
            None if prompt.is_interrupted() => return Reply::Enough,
            None => return Reply::Said(said),
        }
    }
    said.note = prompt.line("  a line for the others?").filter(|line| !line.is_empty());
    if prompt.is_interrupted() { Reply::Enough } else { Reply::Said(said) }
}

/// A confidence from 0 to 10, or as on the command line; none where it stays.
fn sure(line: &str) -> Result<Option<Confidence>, String> {
    if line.is_empty() {
        return Ok(None);
    }
    let tenths = !line.contains('.') && line.parse::<f64>().is_ok_and(|number| (0.0..=10.0).contains(&number));
    let said = if tenths { format!("{line}/10") } else { line.to_owned() };
    author::confidence(&said).map(Some).map_err(|it| format!("{it}: 0 to 10"))
}

/// The last value with its day, and what the plan asks for today.
fn last_and_plan(snapshot: &Facts<'_>, ix: GoalIx) -> String {
    let goal = snapshot.goal(ix);
    let kept = snapshot.goal(value_keeper(snapshot, ix));
    let last = kept.metric.as_ref().and_then(|metric| Some((metric, metric.current?)));
    let steps = goal.metric.as_ref().map(|metric| metric.scale.join(", ")).filter(|steps| !steps.is_empty());
    let mut text = match last {
        Some((metric, value)) => format!("last {}", say_value(snapshot.workspace, metric, value)),
        None => "no value yet".to_owned(),
    };
    if let Some(day) = last.and_then(|(metric, _)| metric.as_of) {
        text.push_str(&format!(" on {day}"));
    }
    if let Some(plan) = planned_value(snapshot, goal) {
        text.push_str(&format!(" · the plan says {plan} today"));
    }
    if let Some(steps) = steps {
        text.push_str(&format!(" · one of {steps}"));
    }
    text
}
