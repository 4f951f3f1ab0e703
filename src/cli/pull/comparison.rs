//! Asks the former question of a goal beside the present one, so that a change of `metric.from` in mid-period has its price in
//! today's numbers.

use super::answers::{answers, request_of};
use super::questions::Question;
use super::trust::Trust;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Move;
use crate::analysis::numbers::raw_progress;
use crate::cli::error::CommandError;
use crate::cli::session::Session;
use crate::cli::snapshots::HistoryReach;
use crate::model::{Goal, GoalIx, Origin};
use crate::project::Project;
use crate::view::Context;
use crate::view::pull::{FormerQuestion, PulledValue, QuestionEffect};

/// A question that was changed, with the one before.
struct ChangedQuestion<'q, 't> {
    /// Its place among the values.
    at: usize,
    present: &'q Question<'t>,
    /// The former question, where its source still stands.
    former: Option<Question<'t>>,
    told: FormerQuestion,
    /// The goal in the trusted goals.
    ix: GoalIx,
}

/// Asks both questions of goals whose question was changed after goalposts had settled, and adds what came back to the values.
///
/// The former question is taken from the history of what is trusted, and its source from there as it is now: a branch cannot
/// write a past of its own into it.
pub(super) fn compare(
    session: &Session,
    project: &Project,
    trust: &Trust<'_>,
    questions: &[Question<'_>],
    values: &mut [PulledValue],
    context: &Context,
) -> Result<(), CommandError> {
    let mut trusted = match trust.revision() {
        Some(revision) => session.site(&project.root).of_revision(revision)?,
        None => session.open()?,
    };
    let (_, facts) = session.snapshot(&mut trusted, context, HistoryReach::Whole)?;
    let changed: Vec<ChangedQuestion<'_, '_>> = questions
        .iter()
        .filter(|question| question.milestone.is_none())
        .filter_map(|present| changed(&facts, trust, present, values))
        .collect();
    let mut asked = Vec::new();
    for it in &changed {
        if let Some(former) = &it.former {
            asked.extend([former.clone(), it.present.clone()]);
        }
    }
    let mut outcomes = answers(session, project, trust, &asked, facts.today)?.into_iter();
    for it in changed {
        let mut told = it.told;
        if let Some(former) = &it.former {
            let mut number = |origin: &Origin| {
                let outcome = outcomes.next().unwrap_or_else(|| Err("was not asked".to_owned()))?;
                let number = Some(origin.value_of_answer(outcome.value)).filter(|number| number.is_finite());
                number.ok_or_else(|| "the value is not finite".to_owned())
            };
            let (old, new) = (number(&former.origin), number(&it.present.origin));
            told.request = request_of(project, trust, former, facts.today);
            if let (Ok(old), Ok(new)) = (&old, &new) {
                told.effects = effects(&facts, it.ix, (*old, *new));
            }
            (told.value, told.reason) = parts(old);
            (values[it.at].value, values[it.at].reason) = parts(new);
        }
        values[it.at].former = Some(told);
    }
    Ok(())
}

fn parts(outcome: Result<f64, String>) -> (Option<f64>, Option<String>) {
    match outcome {
        Ok(number) => (Some(number), None),
        Err(reason) => (None, Some(reason)),
    }
}

/// The change of a question after goalposts had settled; none where there was none, or where it was put back.
fn changed<'q, 't>(
    facts: &Facts<'_>,
    trust: &'t Trust<'_>,
    present: &'q Question<'t>,
    values: &[PulledValue],
) -> Option<ChangedQuestion<'q, 't>> {
    let at = values.iter().position(|value| value.goal == present.id && value.field == "metric")?;
    let ix = facts.workspace.find(&present.id)?;
    let goalposts = facts.goalposts(ix);
    let is_change = |it: &&Move| it.field == "metric.from" && !it.settling && it.put_back.is_none();
    let latest = goalposts.moves.iter().rev().find(is_change)?;
    let origin = goalposts
        .original
        .as_ref()?
        .metric
        .as_ref()?
        .from
        .as_deref()
        .cloned()
        .filter(|from| *from != present.origin)?;
    let feed = trust.settings().sources.get(&origin.source);
    let told = FormerQuestion {
        asked: origin.say(),
        until: latest.day,
        commit: latest.commit.zip(facts.history()).map(|(place, history)| history.commits[place].oid.to_string()),
        reason: feed.is_none().then(|| format!("`{}` is no source on {} any more", origin.source, trust.name)),
        request: Vec::new(),
        value: None,
        effects: Vec::new(),
    };
    let former = feed.map(|feed| Question { origin, feed, ..present.clone() });
    Some(ChangedQuestion { at, present, former, told, ix })
}

/// What the two numbers make of the progress of the goal, and of the key results that follow it as their KPI.
fn effects(facts: &Facts<'_>, keeper: GoalIx, (old, new): (f64, f64)) -> Vec<QuestionEffect> {
    let follows = |ix: GoalIx| ix == keeper || facts.workspace.kpi_of_goal(facts.goal(ix)) == Some(keeper);
    let progress = |ix: GoalIx, value: f64| {
        let raw = raw_progress(facts.goal(ix), Some(value), facts.timeline.of(ix), facts.today)?;
        Some(raw.clamp(0.0, 1.0))
    };
    let effect = |(ix, goal): (GoalIx, &Goal)| {
        let (former, present) = progress(ix, old).zip(progress(ix, new))?;
        Some(QuestionEffect { goal: goal.id.clone(), former, present })
    };
    facts.active_goals().filter(|(ix, _)| follows(*ix)).filter_map(effect).collect()
}
