//! Closes the goals of a period that is over: key results before their objectives, drafts last. On a terminal every goal
//! is asked for and written at once, so that the walk can be interrupted and taken up again.

use std::collections::HashSet;

use super::args::Args;
use super::continuing::continuing;
use super::everyone::open_to_all;
use super::grades::{describe_closed, describe_values, has_no_value, written_grade};
use super::obstacles::report_obstacles;
use super::tags::new_tags;
use super::words::{WordsReply, ask_words};
use crate::analysis::agenda::{last_value_command, owed_until};
use crate::analysis::facts::Facts;
use crate::analysis::trends::FinalProgress;
use crate::author::{self, Closed, Closing};
use crate::cli::error::CommandError;
use crate::cli::guard::ensure_no_new_errors;
use crate::cli::other_periods::other_periods;
use crate::cli::prompt::Prompt;
use crate::cli::scope::parse_period;
use crate::cli::session::Session;
use crate::cli::snapshots::HistoryReach;
use crate::cli::verdict::Verdict;
use crate::cli::writing::{Opened, Recorded, Work, find_own_by_id};
use crate::model::{Day, Goal, GoalIx, Kind, Period, State, Workspace, count_of, days_between};

/// What becomes of a goal.
enum GoalOutcome {
    /// It is closed.
    Closes(Box<Closed>),
    /// It stays open, and why.
    Stays(String),
}

/// Runs the command with `--period`.
pub(super) fn run(session: &Session, args: &Args, name: &str) -> Result<Verdict, CommandError> {
    // With a tag all of it is sealed by one commit, so nothing is asked and written in between.
    let asks = !args.writing.dry_run && args.tag.is_none();
    match Prompt::terminal().filter(|_| asks) {
        Some(mut prompt) => walk(session, args, name, &mut prompt),
        None => close_all(session, args, name),
    }
}

/// Closes as the values suggest, in one change.
fn close_all(session: &Session, args: &Args, name: &str) -> Result<Verdict, CommandError> {
    let mut opened = session.open_to_write()?;
    let period = read_period(&opened, name)?;
    let elsewhere = open_elsewhere(&opened.project.workspace, &period);
    opened.project = open_to_all(session, opened.project);
    let past = session.past(&mut opened.project, &opened.context, HistoryReach::Whole)?;
    let by = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let snapshot = past.snapshot(&opened.project);
    let finals = FinalProgress::compute(&snapshot);
    let mut work = Work::new(&opened);
    let (mut open, mut closed_goals, mut left) = (HashSet::new(), Vec::new(), Vec::new());
    let mut owed: Vec<GoalIx> = Vec::new();
    for ix in goals_of(&snapshot, &period) {
        let goal = snapshot.goal(ix);
        match fate(&snapshot, &finals, ix, &suggested(&snapshot, ix, by.clone()), &open) {
            GoalOutcome::Closes(closed) => {
                work.edit(ix, &closed.edits)?;
                work.closed.push(written_grade(&snapshot, ix, &closed));
                work.say(format!("{}: {} · {}", goal.id, describe_closed(&snapshot, ix, &closed), goal.title));
                work.says.extend(describe_values(&snapshot, ix).map(|text| format!("  {text}")));
                owed.extend(closed.owes_retrospective.then_some(ix));
                closed_goals.push(ix);
            }
            GoalOutcome::Stays(why) => {
                open.insert(ix);
                left.push(format!("{}: stays open: {why}", goal.id));
            }
        }
    }
    if closed_goals.is_empty() && left.is_empty() {
        let here = if elsewhere > 0 { " in this root" } else { "" };
        let other = other_periods(&opened.project.workspace, &period, |goal| goal.is_work() && goal.is_open());
        let (own, other) = other.map_or(("", String::new()), |other| (" of its own", format!("; {other}")));
        work.say(format!("{} has no open goals{own}{here}{other}", period.name));
    }
    if elsewhere > 0 {
        work.say(format!(
            "in private roots: {} of {}, to be closed there",
            count_of(elsewhere, "open goal"),
            period.name
        ));
    }
    // One retrospective on the objective is enough for its key results.
    let covers = |it: GoalIx| owed.contains(&it) || snapshot.goal(it).retrospective.is_some();
    for ix in owed.iter().filter(|ix| !snapshot.objective_of(snapshot.goal(**ix)).is_some_and(covers)) {
        let id = &snapshot.goal(*ix).id;
        work.say(format!("{id} needs a retrospective: goalpost set {id} retrospective TEXT"));
    }
    report_obstacles(&mut work, &snapshot, &closed_goals);
    // Drafts are closed by no further run.
    let is_whole = open.iter().all(|ix| snapshot.goal(*ix).state == State::Draft);
    work.says.extend(left);
    work.next = Some(next_command(&snapshot, &period, is_whole));
    if let Some(name) = &args.tag {
        work.tags = new_tags(name, &opened, &snapshot, &closed_goals, &work)?;
        let tagged: Vec<String> = work.tags.iter().map(|tag| format!("tagged {}", tag.name)).collect();
        work.says.extend(tagged);
    }
    let subject = format!("Close {} of {}", count_of(closed_goals.len(), "goal"), period.name);
    work.finish(session, &opened, "close", args.writing, &subject)
}

