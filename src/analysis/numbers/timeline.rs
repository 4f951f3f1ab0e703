//! The observations of goals over time. The files alone give one of each goal; history adds the others.

use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::numbers::measure::{Measure, measure_of, progress_by, raw_progress};
use crate::analysis::numbers::measure_words::is_in_other_unit;
use crate::analysis::numbers::observation::{Observation, ValueTerms, Withdrawn};
use crate::analysis::numbers::observed::Observed;
use crate::analysis::numbers::tenure::observed_by_holders;
use crate::model::{Day, Done, Goal, GoalIx, Kind, LogKind, Metric, Workspace};

/// The observations of every goal, oldest first, and the day of its last check-in. The lists are indexed by goal.
#[derive(Debug, Default)]
pub struct Timeline {
    observations: Vec<Vec<Observation>>,
    current: Vec<Option<f64>>,
    /// Whether the days of the observations are known.
    dated: Vec<bool>,
    last_check_in: Vec<Option<Day>>,
    /// What few goals have, by goal.
    withdrawn: HashMap<GoalIx, Vec<Withdrawn>>,
    late: HashMap<GoalIx, LateValue>,
    goalposts_units: HashMap<GoalIx, String>,
    history: Option<Arc<GoalHistory>>,
}

/// A value of a later day than the last one that counts for its goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LateValue {
    /// The day for which it is true.
    pub day: Day,
    /// The metric's value; none for a milestone.
    pub value: Option<f64>,
}

impl Timeline {
    /// Builds a timeline with each goal's present value as its only observation.
    ///
    /// Its day is `as_of`, else today. A key result of a KPI has the KPI's value if its day lies in the key result's
    /// period. A milestone counts from the day on which it was done.
    pub fn from_files(workspace: &Workspace, today: Day) -> Self {
        Self::build(workspace, None, today)
    }

    /// Builds a timeline from history, with an uncommitted change as the last observation of a goal.
    ///
    /// A commit makes an observation if it changed the value, its day, the confidence or a done milestone compared with
    /// all its parents, or if it adds the file with a value. Of several for one day the last in history counts. A commit
    /// that sets `as_of` back to an earlier day, or removes the value, withdraws the later observations of its ancestors.
    /// A goal that no commit has yet has its present value alone.
    pub fn from_history(workspace: &Workspace, history: impl Into<Arc<GoalHistory>>, today: Day) -> Self {
        let history = history.into();
        let timeline = Self::build(workspace, Some(&history), today);
        Self { history: Some(history), ..timeline }
    }

    fn build(workspace: &Workspace, history: Option<&GoalHistory>, today: Day) -> Self {
        let count = workspace.goals.len();
        let mut timeline = Self {
            observations: Vec::with_capacity(count),
            current: Vec::with_capacity(count),
            dated: Vec::with_capacity(count),
            last_check_in: Vec::with_capacity(count),
            ..Self::default()
        };
        let mut own: Vec<Observed> = Vec::with_capacity(count);
        for (_, goal) in workspace.iter() {
            let known = history.filter(|it| !it.of(&goal.id).is_empty() || it.at_head(&goal.id).is_some());
            // A value without `as_of` has today's day only for want of a known one: it is not late for that.
            timeline.dated.push(known.is_some() || goal.metric.as_ref().is_some_and(|it| it.as_of.is_some()));
            own.push(match known {
                Some(history) => Observed::in_history(goal, history, today),
                None => Observed::in_file(goal, today),
            });
        }
        let of_kpis: Vec<Option<Observed>> =
            workspace.iter().map(|goal| observed_by_holders(workspace, goal, &own, history, today)).collect();
        for ((ix, goal), (own, of_kpi)) in workspace.iter().zip(own.into_iter().zip(of_kpis)) {
            let mut observed = of_kpi.unwrap_or(own);
            let own_held = workspace.kpi_of_goal(goal).is_none();
            let withdrawn = observed.withdrawn.iter_mut().map(|it| &mut it.observation);
            for it in observed.observations.iter_mut().chain(withdrawn) {
                // Of a KPI's value its unit is compared with that of the goalposts already.
                if own_held && it.terms == ValueTerms::Today && is_in_other_unit(workspace, goal, it) {
                    it.terms = ValueTerms::OtherUnit;
                }
            }
            with_progress(goal, &mut observed.observations);
            timeline.observations.push(observed.observations);
            timeline.goalposts_units.extend(observed.goalposts_unit.map(|unit| (ix, unit)));
            if !observed.withdrawn.is_empty() {
                timeline.withdrawn.insert(ix, observed.withdrawn);
            }
        }
        for (ix, goal) in workspace.iter() {
            let observations = timeline.of(ix);
            let (current, late) = match workspace.kpi_of_goal(goal) {
                Some(kpi) => (observations.last().and_then(Observation::comparable), timeline.late_of_kpi(goal, kpi)),
                None => (
                    timeline.value_by(goal, ix, goal.end()),
                    late_value(goal, observations, timeline.dated[ix.index()]),
                ),
            };
            // A day in the future is a mistake, and says nothing of when the goal was last checked in on.
            let entries = goal.log.iter().filter(|entry| entry.kind == LogKind::CheckIn).map(|entry| entry.date);
            // A value whose written day cannot be read is of no known day.
            let is_undated = workspace.document_of(goal).has_fault("metric.as_of");
            let spoken = timeline.spoken(ix).filter(|it| it.commit.is_some() || !is_undated);
            let checked = spoken.map(|it| it.day).chain(entries).filter(|day| *day <= today).max();
            timeline.current.push(current);
            timeline.late.extend(late.map(|late| (ix, late)));
            timeline.last_check_in.push(checked);
        }
        timeline
    }

