//! The answer of `history`: each goal's observations by day, and every moved goalpost with its effect on progress.

use std::cell::OnceCell;

use serde::Serialize;

use super::measure::MeasureView;
use super::moved::MoveView;
use super::moved_setting::MovedSettingView;
use super::removed::RemovedView;
use super::seals::VerifiedView;
use super::standing::{CountedView, standing};
use super::withdrawn::WithdrawnView;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Withdrawal, price_of, withdrawals_of};
use crate::analysis::history::GoalHistory;
use crate::analysis::numbers::{Observation, observed_unit, observed_words};
use crate::model::{Day, Goal, GoalIx, State};

/// The answer of `goalpost history`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HistoryView {
    /// The goals, by id; none with `--verify`.
    pub goals: Vec<GoalHistoryView>,
    /// With `--all`, settings that were changed in mid-period without a reason, so that numbers or findings are others, the
    /// latest first; else null.
    pub moved_settings: Option<Vec<MovedSettingView>>,
    /// With `--verify`, whether closed goals are still as they were sealed; else null.
    pub verified: Option<VerifiedView>,
}

/// One goal's history.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GoalHistoryView {
    /// Its id.
    pub id: String,
    /// What it is measured by; null for a goal with neither metric nor milestones.
    pub measure: Option<MeasureView>,
    /// Its progress, 0 to 1.
    pub progress: Option<f64>,
    /// The measured share of the goal, 0 to 1; null for KPIs.
    pub coverage: Option<f64>,
    /// How many of its own parts are measured; null for a goal with a measure of its own.
    pub counted: Option<CountedView>,
    /// The expected progress today, 0 to 1.
    pub expected: Option<f64>,
    /// Its health in words.
    pub standing: String,
    /// The day of its last observation or check-in entry.
    pub last_check_in: Option<Day>,
    /// Its observations, oldest first: a day each, and beside them those that were withdrawn.
    pub observations: Vec<ObservationView>,
    /// Its goalposts' moves, oldest first.
    pub goalposts: Vec<MoveView>,
    /// What was withdrawn, in the order of history: values, confidence, done milestones, check-ins and obstacles of its log,
    /// scores.
    pub withdrawn: Vec<WithdrawnView>,
    /// That it was made a draft again after it had counted, by itself or with its objective; null where it was not.
    pub redrafted: Option<RemovedView>,
    /// The effect of the moves on progress; null where nothing has moved since goalposts settled.
    pub price: Option<PriceView>,
    /// The goal's place, for those who show more.
    #[serde(skip)]
    pub goal: Option<GoalIx>,
}

/// A value that a goal had on a day.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ObservationView {
    /// The day for which it is true.
    pub day: Day,
    /// The value; null for milestones.
    pub value: Option<f64>,
    /// The unit in which it was written; null for milestones and steps of a rubric.
    pub unit: Option<String>,
    /// Progress against the goalposts of that time, 0 to 1.
    pub progress: Option<f64>,
    /// The owner's confidence, 0 to 1.
    pub confidence: Option<f64>,
    /// Whether it counts for the goal; false after the last day of its period, and if it was withdrawn.
    pub counts: bool,
    /// Who took it back and when, by setting `as_of` to an earlier day or removing the value; null where nobody did.
    pub withdrawn: Option<WithdrawalView>,
    /// The commit; null for what is not committed, and where a shallow clone hides it.
    pub commit: Option<String>,
    /// Who wrote the commit.
    pub author: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// When it was committed, in UTC.
    pub committed: Option<String>,
    /// Whether a shallow clone ends here: the value was set on this day or earlier.
    pub truncated: bool,
    /// The file, from the root.
    pub path: String,
    /// What there is to say of it to people; nothing where programs read it.
    #[serde(skip)]
    pub words: ObservationWords,
    /// The commit's place in history, to tell which of two came later; none for what is not committed.
    #[serde(skip)]
    pub place: Option<usize>,
}

/// A value that a goal had on a day, in words.
#[derive(Debug, Clone, Default)]
pub struct ObservationWords {
    /// The value with its unit, or the step, as it was written.
    pub value: Option<String>,
    /// Whose commit it is, by id in org.yaml where they have one.
    pub by: Option<String>,
    /// The first line of the commit's message.
    pub subject: String,
}

/// A commit that withdrew values.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WithdrawalView {
    /// The day.
    pub day: Day,
    /// The commit; null for what is not committed.
    pub commit: Option<String>,
    /// Who wrote the commit.
    pub author: Option<String>,
    /// Their address.
    pub email: Option<String>,
}

/// The effect of moved goalposts on progress.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PriceView {
    /// Today's progress against the original goalposts; null where they have another metric.
    pub against_original: Option<f64>,
    /// Today's progress against the present ones.
    pub present: Option<f64>,
}

impl PriceView {
    /// What a goal's moved goalposts do to its progress; none where nothing has moved since they settled.
    pub fn of(snapshot: &Facts<'_>, ix: GoalIx) -> Option<Self> {
        let price = price_of(snapshot, ix, snapshot.goalposts(ix))?;
        Some(Self { against_original: price.against_original, present: price.present })
    }
}

impl WithdrawalView {
    fn new(history: &GoalHistory, withdrawal: &Withdrawal<'_>) -> Self {
        let commit = withdrawal.by.map(|place| &history.commits[place]);
        Self {
            day: withdrawal.day,
            commit: commit.map(|commit| commit.oid.to_string()),
            author: commit.map(|commit| commit.author.name.clone()),
            email: commit.map(|commit| commit.author.email.clone()),
        }
    }
}

