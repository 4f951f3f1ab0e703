//! The people who set a goal: the contributors of the commits that set it, and those who agreed to it.

use crate::analysis::goalposts::settling::{LandingTime, settled};
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Goal, GoalIx, Metric, Org, Person, State};

/// The people who set a goal.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Setters<'w> {
    /// The people who wrote or signed a commit that set the goal or who agreed to it, each once.
    pub people: Vec<&'w Person>,
    /// Whether history shows who added it. If it does not, because it is cut off or younger than the goal, the list may
    /// lack people.
    pub is_whole: bool,
}

impl Setters<'_> {
    /// Whether the person with a present or former id is among them.
    pub fn include(&self, org: &Org, id: &str) -> bool {
        org.person(id).is_some_and(|person| self.people.iter().any(|it| it.id == person.id))
    }
}

/// The people who wrote or signed a commit that set a goal, or agreed to it or to one of its links. None without
/// history or without `org.yaml`.
pub fn setters_of<'w>(snapshot: &Snapshot<'w>, ix: GoalIx) -> Option<Setters<'w>> {
    let (goal, history, org) = (snapshot.goal(ix), snapshot.timeline.history()?, snapshot.org()?);
    let (commits, is_whole) = setting_commits(snapshot, history, goal);
    let mut setters = Setters { people: Vec::new(), is_whole };
    let mut add = |person: &'w Person| {
        if !setters.people.iter().any(|it| it.id == person.id) {
            setters.people.push(person);
        }
    };
    for place in commits {
        snapshot.contributors(&history.commits[place]).all().for_each(&mut add);
    }
    let agreed = goal.agreed.iter().chain(goal.supports.iter().flat_map(|link| &link.agreed));
    agreed.filter_map(|it| org.person(&it.by)).for_each(&mut add);
    Some(setters)
}

/// The indices of the commits that set a goal, and whether the one that added it is among them. They add the goal, or
/// change its title, links or goalposts until these have settled.
fn setting_commits(snapshot: &Snapshot<'_>, history: &GoalHistory, goal: &Goal) -> (Vec<usize>, bool) {
    let active = history.active_since(&goal.id);
    let (mut commits, mut is_whole) = (Vec::new(), false);
    // Who only had part in a line that was given up did not set what stands.
    for revision in history.line_of(&goal.id) {
        let Some(after) = &revision.after else { continue };
        let commit = &history.commits[revision.commit];
        // The commit at which a shallow clone is cut off seems to add everything.
        if commit.cut_off {
            continue;
        }
        let Some(before) = revision.previous() else {
            is_whole = !snapshot.predates_history(goal);
            commits.push(revision.commit);
            continue;
        };
        // A draft never settles: every change sets it.
        let step = history.step_of(revision.commit);
        let time = LandingTime::of(snapshot, history, revision.commit, step);
        let in_time = (active.is_none() && goal.state == State::Draft)
            || settled(snapshot, before, Some(goal), active, step).is_none_or(|settled| time.is_settling(settled));
        if in_time && revision.before.iter().flatten().all(|before| !is_set_alike(before, after)) {
            commits.push(revision.commit);
        }
    }
    (commits, is_whole)
}

/// Whether title, links and goalposts are equal. Setting an unset goalpost is no move, but it sets the goal.
fn is_set_alike(a: &Goal, b: &Goal) -> bool {
    let links = |goal: &Goal| {
        goal.supports.iter().map(|link| (link.goal.clone(), link.weight.map(f64::to_bits))).collect::<Vec<_>>()
    };
    let milestones = |goal: &Goal| {
        let parts = goal.milestones.iter();
        let bits = |it: Option<f64>| it.map(f64::to_bits);
        parts.map(|it| (it.title.clone(), it.due, bits(it.value), bits(it.weight))).collect::<Vec<_>>()
    };
    let period = |goal: &Goal| goal.period.as_ref().map(|period| (period.start, period.end));
    a.title == b.title
        && links(a) == links(b)
        && a.measures == b.measures
        && a.metric.as_ref().map(goalposts) == b.metric.as_ref().map(goalposts)
        && milestones(a) == milestones(b)
        && period(a) == period(b)
        && (a.deadline, a.commitment, a.rollup) == (b.deadline, b.commitment, b.rollup)
        && a.weight == b.weight
}

/// A metric without the fields that check-ins change, and without name, source and stretch.
fn goalposts(metric: &Metric) -> Metric {
    Metric { name: None, source: None, current: None, as_of: None, stretch: None, ..metric.clone() }
}
