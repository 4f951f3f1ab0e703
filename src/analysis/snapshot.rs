//! A workspace on one day: its graph, its observations and its numbers, computed once for all that ask.

use super::rollup::{Numbers, Rollups};
use super::timeline::Timeline;
use crate::graph::Graph;
use crate::model::{Day, Days, Goal, GoalIx, Org, Settings, Workspace, days_between};

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
        Self { workspace, graph, timeline, rollups, today }
    }

    /// A goal.
    #[must_use]
    pub fn goal(&self, ix: GoalIx) -> &'w Goal {
        self.workspace.goal(ix)
    }

    /// Every goal with its place, by file.
    pub fn goals(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> + use<'w> {
        self.workspace.iter()
    }

    /// The goals that are still looked at: open, and not more than a full period past.
    pub fn live_goals(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
        self.workspace.iter().filter(|(_, goal)| self.is_live(goal))
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

    /// A goal's numbers.
    #[must_use]
    pub fn numbers(&self, ix: GoalIx) -> &Numbers {
        self.rollups.of(ix)
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
