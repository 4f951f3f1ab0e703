//! Where goals do not pull together: lost lines, duplicates, conflicts, silos, contended teams; who is in it, and the
//! goal above all of them from which to talk.

use serde::Serialize;

use super::indicators::{CapacityView, ClaimView};
use super::shares::ids;
use crate::analysis::alignment::{LostLine, Population, WhyLost};
use crate::analysis::facts::Facts;
use crate::analysis::people::{Departments, silos_among};
use crate::analysis::tensions::{Conflict, Opposition, aim, breaches, conflicts, duplicates, number_name};
use crate::graph::LineEnd;
use crate::model::{GoalIx, Kind};

/// The maximum number of goals of a cluster with owner and line of sight; all are named.
const MOST_PARTIES: usize = 20;

/// A line of goals that does not reach the mission.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LostLineView {
    /// Its highest goal.
    pub top: String,
    /// Its highest goal's title.
    pub title: String,
    /// `no-link`: it has no parent; `leads-nowhere`: it links to a goal that is missing or cannot be linked to; `unreadable`:
    /// it links to a goal whose file cannot be read; `circle`: its links form a cycle.
    pub because: String,
    /// The id that does not exist, cannot be linked to or is in a file that cannot be read.
    pub named: Option<String>,
    /// The selected goals that do not reach the mission because of it, by id.
    pub goals: Vec<String>,
}

/// A goal in a cluster, with its owner.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClusterGoal {
    /// The goal.
    pub goal: String,
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Its team.
    pub team: Option<String>,
    /// Its department.
    pub department: Option<String>,
    /// Its aim for the metric; null without a metric.
    pub wants: Option<String>,
    /// Its line of sight: the goals above it, nearest first, to the mission or as far as it leads.
    pub line_of_sight: Vec<String>,
    /// Whether that line reaches the mission.
    pub reaches_mission: bool,
}

/// Open goals with very similar wording.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DuplicateView {
    /// The goals, by id.
    pub goals: Vec<String>,
    /// The lowest cosine similarity within the cluster.
    pub similarity: f64,
    /// The words that all of them have in common.
    pub terms: Vec<String>,
    /// The goals with their owners; at most 20.
    pub parties: Vec<ClusterGoal>,
    /// The lowest goal above all of these, or one of them that is above the others.
    pub common_ancestor: Option<String>,
}

/// Goals with conflicting aims for one metric.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ConflictView {
    /// The goals: key results and KPIs, by id; of a broken guardrail first the goal that breaks it.
    pub goals: Vec<String>,
    /// The metric.
    pub metric: String,
    /// `direction`, `bounds` or `guardrail`.
    pub kind: String,
    /// The conflict, in a sentence.
    pub reason: String,
    /// The lowest goal above all key results in it, or one of them that is above the others.
    pub common_ancestor: Option<String>,
    /// The goals with owners, aims and lines of sight; at most 20.
    pub parties: Vec<ClusterGoal>,
}

/// A department without contributors, needs or links to another department.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SiloView {
    /// The department's team.
    pub team: String,
    /// Its objectives and key results, by id.
    pub goals: Vec<String>,
}

/// A team with more planned work than capacity.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ContentionView {
    /// The team.
    pub team: String,
    /// Its name.
    pub name: String,
    /// The capacity of the team and the teams below it in the period, in person-weeks.
    pub capacity: f64,
    /// The planned work of the team and the teams below it, in person-weeks.
    pub planned: f64,
    /// Of it, the work for the team itself.
    pub own: f64,
    /// The goals that plan work for the team: musts before shoulds before coulds, the larger first.
    pub claims: Vec<ClaimView>,
    /// The goals that claim with owners and lines of sight; at most 20.
    pub parties: Vec<ClusterGoal>,
    /// The lowest goal above all of these, or one of them that is above the others.
    pub common_ancestor: Option<String>,
}

impl LostLineView {
    /// Some lost lines.
    pub fn all(snapshot: &Facts<'_>, lines: &[LostLine]) -> Vec<Self> {
        let view = |line: &LostLine| {
            let top = snapshot.goal(line.top);
            let (because, named) = match &line.because {
                WhyLost::NoLink => ("no-link", None),
                WhyLost::LeadsNowhere(id) => ("leads-nowhere", Some(id.clone())),
                WhyLost::Unreadable(id) => ("unreadable", Some(id.clone())),
                WhyLost::Circle => ("circle", None),
            };
            Self {
                top: top.id.clone(),
                title: top.title.clone(),
                because: because.to_owned(),
                named,
                goals: ids(snapshot, &line.goals),
            }
        };
        lines.iter().map(view).collect()
    }
}

impl ClusterGoal {
    fn all(snapshot: &Facts<'_>, departments: &Departments<'_>, goals: &[GoalIx]) -> Vec<Self> {
        goals.iter().take(MOST_PARTIES).map(|ix| Self::new(snapshot, departments, *ix)).collect()
    }

    fn new(snapshot: &Facts<'_>, departments: &Departments<'_>, ix: GoalIx) -> Self {
        let goal = snapshot.goal(ix);
        let line = snapshot.graph.lines(ix, 1).lines.into_iter().next();
        let reaches = line.as_ref().is_some_and(|line| line.end == LineEnd::Top);
        let steps = line.into_iter().flat_map(|line| line.steps).map(|step| snapshot.goal(step.goal).id.clone());
        Self {
            goal: goal.id.clone(),
            kind: goal.kind,
            title: goal.title.clone(),
            owner: goal.owner.clone(),
            team: goal.team.clone(),
            department: departments.of_goal(goal).map(str::to_owned),
            wants: goal.metric.as_ref().map(|_| aim(snapshot, ix)),
            line_of_sight: steps.collect(),
            reaches_mission: reaches,
        }
    }
}

