//! A snapshot, and what is computed over it when it is first asked for: goalposts, removals, rescopings, trends, links
//! that lead nowhere. Rules and views take this.

use std::collections::HashSet;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::analysis::goalposts::goalpost::{Goalposts, goalposts_of};
use crate::analysis::goalposts::removal::{Removal, TakenAway, removals, taken_away};
use crate::analysis::goalposts::rescoping::{Rescopings, rescopings};
use crate::analysis::goalposts::slip::{Slip, slips_of};
use crate::analysis::links::dangling::Dangling;
use crate::analysis::links::written_link::links_of;
use crate::analysis::numbers::timeline::Timeline;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::trends::past_progress::Trends;
use crate::model::{Day, Goal, GoalIx, UnlistedId, Workspace};

/// Everything there is to know about the goals on one day.
#[derive(Debug)]
pub struct Facts<'w> {
    snapshot: Snapshot<'w>,
    dangling: OnceLock<Dangling<'w>>,
    trends: OnceLock<Trends>,
    goalposts: OnceLock<Vec<Goalposts>>,
    removals: OnceLock<Vec<Removal>>,
    rescopings: OnceLock<Rescopings>,
}

impl<'w> Deref for Facts<'w> {
    type Target = Snapshot<'w>;

    fn deref(&self) -> &Snapshot<'w> {
        &self.snapshot
    }
}

impl DerefMut for Facts<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.snapshot
    }
}

impl<'w> Facts<'w> {
    /// Takes stock of a workspace on a day, from its files alone.
    #[must_use]
    pub fn take(workspace: &'w Workspace, today: Day) -> Self {
        Self::over(Snapshot::take(workspace, today))
    }

    /// Takes stock of a workspace on a day, with what is known of the time before.
    #[must_use]
    pub fn with_timeline(workspace: &'w Workspace, timeline: Timeline, today: Day) -> Self {
        Self::over(Snapshot::with_timeline(workspace, timeline, today))
    }

    fn over(snapshot: Snapshot<'w>) -> Self {
        Self {
            snapshot,
            dangling: OnceLock::new(),
            trends: OnceLock::new(),
            goalposts: OnceLock::new(),
            removals: OnceLock::new(),
            rescopings: OnceLock::new(),
        }
    }

    /// A goal's goalposts over time; none moved where there is no history. Found for all goals when first asked for.
    #[must_use]
    pub fn goalposts(&self, ix: GoalIx) -> &Goalposts {
        let all = self.goalposts.get_or_init(|| {
            let Some(history) = self.timeline.history() else {
                return vec![Goalposts::default(); self.workspace.goals.len()];
            };
            // Every goal of the workspace has a place, those of the open root that a private one names too.
            let goals: Vec<(GoalIx, &Goal)> = self.workspace.iter().collect();
            goals.into_par_iter().map(|(ix, goal)| goalposts_of(self, history, &goal.id, Some(ix))).collect()
        });
        &all[ix.index()]
    }

    /// The commit that closed a goal that is closed, if history shows it.
    #[must_use]
    pub fn closing(&self, ix: GoalIx) -> Option<usize> {
        let goal = self.goal(ix);
        let revisions = self.history().filter(|_| !goal.is_open())?.of(&goal.id);
        revisions.iter().rev().find(|revision| revision.closes()).map(|revision| revision.commit)
    }

    /// The goals that history knows and the files have no more, by id.
    #[must_use]
    pub fn removals(&self) -> &[Removal] {
        self.removals
            .get_or_init(|| self.timeline.history().map_or_else(Vec::new, |history| removals(self.workspace, history)))
    }

    /// The ids that were changed by hand and that `formerly` does not list: of goals that history is still asked about, and
    /// those that a link still names.
    #[must_use]
    pub fn changed_ids(&self) -> Vec<&UnlistedId> {
        let unlisted = &self.workspace.unlisted;
        if unlisted.is_empty() {
            return Vec::new();
        }
        let named: HashSet<&str> = self.goals().flat_map(|(_, goal)| links_of(goal)).map(|link| link.id).collect();
        let is_asked = |it: &&UnlistedId| self.is_recent(self.goal(it.goal)) || named.contains(it.id.as_str());
        unlisted.iter().filter(is_asked).collect()
    }

    /// The removals of active goals once their goalposts had settled.
    #[must_use]
    pub fn taken_away(&self) -> Vec<TakenAway> {
        taken_away(self, self.removals())
    }

    /// The goalposts of a goal that have slipped.
    #[must_use]
    pub fn slips(&self, ix: GoalIx) -> Vec<Slip<'_>> {
        slips_of(self, ix, self.goalposts(ix), self.closing(ix))
    }

    /// The changes of what objectives are made of that raised their progress.
    #[must_use]
    pub fn rescopings(&self) -> &Rescopings {
        self.rescopings
            .get_or_init(|| self.history().map_or_else(Rescopings::default, |history| rescopings(self, history)))
    }

    /// The links that lead nowhere.
    #[must_use]
    pub fn dangling(&self) -> &Dangling<'w> {
        self.dangling.get_or_init(|| Dangling::find(self.workspace))
    }

    /// A goal's progress over the last eight cadences of its level, oldest first, today last; days on which nothing was
    /// known of it are left out. None without a history, and where nothing is known at all.
    #[must_use]
    pub fn trend(&self, ix: GoalIx) -> Option<&[f64]> {
        self.timeline.history()?;
        let trend = self.trends.get_or_init(|| Trends::look_back(self)).of(ix);
        (!trend.is_empty()).then_some(trend)
    }
}
