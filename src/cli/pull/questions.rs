//! What is asked: the questions of goals that the trunk asks too, and why others are left out.

use std::collections::BTreeSet;

use super::args::Args;
use super::trust::Trust;
use crate::analysis::agenda::value_keeper;
use crate::analysis::facts::Facts;
use crate::cli::error::CommandError;
use crate::cli::session::Session;
use crate::cli::writing::{find_own, find_own_by_id};
use crate::model::{Feed, Goal, GoalIx, Kind, Origin, State, days_between};
use crate::render::clean;
use crate::source::InOrder as _;
use crate::syntax::{closest, quoted};
use crate::view::pull::{PullResult, PulledValue};

/// A question for a goal.
#[derive(Debug, Clone)]
pub(super) struct Question<'t> {
    /// The goal, in the work tree.
    pub(super) goal: GoalIx,
    /// Its id.
    pub(super) id: String,
    /// The index of the milestone that asks; none for the metric.
    pub(super) milestone: Option<usize>,
    /// What is asked; the trunk says the same.
    pub(super) origin: Origin,
    /// The source, as the trunk has it.
    pub(super) feed: &'t Feed,
}

impl Question<'_> {
    /// The value of the answer before it is known.
    pub(super) fn value(&self, outcome: PullResult) -> PulledValue {
        unknown(&self.id, self.milestone, &self.origin, outcome, None)
    }
}

/// What is asked, and what is not.
#[derive(Debug, Default)]
pub(super) struct Questions<'t> {
    /// The questions, by goal.
    pub(super) questions: Vec<Question<'t>>,
    /// What is not asked, and why.
    pub(super) unasked: Vec<PulledValue>,
}

/// Finds what is asked.
pub(super) fn questions<'t>(
    session: &Session,
    snapshot: &Facts<'_>,
    trust: &'t Trust<'_>,
    args: &Args,
) -> Result<Questions<'t>, CommandError> {
    ensure_known(trust, &args.source)?;
    let named = keepers(snapshot, &args.goals)?;
    for ix in &named {
        let goal = snapshot.goal(*ix);
        if goal.origins().next().is_none() {
            let error = CommandError::usage(format!("`{}` names no source of its value", goal.id));
            return Err(error.hint("add `from: {source: NAME, query: …}` to its metric: goalpost explain numbers"));
        }
        if !goal.is_open() {
            return Err(CommandError::usage(format!("`{}` is closed ({})", goal.id, goal.state.word()))
                .hint("a closed goal takes no more values"));
        }
        if goal.state != State::Active {
            return Err(CommandError::usage(format!("`{}` is a {}", goal.id, goal.state.word()))
                .hint("values are pulled for active goals: set its `state` to active"));
        }
    }
    let mut found = Questions::default();
    let mut other_sources = BTreeSet::new();
    let (mut other, mut young) = (0, 0);
    for (ix, goal) in candidates(snapshot, &named) {
        let reason = out_of_time(snapshot, goal);
        if named.is_empty() && reason.is_some() {
            continue;
        }
        for (milestone, origin) in goal.origins() {
            if !args.source.is_empty() && !args.source.contains(&origin.source) {
                other += 1;
                continue;
            }
            if args.due && milestone.is_none() && !is_due(snapshot, goal) {
                young += 1;
                continue;
            }
            let judged = match &reason {
                Some(reason) => Err((PullResult::LeftOut, reason.clone())),
                None => trusted(snapshot, trust, goal, milestone, origin),
            };
            match judged {
                Ok(feed) => {
                    if snapshot.settings().sources.get(&origin.source).is_some_and(|own| own != feed) {
                        other_sources.insert(origin.source.clone());
                    }
                    let (id, origin) = (goal.id.clone(), origin.clone());
                    found.questions.push(Question { goal: ix, id, milestone, origin, feed });
                }
                Err((outcome, reason)) => {
                    found.unasked.push(unknown(&goal.id, milestone, origin, outcome, Some(reason)));
                }
            }
        }
    }
    for source in other_sources {
        session.note(&format!(
            "`{}` is another source here than on {}, which is asked",
            clean(&source),
            clean(&trust.name)
        ));
    }
    if found.questions.is_empty() && found.unasked.is_empty() && !args.list {
        session.note(&match (young, other) {
            (0, 0) => "no open goal asks a source here; to learn how: goalpost explain numbers".to_owned(),
            (0, _) => format!("no open goal asks {}", quoted(args.source.iter().map(String::as_str))),
            _ => "no value is due: each is younger than the cadence of its goal".to_owned(),
        });
    }
    Ok(found)
}

