//! The walk through what is due: a goal, its last value, what the plan asks for, three short questions.

use super::{Args, take};
use crate::analysis::{Measure, Snapshot, check_ins_of, measure_of, say_value, value_keeper};
use crate::author::{self, CheckIn};
use crate::cli::ask::Asking;
use crate::cli::writing::{Work, committable, find_own};
use crate::cli::{CommandError, Session, Verdict};
use crate::model::{Days, GoalIx};
use crate::view::progress_now::planned_value;

/// What was answered of one goal.
enum Answer {
    Said(CheckIn),
    Later,
    Enough,
}

/// Asks for one goal, or for all that are due, and writes each as soon as it is said.
pub(super) fn walk(
    session: &Session,
    asking: &mut Asking<'_>,
    args: &Args,
    goal: Option<&str>,
) -> Result<Verdict, CommandError> {
    let (ids, answers) = ask_all(session, asking, args, goal)?;
    if answers.is_empty() {
        session.note(if ids == 0 { "nothing is due" } else { "nothing is written" });
        return Ok(Verdict::Done);
    }
    // What was answered took a while: it is written on what the files say now.
    let opened = session.open_to_write()?;
    let by = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let snapshot = Snapshot::take(&opened.project.workspace, opened.context.today);
    let mut work = Work::new(&opened);
    let mut subjects = Vec::new();
    for (id, said) in answers {
        let ix = find_own(&opened.project.workspace, &id)?;
        let said = CheckIn { by: by.clone(), ..said };
        match take(&mut work, &snapshot, ix, &said) {
            Ok(subject) => subjects.push(subject),
            Err(error) => {
                let error = error.into_error();
                work.say(format!("{id}: not written, {error}"));
            }
        }
    }
    work.next = committable(&opened, args.writing);
    let subject = match subjects.as_slice() {
        [only] => only.clone(),
        several => format!("Check in {} goals", several.len()),
    };
    work.finish(session, &opened, "checkin", args.writing, &subject)
}

/// How many goals there were to ask for, and what was said of them.
type Answers = (usize, Vec<(String, CheckIn)>);

fn ask_all(
    session: &Session,
    asking: &mut Asking<'_>,
    args: &Args,
    goal: Option<&str>,
) -> Result<Answers, CommandError> {
    let project = session.open()?;
    let context = session.context(&project)?;
    let by = Session::speaker(&project, args.speaker.by.as_deref())?;
    let snapshot = session.snapshot(&project, &context, super::Reach::Recent)?;
    let goals = if let Some(id) = goal {
        vec![find_own(&project.workspace, id)?]
    } else {
        let (due, all) = due(&snapshot, by.as_deref());
        let whose = if by.is_some() { "your " } else { "" };
        if due.is_empty() {
            asking.say(&format!("none of {whose}{all} is due"));
        } else {
            asking.say(&format!("{} of {whose}{all} are due. Enter leaves one for later, q ends it.", due.len()));
        }
        due
    };
    let as_of = args.as_of.as_deref().map(super::day).transpose()?;
    let mut answers = Vec::new();
    for ix in &goals {
        match ask(asking, &snapshot, *ix, as_of) {
            Answer::Said(said) => answers.push((snapshot.goal(*ix).id.clone(), said)),
            Answer::Later => {}
            Answer::Enough => break,
        }
    }
    Ok((goals.len(), answers))
}

/// The goals of a person whose check-in is due, those waited for longest first, and how many they have in all.
pub(super) fn due(snapshot: &Snapshot<'_>, person: Option<&str>) -> (Vec<GoalIx>, usize) {
    let mut due: Vec<(Days, GoalIx)> = Vec::new();
    let mut all = 0;
    for (ix, goal) in snapshot.goals() {
        let own = person.is_none_or(|person| snapshot.workspace.owner_of(goal) == Some(person));
        let open = snapshot.workspace.file(goal.document).root == 0;
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
fn ask(asking: &mut Asking<'_>, snapshot: &Snapshot<'_>, ix: GoalIx, as_of: Option<crate::model::Day>) -> Answer {
    let goal = snapshot.goal(ix);
    asking.say("");
    asking.say(&format!("{}  {}", goal.id, goal.title));
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
            asking.say(&format!("  {} {mark}  {}{due}", at + 1, step.title));
        }
        asking.until("  which is done now?", |line| match line {
            "" | "q" => Ok(line.to_owned()),
            _ => {
                let done: Vec<String> = line.split(',').map(|it| it.trim().to_owned()).collect();
                fits(&CheckIn { done, as_of, ..CheckIn::default() }).map(|()| line.to_owned())
            }
        })
    } else {
        asking.say(&format!("  {}", last_and_plan(snapshot, ix)));
        asking.until("  now?", |line| match line {
            "" | "q" => Ok(line.to_owned()),
            _ => fits(&CheckIn { value: Some(line.to_owned()), as_of, ..CheckIn::default() }).map(|()| line.to_owned()),
        })
    };
    match first.as_deref() {
        None | Some("q") => return Answer::Enough,
        Some("") => return Answer::Later,
        Some(line) if matches!(measure_of(goal), Measure::Milestones(_)) => {
            said.done = line.split(',').map(|it| it.trim().to_owned()).collect();
        }
        Some(line) => said.value = Some(line.to_owned()),
    }
    if goal.kind == crate::model::Kind::KeyResult {
        let before = goal.confidence.map(|it| format!(" [{}]", (it * 10.0).round())).unwrap_or_default();
        let Some(confidence) = asking.until(&format!("  how sure, 0 to 10?{before}"), sure) else {
            return Answer::Said(said);
        };
        said.confidence = confidence;
    }
    said.note = asking.line("  a line for the others?").filter(|line| !line.is_empty());
    Answer::Said(said)
}

/// A confidence from 0 to 10, or as on the command line; none where it stays.
fn sure(line: &str) -> Result<Option<f64>, String> {
    match line.parse::<f64>() {
        _ if line.is_empty() => Ok(None),
        Ok(number) if (0.0..=10.0).contains(&number) && !line.contains('.') => Ok(Some(number / 10.0)),
        _ => author::confidence(line).map(Some).map_err(|it| format!("{it}: 0 to 10")),
    }
}

/// The last value with its day, and what the plan asks for today.
fn last_and_plan(snapshot: &Snapshot<'_>, ix: GoalIx) -> String {
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