/// The answer for one goal.
enum GradeReply {
    Take,
    Grade(f64),
    Skip,
    Quit,
}

/// Asks for every goal.
fn walk(session: &Session, args: &Args, name: &str, prompt: &mut Prompt) -> Result<Verdict, CommandError> {
    let mut project = open_to_all(session, session.open()?);
    Work::ensure_commit_possible(&project, args.writing)?;
    let context = session.context(&project)?;
    let period = parse_ended(name, &project.workspace.settings, context.today)?;
    let past = session.past(&mut project, &context, HistoryReach::Whole)?;
    let by = Session::speaker(&project, args.speaker.by.as_deref())?;
    let snapshot = past.snapshot(&project);
    let finals = FinalProgress::compute(&snapshot);
    let goals = goals_of(&snapshot, &period);
    if goals.is_empty() {
        return close_all(session, args, name);
    }
    let drafts = goals.iter().filter(|ix| snapshot.goal(**ix).state == State::Draft).count();
    prompt.say(&format!(
        "{} of {}, key results first{}. Enter takes the suggestion, s skips, q ends; what is answered is written.",
        count_of(goals.len(), "open goal"),
        period.name,
        if drafts > 0 { ", drafts last" } else { "" }
    ));
    prompt.catch_interrupts();
    let (mut open, mut done, mut count) = (HashSet::new(), None, 0);
    for ix in &goals {
        let goal = snapshot.goal(*ix);
        prompt.say(&format!("{}: {}", goal.id, goal.title));
        let mut closing = suggested(&snapshot, *ix, by.clone());
        if goal.state == State::Draft {
            let reason = match ask_words(prompt, "  a draft: drop it? (the reason, or Enter to keep it)") {
                WordsReply::Said(reason) => reason,
                WordsReply::Nothing { .. } => {
                    open.insert(*ix);
                    continue;
                }
                WordsReply::Quit => break,
            };
            closing = Closing { state: Some(State::Dropped), reason: Some(reason), ..closing };
        }
        let mut is_over = false;
        loop {
            let closed = match fate(&snapshot, &finals, *ix, &closing, &open) {
                GoalOutcome::Closes(closed) => closed,
                GoalOutcome::Stays(why) => {
                    prompt.say(&format!("  stays open: {why}"));
                    open.insert(*ix);
                    break;
                }
            };
            if let Some(text) = describe_values(&snapshot, *ix) {
                prompt.say(&format!("  {text}"));
            }
            let is_dropped = closing.state == Some(State::Dropped);
            let reply = if is_dropped { Some(GradeReply::Take) } else { ask(prompt, &snapshot, *ix, &closed) };
            match reply {
                // The suggested grade typed again is the same number.
                Some(GradeReply::Grade(score)) if closed.computed == Some(score) => {}
                Some(GradeReply::Grade(score)) => {
                    let why = match ask_words(prompt, "  why?") {
                        WordsReply::Said(why) => why,
                        WordsReply::Nothing { skips: false } => {
                            prompt.say("  a grade other than the computed one needs a reason");
                            continue;
                        }
                        WordsReply::Nothing { skips: true } => {
                            open.insert(*ix);
                            break;
                        }
                        WordsReply::Quit => {
                            is_over = true;
                            break;
                        }
                    };
                    closing = Closing { score: Some(score), why: Some(why), state: None, ..closing.clone() };
                    continue;
                }
                Some(GradeReply::Take) => {}
                Some(GradeReply::Skip) => {
                    open.insert(*ix);
                    break;
                }
                Some(GradeReply::Quit) | None => {
                    is_over = true;
                    break;
                }
            }
            if closed.owes_retrospective && snapshot.objective_of(goal).is_none() {
                match ask_words(prompt, "  lessons learned? (Enter for later)") {
                    WordsReply::Said(lesson) => closing.retrospective = Some(lesson),
                    WordsReply::Nothing { .. } => {}
                    // The grade was answered, so it is written.
                    WordsReply::Quit => is_over = true,
                }
            }
            let GoalOutcome::Closes(closed) = fate(&snapshot, &finals, *ix, &closing, &open) else { break };
            match write(session, args, &goal.id, &closed, &mut done) {
                Ok(()) => {
                    count += 1;
                    prompt.say(&format!("  written: {}", describe_closed(&snapshot, *ix, &closed)));
                }
                Err(error) => {
                    open.insert(*ix);
                    prompt.say(&format!("  not written: {error}"));
                    error.hints().iter().for_each(|hint| prompt.say(&format!("  help: {hint}")));
                }
            }
            break;
        }
        if is_over || prompt.is_interrupted() {
            break;
        }
    }
    let opened = session.open_to_write()?;
    let mut work = Work::new(&opened);
    let subject = format!("Close {} of {}", count_of(count, "goal"), period.name);
    let commit = match done {
        Some(done) => work.commit_recorded(session, done, args.writing, &subject)?,
        None => None,
    };
    work.tally = Some(format!("{count} of {} closed", count_of(goals.len(), "goal")));
    work.next = Some(next_command(&snapshot, &period, count == goals.len()));
    let verdict = work.answer(session, &opened, "close", args.writing, commit)?;
    Ok(if prompt.is_interrupted() { Verdict::Interrupted } else { verdict })
}

