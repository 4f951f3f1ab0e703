//! The indicators of alignment, each with the goals that it rests on.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::shares::{PersonShare, ShareView, TeamShare, ids, shares_by_owner, shares_by_team};
use crate::analysis::alignment::{self, Population, Portion, Share, ratio};
use crate::analysis::{Authorship, Claims, Snapshot};
use crate::model::{Day, GoalIx, Kind, Statistics};
use crate::view::work::WorkView;

/// Every indicator. What cannot be known is null.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Indicators {
    /// Goals with a path to the mission.
    pub reach: ReachView,
    /// Goals of the lowest level that support one a level up.
    pub linked_individuals: ShareView,
    /// Objectives above the two lowest levels that something of a lower level supports.
    pub support: ShareView,
    /// Goals of departments with contributors, needs or links across departments.
    pub collaboration: CollaborationView,
    /// Goals whose owner took part in setting them; null numbers without git or org.yaml.
    pub participation: ParticipationView,
    /// Whether links grew from the top or from the bottom; null without git.
    pub direction: Option<DirectionView>,
    /// Goals and effort by perspective and by key result area.
    pub balance: BalanceView,
    /// The effort that comes to each strategic goal, by id.
    pub allocation: Vec<AllocationView>,
    /// The effort that comes to no strategic goal.
    pub unallocated: UnallocatedView,
    /// What is planned on each team, and what it has.
    pub capacity: Vec<CapacityView>,
    /// Check-ins made of those due.
    pub discipline: DisciplineView,
    /// What surveys say of understanding.
    pub understanding: UnderstandingView,
    /// Commits that name goals: evidence, no target; null where no repository was named.
    pub work: Option<WorkShareView>,
}

/// Reach, overall and by level.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReachView {
    /// The share with a path to the mission, 0 to 1; null without goals.
    pub value: Option<f64>,
    /// How many goals there are.
    pub of: usize,
    /// Those without a path, by id.
    pub missing: Vec<String>,
    /// By level, highest first in `levels` of goalpost.yaml; goals of no known level are in none.
    pub levels: BTreeMap<String, ShareView>,
}

/// Collaboration between departments.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CollaborationView {
    /// The share with contributors, needs or links across departments; null where no goal belongs to one.
    pub value: Option<f64>,
    /// How many goals belong to a department.
    pub of: usize,
    /// Those that cross nothing, by id.
    pub missing: Vec<String>,
    /// Those that cross, by id.
    pub across: Vec<AcrossView>,
    /// For each department with goals, how many of them touch each other department.
    pub matrix: BTreeMap<String, BTreeMap<String, usize>>,
    /// The goals whose commits, log and needs in the period come from two departments or more.
    pub worked: ShareView,
}

/// A goal that touches other departments.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AcrossView {
    /// The goal.
    pub goal: String,
    /// Its department.
    pub department: String,
    /// The departments that it touches by contributors, needs and links upward.
    pub with: Vec<String>,
}

/// Participation of owners in setting their goals.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ParticipationView {
    /// The share whose owner took part; null without git, without org.yaml, or where `people.statistics` is off.
    pub value: Option<f64>,
    /// How many goals have a known owner and a setting that history shows.
    pub of: usize,
    /// Those whose owner took no part, by id.
    pub missing: Vec<String>,
    /// Goals whose setting history does not show: not committed, or before a shallow clone begins.
    pub unknown: Vec<String>,
    /// By team of the goals; empty where statistics are off.
    pub teams: Vec<TeamShare>,
    /// By owner, only where `people.statistics` is `person`; else null.
    pub people: Option<Vec<PersonShare>>,
}

/// How links grew.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DirectionView {
    /// Links whose parent existed first.
    pub top_down: usize,
    /// Links whose child existed first.
    pub bottom_up: usize,
    /// Links whose goals came in one commit.
    pub together: usize,
    /// Links of which history does not show it.
    pub unknown: usize,
    /// The links, by child.
    pub links: Vec<DirectedLinkView>,
}

/// A link with its direction.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DirectedLinkView {
    /// The goal that supports.
    pub child: String,
    /// The goal that is supported.
    pub parent: String,
    /// `top-down`, `bottom-up` or `together`; null where it is not known.
    pub direction: Option<String>,
}

/// Balance over perspectives and areas.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BalanceView {
    /// By Balanced Scorecard perspective; all four are there.
    pub perspectives: BTreeMap<String, PortionView>,
    /// What states no perspective.
    pub no_perspective: PortionView,
    /// By key result area: those of goalpost.yaml, and what goals name besides.
    pub areas: BTreeMap<String, PortionView>,
    /// What states no area.
    pub no_area: PortionView,
}

