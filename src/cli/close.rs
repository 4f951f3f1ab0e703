//! `goalpost close`: grades and closes goals.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::prompt::Prompt;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use super::words::word_parser;
use super::writing::{NewTag, Opened, Speaker, Work, Writing, find_own};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{LateValue, value_words};
use crate::analysis::seals::seals_of_close;
use crate::analysis::trends::FinalProgress;
use crate::author::{self, Closing};
use crate::model::{GoalIx, Kind, PeriodUnit, State, count_of, days_between};
use crate::view::standing::measured_parts;

/// The states that `--as` can set.
const ENDS: &[(&str, State)] = &[("achieved", State::Achieved), ("missed", State::Missed), ("dropped", State::Dropped)];

/// Grade and close goals
///
/// The grade is the progress at the end of the period; --score overrides it and then requires --why. A committed goal
/// is achieved at 1.0, an aspirational one at the threshold in goalpost.yaml. Key results are closed with their
/// objective; drafts only if it is dropped. A stored grade is final: no later release of goalpost recomputes it.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost close faster-payouts-2026-q4
  goalpost close churn-below-two --score 0.6 --why \"the last week is missing\" --retrospective \"ask earlier\"
  goalpost close quiet-back-office --as dropped --reason \"the market is gone\" --replaced-by answers-at-once
  goalpost close faster-payouts-2026-q4 --commit --tag")]
pub(super) struct Args {
    /// Goals to close
    #[arg(value_name = "GOAL", required = true)]
    goals: Vec<String>,
    /// Final state (default: derived from the grade)
    #[arg(long = "as", value_name = "STATE", value_parser = word_parser(ENDS))]
    end: Option<State>,
    /// Grade to store instead of the computed one: 0 to 1, or 70%
    #[arg(long, value_name = "SCORE", allow_hyphen_values = true)]
    score: Option<String>,
    /// Why the grade differs from the computed one
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Why the goal ended this way; required for a dropped goal
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Goal that replaces it
    #[arg(long, value_name = "GOAL")]
    replaced_by: Option<String>,
    /// Lessons learned
    #[arg(long, value_name = "TEXT")]
    retrospective: Option<String>,
    /// Seal the closed goals: tag the commit goalpost/PERIOD if no goal of the period is left open, else goalpost/ID for
    /// each goal (goalpost/ID-2 and so on after a reopen); signed where git signs tags. NAME replaces these names
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    tag: Option<String>,
    #[command(flatten)]
    speaker: Speaker,
    #[command(flatten)]
    writing: Writing,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let state = args.end;
    let score = args.score.as_deref().map(|text| author::read_share(text, "a grade")).transpose()?;
    if args.goals.len() > 1 && (args.score.is_some() || args.why.is_some() || args.retrospective.is_some()) {
        return Err(CommandError::usage("--score, --why and --retrospective apply to a single goal")
            .hint("close the goals one by one"));
    }
    if args.tag.is_some() && !args.writing.commit {
        return Err(CommandError::usage("--tag needs --commit: the tag names the commit that closes the goals")
            .hint(format!("goalpost close {} --commit --tag", args.goals.join(" "))));
    }
    let mut opened = session.open_to_write()?;
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
        let score = match (closed.score, closed.computed) {
            #[expect(clippy::float_cmp, reason = "the same number written twice is the same bits")]
            (Some(score), Some(computed)) if score != computed => Some(format!("{score} (computed: {computed})")),
            (score, _) => score.map(|score| score.to_string()),
        };
        // A grade that rests on less than half of the goal says so.
        let parts = measured_parts(snapshot.numbers(ix));
        let score = score.map(|score| parts.iter().fold(score, |score, parts| format!("{score}, {parts} measured")));
        let ended = match score {
            Some(score) if closed.is_partly_achieved => format!("partly achieved, {score}"),
            Some(score) => format!("{}, graded {score}", closed.state.word()),
            None => closed.state.word().to_owned(),
        };
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
    report_supporters(&mut work, &snapshot, &named, &closing);
    for id in &owed {
        work.say(format!("{id} needs a retrospective: add the lessons learned as `retrospective` to its file"));
    }
    let periods = named.first().and_then(|ix| {
        let period = snapshot.goal(*ix).period.as_ref().filter(|period| period.unit == PeriodUnit::Quarter)?;
        Some((period.name.clone(), period.beside(1, snapshot.settings().fiscal_year_starts).name))
    });
    let (from, to) = periods.unwrap_or_else(|| ("PERIOD".to_owned(), "PERIOD".to_owned()));
    work.next = Some(format!("to continue unfinished goals: goalpost carry-over --from {from} --to {to}"));
    if let Some(name) = &args.tag {
        work.tags = new_tags(name, &opened, &snapshot, &named, &work)?;
    }
    let subject = format!("Close {}", super::goal::ids(workspace, &named));
    let tagged: Vec<String> = work.tags.iter().map(|tag| format!("tagged {}", tag.name)).collect();
    work.says.extend(tagged);
    work.finish(session, &opened, "close", args.writing, &subject)
}