/// Ensures that sources that were named are there.
fn ensure_known(trust: &Trust<'_>, names: &[String]) -> Result<(), CommandError> {
    let sources = &trust.settings().sources;
    let Some(name) = names.iter().find(|name| !sources.contains_key(*name)) else { return Ok(()) };
    let words = || sources.keys().map(String::as_str);
    let error = CommandError::usage(format!("there is no source `{name}` on {}", trust.name));
    Err(match closest(name, words()) {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None if sources.is_empty() => error.hint("goalpost.yaml names none there: goalpost explain numbers"),
        None => error.hint(format!("its sources are {}", quoted(words()).replace(" or ", " and "))),
    })
}

/// The goals that may be asked for, by id: those that are named, else all active ones of this root.
fn candidates<'w>(snapshot: &Facts<'w>, named: &[GoalIx]) -> Vec<(GoalIx, &'w Goal)> {
    let workspace = snapshot.workspace;
    let mut goals: Vec<(GoalIx, &Goal)> = if named.is_empty() {
        snapshot.active_goals().filter(|(_, goal)| workspace.file(goal.document).is_own()).collect()
    } else {
        named.iter().map(|ix| (*ix, workspace.goal(*ix))).collect()
    };
    goals.order_by(|a, b| a.1.id.cmp(&b.1.id));
    goals.dedup_by_key(|(ix, _)| *ix);
    goals
}

/// Why values of a goal do not count today: it has not begun, or its last day is over. A KPI has no end.
fn out_of_time(snapshot: &Facts<'_>, goal: &Goal) -> Option<String> {
    if goal.kind == Kind::Kpi {
        return None;
    }
    if let Some(start) = goal.start().filter(|_| !goal.has_begun(snapshot.today)) {
        return Some(format!("it begins on {start}"));
    }
    let last = goal.end().filter(|last| *last < snapshot.today)?;
    Some(format!("it ended on {last}"))
}

/// Whether the value of a goal is as old as its cadence.
fn is_due(snapshot: &Facts<'_>, goal: &Goal) -> bool {
    let cadence = snapshot.settings().cadence_of(goal.level.as_deref());
    let as_of = goal.metric.as_ref().and_then(|metric| metric.as_of);
    as_of.is_none_or(|as_of| days_between(as_of, snapshot.today) >= cadence)
}

/// The source of a question, if the trunk asks the same; else what becomes of it, and why.
fn trusted<'t>(
    snapshot: &Facts<'_>,
    trust: &'t Trust<'_>,
    goal: &Goal,
    milestone: Option<usize>,
    origin: &Origin,
) -> Result<&'t Feed, (PullResult, String)> {
    let left_out = |reason: String| Err((PullResult::LeftOut, reason));
    if milestone.is_none()
        && let Some(kpi) = goal.metric.as_ref().and_then(|metric| metric.kpi.as_deref())
    {
        return Err((PullResult::Failed, format!("its values are those of `{kpi}`: write `from` there")));
    }
    let trunk = &trust.name;
    // A goal of a further root is none of this one, whatever its id.
    let is_own = |goal: &&Goal| trust.workspace().file(goal.document).is_own();
    let Some(published) = trust.workspace().find(&goal.id).map(|ix| trust.workspace().goal(ix)).filter(is_own) else {
        return left_out(format!("it is not on {trunk} yet"));
    };
    let title = milestone.and_then(|index| goal.milestones.get(index)).map(|milestone| &milestone.title);
    let is_same = published.origins().any(|(index, asked)| {
        let other = index.and_then(|index| published.milestones.get(index)).map(|milestone| &milestone.title);
        asked == origin && index.is_some() == milestone.is_some() && other == title
    });
    if !is_same {
        return left_out(format!("it asks something else than on {trunk}"));
    }
    match trust.settings().sources.get(&origin.source) {
        Some(feed) => Ok(feed),
        None if snapshot.settings().sources.contains_key(&origin.source) => {
            left_out(format!("its source is not on {trunk} yet"))
        }
        None => Err((PullResult::Failed, format!("goalpost.yaml on {trunk} has no such source"))),
    }
}

fn field(milestone: Option<usize>) -> String {
    milestone.map_or_else(|| "metric".to_owned(), |index| format!("milestones[{index}].done"))
}

/// A value that is not known.
fn unknown(
    goal: &str,
    milestone: Option<usize>,
    origin: &Origin,
    outcome: PullResult,
    reason: Option<String>,
) -> PulledValue {
    PulledValue {
        goal: goal.to_owned(),
        field: field(milestone),
        source: origin.source.clone(),
        outcome,
        before: None,
        value: None,
        day: None,
        reason,
        request: Vec::new(),
        former: None,
    }
}

/// The goals that a command names, in whose files values stand.
fn keepers(snapshot: &Facts<'_>, names: &[String]) -> Result<Vec<GoalIx>, CommandError> {
    let keeper = |name: &String| {
        let keeper = value_keeper(snapshot, find_own(snapshot.workspace, name)?);
        // The KPI of another root is pulled there.
        find_own_by_id(snapshot.workspace, &snapshot.goal(keeper).id)
    };
    names.iter().map(keeper).collect()
}
