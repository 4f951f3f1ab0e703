//! Participation: whether those who answer for goals took part in setting them.

use super::population::Population;
use super::share::Share;
use crate::analysis::history::authorship::Authorship;
use crate::analysis::history::goal_history::{GoalHistory, GoalRevision};
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Goal, GoalIx, Metric, Person, State, plus_days};

/// Whose owners took part in setting them.
#[derive(Debug, Clone, Default)]
pub struct Participation<'w> {
    /// The goals with an owner who is known and a setting that history shows, and those whose owner took no part.
    pub share: Share,
    /// The same goals with their owners.
    pub owners: Vec<(GoalIx, &'w Person)>,
    /// Goals whose setting lies before history begins, or is not committed yet.
    pub unknown: Vec<GoalIx>,
}

/// The owners' part in setting the goals of a population. None without a history or without an `org.yaml`.
///
/// An owner took part who authored, co-authored or signed a setting commit, or stands in the goal's `agreed`. A setting
/// commit adds the goal, or changes its title, links or goalposts until its settling date: the latest of its start plus
/// `settle` and the commit that made it active.
#[must_use]
pub fn participation<'w>(
    snapshot: &Snapshot<'w>,
    population: &Population,
    authorship: Option<&Authorship<'w>>,
) -> Option<Participation<'w>> {
    let (org, history, authorship) = (snapshot.org()?, snapshot.timeline.history()?, authorship?);
    let mut found = Participation::default();
    for (ix, goal) in population.iter(snapshot) {
        let Some(owner) = goal.owner.as_deref().and_then(|owner| org.person(owner)) else { continue };
        let is_owner = |id: &str| org.person(id).is_some_and(|person| person.id == owner.id);
        let agreed = goal.agreed.iter().any(|agreement| is_owner(&agreement.by));
        let setting = setting_commits(snapshot, history, goal);
        let took_part = agreed
            || setting.commits.iter().any(|commit| authorship.signers(*commit).iter().any(|it| it.id == owner.id));
        if !took_part && !setting.is_known {
            found.unknown.push(ix);
            continue;
        }
        found.share.of += 1;
        found.owners.push((ix, owner));
        if !took_part {
            found.share.missing.push(ix);
        }
    }
    Some(found)
}

/// The commits that set a goal.
struct Setting {
    commits: Vec<usize>,
    /// Whether the one that added it is among them.
    is_known: bool,
}

fn setting_commits(snapshot: &Snapshot<'_>, history: &GoalHistory, goal: &Goal) -> Setting {
    let revisions = history.of(&goal.id);
    let until = settling_date(snapshot, history, goal, revisions);
    let mut setting = Setting { commits: Vec::new(), is_known: false };
    for revision in revisions {
        let Some(after) = &revision.after else { continue };
        let commit = &history.commits[revision.commit];
        if commit.cut_off {
            // Where history is cut off everything seems to be added, by whoever made that commit.
            continue;
        }
        let adds = revision.previous().is_none();
        setting.is_known |= adds;
        let sets = || revision.before.iter().flatten().all(|before| !is_set_alike(before, after));
        if adds || (until.is_none_or(|until| commit.committer.day() <= until) && sets()) {
            setting.commits.push(revision.commit);
        }
    }
    setting
}

/// Until when a goal's goalposts settle; none where it has no beginning and history does not show when it became active.
fn settling_date(
    snapshot: &Snapshot<'_>,
    history: &GoalHistory,
    goal: &Goal,
    revisions: &[GoalRevision],
) -> Option<Day> {
    let started = goal.start().map(|start| plus_days(start, snapshot.settings().settle));
    let becomes_active = |revision: &&GoalRevision| {
        let is_active = |goal: &Goal| goal.state != State::Draft;
        revision.after.as_deref().is_some_and(is_active) && !revision.previous().is_some_and(|it| is_active(it))
    };
    let active = revisions.iter().find(becomes_active).map(|revision| history.commits[revision.commit].committer.day());
    // A draft is being set for as long as it is one.
    if active.is_none() && goal.state == State::Draft { None } else { started.max(active) }
}

/// Whether title, links and goalposts are the same.
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

/// A metric without what check-ins change, and without its name and source.
fn goalposts(metric: &Metric) -> Metric {
    Metric { name: None, source: None, current: None, as_of: None, stretch: None, ..metric.clone() }
}