impl HistoryView {
    /// The histories of some goals, by id.
    pub fn new(snapshot: &Facts<'_>, history: &GoalHistory, goals: &[GoalIx]) -> Self {
        Self::of(&HistoryTeller::new(snapshot, history, goals, false), goals)
    }

    /// The same with what there is to say of the values to people.
    pub fn for_people(snapshot: &Facts<'_>, history: &GoalHistory, goals: &[GoalIx]) -> Self {
        Self::of(&HistoryTeller::new(snapshot, history, goals, true), goals)
    }

    fn of(teller: &HistoryTeller<'_, '_>, goals: &[GoalIx]) -> Self {
        let mut goals: Vec<GoalIx> = goals.to_vec();
        goals.sort_unstable();
        goals.dedup();
        let mut goals: Vec<_> = goals.iter().map(|ix| teller.goal(*ix)).collect();
        goals.sort_by(|a, b| a.id.cmp(&b.id));
        Self { goals, moved_settings: None, verified: None }
    }
}

/// Tells the histories of goals.
struct HistoryTeller<'s, 'w> {
    snapshot: &'s Facts<'w>,
    history: &'s GoalHistory,
    /// The goals that were made drafts again.
    redrafted: Vec<RemovedView>,
    for_people: bool,
    /// What is said of each commit: one that checks in on many goals is said with each of them.
    commits: Vec<OnceCell<CommitFields>>,
}

/// A commit as it stands beside each value that it wrote.
struct CommitFields {
    id: String,
    committed: String,
}

impl<'s, 'w> HistoryTeller<'s, 'w> {
    fn new(snapshot: &'s Facts<'w>, history: &'s GoalHistory, goals: &[GoalIx], for_people: bool) -> Self {
        // Only a draft asks for the removals of the whole history.
        let is_draft = |ix: &GoalIx| snapshot.goal(*ix).state == State::Draft;
        let removed =
            goals.iter().any(is_draft).then(|| RemovedView::of(snapshot, |_| true)).flatten().unwrap_or_default();
        let redrafted: Vec<RemovedView> = removed.into_iter().filter(|it| it.draft).collect();
        let commits = history.commits.iter().map(|_| OnceCell::new()).collect();
        Self { snapshot, history, redrafted, for_people, commits }
    }

    fn goal(&self, ix: GoalIx) -> GoalHistoryView {
        let snapshot = self.snapshot;
        let (goal, numbers) = (snapshot.goal(ix), snapshot.numbers(ix));
        let withdrawals = withdrawals_of(snapshot, ix);
        // A value that is removed leaves none. A milestone that is no longer done leaves less of the way, and no check-in.
        let is_point = |it: &&Observation| !it.takes_back || goal.metric.is_none();
        let points = snapshot.timeline.of(ix).iter().filter(is_point);
        let mut observations: Vec<_> = points.map(|it| self.observation(goal, it, None)).collect();
        for withdrawal in &withdrawals {
            let withdrawn = WithdrawalView::new(self.history, withdrawal);
            let view = |it: &&Observation| self.observation(goal, it, Some(withdrawn.clone()));
            observations.extend(withdrawal.observations.iter().map(view));
        }
        observations.sort_by_key(|it| it.day);
        let is_it = |it: &&RemovedView| it.goal == goal.id || it.key_results.contains(&goal.id);
        GoalHistoryView {
            id: goal.id.clone(),
            measure: MeasureView::of(snapshot, ix),
            progress: numbers.progress,
            coverage: numbers.coverage,
            counted: numbers.counted.map(CountedView::from),
            expected: numbers.expected,
            standing: standing(snapshot, ix),
            last_check_in: numbers.last_check_in,
            observations,
            goalposts: MoveView::all(snapshot, ix),
            withdrawn: WithdrawnView::of(snapshot, &withdrawals),
            redrafted: self.redrafted.iter().find(is_it).cloned(),
            price: PriceView::of(snapshot, ix),
            goal: Some(ix),
        }
    }

    fn observation(&self, goal: &Goal, it: &Observation, withdrawn: Option<WithdrawalView>) -> ObservationView {
        let workspace = self.snapshot.workspace;
        let first = it.commit.map(|place| &self.history.commits[place]);
        let commit = first.filter(|commit| !commit.cut_off);
        let fields = it.commit.zip(commit).map(|(place, commit)| {
            let make = || CommitFields { id: commit.oid.to_string(), committed: commit.committer.instant() };
            self.commits[place].get_or_init(make)
        });
        let words = || ObservationWords {
            value: observed_words(workspace, goal, it),
            by: commit.map(|commit| self.snapshot.author_id(commit)),
            subject: commit.map(|commit| commit.subject().to_owned()).unwrap_or_default(),
        };
        ObservationView {
            truncated: first.is_some_and(|commit| commit.cut_off),
            day: it.day,
            value: it.value,
            unit: it.value.and_then(|_| observed_unit(workspace, goal, it)).map(str::to_owned),
            progress: it.progress,
            confidence: it.confidence,
            counts: withdrawn.is_none() && goal.end().is_none_or(|last| it.day <= last),
            withdrawn,
            commit: fields.map(|it| it.id.clone()),
            author: commit.map(|commit| commit.author.name.clone()),
            email: commit.map(|commit| commit.author.email.clone()),
            committed: fields.map(|it| it.committed.clone()),
            path: if it.path.is_empty() { workspace.file(goal.document).path.clone() } else { it.path.clone() },
            words: if self.for_people { words() } else { ObservationWords::default() },
            place: it.commit,
        }
    }
}
