//! A snapshot with the facts that are computed from it on first use: goalposts, removals, rescopings, trends, dangling
//! links. Rules and views take this.

use std::collections::HashSet;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::analysis::goalposts::goalpost::{Goalposts, goalposts_of};
use crate::analysis::goalposts::removal::{Removal, TakenAway, removals, taken_away};
use crate::analysis::goalposts::rescoping::{Rescopings, rescopings};
use crate::analysis::goalposts::slip::{Slip, slips_of};
use crate::analysis::goalposts::suspect_link::ParentChanges;
use crate::analysis::links::dangling::Dangling;
use crate::analysis::links::written_link::links_of;
use crate::analysis::numbers::timeline::Timeline;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::tensions::demand::{Demand, shared_numbers};
use crate::analysis::trends::forecast::Forecast;
use crate::analysis::trends::forecasts::Forecasts;
use crate::analysis::trends::grading::{Final, FinalProgress, is_self_assessed};
use crate::analysis::trends::past_progress::Trends;
use crate::model::{Day, Goal, GoalIx, UnlistedId, Workspace};

/// The goalposts of every goal without history.
static UNMOVED: Goalposts = Goalposts { moves: Vec::new(), original: None, before: Vec::new(), set_by: None };

/// A snapshot with lazily computed facts.
#[derive(Debug)]
pub struct Facts<'w> {
    snapshot: Snapshot<'w>,
    dangling: OnceLock<Dangling<'w>>,
    trends: OnceLock<Trends>,
    forecasts: OnceLock<Forecasts>,
    goalposts: OnceLock<Vec<Goalposts>>,
    removals: OnceLock<Vec<Removal>>,
    rescopings: OnceLock<Rescopings>,
    shared_numbers: OnceLock<Vec<Vec<Demand<'w>>>>,
    finals: OnceLock<FinalProgress>,
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
    /// Computes the facts of a workspace on a day, from its files alone.
    pub fn take(workspace: &'w Workspace, today: Day) -> Self {
        Self::over(Snapshot::take(workspace, today))
    }

    /// Computes the facts of a workspace on a day, with a timeline.
    pub fn with_timeline(workspace: &'w Workspace, timeline: Timeline, today: Day) -> Self {
        Self::over(Snapshot::with_timeline(workspace, timeline, today))
    }

    fn over(snapshot: Snapshot<'w>) -> Self {
        Self {
            snapshot,
            dangling: OnceLock::new(),
            trends: OnceLock::new(),
            forecasts: OnceLock::new(),
            goalposts: OnceLock::new(),
            removals: OnceLock::new(),
            rescopings: OnceLock::new(),
            shared_numbers: OnceLock::new(),
            finals: OnceLock::new(),
        }
    }

    /// A goal's goalposts over time; without history none has moved. Computed for all goals on first use.
    pub fn goalposts(&self, ix: GoalIx) -> &Goalposts {
        let Some(history) = self.timeline.history() else { return &UNMOVED };
        let all = self.goalposts.get_or_init(|| {
            // The list is indexed by goal, so that it includes goals of an open root that a private root refers to.
            let goals: Vec<(GoalIx, &Goal)> = self.workspace.iter().collect();
            goals.into_par_iter().map(|(ix, goal)| goalposts_of(self, history, &goal.id, Some(ix))).collect()
        });
        &all[ix.index()]
    }

    /// The progress of a goal at its end, by which grades are judged, where all values that it rests on are known; none where
    /// a day or a value is missing.
    pub fn known_final(&self, ix: GoalIx) -> Option<f64> {
        match self.finals.get_or_init(|| FinalProgress::compute(self)).of(ix) {
            Final::Progress(progress) => Some(progress).filter(|_| self.knows_progress(ix)),
            Final::Nothing | Final::Unknown => None,
        }
    }

    /// Whether a closed goal's score is above its computed progress, and no owner of a goal above has graded it or
    /// acknowledged it since the close.
    pub fn is_self_assessed(&self, ix: GoalIx) -> bool {
        is_self_assessed(self, ix, || self.known_final(ix))
    }

    /// The index of the commit that closed a closed goal, if history shows it.
    pub fn closing(&self, ix: GoalIx) -> Option<usize> {
        let goal = self.goal(ix);
        let revisions = self.history().filter(|_| !goal.is_open())?.of(&goal.id);
        revisions.iter().rev().find(|revision| revision.closes()).map(|revision| revision.commit)
    }

    /// The goals in history that the files no longer have, or have as drafts again, by id.
    pub fn removals(&self) -> &[Removal] {
        self.removals
            .get_or_init(|| self.timeline.history().map_or_else(Vec::new, |history| removals(self.workspace, history)))
    }

    /// The ids that were changed by hand and that `formerly` does not list: those of recent goals, and
    /// those that a link still names.
    pub fn changed_ids(&self) -> Vec<&UnlistedId> {
        let unlisted = &self.workspace.unlisted;
        if unlisted.is_empty() {
            return Vec::new();
        }
        let named: HashSet<&str> = self.goals().flat_map(|(_, goal)| links_of(goal)).map(|link| link.id).collect();
        let is_asked = |it: &&UnlistedId| self.is_recent(self.goal(it.goal)) || named.contains(it.id.as_str());
        unlisted.iter().filter(is_asked).collect()
    }

    /// The removals of active goals after their goalposts had settled.
    pub fn taken_away(&self) -> Vec<TakenAway> {
        taken_away(self, self.removals())
    }

    /// Those of them that are no part of a rescoping: an exclusion or a draft that raised an objective's progress is a finding
    /// there.
    pub fn deletions(&self) -> Vec<TakenAway> {
        let removals = self.removals();
        let mut taken = self.taken_away();
        taken.retain(|it| {
            let removal = &removals[it.at];
            let step = removal.commit.and_then(|commit| self.timeline.history()?.step_of(commit));
            !((removal.excluded || removal.redrafted.is_some()) && self.rescopings().include(&removal.id, step))
        });
        taken
    }

    /// The goalposts of a goal that have slipped.
    pub fn slips(&self, ix: GoalIx) -> Vec<Slip<'_>> {
        slips_of(self, ix, self.goalposts(ix), self.closing(ix))
    }

    /// The changes of a goal that can make links to it suspect; none if nothing changed, and without the whole history.
    pub fn parent_changes(&self, ix: GoalIx) -> Option<ParentChanges<'_, 'w>> {
        ParentChanges::of(self, self.history()?, ix, self.goalposts(ix))
    }

    /// The changes of objectives' contributions that raised their progress.
    pub fn rescopings(&self) -> &Rescopings {
        self.rescopings
            .get_or_init(|| self.history().map_or_else(Rescopings::default, |history| rescopings(self, history)))
    }

    /// The links to goals that do not exist.
    pub fn dangling(&self) -> &Dangling<'w> {
        self.dangling.get_or_init(|| Dangling::find(self.workspace))
    }

    /// The demands on each number that more than one live goal has.
    pub(in crate::analysis) fn shared_numbers(&self) -> &[Vec<Demand<'w>>] {
        self.shared_numbers.get_or_init(|| shared_numbers(self))
    }

    /// A goal's progress over the last eight cadences of its level, oldest first, today last; days of unknown progress
    /// are left out. None without history, and if the progress is unknown on all days.
    pub fn trend(&self, ix: GoalIx) -> Option<&[f64]> {
        self.timeline.history()?;
        let trend = self.trends.get_or_init(|| Trends::look_back(self)).of(ix);
        (!trend.is_empty()).then_some(trend)
    }

    /// Where a goal is likely to end; none for goals that are not under way, and with too few check-ins. Computed for all
    /// goals on first use.
    pub fn forecast(&self, ix: GoalIx) -> Option<&Forecast> {
        self.forecasts().of(ix)
    }

    /// The forecasts of all goals.
    pub fn forecasts(&self) -> &Forecasts {
        self.forecasts.get_or_init(|| Forecasts::compute(self))
    }
}
