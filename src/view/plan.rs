//! The answer of `plan`: whether the goals of an upcoming period are ready, level by level from the lowest.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::align::{CapacityView, ConflictView, ContentionView, DuplicateView};
use super::selection::Selection;
use super::suspect::SuspectView;
use super::unreadable::UnreadableView;
use super::withheld::is_withheld;
use crate::analysis::alignment::{Gap, GapKind, Population, gaps, own_effort, themes};
use crate::analysis::facts::Facts;
use crate::analysis::people::lost_delivery;
use crate::analysis::people::missing_agreement;
use crate::model::{Day, Goal, GoalIx, Kind, Need, NeedState, State};

/// The maximum number of themes.
const MOST_THEMES: usize = 20;

/// The answer of `goalpost plan`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PlanView {
    /// The planned period; null for all time.
    pub period: Option<String>,
    /// Its first day; null for all time.
    pub start: Option<Day>,
    /// Its last day; null for all time.
    pub end: Option<Day>,
    /// Whether every level is ready, and the goals without one, there are goals, and all files can be read; null where nothing
    /// else is lacking and the load of a team is withheld.
    pub ready: Option<bool>,
    /// Whether the load of a team with planned work is withheld because a filter leaves one person's goals, and
    /// `people.statistics` is not `person`.
    pub withheld: bool,
    /// How many goals are proposed: objectives, key results, and development goals with links; drafts too.
    pub goals: usize,
    /// How many of them are drafts.
    pub drafts: usize,
    /// The levels, the lowest first.
    pub levels: Vec<LevelPlan>,
    /// Goals with very similar wording.
    pub duplicates: Vec<DuplicateView>,
    /// Goals with conflicting aims for one metric.
    pub conflicts: Vec<ConflictView>,
    /// Words shared by objectives of several teams, at most 20.
    pub themes: Vec<ThemeView>,
    /// The planned work and the capacity of each team.
    pub capacity: Vec<CapacityView>,
    /// Teams with more planned work than capacity.
    pub contended: Vec<ContentionView>,
    /// Needs from other teams that are unanswered or declined.
    pub needs: Vec<OpenNeed>,
    /// Links that the parent goal's owner has not agreed to.
    pub agreements: Vec<OpenAgreement>,
    /// The goals that changed after goals of the plan linked to them; null where it is not known, without the whole history.
    pub suspect_links: Option<Vec<SuspectView>>,
    /// The files that cannot be read now: what they plan is not counted.
    pub unreadable: Vec<UnreadableView>,
    /// The number of objectives and key results without a level, which no level counts.
    pub without_level: usize,
    /// The plan of the goals whose level is unknown; null where there are none.
    pub other: Option<LevelPlan>,
    /// The titles of goals, for people.
    #[serde(skip)]
    pub titles: HashMap<String, String>,
}

/// The plan of one level.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LevelPlan {
    /// The level.
    pub level: String,
    /// Whether the level is ready; null where nothing else is lacking and the load of a team is withheld.
    pub ready: Option<bool>,
    /// How many goals are proposed.
    pub goals: usize,
    /// How many of them are drafts.
    pub drafts: usize,
    /// The teams with goals of this level.
    pub teams: Vec<TeamPlan>,
    /// The gaps.
    pub gaps: Vec<PlanGapView>,
    /// How many duplicates and conflicts goals of this level are in.
    pub overlaps: usize,
    /// How many needs of goals of this level are open.
    pub open_needs: usize,
    /// How many links of goals of this level are not agreed to.
    pub missing_agreements: usize,
    /// The overloaded teams of this level.
    pub contended: Vec<String>,
}

/// What a team proposes at a level.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TeamPlan {
    /// The team; null for goals without one.
    pub team: Option<String>,
    /// How many goals it proposes.
    pub goals: usize,
    /// How many of them are drafts.
    pub drafts: usize,
    /// Person-weeks planned in its objectives of this level; null where a filter leaves one person's goals, and
    /// `people.statistics` is not `person`.
    pub effort: Option<f64>,
}

