//! Goals closed: the grade by the values of their period, the state by ambition, what is owed for it.

use super::scaffold::{PROPOSAL, without};
use super::unfit::{Unfit, unfit};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::ambition;
use crate::analysis::trends::{
    Final, FinalProgress, is_partly_achieved, is_same_grade, kept, owes_retrospective, reaches,
};
use crate::model::{Goal, GoalIx, Grade, Kind, ORDER, State, count_of, days_between};
use crate::syntax::{Content, Edit};

/// What someone has to say at the close.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Closing {
    /// How it ended; else the grade says.
    pub state: Option<State>,
    /// The grade by judgement; else as computed.
    pub score: Option<f64>,
    /// Why the grade differs from what was computed.
    pub why: Option<String>,
    /// Why it was dropped, or ended otherwise.
    pub reason: Option<String>,
    /// The goal that takes its place.
    pub replaced_by: Option<String>,
    /// What was learnt.
    pub retrospective: Option<String>,
    /// Whether it may end as missed before its time is over, because what it belongs to does.
    pub early: bool,
    /// Who grades.
    pub by: Option<String>,
}

/// What a close comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Closed {
    /// The edits of the goal's file.
    pub edits: Vec<Edit>,
    /// How it ended.
    pub state: State,
    /// The grade; none for what is dropped and for what is not graded.
    pub score: Option<f64>,
    /// What the values gave.
    pub computed: Option<f64>,
    /// Whether it was missed and came far enough to be called partly achieved.
    pub is_partly_achieved: bool,
    /// Whether a retrospective is owed, and not there.
    pub owes_retrospective: bool,
}

/// The edits that close a goal.
///
/// # Errors
/// The goal is closed already, or something is owed that is not said.
pub fn close(snapshot: &Facts<'_>, finals: &FinalProgress, ix: GoalIx, closing: &Closing) -> Result<Closed, Unfit> {
    let (goal, today) = (snapshot.goal(ix), snapshot.today);
    if goal.kind == Kind::Survey {
        return unfit("a survey is not closed".to_owned(), "close a goal");
    }
    if !goal.is_open() {
        return unfit(
            format!("`{}` is closed: {}", goal.id, goal.state.word()),
            format!("take the grade back first: goalpost reopen {} --reason TEXT", goal.id),
        );
    }
    let is_graded = matches!(goal.kind, Kind::Objective | Kind::KeyResult | Kind::Development);
    let dropped = closing.state == Some(State::Dropped);
    if goal.state == State::Draft && !dropped {
        return unfit(
            format!("`{}` is a draft: nobody has promised it yet", goal.id),
            "drop it: --as dropped --reason TEXT, or take `state: draft` out of its file first",
        );
    }
    if dropped && closing.reason.as_deref().is_none_or(|it| it.trim().is_empty()) && goal.reason.is_none() {
        return unfit(format!("`{}` is dropped, and nobody says why", goal.id), "add --reason TEXT");
    }
    let computed = match finals.of(ix) {
        Final::Progress(progress) => Some(kept(goal, progress, snapshot.settings())),
        Final::Nothing | Final::Untold => None,
    };
    let computed = computed.filter(|_| is_graded);
    // A zero has no sign, however it was typed.
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
            format!("`{}` is graded {score} where its values give {computed}", goal.id),
            "say what the number does not show: add --why TEXT",
        );
    }
    let state = state(snapshot, goal, closing, score)?;
    if let Some(left) = goal.end().map(|end| days_between(today, end)).filter(|left| *left > 0)
        && state == State::Missed
        && closing.state.is_none()
        && !closing.early
    {
        let days = count_of(left, "day");
        return unfit(
            format!("`{}` has {days} left, and stands at {}", goal.id, score.unwrap_or(0.0)),
            "close it at its end, or say how it ends: --as missed, --as dropped --reason TEXT",
        );
    }
    Ok(written(snapshot, goal, closing, (state, score, computed)))
}

/// How a goal ended: as said, else by its grade against what is expected of it.
fn state(snapshot: &Facts<'_>, goal: &Goal, closing: &Closing, score: Option<f64>) -> Result<State, Unfit> {
    let by_grade = score.map(|score| {
        let reached = reaches(score, ambition(goal, snapshot.settings()));
        (score, if reached { State::Achieved } else { State::Missed })
    });
    match (closing.state, by_grade) {
        (Some(State::Dropped), _) => return Ok(State::Dropped),
        // What is said holds, as long as it is not the opposite of the grade that is stored beside it.
        (Some(said), Some((score, graded))) if said != graded => {
            let wanted = ambition(goal, snapshot.settings());
            let (than, word) = if graded == State::Achieved { ("no less", "below") } else { ("less", "of at least") };
            return unfit(
                format!("`{}` is graded {score}, {than} than the {wanted} that achieves it", goal.id),
                format!(
                    "that is --as {}; if the number is wrong, grade it {word} {wanted}: --score N --why TEXT",
                    graded.word()
                ),
            );
        }
        (Some(said), _) if !matches!(goal.kind, Kind::Mission | Kind::Kpi) => return Ok(said),
        _ => {}
    }
    match by_grade {
        Some((_, state)) => Ok(state),
        None if matches!(goal.kind, Kind::Mission | Kind::Kpi) => unfit(
            format!("{} has no grade by which it could be closed", goal.kind.in_words()),
            "say how it ends: --as dropped --reason TEXT",
        ),
        None => unfit(
            format!("what `{}` came to cannot be told from its values", goal.id),
            "grade it: --score 0.7 --why TEXT, or say how it ends: --as missed",
        ),
    }
}

fn written(
    snapshot: &Facts<'_>,
    goal: &Goal,
    closing: &Closing,
    (state, score, computed): (State, Option<f64>, Option<f64>),
) -> Closed {
    let today = snapshot.today;
    let set = |route: &str, to: Content| Edit::Set { route: route.to_owned(), to, order: ORDER };
    let mut edits = vec![set("state", Content::text(state.word())), set("closed", Content::word(&today))];
    edits.extend(without(PROPOSAL, snapshot.workspace.file(goal.document)));
    let mut fields = Vec::new();
    if let Some(score) = score {
        fields.push(("score".to_owned(), Content::word(&score)));
        fields.extend(computed.map(|computed| ("computed".to_owned(), Content::word(&computed))));
        fields.extend(closing.by.as_ref().map(|by| ("by".to_owned(), Content::text(by))));
        fields.extend(closing.why.as_ref().map(|why| ("why".to_owned(), Content::text(why.trim()))));
        edits.push(set("grade", Content::Fields(fields)));
    }
    let text = |text: &Option<String>| text.as_deref().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
    edits.extend(text(&closing.reason).map(|it| set("reason", Content::text(it))));
    edits.extend(closing.replaced_by.as_ref().map(|it| set("replaced_by", Content::text(it))));
    edits.extend(text(&closing.retrospective).map(|it| set("retrospective", Content::text(it))));
    let grade = score.map(|score| Grade { score, computed, by: None, why: None });
    let then = Goal { state, grade, ..goal.clone() };
    let is_there = text(&closing.retrospective).is_some() || goal.retrospective.is_some();
    let owed = goal.is_work() && owes_retrospective(&then) && !is_there;
    let is_partly_achieved = is_partly_achieved(&then);
    Closed { edits, state, score, computed, is_partly_achieved, owes_retrospective: owed }
}