/// Objectives and the effort in them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortionView {
    /// How many objectives.
    pub goals: usize,
    /// Person-weeks planned in them.
    pub effort: f64,
    /// The objectives, by id.
    pub members: Vec<String>,
}

/// What comes to a strategic goal.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AllocationView {
    /// The strategic goal.
    pub goal: String,
    /// Person-weeks: its own and what its supporters carry to it.
    pub effort: f64,
    /// The share of all effort; null where none is stated.
    pub share: Option<f64>,
    /// Its own person-weeks.
    pub own: f64,
    /// What comes by each goal that supports it or a key result of it, most first.
    pub from: Vec<InflowView>,
}

/// Effort that comes by a goal.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InflowView {
    /// The goal.
    pub goal: String,
    /// Person-weeks.
    pub effort: f64,
}

/// Effort that comes to no strategic goal.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UnallocatedView {
    /// Person-weeks.
    pub effort: f64,
    /// The share of all effort; null where none is stated.
    pub share: Option<f64>,
    /// The goals whose effort, or a part of it, goes nowhere, by id.
    pub goals: Vec<InflowView>,
}

/// What is planned on a team.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CapacityView {
    /// The team.
    pub team: String,
    /// Its name.
    pub name: String,
    /// Person-weeks that it has in the period.
    pub capacity: f64,
    /// Person-weeks that are planned on it.
    pub planned: f64,
    /// Planned in parts of what it has.
    pub load: Option<f64>,
    /// Whether that is too much.
    pub contended: bool,
    /// Who plans them, by the goals' ids.
    pub claims: Vec<ClaimView>,
}

/// Work that a goal plans on a team.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClaimView {
    /// The goal that asks.
    pub goal: String,
    /// What another team's goal needs; null where the goal is the team's own.
    pub need: Option<String>,
    /// Person-weeks in the period.
    pub effort: f64,
    /// `must`, `should` or `could`.
    pub priority: Option<String>,
    /// The goal's owner.
    pub owner: Option<String>,
}

/// Check-ins made of those due.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DisciplineView {
    /// The share of due check-ins that were made; null without git, where none is due, or where `people.statistics` is
    /// off.
    pub value: Option<f64>,
    /// Check-ins made.
    pub made: i64,
    /// Check-ins due.
    pub due: i64,
    /// The goals that check-ins are due of, by id.
    pub goals: Vec<MadeView>,
    /// By team of the goals; empty where statistics are off.
    pub teams: Vec<TeamShare>,
    /// By owner, only where `people.statistics` is `person`; else null.
    pub people: Option<Vec<PersonShare>>,
}

/// The check-ins of a goal.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MadeView {
    /// The goal.
    pub goal: String,
    /// Check-ins made.
    pub made: i64,
    /// Check-ins due.
    pub due: i64,
}

/// What surveys say of understanding.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UnderstandingView {
    /// The mean of all answers to the three questions, 1 to 5; null without any.
    pub value: Option<f64>,
    /// How many answered.
    pub respondents: u32,
    /// The mean of `knows-goals`, `knows-why` and `sees-contribution`, where asked.
    pub questions: BTreeMap<String, f64>,
    /// The last survey of each team in the period.
    pub surveys: Vec<SurveyView>,
    /// Surveys with fewer than five answers, by id: their scores are told nowhere.
    pub withheld: Vec<String>,
}

/// One survey.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SurveyView {
    /// Its id.
    pub id: String,
    /// Its team.
    pub team: Option<String>,
    /// The day it was closed.
    pub date: Option<Day>,
    /// The mean of its answers to the three questions, 1 to 5.
    pub value: f64,
    /// How many answered.
    pub respondents: u32,
}

/// The commits that name goals of the population.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WorkShareView {
    /// The share of goals that a commit names, themselves or their key results; null without goals.
    pub value: Option<f64>,
    /// How many goals there are.
    pub of: usize,
    /// Goals that no commit names, by id.
    pub missing: Vec<String>,
    /// Commits looked at.
    pub commits: usize,
    /// Those that name a goal.
    pub naming: usize,
}

impl Indicators {
    /// The indicators of a population; `work` are the commits of the repositories that were named.
    #[must_use]
    pub fn new(snapshot: &Snapshot<'_>, population: &Population, team: Option<&str>, work: Option<&WorkView>) -> Self {
        let authorship =
            snapshot.org().zip(snapshot.timeline.chronicle()).map(|(org, chronicle)| Authorship::new(org, chronicle));
        let (allocation, unallocated) = allocated(snapshot, population);
        let linked = alignment::linked_individuals(snapshot, population);
        Self {
            reach: reach(snapshot, population),
            linked_individuals: ShareView::new(snapshot, &linked),
            support: ShareView::new(snapshot, &alignment::support(snapshot, population)),
            collaboration: collaboration(snapshot, population, authorship.as_ref()),
            participation: participation(snapshot, population, authorship.as_ref()),
            direction: direction(snapshot, population),
            balance: balance(snapshot, population),
            allocation,
            unallocated,
            capacity: CapacityView::all(snapshot, population, team),
            discipline: discipline(snapshot, population),
            understanding: understanding(snapshot, population, team),
            work: work.map(|work| worked(snapshot, population, work)),
        }
    }
}