/// A gap.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PlanGapView {
    /// `no-goals`, `no-path`, `no-support`, `no-owner`, `unknown-owner`, `departed-owner`, `unknown-team`, `dissolved-team`,
    /// `no-period`, `no-measure`, `unknown-kpi`, `no-weight` or `other-period`.
    pub kind: String,
    /// The goal with the gap; null where a team has no goals.
    pub goal: Option<String>,
    /// The team that has no goals; of a goal its team.
    pub team: Option<String>,
}

/// A word shared by objectives of several teams.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ThemeView {
    /// The word.
    pub word: String,
    /// The teams.
    pub teams: Vec<String>,
    /// The objectives, by id.
    pub goals: Vec<String>,
}

/// A need from another team.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OpenNeed {
    /// The goal that asks.
    pub goal: String,
    /// Its owner.
    pub owner: Option<String>,
    /// The team that is asked.
    pub from: String,
    /// What is needed.
    pub what: String,
    /// The day it is needed by.
    pub by: Option<Day>,
    /// Person-weeks that it costs.
    pub effort: Option<f64>,
    /// `asked` or `declined`; `agreed` where the goal that was to deliver it is over.
    pub state: String,
    /// What became of the goal that was to deliver it: `dropped` or `missed`; else null.
    pub lost: Option<String>,
}

/// A link that the parent goal's owner has not agreed to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OpenAgreement {
    /// The goal that supports.
    pub child: String,
    /// The goal that is supported.
    pub parent: String,
    /// Its owner, who has not agreed yet.
    pub owner: String,
}

