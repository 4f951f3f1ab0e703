//! Proposals for an upcoming period: gaps in the plan, and themes that several teams share.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::lost_lines::lost_lines;
use super::population::Population;
use super::support::support;
use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::analysis::numbers::parts::RollupCandidates;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::text::terms::Terms;
use crate::graph::Parent;
use crate::model::{Day, Goal, GoalIx, Kind, State, Team};

/// A gap in a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap<'w> {
    /// The kind of gap.
    pub kind: GapKind,
    /// The incomplete goal; none for a team without goals.
    pub goal: Option<GoalIx>,
    /// The team without goals.
    pub team: Option<&'w Team>,
}

/// The kind of a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapKind {
    /// A team has no goals in the period.
    NoGoals,
    /// A line of goals has no path to the mission; reported for its highest goal in the plan.
    NoPath,
    /// An objective above the two lowest levels has no supporters of a lower level.
    NoSupport,
    /// A goal has no owner.
    NoOwner,
    /// A goal's owner is not in `org.yaml`.
    UnknownOwner,
    /// A goal's owner has left, or leaves before the period.
    DepartedOwner,
    /// A goal's team is not in `org.yaml`.
    UnknownTeam,
    /// A goal's team has ended, or ends before the period.
    DissolvedTeam,
    /// A goal has neither a period nor a deadline that can be read.
    NoPeriod,
    /// An objective has neither key results nor supporters, or a key result has no measure.
    NoMeasure,
    /// No goal has the id of a key result's KPI.
    UnknownKpi,
    /// All that an objective's progress comes from has the weight 0.
    NoWeight,
    /// All that an objective's progress comes from is of another period.
    OtherPeriod,
}

/// The gaps of a plan with the rank of their level; no rank for goals of an unknown level.
///
/// A team has goals if any goal of the plan is its own, whatever the goal's level.
pub fn gaps<'w>(snapshot: &Snapshot<'w>, population: &Population) -> Vec<(Option<usize>, Gap<'w>)> {
    let mut found = Vec::new();
    let rank = |ix: GoalIx| snapshot.level_of(snapshot.goal(ix)).map(|(_, rank)| rank);
    let mut add = |kind, ix: GoalIx| found.push((rank(ix), Gap { kind, goal: Some(ix), team: None }));
    for line in lost_lines(snapshot, |ix| population.has(ix)) {
        let highest = Some(line.top).filter(|top| population.has(*top)).or(line.goals.first().copied());
        if let Some(ix) = highest {
            add(GapKind::NoPath, ix);
        }
    }
    for ix in support(snapshot, population).missing {
        if snapshot.is_carried(ix) {
            add(GapKind::NoSupport, ix);
        }
    }
    let (start, end) = population.span();
    // Of a period that has begun, what matters is who is there today.
    let day = snapshot.today.clamp(start, end);
    let is_known = |owner: &String| snapshot.org().is_none_or(|org| org.person(owner).is_some());
    for (ix, goal) in population.iter(snapshot) {
        if goal.end().is_none() && (goal.kind != Kind::KeyResult || snapshot.objective_of(goal).is_none()) {
            add(GapKind::NoPeriod, ix);
        }
        if !goal.inherited.owner && goal.owner.as_ref().is_some_and(|owner| !is_known(owner)) {
            add(GapKind::UnknownOwner, ix);
        }
        if goal.owner.is_none() && (goal.kind != Kind::KeyResult || snapshot.objective_of(goal).is_none()) {
            add(GapKind::NoOwner, ix);
        }
        for kind in [departed(snapshot, goal, day), unmeasured(snapshot, ix, goal)].into_iter().flatten() {
            add(kind, ix);
        }
    }
    let busy: HashSet<&str> =
        population.iter(snapshot).filter_map(|(_, goal)| snapshot.workspace.team_of(goal)).collect();
    for team in snapshot.org().into_iter().flat_map(|org| &org.teams) {
        let level = team.level.as_deref().and_then(|level| snapshot.settings().rank(level));
        if level.is_some() && team.stands(day) && !busy.contains(team.id.as_str()) {
            found.push((level, Gap { kind: GapKind::NoGoals, goal: None, team: Some(team) }));
        }
    }
    found
}

