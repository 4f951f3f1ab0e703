//! Withdrawals: the commits that took observations back, and what that did to progress.

use crate::analysis::goalposts::explanation::Reasons;
use crate::analysis::numbers::measure::raw_progress;
use crate::analysis::numbers::observation::{Observation, Withdrawn};
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Days, Goal, GoalIx, Kind, days_between};

/// A value that is taken back within so many days is a slip that was put right.
const PROMPT: Days = 2;

/// Progress that rises by less is the same.
const TOLERANCE: f64 = 1e-9;

/// What one commit took back of a goal's observations.
#[derive(Debug, Clone)]
pub struct Withdrawal<'s> {
    /// The goal.
    pub goal: GoalIx,
    /// The commit, by its place in [`GoalHistory::commits`](crate::analysis::history::GoalHistory::commits); none for what is not committed.
    pub by: Option<usize>,
    /// The committer's day; today for what is not committed.
    pub day: Day,
    /// What it took back, oldest first.
    pub observations: Vec<&'s Observation>,
    /// Progress on that day without what it took back, then with it, 0 to 1; a KPI's is 1 inside its bounds and 0 outside.
    pub progress: Option<(f64, f64)>,
    /// How many days the oldest of them had stood.
    pub stood: Days,
    /// Whether somebody said why.
    pub explained: bool,
    /// Whether history of that day is judged.
    pub judged: bool,
}

impl Withdrawal<'_> {
    /// Whether progress is better without what was taken back.
    #[must_use]
    pub fn improves(&self) -> bool {
        self.progress.is_some_and(|(without, with)| without > with + TOLERANCE)
    }

    /// Whether somebody should say why: it makes progress better, came late, and is not explained.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.judged && self.improves() && self.stood > PROMPT && !self.explained
    }
}

/// What was taken back of a goal's observations, by commit, in the order of history. A key result of a KPI has those of
/// the KPI that lie in its time.
#[must_use]
pub fn withdrawals_of<'s>(snapshot: &'s Snapshot<'_>, ix: GoalIx) -> Vec<Withdrawal<'s>> {
    let all = snapshot.timeline.withdrawn(ix);
    let (goal, Some(history)) = (snapshot.goal(ix), snapshot.timeline.history().filter(|_| !all.is_empty())) else {
        return Vec::new();
    };
    let keeper = snapshot.workspace.kpi_of_goal(goal).map_or(goal, |kpi| snapshot.goal(kpi));
    let reasons = Reasons::of(snapshot, history, &keeper.id, Some(keeper));
    let day_of = |commit: Option<usize>| commit.map_or(snapshot.today, |place| history.commits[place].day);
    let by_commit = all.chunk_by(|a, b| a.by == b.by).map(|withdrawn| {
        let (by, day) = (withdrawn[0].by, day_of(withdrawn[0].by));
        let mut observations: Vec<&Observation> = withdrawn.iter().map(|it| &it.observation).collect();
        observations.sort_by_key(|it| it.day);
        Withdrawal {
            goal: ix,
            by,
            day,
            progress: progress_without_and_with(snapshot, ix, goal, withdrawn, day),
            stood: observations.iter().map(|it| days_between(day_of(it.commit), day)).max().unwrap_or(0),
            explained: ["metric.current", "metric.as_of"].iter().any(|field| reasons.explain(by, day, field)),
            judged: snapshot.is_judged(day),
            observations,
        }
    });
    by_commit.collect()
}

/// Progress on the day on which observations were taken back, by what was known then: without them, and with them.
fn progress_without_and_with(
    snapshot: &Snapshot<'_>,
    ix: GoalIx,
    goal: &Goal,
    withdrawn: &[Withdrawn],
    day: Day,
) -> Option<(f64, f64)> {
    let by = withdrawn[0].by;
    let was_known = |it: &&Observation| by.is_none_or(|by| it.commit.is_some_and(|commit| commit <= by));
    let counts = |it: &&Observation| goal.last_value_day().is_none_or(|last| it.day <= last);
    let known = snapshot.timeline.of(ix).iter().filter(was_known).filter(counts);
    let without: Vec<Observation> = known.cloned().collect();
    let mut with = without.clone();
    with.extend(withdrawn.iter().map(|it| &it.observation).filter(counts).cloned());
    with.sort_by_key(|it| it.day);
    let progress = |observations: &[Observation]| {
        let value = observations.last().and_then(|it| it.value);
        match (goal.kind, &goal.metric) {
            (Kind::Kpi, Some(metric)) => value.map(|value| f64::from(u8::from(metric.holds(value)))),
            _ => raw_progress(goal, value, observations, day).map(|raw| raw.clamp(0.0, 1.0)),
        }
    };
    progress(&without).zip(progress(&with))
}