impl PlanView {
    /// How ready the chosen goals are.
    pub fn new(snapshot: &Facts<'_>, selection: &Selection) -> Self {
        let population = selection.population(snapshot, true);
        let capacity = CapacityView::all(snapshot, &population, selection);
        let withheld = CapacityView::withheld(snapshot, &population, selection);
        let mut view = Self {
            period: population.period.as_ref().map(|period| period.name.clone()),
            start: population.period.as_ref().map(|period| period.start),
            end: population.period.as_ref().map(|period| period.end),
            ready: None,
            withheld: !withheld.is_empty(),
            goals: population.goals.len(),
            drafts: population.iter(snapshot).filter(|(_, goal)| goal.state == State::Draft).count(),
            levels: Vec::new(),
            duplicates: DuplicateView::all(snapshot, &population),
            conflicts: ConflictView::all(snapshot, &population),
            themes: shared_themes(snapshot, &population),
            contended: ContentionView::all(snapshot, &capacity),
            suspect_links: SuspectView::all(snapshot, |ix| population.has(ix)),
            capacity,
            needs: open_needs(snapshot, &population),
            agreements: open_agreements(snapshot, &population),
            unreadable: UnreadableView::all(snapshot, true),
            without_level: 0,
            other: None,
            titles: snapshot.goals().map(|(_, goal)| (goal.id.clone(), goal.title.clone())).collect(),
        };
        let found = gaps(snapshot, &population);
        // A team without goals is a gap only where no other filter could have hidden its goals.
        let of_team = |gap: &Gap<'_>| match (&selection.team, gap.team) {
            (Some(from), Some(team)) => snapshot.is_same_team(from, &team.id),
            _ => gap.team.is_none() || !selection.is_filtered(),
        };
        let plan_of = |view: &Self, rank: Option<usize>| {
            let here = found.iter().filter(|(at, gap)| *at == rank && of_team(gap)).map(|(_, gap)| *gap).collect();
            view.level(snapshot, &population, rank, (here, &withheld), selection.is_filtered())
        };
        view.levels = (0..snapshot.settings().levels.len()).rev().map(|rank| plan_of(&view, Some(rank))).collect();
        let needs_level = |goal: &Goal| matches!(goal.kind, Kind::Objective | Kind::KeyResult);
        let without_level = |goal: &Goal| snapshot.level_of(goal).is_none();
        view.without_level =
            population.iter(snapshot).filter(|(_, goal)| needs_level(goal) && without_level(goal)).count();
        view.other = Some(plan_of(&view, None)).filter(|other| other.goals > 0 || other.ready != Some(true));
        let levels = || view.levels.iter().chain(&view.other).map(|level| level.ready);
        // Nothing is known of what cannot be read.
        let is_sound = view.unreadable.is_empty() && view.goals > 0 && !levels().any(|ready| ready == Some(false));
        view.ready = readiness(is_sound, levels().any(|ready| ready.is_none()));
        view
    }

    /// The plans of the levels, the lowest first, and of the goals without one. Where no goal has a level, levels say
    /// nothing.
    pub fn plans(&self) -> impl Iterator<Item = &LevelPlan> {
        let has_levels =
            self.levels.iter().any(|level| level.goals > 0 || level.ready != Some(true)) || self.other.is_none();
        self.levels.iter().filter(move |_| has_levels).chain(&self.other)
    }

    fn level(
        &self,
        snapshot: &Facts<'_>,
        population: &Population,
        rank: Option<usize>,
        (gaps, withheld): (Vec<Gap<'_>>, &[String]),
        narrowed: bool,
    ) -> LevelPlan {
        let settings = snapshot.settings();
        let is_of_level = |goal: &Goal| snapshot.level_of(goal).map(|(_, rank)| rank) == rank;
        let is_here = |id: &str| snapshot.workspace.find(id).is_some_and(|ix| is_of_level(snapshot.goal(ix)));
        let goals: Vec<(GoalIx, &Goal)> = population.iter(snapshot).filter(|(_, goal)| is_of_level(goal)).collect();
        let clusters = self.duplicates.iter().map(|it| &it.goals).chain(self.conflicts.iter().map(|it| &it.goals));
        let org = snapshot.org();
        let team_rank = |team: &str| settings.rank(org?.team(team)?.level.as_deref()?);
        let of_level = |team: &str| team_rank(team) == rank;
        let mut plan = LevelPlan {
            level: rank.map_or("no level", |rank| settings.levels[rank].as_str()).to_owned(),
            ready: None,
            goals: goals.len(),
            drafts: goals.iter().filter(|(_, goal)| goal.state == State::Draft).count(),
            teams: team_plans(snapshot, population, &goals, narrowed),
            gaps: gaps.into_iter().map(|gap| PlanGapView::new(snapshot, gap)).collect(),
            overlaps: clusters.filter(|goals| goals.iter().any(|id| is_here(id))).count(),
            open_needs: self.needs.iter().filter(|need| is_here(&need.goal)).count(),
            missing_agreements: self.agreements.iter().filter(|it| is_here(&it.child)).count(),
            contended: self.contended.iter().map(|it| it.team.clone()).filter(|team| of_level(team)).collect(),
        };
        let is_sound = plan.gaps.is_empty()
            && plan.contended.is_empty()
            && plan.overlaps + plan.open_needs + plan.missing_agreements == 0;
        plan.ready = readiness(is_sound, withheld.iter().any(|team| of_level(team)));
        plan
    }

    /// A goal's title; its id where it has none.
    pub fn title<'v>(&'v self, id: &'v str) -> &'v str {
        self.titles.get(id).map(String::as_str).filter(|title| !title.trim().is_empty()).unwrap_or(id)
    }
}

/// Whether something is ready that lacks nothing as far as may be said: no all-clear rests on what is withheld.
fn readiness(is_sound: bool, is_withheld: bool) -> Option<bool> {
    (!is_sound || !is_withheld).then_some(is_sound)
}

impl PlanGapView {
    fn new(snapshot: &Facts<'_>, gap: Gap<'_>) -> Self {
        let kind = match gap.kind {
            GapKind::NoGoals => "no-goals",
            GapKind::NoPath => "no-path",
            GapKind::NoSupport => "no-support",
            GapKind::NoOwner => "no-owner",
            GapKind::UnknownOwner => "unknown-owner",
            GapKind::NoPeriod => "no-period",
            GapKind::NoMeasure => "no-measure",
            GapKind::DepartedOwner => "departed-owner",
            GapKind::UnknownTeam => "unknown-team",
            GapKind::DissolvedTeam => "dissolved-team",
            GapKind::UnknownKpi => "unknown-kpi",
            GapKind::NoWeight => "no-weight",
            GapKind::OtherPeriod => "other-period",
        };
        let goal = gap.goal.map(|ix| snapshot.goal(ix));
        let team = gap.team.map(|team| team.id.clone()).or_else(|| goal.and_then(|goal| goal.team.clone()));
        Self { kind: kind.to_owned(), goal: goal.map(|goal| goal.id.clone()), team }
    }
}