/// Shows the suggested grade and asks for it. None at the end of the input.
fn ask(prompt: &mut Prompt, snapshot: &Facts<'_>, ix: GoalIx, closed: &Closed) -> Option<GradeReply> {
    let question = format!("  {}? [Y/s/q, or a grade]", describe_closed(snapshot, ix, closed));
    prompt.ask_until(&question, |line| match line.to_ascii_lowercase().as_str() {
        "" | "y" | "yes" => Ok(GradeReply::Take),
        "s" => Ok(GradeReply::Skip),
        "q" => Ok(GradeReply::Quit),
        _ => author::read_share(line, "a grade")
            .map(GradeReply::Grade)
            .map_err(|wrong| format!("{wrong}: {}", wrong.help)),
    })
}

/// Writes one closed goal to its file as it is now.
fn write(
    session: &Session,
    args: &Args,
    id: &str,
    closed: &Closed,
    done: &mut Option<Recorded>,
) -> Result<(), CommandError> {
    let opened = session.open_to_write()?;
    let mut work = Work::new(&opened);
    let ix = find_own_by_id(&opened.project.workspace, id)?;
    work.edit(ix, &closed.edits)?;
    ensure_no_new_errors(&opened.project.workspace, &work.change, opened.context.today)?;
    work.write_after(done, session, args.writing)
}

fn read_period(opened: &Opened, name: &str) -> Result<Period, CommandError> {
    parse_ended(name, &opened.project.workspace.settings, opened.context.today)
}

/// Parses a period that has to be over.
fn parse_ended(name: &str, settings: &crate::model::Settings, today: Day) -> Result<Period, CommandError> {
    let period = parse_period(name, settings, today)?;
    if today <= period.end {
        let left = match usize::try_from(days_between(today, period.end)).unwrap_or(0) {
            0 => "this is its last day".to_owned(),
            days => format!("{} left", count_of(days, "day")),
        };
        return Err(CommandError::usage(format!("{} ends on {}: {left}", period.name, period.end))
            .hint("name the period before: --period prev")
            .hint("to close a goal before its end: goalpost close GOAL"));
    }
    Ok(period)
}

