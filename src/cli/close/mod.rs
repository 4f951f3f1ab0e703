//! `goalpost close`: grades and closes goals.

mod args;
mod continuing;
mod everyone;
mod grades;
mod obstacles;
mod period;
mod tags;
mod words;

use super::error::CommandError;
use super::prompt::Prompt;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use super::writing::{Work, find_own};
use crate::analysis::facts::Facts;
use crate::analysis::trends::FinalProgress;
use crate::author::{self, Closing};
use crate::model::{GoalIx, Kind, State};
use crate::view::standing::is_unmeasured;
pub(in crate::cli) use args::Args;
use continuing::continuing;
use everyone::open_to_all;
use grades::{describe_closed, describe_values, has_no_value, written_grade};
use obstacles::report_obstacles;
use tags::new_tags;
use words::{WordsReply, ask_words};

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    if args.tag.is_some() && !args.writing.commit {
        let what = args.period.as_ref().map_or_else(|| args.goals.join(" "), |period| format!("--period {period}"));
        return Err(CommandError::usage("--tag needs --commit: the tag names the commit that closes the goals")
            .hint(format!("goalpost close {what} --commit --tag")));
    }
    if let Some(name) = &args.period {
        return period::run(session, args, name);
    }
    let state = args.end;
    let score = args.score.as_deref().map(|text| author::read_share(text, "a grade")).transpose()?;
    if args.goals.len() > 1 && (args.score.is_some() || args.why.is_some() || args.retrospective.is_some()) {
        return Err(CommandError::usage("--score, --why and --retrospective apply to a single goal")
            .hint("close the goals one by one"));
    }
    let mut opened = session.open_to_write()?;
    for id in &args.goals {
        find_own(&opened.project.workspace, id)?;
    }
    opened.project = open_to_all(session, opened.project);
    let past = session.past(&mut opened.project, &opened.context, HistoryReach::Whole)?;
    let workspace = &opened.project.workspace;
    let mut closing = Closing {
        state,
        score,
        why: args.why.clone(),
        reason: args.reason.clone(),
        retrospective: args.retrospective.clone(),
        by: Session::speaker(&opened.project, args.speaker.by.as_deref())?,
        ..Closing::default()
    };
    if let Some(id) = &args.replaced_by {
        closing.replaced_by = Some(workspace.goal(super::goal::find_by_id(workspace, id)?).id.clone());
    }
    let named: Vec<GoalIx> = args.goals.iter().map(|id| find_own(workspace, id)).collect::<Result<_, _>>()?;
    if let Some(itself) =
        named.iter().map(|ix| &workspace.goal(*ix).id).find(|id| Some(*id) == closing.replaced_by.as_ref())
    {
        return Err(CommandError::usage(format!("`{itself}` cannot replace itself"))
            .hint("name another goal with --replaced-by"));
    }
    let snapshot = past.snapshot(&opened.project);
    let finals = FinalProgress::compute(&snapshot);
    let mut work = Work::new(&opened);
    let mut owed = Vec::new();
    for (ix, closing) in with_key_results(&snapshot, &named, &closing) {
        let goal = snapshot.goal(ix);
        let closing = ask_retrospective(&snapshot, &finals, (ix, closing), &named);
        let closed = author::close(&snapshot, &finals, ix, &closing)?;
        work.edit(ix, &closed.edits)?;
        work.closed.push(written_grade(&snapshot, ix, &closed));
        let ended = describe_closed(&snapshot, ix, &closed);
        work.say(format!("{}: {ended} · {}", goal.id, goal.title));
        work.says.extend(describe_values(&snapshot, ix).map(|text| format!("  {text}")));
        // One retrospective on the objective is enough for its key results.
        let covered = snapshot
            .objective_of(goal)
            .is_some_and(|objective| named.contains(&objective) || snapshot.goal(objective).retrospective.is_some());
        if closed.owes_retrospective && !covered {
            owed.push(goal.id.clone());
        }
    }
    report_drafts(&mut work, &snapshot, &named);
    report_later(&mut work, &snapshot, &named);
    report_unmeasured(&mut work, &snapshot, &named);
    report_supporters(&mut work, &snapshot, &named, &closing);
    let all_closed: Vec<GoalIx> =
        snapshot.goals().map(|(ix, _)| ix).filter(|ix| work.is_about(&snapshot.goal(*ix).id)).collect();
    report_obstacles(&mut work, &snapshot, &all_closed);
    for id in &owed {
        work.say(format!("{id} needs a retrospective: goalpost set {id} retrospective TEXT"));
    }
    // What is dropped is not to be continued.
    let period = named.first().and_then(|ix| snapshot.goal(*ix).period.as_ref());
    if let Some(period) = period.filter(|_| args.end != Some(State::Dropped)) {
        work.next = Some(continuing(period, snapshot.settings()));
    }
    if let Some(name) = &args.tag {
        work.tags = new_tags(name, &opened, &snapshot, &named, &work)?;
    }
    let subject = format!("Close {}", super::goal::ids(workspace, &named));
    let tagged: Vec<String> = work.tags.iter().map(|tag| format!("tagged {}", tag.name)).collect();
    work.says.extend(tagged);
    work.finish(session, &opened, "close", args.writing, &subject)
}