    /// The value of a KPI if it is of a later day than counts for a goal that refers to it.
    fn late_of_kpi(&self, goal: &Goal, kpi: GoalIx) -> Option<LateValue> {
        let newest = self.late_of(goal, kpi).last()?;
        Some(LateValue { day: newest.day, value: Some(newest.value?) })
    }

    /// The observations of later days than the last one that counts for a goal, of what holds its values. A KPI goes on after
    /// a goal is closed: its values from then on are no late values of the goal.
    fn late_of(&self, goal: &Goal, keeper: GoalIx) -> &[Observation] {
        let Some(last) = goal.end().filter(|_| self.dated[keeper.index()]) else { return &[] };
        let all = self.of(keeper);
        let is_kpi = goal.metric.as_ref().is_some_and(|metric| metric.kpi.is_some());
        let until =
            goal.closed_on().filter(|_| is_kpi).map_or(all.len(), |closed| all.partition_point(|it| it.day <= closed));
        all.get(all.partition_point(|it| it.day <= last)..until).unwrap_or_default()
    }

    /// A goal's observations, oldest first.
    pub fn of(&self, goal: GoalIx) -> &[Observation] {
        self.observations.get(goal.index()).map_or(&[], Vec::as_slice)
    }

    /// A goal's observations that are check-ins, oldest first: without those that only take something back.
    pub fn check_ins(&self, goal: GoalIx) -> impl DoubleEndedIterator<Item = &Observation> {
        self.of(goal).iter().filter(|it| !it.takes_back)
    }

    /// A goal's check-ins by people, oldest first: without the values that came by themselves.
    pub fn spoken(&self, goal: GoalIx) -> impl DoubleEndedIterator<Item = &Observation> {
        self.check_ins(goal).filter(|it| !it.is_pulled)
    }

    /// A goal's withdrawn observations, in the order in which they were withdrawn.
    pub fn withdrawn(&self, goal: GoalIx) -> &[Withdrawn] {
        self.withdrawn.get(&goal).map_or(&[], Vec::as_slice)
    }

    /// A goal's value as of a day: the present value, or if that is of a later day, the last observation up to `day`.
    /// None if there is none up to then, or if it is in other terms than today's.
    pub fn value_by(&self, goal: &Goal, ix: GoalIx, day: Option<Day>) -> Option<f64> {
        let metric = goal.metric.as_ref()?;
        let Some(day) = day.filter(|day| present_day(metric, self.of(ix), self.dated[ix.index()]) > Some(*day)) else {
            return metric.current;
        };
        self.of(ix).iter().rev().find(|it| it.day <= day).and_then(Observation::comparable)
    }

    /// The unit of a goal's goalposts, where its KPI is in another one, so that its values tell nothing of the goal.
    pub fn other_unit(&self, goal: GoalIx) -> Option<&str> {
        self.goalposts_units.get(&goal).map(String::as_str)
    }