/// How many open goals of a period belong to private roots.
fn open_elsewhere(workspace: &Workspace, period: &Period) -> usize {
    let is_open = |goal: &&Goal| goal.is_work() && goal.is_open() && is_of(goal, period);
    workspace.iter().map(|(_, goal)| goal).filter(|goal| workspace.is_private(goal.document)).filter(is_open).count()
}

fn is_of(goal: &Goal, period: &Period) -> bool {
    goal.period.as_ref().is_some_and(|it| it.start == period.start && it.end == period.end)
}

/// The open goals of a period: each objective behind its key results, then goals of other objectives, then drafts.
fn goals_of(snapshot: &Facts<'_>, period: &Period) -> Vec<GoalIx> {
    let is_of = |ix: &GoalIx| {
        let goal = snapshot.goal(*ix);
        is_of(goal, period) && goal.is_work() && goal.is_open() && snapshot.workspace.is_own(goal.document)
    };
    let mut all: Vec<GoalIx> = snapshot.goals().map(|(ix, _)| ix).filter(is_of).collect();
    let key = |ix: &GoalIx| {
        let goal = snapshot.goal(*ix);
        let objective = if goal.kind == Kind::Objective { Some(*ix) } else { snapshot.objective_of(goal) };
        let group = objective.filter(is_of).map(|ix| snapshot.goal(ix).id.as_str());
        (goal.state == State::Draft, group.is_none(), group, goal.kind == Kind::Objective, goal.id.as_str())
    };
    all.sort_by(|a, b| key(a).cmp(&key(b)));
    all
}

/// The closing that a goal's values suggest: without any value it is missed. Of what nothing measures nobody knows, so that
/// its outcome has to be given.
fn suggested(snapshot: &Facts<'_>, ix: GoalIx, by: Option<String>) -> Closing {
    let state = Some(State::Missed).filter(|_| has_no_value(snapshot, ix) && snapshot.numbers(ix).measures);
    Closing { state, by, ..Closing::default() }
}

/// What becomes of a goal; `open` are those of the period that stay open.
fn fate(
    snapshot: &Facts<'_>,
    finals: &FinalProgress,
    ix: GoalIx,
    closing: &Closing,
    open: &HashSet<GoalIx>,
) -> GoalOutcome {
    let goal = snapshot.goal(ix);
    let is_dropped = closing.state == Some(State::Dropped);
    if goal.state == State::Draft && !is_dropped {
        let drop = format!("goalpost close {} --as dropped --reason TEXT", goal.id);
        return GoalOutcome::Stays(format!("it is a draft · to drop it: {drop}"));
    }
    if let Some(until) = owed_until(snapshot, ix).filter(|_| !is_dropped) {
        let what = if goal.metric.is_some() { "its last value" } else { "news of its milestones" };
        return GoalOutcome::Stays(format!("{what} may arrive until {until} · {}", last_value_command(goal)));
    }
    let waits = snapshot.graph.key_results(ix).map(|part| part.goal).find(|part| open.contains(part));
    if let Some(part) = waits.filter(|part| snapshot.goal(*part).state != State::Draft) {
        return GoalOutcome::Stays(format!("it waits for its key result {}", snapshot.goal(part).id));
    }
    if !snapshot.numbers(ix).measures
        && closing.state.is_none()
        && closing.score.is_none()
        && goal.kind != Kind::Objective
    {
        let give = format!("goalpost close {} --as missed", goal.id);
        return GoalOutcome::Stays(format!("nothing measures it · to give its outcome: {give}"));
    }
    match author::close(snapshot, finals, ix, closing) {
        Ok(closed) => GoalOutcome::Closes(Box::new(closed)),
        Err(unfit) => GoalOutcome::Stays(format!("{unfit} · {}", unfit.help)),
    }
}

fn next_command(snapshot: &Facts<'_>, period: &Period, is_whole: bool) -> String {
    if is_whole {
        return continuing(period, snapshot.settings());
    }
    format!("to go on: goalpost close --period {}", period.name)
}
