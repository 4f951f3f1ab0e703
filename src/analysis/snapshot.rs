//! A workspace on one day: its graph, its observations and its numbers, computed once for all that ask.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::chronicle::Chronicle;
use super::dangling::Dangling;
use super::goalpost::{Goalposts, goalposts_of};
use super::hindsight::Trends;
use super::removal::{Removal, removals};
use super::rescoping::{Rescopings, rescopings};
use super::rollup::{Numbers, Rollups};
use super::timeline::Timeline;
use crate::graph::Graph;
use crate::model::{Day, Days, Goal, GoalIx, Kind, Org, Settings, State, Workspace, days_between, plus_days};

/// The days of the longest quarter.
const QUARTER: Days = 92;

/// Everything there is to know about the goals on one day.
#[derive(Debug)]
pub struct Snapshot<'w> {
    /// What was read.
    pub workspace: &'w Workspace,
    /// Who supports and measures whom.
    pub graph: Graph,
    /// The goals' observations.
    pub timeline: Timeline,
    /// The goals' numbers.
    pub rollups: Rollups,
    /// The day it is.
    pub today: Day,
    /// Whether history is asked about goals that ended long ago too.
    pub all_history: bool,
    dangling: OnceLock<Dangling<'w>>,
    trends: OnceLock<Trends>,
    goalposts: OnceLock<Vec<Goalposts>>,
    removals: OnceLock<Vec<Removal>>,
    rescopings: OnceLock<Rescopings>,
}

impl<'w> Snapshot<'w> {
    /// Takes stock of a workspace on a day, from its files alone.
    #[must_use]
    pub fn take(workspace: &'w Workspace, today: Day) -> Self {
        Self::with_timeline(workspace, Timeline::from_files(workspace, today), today)
    }

    /// Takes stock of a workspace on a day, with what is known of the time before.
    #[must_use]
    pub fn with_timeline(workspace: &'w Workspace, timeline: Timeline, today: Day) -> Self {
        let graph = Graph::build(workspace);
        let rollups = Rollups::compute(workspace, &graph, &timeline, today);
        Self {
            workspace,
            graph,
            timeline,
            rollups,
            today,
            all_history: false,
            dangling: OnceLock::new(),
            trends: OnceLock::new(),
            goalposts: OnceLock::new(),
            removals: OnceLock::new(),
            rescopings: OnceLock::new(),
        }
    }

    /// The history that may be judged by: none where there is no git, and where a shallow clone cuts it off.
    #[must_use]
    pub fn chronicle(&self) -> Option<&Chronicle> {
        self.timeline.chronicle().filter(|chronicle| !chronicle.truncated)
    }

    /// A goal's goalposts over time; none moved where there is no history. Found for all goals when first asked for.
    #[must_use]
    pub fn goalposts(&self, ix: GoalIx) -> &Goalposts {
        let all = self.goalposts.get_or_init(|| {
            let Some(chronicle) = self.timeline.chronicle() else {
                return vec![Goalposts::default(); self.workspace.goals.len()];
            };
            let goals: Vec<(GoalIx, &Goal)> = self.goals().collect();
            goals.into_par_iter().map(|(ix, goal)| goalposts_of(self, chronicle, &goal.id, Some(ix))).collect()
        });
        &all[ix.index()]
    }

    /// The commit that closed a goal that is closed, if history shows it.
    #[must_use]
    pub fn closing(&self, ix: GoalIx) -> Option<usize> {
        let goal = self.goal(ix);
        let moments = self.chronicle().filter(|_| !goal.is_open())?.of(&goal.id);
        moments.iter().rev().find(|moment| moment.closes()).map(|moment| moment.commit)
    }

    /// The goals that history knows and the files have no more, by id.
    #[must_use]
    pub fn removals(&self) -> &[Removal] {
        self.removals
            .get_or_init(|| self.timeline.chronicle().map_or_else(Vec::new, |chronicle| removals(self, chronicle)))
    }

    /// The changes of what objectives are made of that raised their progress.
    #[must_use]
    pub fn rescopings(&self) -> &Rescopings {
        self.rescopings
            .get_or_init(|| self.chronicle().map_or_else(Rescopings::default, |chronicle| rescopings(self, chronicle)))
    }

    /// Whether history is still asked about a goal: its end is at most one cadence ago. With `all_history` always.
    #[must_use]
    pub fn is_recent(&self, goal: &Goal) -> bool {
        let cadence = self.settings().cadence_of(goal.level.as_deref());
        self.all_history || goal.end().is_none_or(|end| days_between(end, self.today) <= cadence)
    }

    /// Whether history is still asked about what happened to a goal on a day. A goal without an end is asked about its
    /// last quarter of a year.
    #[must_use]
    pub fn is_recent_on(&self, goal: &Goal, day: Day) -> bool {
        let lately = goal.end().is_some() || days_between(day, self.today) <= QUARTER;
        self.is_recent(goal) && (self.all_history || lately)
    }