/// Lists the goals to close, each with its own values: open key results before their objective, each graded by itself.
fn with_key_results(snapshot: &Facts<'_>, named: &[GoalIx], closing: &Closing) -> Vec<(GoalIx, Closing)> {
    let mut all: Vec<(GoalIx, Closing)> = Vec::new();
    for ix in named {
        if snapshot.goal(*ix).kind == Kind::Objective {
            for part in snapshot.graph.key_results(*ix).map(|part| part.goal) {
                let goal = snapshot.goal(part);
                let is_own = snapshot.workspace.is_own(goal.document);
                if !goal.is_open() || !is_own || named.contains(&part) || all.iter().any(|(it, _)| *it == part) {
                    continue;
                }
                let dropped = closing.state == Some(State::Dropped);
                if (goal.state == State::Draft || begins_after(snapshot, *ix, part)) && !dropped {
                    continue;
                }
                // Of what nothing measures nobody knows how it ended.
                if is_unmeasured(snapshot, part) && !dropped {
                    continue;
                }
                // A key result without any value is missed; its owner can grade it otherwise beforehand.
                let state =
                    if dropped { closing.state } else { Some(State::Missed).filter(|_| has_no_value(snapshot, part)) };
                let reason = closing.reason.clone().filter(|_| dropped);
                all.push((
                    part,
                    Closing {
                        state,
                        reason,
                        by: closing.by.clone(),
                        early: closing.state.is_some(),
                        ..Closing::default()
                    },
                ));
            }
        }
        if !all.iter().any(|(it, _)| it == ix) {
            all.push((*ix, closing.clone()));
        }
    }
    all
}

/// Asks for a missing retrospective on a terminal.
fn ask_retrospective(
    snapshot: &Facts<'_>,
    finals: &FinalProgress,
    (ix, mut closing): (GoalIx, Closing),
    named: &[GoalIx],
) -> Closing {
    let with_objective = snapshot.objective_of(snapshot.goal(ix)).is_some_and(|it| named.contains(&it));
    if with_objective {
        return closing;
    }
    let needs_it = author::close(snapshot, finals, ix, &closing).is_ok_and(|closed| closed.owes_retrospective);
    if needs_it && let Some(mut prompt) = Prompt::terminal() {
        let goal = snapshot.goal(ix);
        prompt.say(&format!("{}: {}", goal.id, goal.title));
        if let WordsReply::Said(lesson) = ask_words(&mut prompt, "  missed. Lessons learned?") {
            closing.retrospective = Some(lesson);
        }
    }
    closing
}