/// Lists the values that the grade leaves out, and the last one it counts with its age. Returns `None` if all values
/// count and the last one is no older than the cadence.
fn describe_values(snapshot: &Facts<'_>, ix: GoalIx) -> Option<String> {
    let goal = snapshot.goal(ix);
    let (metric, last) = (goal.metric.as_ref(), goal.last_value_day()?);
    let say = |value: f64| metric.map_or_else(|| value.to_string(), |it| value_words(snapshot.workspace, it, value));
    let late: Vec<String> = match snapshot.numbers(ix).late {
        Some(LateValue { day, value: None }) => vec![format!("done on {day}")],
        Some(_) => {
            let late = snapshot.timeline.late_observations(goal, ix).iter();
            late.filter_map(|it| Some(format!("{} of {}", say(it.value?), it.day))).collect()
        }
        None => Vec::new(),
    };
    // A day of confidence alone has no value to count.
    let counted =
        snapshot.timeline.of(ix).iter().rev().filter(|it| it.day <= last).find_map(|it| Some((it.value?, it.day)));
    let counted = counted.map(|(value, day)| (value, days_between(day, last.min(snapshot.today)), day));
    let cadence = snapshot.settings().cadence_of(goal.level.as_deref());
    if late.is_empty() && counted.is_none_or(|(_, age, _)| age <= cadence) {
        return None;
    }
    let left_out = (!late.is_empty()).then(|| format!("not counted (after the end, {last}): {}", late.join(", ")));
    let counted = counted.map(|(value, age, day)| {
        let age = count_of(usize::try_from(age).unwrap_or(0), "day");
        format!("last counted value: {} of {day}, {age} before the end", say(value))
    });
    Some(left_out.into_iter().chain(counted).collect::<Vec<_>>().join(" · "))
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
                if goal.state == State::Draft && !dropped {
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

fn has_no_value(snapshot: &Facts<'_>, ix: GoalIx) -> bool {
    snapshot.numbers(ix).progress.is_none()
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
        closing.retrospective = prompt.ask_line("  missed. Lessons learned?").filter(|line| !line.is_empty());
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

/// Returns the tags of the commit: one of the given name; else one for each period of which no goal is left open, and one
/// for each other goal. A name that is taken is numbered.
fn new_tags(
    name: &str,
    opened: &Opened,
    snapshot: &Facts<'_>,
    named: &[GoalIx],
    work: &Work<'_>,
) -> Result<Vec<NewTag>, CommandError> {
    if !name.is_empty() {
        return Ok(vec![NewTag { name: name.to_owned(), goals: work.goals().to_vec() }]);
    }
    let mut tags: Vec<NewTag> = Vec::new();
    for seal in seals_of_close(snapshot, named, |goal| work.is_about(&goal.id)) {
        let taken: Vec<String> = tags.iter().map(|tag| tag.name.clone()).collect();
        let name = match &opened.project.repository {
            Ok(repository) => repository.free_tag(&opened.project.root, &seal.name, &taken)?,
            Err(_) => seal.name,
        };
        tags.push(NewTag { name, goals: seal.goals });
    }
    Ok(tags)
}