fn team_plans(
    snapshot: &Facts<'_>,
    population: &Population,
    goals: &[(GoalIx, &Goal)],
    narrowed: bool,
) -> Vec<TeamPlan> {
    let withheld = narrowed && is_withheld(snapshot, goals.iter().map(|(ix, _)| *ix));
    let mut teams: BTreeMap<Option<&str>, TeamPlan> = BTreeMap::new();
    for (ix, goal) in goals {
        let team = snapshot.workspace.team_of(goal);
        let plan = teams.entry(team).or_insert_with(|| TeamPlan {
            team: team.map(str::to_owned),
            goals: 0,
            drafts: 0,
            effort: None,
        });
        plan.goals += 1;
        plan.drafts += usize::from(goal.state == State::Draft);
        if !withheld {
            *plan.effort.get_or_insert_default() += own_effort(snapshot, population, *ix);
        }
    }
    teams.into_values().collect()
}

fn shared_themes(snapshot: &Facts<'_>, population: &Population) -> Vec<ThemeView> {
    let found = themes(snapshot, population).into_iter().take(MOST_THEMES);
    found
        .map(|theme| ThemeView {
            word: theme.word,
            teams: theme.teams.into_iter().map(str::to_owned).collect(),
            goals: theme.goals.iter().map(|ix| snapshot.goal(*ix).id.clone()).collect(),
        })
        .collect()
}

impl OpenNeed {
    /// What is to be said behind it besides that it is open.
    pub fn remark(&self) -> String {
        match &self.lost {
            Some(lost) => format!(", agreed, but the goal for it was {lost}"),
            None if self.state == "declined" => ", declined".to_owned(),
            None => String::new(),
        }
    }

    /// The heading above some of them.
    pub fn heading(needs: &[Self]) -> &'static str {
        if needs.iter().any(|need| need.lost.is_some()) { "Needs not agreed, or lost" } else { "Needs not agreed" }
    }
}

fn open_needs(snapshot: &Facts<'_>, population: &Population) -> Vec<OpenNeed> {
    let mut found = Vec::new();
    for (_, goal) in population.iter(snapshot).filter(|(_, goal)| goal.is_open()) {
        let lost = |need: &Need| lost_delivery(snapshot, need).map(|ix| snapshot.goal(ix));
        let is_open =
            |need: &&Need| matches!(need.state, NeedState::Asked | NeedState::Declined) || lost(need).is_some();
        let open = goal.needs.iter().filter(is_open);
        found.extend(open.map(|need| OpenNeed {
            goal: goal.id.clone(),
            owner: goal.owner.clone(),
            from: need.from.clone(),
            what: need.what.clone(),
            by: need.by,
            effort: need.effort,
            state: need.state.word().to_owned(),
            lost: lost(need).map(|goal| goal.state.word().to_owned()),
        }));
    }
    found
}

fn open_agreements(snapshot: &Facts<'_>, population: &Population) -> Vec<OpenAgreement> {
    let mut found = Vec::new();
    for (ix, goal) in population.iter(snapshot).filter(|(_, goal)| goal.is_open()) {
        let mut named = BTreeSet::new();
        for parent in snapshot.graph.parents(ix) {
            let Some(owner) = missing_agreement(snapshot, goal, parent).filter(|_| named.insert(parent.goal)) else {
                continue;
            };
            let above = snapshot.goal(parent.goal).id.clone();
            found.push(OpenAgreement { child: goal.id.clone(), parent: above, owner: owner.to_owned() });
        }
    }
    found
}