    /// The value that counts for a goal on a day, its own or its KPI's. None if there is none up to then, or if it is in other
    /// terms than today's.
    pub fn value_on(&self, workspace: &Workspace, ix: GoalIx, goal: &Goal, day: Day) -> Option<f64> {
        match workspace.kpi_of_goal(goal) {
            Some(_) => self.of(ix).iter().rev().find(|it| it.day <= day).and_then(Observation::comparable),
            None => self.value_by(goal, ix, Some(day)),
        }
    }

    /// A goal's raw progress by the value that counts for it up to a day, where that is `today`; `observations` are those up to
    /// then. By a value in other terms it is the progress of its own time.
    pub(in crate::analysis) fn raw_by(
        &self,
        workspace: &Workspace,
        (ix, goal): (GoalIx, &Goal),
        observations: &[Observation],
        (until, today): (Day, Day),
    ) -> Option<f64> {
        let value = self.value_on(workspace, ix, goal, until);
        let is_other = observations.last().is_some_and(|it| it.terms != ValueTerms::Today);
        let by_last = || progress_by(goal, observations, today).filter(|_| is_other);
        raw_progress(goal, value, observations, today).or_else(by_last)
    }

    /// The present value of a goal, if it is of a later day than the last one that counts for the goal.
    pub fn late_value(&self, goal: GoalIx) -> Option<LateValue> {
        self.late.get(&goal).copied()
    }

    /// A goal's observations of later days than the last one that counts for it, its own or its KPI's, oldest first; empty
    /// where their days are not known.
    pub fn late_observations(&self, workspace: &Workspace, ix: GoalIx) -> &[Observation] {
        let goal = workspace.goal(ix);
        self.late_of(goal, workspace.kpi_of_goal(goal).unwrap_or(ix))
    }

    /// A goal's present value from its file or its KPI, as of the last day that counts for the goal.
    pub fn current(&self, goal: GoalIx) -> Option<f64> {
        self.current.get(goal.index()).copied().flatten()
    }

    /// The day of a goal's last observation by a person or `check-in` entry, whichever is later; never one after today.
    pub fn last_check_in(&self, goal: GoalIx) -> Option<Day> {
        self.last_check_in.get(goal.index()).copied().flatten()
    }

    /// The history from which it was built; none where it was built from files alone.
    pub fn history(&self) -> Option<&GoalHistory> {
        self.history.as_deref()
    }

    /// The same, to build another timeline from it.
    pub fn shared_history(&self) -> Option<Arc<GoalHistory>> {
        self.history.clone()
    }
}

/// The day of a metric's present value: `as_of`, else the day of its last observation; none where that is not known.
fn present_day(metric: &Metric, observations: &[Observation], dated: bool) -> Option<Day> {
    metric.as_of.or_else(|| observations.last().filter(|_| dated).map(|it| it.day))
}

/// The present value of a goal or its last done milestone, if it is of a later day than the last one that counts for
/// it.
fn late_value(goal: &Goal, observations: &[Observation], dated: bool) -> Option<LateValue> {
    let last = goal.end()?;
    let Some(metric) = &goal.metric else {
        let done =
            goal.milestones.iter().filter_map(|it| if let Some(Done::On(day)) = it.done { Some(day) } else { None });
        return done.filter(|day| *day > last).max().map(|day| LateValue { day, value: None });
    };
    // A value without a day of its own is that of the last observation, whichever was written last.
    let day = present_day(metric, observations, dated).filter(|day| *day > last)?;
    let value = if metric.as_of.is_some() { metric.current? } else { observations.last()?.value? };
    Some(LateValue { day, value: Some(value) })
}

/// Computes the progress of observations that depends on the earlier ones.
fn with_progress(goal: &Goal, observations: &mut [Observation]) {
    for at in 0..observations.len() {
        // Of what it measured in other terms only the days within bounds are known.
        let is_known = observations[at].terms == ValueTerms::Today || matches!(measure_of(goal), Measure::Keep(_));
        if observations[at].progress.is_none() && goal.kind != Kind::Kpi && is_known {
            let (value, day) = (observations[at].value, observations[at].day);
            let raw = raw_progress(goal, value, &observations[..=at], day);
            observations[at].progress = raw.map(|raw| raw.clamp(0.0, 1.0));
        }
    }
}