/// What is wrong with who a goal is assigned to on a day. Closed goals stay with those who had them.
fn departed(snapshot: &Snapshot<'_>, goal: &Goal, day: Day) -> Option<GapKind> {
    let org = snapshot.org().filter(|_| goal.is_open())?;
    let owner = goal.owner.as_deref().filter(|_| !goal.inherited.owner).and_then(|owner| org.person(owner));
    if owner.is_some_and(|owner| owner.left_before(day).is_some()) {
        return Some(GapKind::DepartedOwner);
    }
    let id = goal.team.as_deref().filter(|_| !goal.inherited.team)?;
    match org.team(id) {
        Some(team) => team.ended_before(day).is_some().then_some(GapKind::DissolvedTeam),
        None if org.knows_team(id) => Some(GapKind::DissolvedTeam),
        None => Some(GapKind::UnknownTeam),
    }
}

/// Why nothing will measure a goal, if nothing will.
fn unmeasured(snapshot: &Snapshot<'_>, ix: GoalIx, goal: &Goal) -> Option<GapKind> {
    if goal.kind == Kind::KeyResult {
        let names_kpi = goal.metric.as_ref().is_some_and(|metric| metric.kpi.is_some());
        let has_kpi = snapshot.workspace.kpi_of_goal(goal).is_some() || snapshot.workspace.unread_kpi(goal).is_some();
        return match measure_of(goal) {
            Measure::Nothing => Some(GapKind::NoMeasure),
            _ => (names_kpi && !has_kpi).then_some(GapKind::UnknownKpi),
        };
    }
    if goal.kind != Kind::Objective {
        return None;
    }
    let made_of = RollupCandidates::find(&snapshot.graph, &snapshot.unread, goal, ix);
    if !made_of.unread.is_empty() {
        return None;
    }
    let parts = || made_of.goals.iter().filter(|child| snapshot.goal(child.goal).state != State::Dropped);
    let is_in_time = |child: &Parent| goal.overlaps(snapshot.goal(child.goal));
    if parts().next().is_none() {
        return Some(GapKind::NoMeasure);
    }
    if !parts().any(&is_in_time) {
        return Some(GapKind::OtherPeriod);
    }
    parts().filter(|child| is_in_time(child)).all(|child| child.edge.weight() <= 0.0).then_some(GapKind::NoWeight)
}

/// A word that objectives of several teams have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme<'w> {
    /// The word as the first objective writes it, in lower case.
    pub word: String,
    /// The teams.
    pub teams: BTreeSet<&'w str>,
    /// The objectives, by id.
    pub goals: Vec<GoalIx>,
}

/// The words that objectives of two teams or more have in common, those of most teams first. Among eight objectives or
/// more a word that more than half of them have is too common to be a theme.
pub fn themes<'w>(snapshot: &Snapshot<'w>, population: &Population) -> Vec<Theme<'w>> {
    let mut terms = Terms::new();
    let mut by_term: BTreeMap<u32, Theme<'w>> = BTreeMap::new();
    let mut objectives = 0;
    for (ix, goal) in population.iter(snapshot).filter(|(_, goal)| goal.kind == Kind::Objective) {
        objectives += 1;
        let Some(team) = snapshot.workspace.team_of(goal) else { continue };
        let mut words: HashMap<u32, String> = HashMap::new();
        let mut order = Vec::new();
        terms.each(&goal.title, |word, term| {
            if order.len() < MOST_WORDS && !words.contains_key(&term) {
                words.insert(term, word.to_lowercase());
                order.push(term);
            }
        });
        for term in order {
            let word = words.remove(&term).unwrap_or_default();
            let theme =
                by_term.entry(term).or_insert_with(|| Theme { word, teams: BTreeSet::new(), goals: Vec::new() });
            theme.teams.insert(team);
            theme.goals.push(ix);
        }
    }
    let is_theme = |theme: &Theme<'w>| theme.teams.len() > 1 && (objectives < 8 || 2 * theme.goals.len() <= objectives);
    let mut found: Vec<Theme<'w>> = by_term.into_values().filter(is_theme).collect();
    found.sort_by(|a, b| {
        let size = |theme: &Theme<'w>| (theme.teams.len(), theme.goals.len());
        size(b).cmp(&size(a)).then_with(|| a.word.cmp(&b.word))
    });
    found
}

/// The most words of a title that are compared.
const MOST_WORDS: usize = 40;
