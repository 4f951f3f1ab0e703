//! The answer of `align`: the alignment of a period's goals, each number with the goals behind it.

mod change;
mod indicators;
mod shares;
mod tensions;

pub use change::{ComparisonView, CountedGoals, IndicatorChange};
pub use indicators::{CapacityView, ClaimView, Indicators, PortionView};
pub use shares::ShareView;
pub use tensions::{ClusterGoal, ConflictView, ContentionView, DuplicateView, LostLineView, SiloView};

use std::collections::HashMap;

use serde::Serialize;

use super::selection::Selection;
use super::suspect::SuspectView;
use super::unreadable::UnreadableView;
use super::work::WorkView;
use crate::analysis::alignment::lost_lines;
use crate::analysis::facts::Facts;
use crate::model::{Day, Statistics};

/// The answer of `goalpost align`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AlignView {
    /// The period: the selected one, else today's quarter; null for all time.
    pub period: Option<String>,
    /// Its first day; null for all time.
    pub start: Option<Day>,
    /// Its last day; null for all time.
    pub end: Option<Day>,
    /// Whether drafts count too.
    pub drafts: bool,
    /// Whether indicators may name teams and people: `people.statistics` in goalpost.yaml.
    pub statistics: Statistics,
    /// The number of goals in the indicators: objectives, key results, and development goals with links.
    pub goals: usize,
    /// The indicators.
    pub indicators: Indicators,
    /// The objectives without a parent, by id.
    pub orphans: Vec<String>,
    /// The lines that do not reach the mission, each with the reason, by their highest goals.
    pub lost_lines: Vec<LostLineView>,
    /// Objectives above the two lowest levels that nothing of a lower level supports, by id.
    pub unsupported: Vec<String>,
    /// Open goals with very similar wording, one entry per cluster.
    pub duplicates: Vec<DuplicateView>,
    /// Open goals with conflicting aims for one metric.
    pub conflicts: Vec<ConflictView>,
    /// Departments without contributors, needs or links to another department.
    pub silos: Vec<SiloView>,
    /// Teams with more planned work than capacity.
    pub contended: Vec<ContentionView>,
    /// The goals that changed after these goals linked to them; null where it is not known, without the whole history.
    pub suspect_links: Option<Vec<SuspectView>>,
    /// The same indicators at another time; null without `--compare`.
    pub comparison: Option<ComparisonView>,
    /// The files that cannot be read; their goals are not counted.
    pub unreadable: Vec<UnreadableView>,
    /// The titles of all goals, for people.
    #[serde(skip)]
    pub titles: HashMap<String, String>,
}

impl AlignView {
    /// A goal's title; its id where it has none.
    pub fn title<'v>(&'v self, id: &'v str) -> &'v str {
        self.titles.get(id).map(String::as_str).filter(|title| !title.trim().is_empty()).unwrap_or(id)
    }

    /// The indicators of the chosen goals; `work` are the commits of the repositories that were named.
    pub fn new(snapshot: &Facts<'_>, selection: &Selection, drafts: bool, work: Option<&WorkView>) -> Self {
        let population = selection.population(snapshot, drafts);
        let in_time = Selection { time: selection.time.clone(), ..Selection::default() }.population(snapshot, drafts);
        let indicators = Indicators::new(snapshot, &population, selection, work);
        let lost = lost_lines(snapshot, |ix| population.has(ix));
        let orphans = lost.iter().filter(|line| population.has(line.top) && line.is_orphan(snapshot));
        let period = population.period.as_ref();
        Self {
            period: period.map(|period| period.name.clone()),
            start: period.map(|period| period.start),
            end: period.map(|period| period.end),
            drafts,
            statistics: snapshot.settings().statistics,
            goals: population.goals.len(),
            orphans: orphans.map(|line| snapshot.goal(line.top).id.clone()).collect(),
            lost_lines: LostLineView::all(snapshot, &lost),
            unsupported: indicators.support.missing.clone(),
            duplicates: DuplicateView::all(snapshot, &population),
            conflicts: ConflictView::all(snapshot, &population),
            silos: SiloView::all(snapshot, &in_time, &population),
            contended: ContentionView::all(snapshot, &indicators.capacity),
            suspect_links: SuspectView::all(snapshot, |ix| population.has(ix)),
            indicators,
            comparison: None,
            unreadable: UnreadableView::all(snapshot, true),
            titles: snapshot.goals().map(|(_, goal)| (goal.id.clone(), goal.title.clone())).collect(),
        }
    }
}