/// The lowest common ancestor of some goals. KPIs are left out, because they have no parents.
fn common_ancestor(snapshot: &Facts<'_>, goals: &[GoalIx]) -> Option<String> {
    let linked: Vec<GoalIx> =
        goals.iter().copied().filter(|ix| snapshot.goal(*ix).kind != Kind::Kpi).take(MOST_PARTIES).collect();
    let above = snapshot.graph.common_to_all(&linked).filter(|_| linked.len() > 1)?;
    Some(snapshot.goal(above).id.clone())
}

impl DuplicateView {
    /// The clusters that a goal of the population is in, by their lowest ids.
    pub fn all(snapshot: &Facts<'_>, population: &Population) -> Vec<Self> {
        let departments = Departments::of(snapshot);
        let mut clusters = duplicates(snapshot);
        clusters.retain(|cluster| cluster.goals.iter().any(|ix| population.has(*ix)));
        clusters.sort_by(|a, b| snapshot.goal(a.goals[0]).id.cmp(&snapshot.goal(b.goals[0]).id));
        let view = |cluster: crate::analysis::tensions::Cluster| Self {
            goals: ids(snapshot, &cluster.goals),
            similarity: cluster.similarity,
            parties: ClusterGoal::all(snapshot, &departments, &cluster.goals),
            common_ancestor: common_ancestor(snapshot, &cluster.goals),
            terms: cluster.terms,
        };
        clusters.into_iter().map(view).collect()
    }
}

impl ConflictView {
    /// The conflicts and broken guardrails that a goal of the population is in, by their first goals' ids.
    pub fn all(snapshot: &Facts<'_>, population: &Population) -> Vec<Self> {
        let departments = Departments::of(snapshot);
        let concerns = |goals: &[GoalIx]| goals.iter().any(|ix| population.has(*ix));
        let view = |goals: &[GoalIx], kind: &str, reason: String| Self {
            goals: ids(snapshot, goals),
            metric: goals.first().map_or_else(String::new, |ix| number_name(snapshot, *ix).to_owned()),
            kind: kind.to_owned(),
            reason,
            common_ancestor: common_ancestor(snapshot, goals),
            parties: ClusterGoal::all(snapshot, &departments, goals),
        };
        let mut found: Vec<Self> = Vec::new();
        for conflict in conflicts(snapshot).iter().filter(|conflict| concerns(&conflict.goals)) {
            let (kind, reason) = describe_opposition(snapshot, conflict);
            found.push(view(&conflict.goals, kind, reason));
        }
        for breach in breaches(snapshot) {
            let goals: Vec<GoalIx> = std::iter::once(breach.goal).chain(breach.guards.iter().copied()).collect();
            if !concerns(&goals) {
                continue;
            }
            let id = |ix: GoalIx| snapshot.goal(ix).id.as_str();
            let target = snapshot.goal(breach.goal).metric.as_ref().and_then(|metric| metric.target);
            let guard = breach.guards.first().map_or("", |ix| id(*ix));
            let aim = target.map_or_else(String::new, |target| format!(" aims at {target}"));
            found.push(view(&goals, "guardrail", format!("{}{aim}, {guard} keeps {}", id(breach.goal), breach.bound)));
        }
        found.sort_by(|a, b| a.goals.cmp(&b.goals));
        found
    }
}

/// How goals are opposed: its kind, and a sentence.
fn describe_opposition(snapshot: &Facts<'_>, conflict: &Conflict) -> (&'static str, String) {
    let id = |ix: GoalIx| snapshot.goal(ix).id.as_str();
    let (one, other) = (id(conflict.goals[0]), id(conflict.opponent));
    let kind = match conflict.opposition {
        Opposition::Up | Opposition::Down => "direction",
        Opposition::AtLeast(..) | Opposition::AtMost(..) => "bounds",
    };
    (kind, conflict.opposition.words(one, other))
}

impl SiloView {
    /// The silos in the selected period in which the population has goals.
    pub fn all(snapshot: &Facts<'_>, in_time: &Population, population: &Population) -> Vec<Self> {
        let silos = silos_among(snapshot, in_time.iter(snapshot));
        let concerned = silos.iter().filter(|silo| silo.goals.iter().any(|ix| population.has(*ix)));
        concerned.map(|silo| Self { team: silo.team.to_owned(), goals: ids(snapshot, &silo.goals) }).collect()
    }
}

impl ContentionView {
    /// The teams whose load is too much, by id.
    pub fn all(snapshot: &Facts<'_>, capacity: &[CapacityView]) -> Vec<Self> {
        let departments = Departments::of(snapshot);
        let contended = capacity.iter().filter(|team| team.contended);
        contended
            .map(|team| {
                // What can give way comes last: by priority, then the largest effort first.
                let mut claims = team.claims.clone();
                let rank = |claim: &ClaimView| match claim.priority.as_deref() {
                    Some("must") => 0,
                    Some("should") => 1,
                    Some("could") => 2,
                    _ => 3,
                };
                claims.sort_by(|a, b| rank(a).cmp(&rank(b)).then(b.effort.total_cmp(&a.effort)));
                let mut goals: Vec<GoalIx> = Vec::new();
                for goal in claims.iter().filter_map(|claim| snapshot.workspace.find(&claim.goal)) {
                    if goals.len() < MOST_PARTIES && !goals.contains(&goal) {
                        goals.push(goal);
                    }
                }
                Self {
                    team: team.team.clone(),
                    name: team.name.clone(),
                    capacity: team.capacity,
                    planned: team.planned,
                    own: team.own,
                    parties: ClusterGoal::all(snapshot, &departments, &goals),
                    common_ancestor: common_ancestor(snapshot, &goals),
                    claims,
                }
            })
            .collect()
    }
}
