//! Closes goals: computes the grade from the values of their period, and the state from the grade.

use super::scaffold::{DRAFT_GUIDANCE, remove_guidance};
use super::set::explain_change;
use super::unfit::{Unfit, unfit};
use crate::analysis::agenda::arrivals_ended;
use crate::analysis::facts::Facts;
use crate::analysis::numbers::ambition;
use crate::analysis::text::grade_words;
use crate::analysis::trends::{
    Final, FinalProgress, is_partly_achieved, is_same_grade, kept, owes_retrospective, reaches,
};
use crate::model::{Goal, GoalIx, Grade, Kind, ORDER, State, count_of, days_between};
use crate::syntax::{Content, Edit};
use crate::view::late_value::LateValueView;
use crate::view::unreadable::{UnreadableView, unreadable_words};

/// The values given for closing a goal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Closing {
    /// The final state; `None` to derive it from the grade.
    pub state: Option<State>,
    /// The grade to store; `None` for the computed one.
    pub score: Option<f64>,
    /// Why the grade differs from the computed one.
    pub why: Option<String>,
    /// Why the goal ended this way.
    pub reason: Option<String>,
    /// The id of the goal that replaces it.
    pub replaced_by: Option<String>,
    /// The lessons learned.
    pub retrospective: Option<String>,
    /// Whether it may be missed before its end, because its objective is closed early.
    pub early: bool,
    /// The author of the grade, by id.
    pub by: Option<String>,
}

/// The effect of closing a goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Closed {
    /// The edits of the goal's file.
    pub edits: Vec<Edit>,
    /// The final state.
    pub state: State,
    /// The grade; `None` for goals that are dropped or not graded.
    pub score: Option<f64>,
    /// The computed grade.
    pub computed: Option<f64>,
    /// Whether it is missed but partly achieved.
    pub is_partly_achieved: bool,
    /// Whether a required retrospective is missing.
    pub owes_retrospective: bool,
}

/// Returns the edits that close a goal.
///
/// # Errors
/// The goal is already closed, or a required value is missing.
pub fn close(snapshot: &Facts<'_>, finals: &FinalProgress, ix: GoalIx, closing: &Closing) -> Result<Closed, Unfit> {
    let (goal, today) = (snapshot.goal(ix), snapshot.today);
    if goal.kind == Kind::Survey {
        return unfit("a survey cannot be closed".to_owned(), "name an objective, a key result or another goal");
    }
    if !goal.is_open() {
        let help = match &closing.retrospective {
            Some(_) => format!("to add a retrospective: goalpost set {} retrospective TEXT", goal.id),
            None => format!("to grade it again, reopen it first: goalpost reopen {} --reason TEXT", goal.id),
        };
        return unfit(format!("`{}` is already closed ({})", goal.id, goal.state.word()), help);
    }
    let is_graded = matches!(goal.kind, Kind::Objective | Kind::KeyResult | Kind::Development);
    let dropped = closing.state == Some(State::Dropped);
    if goal.state == State::Draft && !dropped {
        return unfit(
            format!("`{}` is a draft, which cannot be graded", goal.id),
            "drop it with --as dropped --reason TEXT, or remove `state: draft` from its file first",
        );
    }
    // A `reason` that stands was written for something else, such as a moved target.
    if dropped && closing.reason.as_deref().is_none_or(|it| it.trim().is_empty()) {
        let help = match &goal.reason {
            Some(_) => "add --reason TEXT: the `reason` that stands in its file was not given for this",
            None => "add --reason TEXT",
        };
        return unfit(format!("dropping `{}` needs a reason", goal.id), help);
    }
    let computed = match finals.of(ix) {
        Final::Progress(progress) => Some(kept(goal, progress, snapshot.settings())),
        Final::Nothing | Final::Unknown => None,
    };
    let computed = computed.filter(|_| is_graded);
    // Adding 0.0 turns a typed -0 into 0.
    let score = closing
        .score
        .map(|score| score + 0.0)
        .or(computed)
        .filter(|_| is_graded && (!dropped || closing.score.is_some()));
    if let (Some(score), Some(computed)) = (score, computed)
        && !is_same_grade(goal, score, computed, snapshot.settings())
        && closing.why.is_none()
    {
        return unfit(
            format!(
                "the grade {} of `{}` differs from the computed {}",
                grade_words(score),
                goal.id,
                grade_words(computed)
            ),
            "explain the difference: add --why TEXT",
        );
    }
    let state = final_state(snapshot, ix, closing, score)?;
    // Closing a goal early as achieved is fine; an unintended `missed` a week before the end is not.
    if let Some(left) = goal.end().map(|end| days_between(today, end)).filter(|left| *left > 0)
        && state == State::Missed
        && closing.state.is_none()
        && !closing.early
    {
        let days = count_of(left, "day");
        let objective = snapshot.objective_of(goal).map(|objective| snapshot.goal(objective));
        let ended = objective.and_then(|it| Some((&it.id, it.end().filter(|end| *end < today)?)));
        let with = ended.map(|(objective, end)| {
            format!("to end it with `{objective}`: goalpost set {} deadline {end}; else ", goal.id)
        });
        return unfit(
            format!("`{}` has {days} left, and its grade is only {}", goal.id, grade_words(score.unwrap_or(0.0))),
            format!(
                "{}close it at its end, or confirm the outcome: --as missed, or --as dropped --reason TEXT",
                with.unwrap_or_default()
            ),
        );
    }
    Ok(closed_goal(snapshot, ix, closing, (state, score, computed)))
}