    /// A goal.
    #[must_use]
    pub fn goal(&self, ix: GoalIx) -> &'w Goal {
        self.workspace.goal(ix)
    }

    /// Every goal that is judged with its place, by file: those of the root and of included ones.
    pub fn goals(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> + use<'w> {
        self.workspace.own_and_included()
    }

    /// The goals that are still looked at: open, and not more than a full period past.
    pub fn live_goals(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
        self.goals().filter(|(_, goal)| self.is_live(goal))
    }

    /// Those of them that are worked on.
    pub fn active_goals(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
        self.live_goals().filter(|(_, goal)| goal.state == State::Active)
    }

    /// The objectives among them.
    pub fn active_objectives(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
        self.active_goals().filter(|(_, goal)| goal.kind == Kind::Objective)
    }

    /// The key results among them.
    pub fn active_key_results(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
        self.active_goals().filter(|(_, goal)| goal.kind == Kind::KeyResult)
    }

    /// Whether a goal is still looked at. Closed goals rest, and so do those that ended longer ago than they lasted;
    /// they answer only to parsing, ids and links.
    #[must_use]
    pub fn is_live(&self, goal: &Goal) -> bool {
        goal.is_open() && !self.is_long_past(goal)
    }

    /// Whether more than a full period has gone by since a goal ended; a quarter, if it has a deadline alone.
    #[must_use]
    pub fn is_long_past(&self, goal: &Goal) -> bool {
        let Some(end) = goal.end() else { return false };
        let length = goal.period.as_ref().map_or(QUARTER, crate::model::Period::length);
        days_between(end, self.today) > length
    }

    /// Whether a goal's goalposts have had their time to settle since its period began; without a period they have.
    #[must_use]
    pub fn has_settled(&self, goal: &Goal) -> bool {
        goal.start().is_none_or(|start| plus_days(start, self.settings().settle) < self.today)
    }

    /// A goal's level with its rank, 0 at the top; none where it is unknown.
    #[must_use]
    pub fn level_of<'g>(&self, goal: &'g Goal) -> Option<(&'g str, usize)> {
        let level = goal.level.as_deref()?;
        Some((level, self.settings().rank(level)?))
    }

    /// Whether a key result measures a goal or another goal supports it; dropped ones do not.
    #[must_use]
    pub fn is_carried(&self, ix: GoalIx) -> bool {
        self.graph.children(ix).any(|child| self.goal(child.goal).state != State::Dropped)
    }

    /// Whether two ids are one person's, now or formerly.
    #[must_use]
    pub fn is_same_person(&self, a: &str, b: &str) -> bool {
        let id = |id| self.org().and_then(|org| org.person(id)).map(|person| person.id.as_str());
        a == b || id(a).is_some_and(|person| Some(person) == id(b))
    }

    /// Whether two ids are one team's, now or formerly.
    #[must_use]
    pub fn is_same_team(&self, a: &str, b: &str) -> bool {
        let id = |id| self.org().and_then(|org| org.team(id)).map(|team| team.id.as_str());
        a == b || id(a).is_some_and(|team| Some(team) == id(b))
    }

    /// The links that lead nowhere.
    #[must_use]
    pub fn dangling(&self) -> &Dangling<'w> {
        self.dangling.get_or_init(|| Dangling::find(self.workspace))
    }

    /// A goal's numbers.
    #[must_use]
    pub fn numbers(&self, ix: GoalIx) -> &Numbers {
        self.rollups.of(ix)
    }

    /// The objective that a key result measures.
    #[must_use]
    pub fn objective_of(&self, goal: &Goal) -> Option<GoalIx> {
        let objective = self.workspace.find(goal.measures.as_deref()?)?;
        (self.goal(objective).kind == Kind::Objective).then_some(objective)
    }

    /// A goal's progress over the last eight cadences of its level, oldest first, today last; days on which nothing was
    /// known of it are left out. None without a history, and where nothing is known at all.
    #[must_use]
    pub fn trend(&self, ix: GoalIx) -> Option<&[f64]> {
        self.timeline.chronicle()?;
        let trend = self.trends.get_or_init(|| Trends::look_back(self)).of(ix);
        (!trend.is_empty()).then_some(trend)
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &'w Settings {
        &self.workspace.settings
    }

    /// The organisation, where it is known.
    #[must_use]
    pub fn org(&self) -> Option<&'w Org> {
        self.workspace.org.as_ref()
    }

    /// How much of a goal's time is gone, 0 to 1; none without a beginning and an end.
    #[must_use]
    pub fn time_gone(&self, goal: &Goal) -> Option<f64> {
        let (start, end) = (goal.start()?, goal.end()?);
        let length = days_between(start, end);
        if length <= 0 {
            return Some(if self.today >= end { 1.0 } else { 0.0 });
        }
        #[expect(clippy::cast_precision_loss, reason = "days of a period")]
        Some((days_between(start, self.today) as f64 / length as f64).clamp(0.0, 1.0))
    }
}
