//! Needs between teams: asked for by a goal, and answered.

use super::number::{PERSON_WEEKS, read_field_number};
use super::unfit::{Unfit, unfit};
use crate::analysis::facts::Facts;
use crate::model::{Day, Goal, GoalIx, Need, NeedState, ORDER, brief, field};
use crate::syntax::{Content, Edit, End, closest};

/// What is asked of another team, or changed in what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NeedRequest {
    /// The day it is needed by.
    pub due: Option<Day>,
    /// The effort for the other team, in person-weeks, as typed.
    pub effort: Option<String>,
    /// The id of the goal in which the other team does it.
    pub goal: Option<String>,
}

/// Returns the edits that ask a team for something, or change what was asked in the same words before.
///
/// # Errors
/// The kind of goal has no needs, or a value cannot be read.
pub fn ask_need(
    facts: &Facts<'_>,
    ix: GoalIx,
    (from, what): (&str, &str),
    asked: &NeedRequest,
) -> Result<Vec<Edit>, Unfit> {
    let goal = facts.goal(ix);
    ensure_has_needs(goal)?;
    let mut fields = Vec::new();
    fields.extend(asked.due.map(|day| ("by", Content::word(&day))));
    if let Some(text) = &asked.effort {
        let effort = read_field_number(text, "effort", Some(PERSON_WEEKS))?;
        fields.push(("effort", Content::word(&effort.written)));
    }
    fields.extend(asked.goal.as_ref().map(|goal| ("goal", Content::text(goal))));
    let is_same = |need: &&Need| {
        facts.is_same_team(&need.from, from) && need.what.trim().to_lowercase() == what.trim().to_lowercase()
    };
    if let Some(need) = goal.needs.iter().find(is_same) {
        if let Some(said) = answered(need.state) {
            return unfit(
                format!("`{}` asked `{from}` for this before, which {said}", goal.id),
                "to ask again, say in other words what is needed now; to change the answer: --agree, --decline or --met",
            );
        }
        return Ok(fields.into_iter().map(|(name, to)| set(need, name, to)).collect());
    }
    let first = [("from", Content::text(from)), ("what", Content::text(what.trim()))];
    let item = first.into_iter().chain(fields).map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(vec![Edit::Add { route: "needs".to_owned(), item: Content::Fields(item), end: End::Last, order: ORDER }])
}

/// What a team said to a need that is over.
fn answered(state: NeedState) -> Option<&'static str> {
    match state {
        NeedState::Asked | NeedState::Agreed => None,
        NeedState::Declined => Some("declined"),
        NeedState::Met => Some("delivered it"),
    }
}

/// Returns the edits that answer a need, in some goal of the team that agrees.
///
/// # Errors
/// It was delivered before: that is not taken back in passing.
pub fn answer_need(need: &Need, state: NeedState, goal: Option<&str>) -> Result<Vec<Edit>, Unfit> {
    if need.state == NeedState::Met && state != NeedState::Met {
        return unfit(
            format!("`{}` was delivered by `{}` before", need.what, need.from),
            format!(
                "to ask again, say in other words what is needed now; if it was not: edit `needs[{}].state`",
                need.index
            ),
        );
    }
    let state = (need.state != state).then(|| set(need, "state", Content::text(state.word())));
    let goal = goal.filter(|goal| need.goal.as_deref() != Some(*goal));
    Ok(state.into_iter().chain(goal.map(|goal| set(need, "goal", Content::text(goal)))).collect())
}

/// Finds what a goal asked of a team: by its words or a part of them if it asked for several things.
///
/// # Errors
/// Nothing like it was asked, or several things were.
pub fn find_need<'g>(facts: &Facts<'_>, goal: &'g Goal, from: &str, what: Option<&str>) -> Result<&'g Need, Unfit> {
    ensure_has_needs(goal)?;
    let asked: Vec<&Need> = goal.needs.iter().filter(|need| facts.is_same_team(&need.from, from)).collect();
    let wanted = what.unwrap_or_default().trim().to_lowercase();
    let whole: Vec<&Need> = asked.iter().copied().filter(|need| need.what.trim().to_lowercase() == wanted).collect();
    let part = || asked.iter().copied().filter(|need| need.what.to_lowercase().contains(&wanted)).collect();
    let found: Vec<&Need> = if whole.is_empty() { part() } else { whole };
    // Without words, the answer is to what still waits for one.
    let open: Vec<&Need> = found.iter().copied().filter(|need| need.state == NeedState::Asked).collect();
    match (found.as_slice(), open.as_slice()) {
        ([need], _) => Ok(need),
        (_, [need]) if wanted.is_empty() => Ok(need),
        ([], _) if asked.is_empty() => {
            let teams = goal.needs.iter().map(|need| need.from.as_str()).collect::<Vec<_>>();
            let help = if teams.is_empty() {
                format!("to ask: goalpost need {} WHAT --from {from}", goal.id)
            } else {
                format!("it needs something from {}", teams.join(", "))
            };
            unfit(format!("`{}` needs nothing from `{from}`", goal.id), help)
        }
        (found, _) => {
            let near = closest(&wanted, asked.iter().map(|need| need.what.as_str())).filter(|_| found.is_empty());
            let listed: Vec<String> = asked.iter().map(|need| format!("\"{}\"", brief(&need.what))).collect();
            let help =
                near.map_or_else(|| format!("name one: {}", listed.join(", ")), |it| format!("did you mean `{it}`?"));
            let message = match what {
                Some(what) if found.is_empty() => format!("`{}` does not need `{what}` from `{from}`", goal.id),
                _ => format!("`{}` needs several things from `{from}`", goal.id),
            };
            unfit(message, help)
        }
    }
}

fn set(need: &Need, name: &str, to: Content) -> Edit {
    Edit::Set { route: format!("needs[{}].{name}", need.index), to, order: ORDER }
}

fn ensure_has_needs(goal: &Goal) -> Result<(), Unfit> {
    if field("needs").is_some_and(|field| field.fits(goal.kind)) {
        return Ok(());
    }
    unfit(
        format!("`{}` is {}, which needs nothing from teams", goal.id, goal.kind.in_words()),
        "name an objective, a key result or a development goal",
    )
}