fn reach(snapshot: &Snapshot<'_>, population: &Population) -> ReachView {
    let found = alignment::reach(snapshot, population);
    let levels = found.levels.iter().map(|(level, share)| ((*level).to_owned(), ShareView::new(snapshot, share)));
    let levels = levels.collect();
    let ShareView { value, of, missing } = ShareView::new(snapshot, &found.all);
    ReachView { value, of, missing, levels }
}

fn collaboration<'w>(
    snapshot: &Snapshot<'w>,
    population: &Population,
    authorship: Option<&Authorship<'w>>,
) -> CollaborationView {
    let found = alignment::collaboration(snapshot, population, authorship).unwrap_or_default();
    let across = found.crossing.iter().map(|crossing| AcrossView {
        goal: snapshot.goal(crossing.goal).id.clone(),
        department: crossing.department.to_owned(),
        with: crossing.with.iter().map(|it| (*it).to_owned()).collect(),
    });
    let row = |row: &BTreeMap<&str, usize>| row.iter().map(|(to, count)| ((*to).to_owned(), *count)).collect();
    let matrix = found.matrix.iter().map(|(from, to)| ((*from).to_owned(), row(to))).collect();
    let worked = ShareView::new(snapshot, &found.worked);
    let across = across.collect();
    let ShareView { value, of, missing } = ShareView::new(snapshot, &found.planned);
    CollaborationView { value, of, missing, across, matrix, worked }
}

fn participation<'w>(
    snapshot: &Snapshot<'w>,
    population: &Population,
    authorship: Option<&Authorship<'w>>,
) -> ParticipationView {
    let told = snapshot.settings().statistics != Statistics::Off;
    let found = alignment::participation(snapshot, population, authorship).filter(|_| told).unwrap_or_default();
    let missing = |ix: GoalIx| found.share.missing.binary_search_by(|it| by_id(snapshot, *it, ix)).is_ok();
    let parts: Vec<(GoalIx, i64, i64)> =
        found.owners.iter().map(|(ix, _)| (*ix, i64::from(!missing(*ix)), 1)).collect();
    ParticipationView {
        value: found.share.value(),
        of: found.share.of,
        missing: ids(snapshot, &found.share.missing),
        unknown: ids(snapshot, &found.unknown),
        teams: shares_by_team(snapshot, &parts),
        people: shares_by_owner(snapshot, &parts),
    }
}

fn by_id(snapshot: &Snapshot<'_>, a: GoalIx, b: GoalIx) -> std::cmp::Ordering {
    snapshot.goal(a).id.cmp(&snapshot.goal(b).id)
}

fn direction(snapshot: &Snapshot<'_>, population: &Population) -> Option<DirectionView> {
    use crate::analysis::alignment::Direction;
    let links = alignment::direction(snapshot, population)?;
    let count = |wanted| links.iter().filter(|link| link.direction == wanted).count();
    let word = |direction| match direction {
        Direction::TopDown => "top-down",
        Direction::BottomUp => "bottom-up",
        Direction::Together => "together",
    };
    let id = |ix: GoalIx| snapshot.goal(ix).id.clone();
    Some(DirectionView {
        top_down: count(Some(Direction::TopDown)),
        bottom_up: count(Some(Direction::BottomUp)),
        together: count(Some(Direction::Together)),
        unknown: count(None),
        links: links
            .iter()
            .map(|link| DirectedLinkView {
                child: id(link.child),
                parent: id(link.parent),
                direction: link.direction.map(|it| word(it).to_owned()),
            })
            .collect(),
    })
}

fn balance(snapshot: &Snapshot<'_>, population: &Population) -> BalanceView {
    let found = alignment::balance(snapshot, population);
    let view = |portion: &Portion| PortionView {
        goals: portion.goals.len(),
        effort: portion.effort,
        members: ids(snapshot, &portion.goals),
    };
    BalanceView {
        perspectives: found.perspectives.iter().map(|(name, it)| ((*name).to_owned(), view(it))).collect(),
        no_perspective: view(&found.no_perspective),
        areas: found.areas.iter().map(|(name, it)| ((*name).to_owned(), view(it))).collect(),
        no_area: view(&found.no_area),
    }
}