/// Returns the final state: the given one, else by comparing the grade with the goal's ambition.
fn final_state(snapshot: &Facts<'_>, ix: GoalIx, closing: &Closing, score: Option<f64>) -> Result<State, Unfit> {
    let goal = snapshot.goal(ix);
    let by_grade = score.map(|score| {
        let reached = reaches(score, ambition(goal, snapshot.settings()));
        (score, if reached { State::Achieved } else { State::Missed })
    });
    match (closing.state, by_grade) {
        (Some(State::Dropped), _) => return Ok(State::Dropped),
        // A given state must not contradict the grade that is stored next to it.
        (Some(requested), Some((score, graded))) if requested != graded => {
            let threshold = ambition(goal, snapshot.settings());
            let (is, word) = if graded == State::Achieved { ("reaches", "below") } else { ("is below", "of at least") };
            return unfit(
                format!("the grade {score} of `{}` {is} the threshold of {threshold} for achieved", goal.id),
                format!("use --as {}, or give a grade {word} {threshold}: --score N --why TEXT", graded.word()),
            );
        }
        (Some(requested), _) if !matches!(goal.kind, Kind::Mission | Kind::Kpi) => return Ok(requested),
        _ => {}
    }
    match by_grade {
        Some((_, state)) => Ok(state),
        None if matches!(goal.kind, Kind::Mission | Kind::Kpi) => unfit(
            format!("{} has no grade, so it can only be dropped", goal.kind.in_words()),
            "add --as dropped --reason TEXT",
        ),
        None => {
            let unread = unreadable_words(&UnreadableView::parts(snapshot, ix));
            let late = LateValueView::of(snapshot, ix);
            let left_out = late.as_ref().map(|late| format!(" ({})", late.words)).unwrap_or_default();
            let why = unread.map_or_else(
                || format!("has no values to compute a grade from{left_out}"),
                |unread| format!("cannot be graded: {unread}"),
            );
            let mut help = "give a grade: --score N --why TEXT; or the outcome: --as missed".to_owned();
            // A KPI keeps one value, and a value that is dated back when none may arrive any more is no advice.
            let is_own = |_: &LateValueView| goal.metric.as_ref().is_some_and(|metric| metric.kpi.is_none());
            if let Some(late) = late.filter(is_own).filter(|_| arrivals_ended(snapshot, ix).is_none()) {
                let count = format!("goalpost checkin {} VALUE --as-of {}", goal.id, late.last);
                help = format!("to count a value that was reached by then: {count}; or {help}");
            }
            unfit(format!("`{}` {why}", goal.id), help)
        }
    }
}

/// Builds the edits that store the outcome.
fn closed_goal(
    snapshot: &Facts<'_>,
    ix: GoalIx,
    closing: &Closing,
    (state, score, computed): (State, Option<f64>, Option<f64>),
) -> Closed {
    let (goal, today) = (snapshot.goal(ix), snapshot.today);
    let set = |route: &str, to: Content| Edit::Set { route: route.to_owned(), to, order: ORDER };
    let mut edits = vec![set("state", Content::text(state.word())), set("closed", Content::word(&today))];
    edits.extend(remove_guidance(DRAFT_GUIDANCE, snapshot.workspace.file(goal.document)));
    let mut fields = Vec::new();
    if let Some(score) = score {
        fields.push(("score".to_owned(), Content::word(&score)));
        fields.extend(computed.map(|computed| ("computed".to_owned(), Content::word(&computed))));
        fields.extend(closing.by.as_ref().map(|by| ("by".to_owned(), Content::text(by))));
        fields.extend(closing.why.as_ref().map(|why| ("why".to_owned(), Content::text(why.trim()))));
        edits.push(set("grade", Content::Fields(fields)));
    }
    let text = |text: &Option<String>| text.as_deref().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
    // A reason that stands explains something else, such as a moved target.
    let about = ["state".to_owned()];
    edits.extend(text(&closing.reason).map(|it| explain_change(snapshot, ix, &about, &it, closing.by.clone())));
    edits.extend(closing.replaced_by.as_ref().map(|it| set("replaced_by", Content::text(it))));
    edits.extend(text(&closing.retrospective).map(|it| set("retrospective", Content::text(it))));
    let grade = score.map(|score| Box::new(Grade { score, computed, by: None, why: None }));
    let mut then = Goal { state, ..goal.clone() };
    then.grade = grade;
    let is_there = text(&closing.retrospective).is_some() || goal.retrospective.is_some();
    let owed = goal.is_work() && owes_retrospective(&then) && !is_there;
    let is_partly_achieved = is_partly_achieved(&then);
    Closed { edits, state, score, computed, is_partly_achieved, owes_retrospective: owed }
}