/// Reports drafts of key results, which stay as they are: nobody has committed to them, so there is nothing to grade.
fn report_drafts(work: &mut Work<'_>, snapshot: &Facts<'_>, named: &[GoalIx]) {
    let parts = named.iter().flat_map(|ix| snapshot.graph.key_results(*ix)).map(|part| snapshot.goal(part.goal));
    let left: Vec<_> = parts
        .filter(|part| part.state == State::Draft && !work.is_about(&part.id))
        .map(|part| part.id.as_str())
        .collect();
    if !left.is_empty() {
        let ids = left.join(", ");
        work.say(format!(
            "still a draft, not closed: {ids} · to drop one: goalpost close {} --as dropped --reason TEXT",
            left[0]
        ));
    }
}

/// Reports open key results that nothing measures, which stay as they are: whether they were missed is for people to say.
fn report_unmeasured(work: &mut Work<'_>, snapshot: &Facts<'_>, named: &[GoalIx]) {
    let parts = named.iter().flat_map(|ix| snapshot.graph.key_results(*ix).map(|part| (*ix, part.goal)));
    let left: Vec<&str> = parts
        .filter(|(ix, part)| is_unmeasured(snapshot, *part) && !begins_after(snapshot, *ix, *part))
        .map(|(_, part)| part)
        .filter(|part| {
            snapshot.goal(*part).state == State::Active && snapshot.workspace.is_own(snapshot.goal(*part).document)
        })
        .map(|part| snapshot.goal(part).id.as_str())
        .filter(|id| !work.is_about(id))
        .collect();
    if let Some(first) = left.first() {
        let ids = left.join(", ");
        work.say(format!(
            "not measured, not closed: {ids} · to give the outcome of one: goalpost close {first} --as missed"
        ));
    }
}

/// Whether a key result begins after its objective's end: then it is none of what ends with the objective.
fn begins_after(snapshot: &Facts<'_>, objective: GoalIx, part: GoalIx) -> bool {
    let last = snapshot.goal(objective).last_day_of_parts();
    last.zip(snapshot.goal(part).start()).is_some_and(|(last, start)| last < start)
}

/// Reports open key results of a later period, which stay as they are: their objective's grade does not rest on them.
fn report_later(work: &mut Work<'_>, snapshot: &Facts<'_>, named: &[GoalIx]) {
    let parts = named.iter().flat_map(|ix| snapshot.graph.key_results(*ix).map(|part| (*ix, part.goal)));
    let left: Vec<&str> = parts
        .filter(|(ix, part)| snapshot.goal(*part).state == State::Active && begins_after(snapshot, *ix, *part))
        .map(|(_, part)| snapshot.goal(part).id.as_str())
        .filter(|id| !work.is_about(id))
        .collect();
    if let Some(first) = left.first() {
        let ids = left.join(", ");
        work.say(format!(
            "begins later, not closed: {ids} · to link it to an objective of its period: goalpost set {first} measures ID"
        ));
    }
}

/// Reports open goals that support a goal that is now closed.
fn report_supporters(work: &mut Work<'_>, snapshot: &Facts<'_>, named: &[GoalIx], closing: &Closing) {
    for ix in named {
        let children: Vec<_> = snapshot
            .graph
            .supporters(*ix)
            .map(|child| snapshot.goal(child.goal))
            .filter(|child| child.is_open() && !named.iter().any(|it| snapshot.goal(*it).id == child.id))
            .collect();
        let Some(first) = children.first() else { continue };
        let ids: Vec<_> = children.iter().take(8).map(|child| child.id.as_str()).collect();
        let more = if children.len() > 8 { format!(" and {} more", children.len() - 8) } else { String::new() };
        let next = match &closing.replaced_by {
            Some(_) => "to link them to the replacement: goalpost check --fix".to_owned(),
            None => format!("to find another parent: goalpost suggest {}", first.id),
        };
        work.say(format!("still supporting {}: {}{more} · {next}", snapshot.goal(*ix).id, ids.join(", ")));
    }
}