fn allocated(snapshot: &Snapshot<'_>, population: &Population) -> (Vec<AllocationView>, UnallocatedView) {
    let found = alignment::allocation(snapshot, population);
    let share = |effort: f64| (found.total > 0.0).then(|| effort / found.total);
    let id = |ix: GoalIx| snapshot.goal(ix).id.clone();
    let inflow = |it: &alignment::Inflow| InflowView { goal: id(it.goal), effort: it.effort };
    let rows = found.strategic.iter().map(|it| AllocationView {
        goal: id(it.goal),
        effort: it.effort,
        share: share(it.effort),
        own: it.own,
        from: it.from.iter().map(inflow).collect(),
    });
    let lost = found.elsewhere.iter().fold(0.0, |sum, it| sum + it.effort);
    let goals = found.elsewhere.iter().map(inflow).collect();
    (rows.collect(), UnallocatedView { effort: lost, share: share(lost), goals })
}

impl CapacityView {
    /// The load of each team in the time asked about; for all time, of today's quarter.
    #[must_use]
    pub fn all(snapshot: &Snapshot<'_>, population: &Population, team: Option<&str>) -> Vec<Self> {
        let period = population.quarter(snapshot);
        let counts = |goal: &crate::model::Goal| population.has_state(goal);
        let loads = Claims::among(snapshot, counts).loads(snapshot, &period);
        let chosen = loads.iter().filter(|load| team.is_none_or(|team| snapshot.is_same_team(team, &load.team.id)));
        chosen
            .map(|load| Self {
                team: load.team.id.clone(),
                name: load.team.name.clone(),
                capacity: load.capacity,
                planned: load.planned,
                load: (load.capacity > 0.0).then(|| load.planned / load.capacity),
                contended: load.is_too_much(),
                claims: load.claims.iter().map(|claim| ClaimView::new(snapshot, claim)).collect(),
            })
            .collect()
    }
}

impl ClaimView {
    fn new(snapshot: &Snapshot<'_>, claim: &crate::analysis::Claim) -> Self {
        let goal = snapshot.goal(claim.goal);
        Self {
            goal: goal.id.clone(),
            need: claim.need.and_then(|at| goal.needs.get(at)).map(|need| need.what.clone()),
            effort: claim.effort,
            priority: goal.priority.map(|priority| priority.word().to_owned()),
            owner: goal.owner.clone(),
        }
    }
}

fn discipline(snapshot: &Snapshot<'_>, population: &Population) -> DisciplineView {
    let told = snapshot.settings().statistics != Statistics::Off;
    let found = alignment::discipline(snapshot, population).filter(|_| told).unwrap_or_default();
    let (made, due) = found.iter().fold((0, 0), |(made, due), it| (made + it.made, due + it.due));
    let parts: Vec<(GoalIx, i64, i64)> = found.iter().map(|it| (it.goal, it.made, it.due)).collect();
    let count = |number: i64| usize::try_from(number).unwrap_or(0);
    DisciplineView {
        value: ratio(count(made), count(due)),
        made,
        due,
        goals: found
            .iter()
            .map(|it| MadeView { goal: snapshot.goal(it.goal).id.clone(), made: it.made, due: it.due })
            .collect(),
        teams: shares_by_team(snapshot, &parts),
        people: shares_by_owner(snapshot, &parts),
    }
}

fn understanding(snapshot: &Snapshot<'_>, population: &Population, team: Option<&str>) -> UnderstandingView {
    let found = alignment::understanding(snapshot, population, team);
    let surveys = found.pulses.iter().map(|pulse| {
        let goal = snapshot.goal(pulse.survey);
        SurveyView {
            id: goal.id.clone(),
            team: goal.team.clone(),
            date: goal.survey.as_ref().map(|survey| survey.date),
            value: pulse.value,
            respondents: pulse.respondents,
        }
    });
    UnderstandingView {
        value: found.value,
        respondents: found.pulses.iter().map(|pulse| pulse.respondents).fold(0, u32::saturating_add),
        questions: found.questions.iter().map(|(name, score)| ((*name).to_owned(), *score)).collect(),
        surveys: surveys.collect(),
        withheld: ids(snapshot, &found.withheld),
    }
}

fn worked(snapshot: &Snapshot<'_>, population: &Population, work: &WorkView) -> WorkShareView {
    let named: std::collections::HashSet<GoalIx> =
        work.goals.iter().filter_map(|goal| snapshot.workspace.find(&goal.goal)).collect();
    let by_key_result = |ix: GoalIx| snapshot.graph.key_results(ix).any(|child| named.contains(&child.goal));
    let share = Share::among(population.goals.iter().copied(), |ix| {
        named.contains(&ix) || (snapshot.goal(ix).kind == Kind::Objective && by_key_result(ix))
    });
    let ShareView { value, of, missing } = ShareView::new(snapshot, &share);
    WorkShareView { value, of, missing, commits: work.commits, naming: work.naming }
}
