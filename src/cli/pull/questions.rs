//! What is asked: the questions of goals that the trunk asks too, and why others are left out.

use std::collections::BTreeSet;

use super::args::Args;
use super::trust::Trust;
use crate::analysis::agenda::value_keeper;
use crate::analysis::facts::Facts;
use crate::cli::error::CommandError;
use crate::cli::session::Session;
use crate::cli::writing::find_own;
use crate::model::{Done, Feed, Goal, GoalIx, Kind, Origin, days_between};
use crate::render::clean;
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
        if origins(goal).next().is_none() {
            let error = CommandError::usage(format!("`{}` names no source of its value", goal.id));
            return Err(error.hint("add `from: {source: NAME, query: …}` to its metric: goalpost explain numbers"));
        }
        if !goal.is_open() {
            return Err(CommandError::usage(format!("`{}` is closed ({})", goal.id, goal.state.word()))
                .hint("a closed goal takes no more values"));
        }
    }
    let mut found = Questions::default();
    let mut other_sources = BTreeSet::new();
    let mut goals: Vec<(GoalIx, &Goal)> = snapshot.active_goals().collect();
    goals.sort_by(|a, b| a.1.id.cmp(&b.1.id));
    for (ix, goal) in goals {
        let is_own = snapshot.workspace.file(goal.document).is_own();
        let is_asked = if named.is_empty() { is_open_today(snapshot, goal) } else { named.contains(&ix) };
        if !is_own || !is_asked {
            continue;
        }
        for (milestone, origin) in origins(goal) {
            if !args.source.is_empty() && !args.source.contains(&origin.source) {
                continue;
            }
            if args.due && milestone.is_none() && !is_due(snapshot, goal) {
                continue;
            }
            match trusted(snapshot, trust, goal, milestone, origin) {
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
        session.note("no open goal asks a source here; to learn how: goalpost explain numbers");
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

/// Whether values of a goal count today: it has begun, and its last day is not over.
fn is_open_today(snapshot: &Facts<'_>, goal: &Goal) -> bool {
    let is_over = goal.last_value_day().is_some_and(|last| last < snapshot.today) && goal.kind != Kind::Kpi;
    goal.kind == Kind::Kpi || (goal.has_begun(snapshot.today) && !is_over)
}

/// Whether the value of a goal is as old as its cadence.
fn is_due(snapshot: &Facts<'_>, goal: &Goal) -> bool {
    let cadence = snapshot.settings().cadence_of(goal.level.as_deref());
    let as_of = goal.metric.as_ref().and_then(|metric| metric.as_of);
    as_of.is_none_or(|as_of| days_between(as_of, snapshot.today) >= cadence)
}

/// What a goal asks, with the index of the milestone that asks; none for the metric. A done milestone asks no more.
fn origins(goal: &Goal) -> impl Iterator<Item = (Option<usize>, &Origin)> {
    let metric = goal.metric.as_ref().and_then(|metric| metric.from.as_ref());
    let done = goal.milestones.iter().filter_map(|milestone| match &milestone.done {
        Some(Done::Asked(origin)) => Some((Some(milestone.index), &**origin)),
        _ => None,
    });
    metric.map(|origin| (None, origin)).into_iter().chain(done)
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
    let Some(published) = trust.workspace().find(&goal.id).map(|ix| trust.workspace().goal(ix)) else {
        return left_out(format!("it is not on {trunk} yet"));
    };
    let title = milestone.and_then(|index| goal.milestones.get(index)).map(|milestone| &milestone.title);
    let is_same = origins(published).any(|(index, asked)| {
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
    }
}

/// The goals that a command names, in whose files values stand.
fn keepers(snapshot: &Facts<'_>, names: &[String]) -> Result<Vec<GoalIx>, CommandError> {
    let keeper = |name: &String| {
        let ix = find_own(snapshot.workspace, name)?;
        Ok(value_keeper(snapshot, ix))
    };
    names.iter().map(keeper).collect()
}
