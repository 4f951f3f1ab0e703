//! Goalposts: what a goal is measured against, every change of it, and what the change does to progress.

use std::sync::Arc;

use serde_json::{Value, json};

use super::chronicle::{Chronicle, Moment};
use super::measure::raw_progress;
use super::snapshot::Snapshot;
use crate::git::{Commit, trailers};
use crate::model::{Day, Days, Goal, GoalIx, LogKind, State, days_between, plus_days};

/// A `decision` dated at most so many days after a move explains it.
const DECIDED_WITHIN: Days = 7;

/// A change of one goalpost.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The field's route.
    pub field: String,
    /// What it was.
    pub before: Value,
    /// What it became; null where it was removed.
    pub after: Value,
    /// The committer's day.
    pub day: Day,
    /// The commit, by its place in [`Chronicle::commits`]; none for what is not committed.
    pub commit: Option<usize>,
    /// Whether it says why: by `reason`, a `Goal-Reason:` trailer, or a decision within a week.
    pub explained: bool,
    /// Whether the goal's owner made it with nobody beside.
    pub by_owner_alone: bool,
    /// Whether it came before goalposts had settled, or while the goal was a draft.
    pub settling: bool,
}

/// What moved goalposts do to progress.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Price {
    /// Today's progress against the original goalposts.
    pub against_original: Option<f64>,
    /// Today's progress against the present ones.
    pub present: Option<f64>,
}

/// The goalposts of one goal over time.
#[derive(Debug, Clone, Default)]
pub struct Goalposts {
    /// Every move, oldest first.
    pub moves: Vec<Move>,
    /// The goal as it stood when its goalposts had settled, if they moved since.
    pub original: Option<Arc<Goal>>,
}

/// The goalposts of a goal as history shows them. `workspace_goal` is the goal as it is now, if it still is.
#[must_use]
pub fn goalposts_of(snapshot: &Snapshot<'_>, chronicle: &Chronicle, id: &str, now: Option<GoalIx>) -> Goalposts {
    let present = now.map(|ix| snapshot.goal(ix));
    let moments = chronicle.of(id);
    let mut found = Goalposts::default();
    let start = |goal: &Goal| goal.start().or_else(|| present.and_then(Goal::start));
    let active_since = active_since(moments, chronicle);
    for moment in moments {
        let (Some(after), Some(before)) = (&moment.after, moment.previous()) else { continue };
        let others = moment.before.iter().flatten().skip(1);
        let mut moved = moved(before, after);
        for other in others {
            let against = moved_fields(other, after);
            moved.retain(|(field, ..)| against.contains(field));
        }
        if moved.is_empty() {
            continue;
        }
        let commit = &chronicle.commits[moment.commit];
        let day = commit.committer.day();
        let settled = start(before).map(|start| plus_days(start, snapshot.settings().settle)).max(active_since);
        let settling = after.state == State::Draft || settled.is_some_and(|settled| day <= settled);
        if !settling && found.original.is_none() {
            found.original = Some(Arc::clone(before));
        }
        let explained = is_explained(before, after, Some(commit), present, day);
        let by_owner_alone = by_owner_alone(snapshot, before, present, commit);
        found.moves.extend(moved.into_iter().map(|(field, before, after)| Move {
            field,
            before,
            after,
            day,
            commit: Some(moment.commit),
            explained,
            by_owner_alone,
            settling,
        }));
    }
    if let (Some(now), Some(head)) = (now, chronicle.at_head(id)) {
        uncommitted(snapshot, head, now, active_since, &mut found);
    }
    found
}

/// What the work tree moves that HEAD has not.
fn uncommitted(snapshot: &Snapshot<'_>, head: &Arc<Goal>, now: GoalIx, active: Option<Day>, found: &mut Goalposts) {
    let present = snapshot.goal(now);
    let written = as_written(present);
    let moved = moved(head, &written);
    if moved.is_empty() {
        return;
    }
    let start = head.start().or_else(|| present.start());
    let settled = start.map(|start| plus_days(start, snapshot.settings().settle)).max(active);
    let settling = present.state == State::Draft || settled.is_some_and(|settled| snapshot.today <= settled);
    if !settling && found.original.is_none() {
        found.original = Some(Arc::clone(head));
    }
    let explained = is_explained(head, present, None, Some(present), snapshot.today);
    found.moves.extend(moved.into_iter().map(|(field, before, after)| Move {
        field,
        before,
        after,
        day: snapshot.today,
        commit: None,
        explained,
        by_owner_alone: false,
        settling,
    }));
}

/// A goal without what it has inherited, as its file has it.
fn as_written(goal: &Goal) -> Goal {
    let mut written = goal.clone();
    if goal.inherited.period {
        written.period = None;
    }
    written
}

/// The day since which a goal is active without a break; none if history does not show when that began.
fn active_since(moments: &[Moment], chronicle: &Chronicle) -> Option<Day> {
    let mut since = None;
    for moment in moments {
        let active = moment.after.as_ref().is_some_and(|goal| goal.state != State::Draft);
        let was = moment.previous().is_some_and(|goal| goal.state != State::Draft);
        let commit = &chronicle.commits[moment.commit];
        if active && !was && since.is_none() && !commit.cut_off {
            since = Some(commit.committer.day());
        } else if !active {
            since = None;
        }
    }
    since
}

/// A goalpost that differs: its route, what it was and what it is.
type Moved = (String, Value, Value);

/// Every goalpost that differs between two versions of a goal. What was unset and is set has not moved.
fn moved(before: &Goal, after: &Goal) -> Vec<Moved> {
    let mut moved = Vec::new();
    let mut note = |field: &str, before: Value, after: Value| {
        if before != after && !before.is_null() {
            moved.push((field.to_owned(), before, after));
        }
    };
    let empty = crate::model::Metric::default();
    let (old, new) = (before.metric.as_ref().unwrap_or(&empty), after.metric.as_ref().unwrap_or(&empty));
    let say = |metric: &crate::model::Metric, value: Option<f64>| match value {
        Some(value) if !metric.scale.is_empty() => json!(metric.say(value)),
        value => json!(value),
    };
    note("metric.baseline", say(old, old.baseline), say(new, new.baseline));
    note("metric.target", say(old, old.target), say(new, new.target));
    note("metric.at_least", json!(old.at_least), json!(new.at_least));
    note("metric.at_most", json!(old.at_most), json!(new.at_most));
    let scale = |metric: &crate::model::Metric| if metric.scale.is_empty() { Value::Null } else { json!(metric.scale) };
    note("metric.scale", scale(old), scale(new));
    note("metric.unit", json!(old.unit), json!(new.unit));
    note("metric.kpi", json!(old.kpi), json!(new.kpi));
    for (at, milestone) in before.milestones.iter().enumerate() {
        match after.milestones.iter().position(|it| it.title == milestone.title) {
            Some(now) => {
                let kept = &after.milestones[now];
                let route = |field: &str| format!("milestones[{now}].{field}");
                note(&route("due"), json!(milestone.due), json!(kept.due));
                note(&route("value"), say(old, milestone.value), say(new, kept.value));
                note(&route("weight"), json!(milestone.weight), json!(kept.weight));
            }
            // One that stands at the same place under another title was reworded, not removed.
            None if after
                .milestones
                .get(at)
                .is_some_and(|it| !before.milestones.iter().any(|old| old.title == it.title)) => {}
            None => note(&format!("milestones[{at}]"), json!(milestone.title), Value::Null),
        }
    }
    let period = |goal: &Goal| goal.period.as_ref().map_or(Value::Null, |period| json!(period.name));
    if before.period.as_ref().map(|it| (it.start, it.end)) != after.period.as_ref().map(|it| (it.start, it.end)) {
        note("period", period(before), period(after));
    }
    note("deadline", json!(before.deadline), json!(after.deadline));
    note("measures", json!(before.measures), json!(after.measures));
    note("weight", json!(before.weight), json!(after.weight));
    for link in &before.supports {
        if let Some((at, now)) = after.supports.iter().enumerate().find(|(_, it)| it.goal == link.goal) {
            note(&format!("supports[{at}].weight"), json!(link.weight), json!(now.weight));
        }
    }
    note("commitment", json!(before.commitment), json!(after.commitment));
    note("rollup", json!(before.rollup), json!(after.rollup));
    moved
}

fn moved_fields(before: &Goal, after: &Goal) -> Vec<String> {
    moved(before, after).into_iter().map(|(field, ..)| field).collect()
}

/// Whether a move says why.
fn is_explained(before: &Goal, after: &Goal, commit: Option<&Commit>, present: Option<&Goal>, day: Day) -> bool {
    if after.reason.is_some() && after.reason != before.reason {
        return true;
    }
    if commit.is_some_and(|commit| {
        trailers(&commit.message).iter().any(|it| it.key == "goal-reason" && !it.value.is_empty())
    }) {
        return true;
    }
    let decided = |goal: &Goal| {
        goal.log.iter().any(|entry| {
            entry.kind == LogKind::Decision && (0..=DECIDED_WITHIN).contains(&days_between(day, entry.date))
        })
    };
    decided(after) || present.is_some_and(decided)
}

/// Whether the owner made a commit, and no trailer names anyone beside.
fn by_owner_alone(snapshot: &Snapshot<'_>, before: &Goal, present: Option<&Goal>, commit: &Commit) -> bool {
    let Some(org) = snapshot.org() else { return false };
    let owner = before.owner.as_deref().or_else(|| present.and_then(|goal| goal.owner.as_deref()));
    let author = org.person_of_email(&commit.author.email);
    let (Some(owner), Some(author)) = (owner.and_then(|owner| org.person(owner)), author) else { return false };
    let signed = ["co-authored-by", "reviewed-by", "acked-by", "signed-off-by"];
    let others = trailers(&commit.message).into_iter().any(|it| {
        let email = it.value.rsplit_once('<').map_or("", |(_, rest)| rest.trim_end_matches('>'));
        signed.contains(&it.key.as_str()) && org.person_of_email(email).is_none_or(|person| person.id != owner.id)
    });
    owner.id == author.id && !others
}

/// What a goal's moved goalposts do to its progress; none where nothing has moved since they settled.
#[must_use]
pub fn price_of(snapshot: &Snapshot<'_>, ix: GoalIx, goalposts: &Goalposts) -> Option<Price> {
    let original = goalposts.original.as_ref()?;
    let goal = snapshot.goal(ix);
    let mut then = original.as_ref().clone();
    then.period = then.period.or_else(|| goal.period.clone());
    then.deadline = then.deadline.or(goal.deadline);
    // What was done since is done, whatever it counts.
    for milestone in &mut then.milestones {
        milestone.done =
            goal.milestones.iter().find(|it| it.title == milestone.title).map_or(milestone.done, |it| it.done);
    }
    let comparable = match (&then.metric, &goal.metric) {
        (Some(a), Some(b)) => a.unit == b.unit && a.kpi == b.kpi && a.scale == b.scale && a.shape() == b.shape(),
        (None, None) => true,
        _ => false,
    };
    let value = snapshot.timeline.current(ix);
    let raw = raw_progress(&then, value, snapshot.timeline.of(ix), snapshot.today).filter(|_| comparable);
    Some(Price { against_original: raw.map(|raw| raw.clamp(0.0, 1.0)), present: snapshot.numbers(ix).progress })
}

/// A goal that was removed: when, by which commit, and what it was.
#[derive(Debug, Clone)]
pub struct Removal {
    /// Its id.
    pub id: String,
    /// The commit, by its place in [`Chronicle::commits`]; none for what is not committed.
    pub commit: Option<usize>,
    /// Where its file was.
    pub path: String,
    /// The goal as it last was.
    pub last: Arc<Goal>,
}

/// Every goal that history knows and the workspace does not have, by id.
#[must_use]
pub fn removals(snapshot: &Snapshot<'_>, chronicle: &Chronicle) -> Vec<Removal> {
    let mut removals = Vec::new();
    for (id, moments) in chronicle.goals() {
        if snapshot.workspace.find(id).is_some() || snapshot.workspace.is_unread(id) {
            continue;
        }
        let Some(last) = moments.last() else { continue };
        let gone = match (&last.after, last.previous()) {
            (None, Some(before)) => Some((Some(last.commit), Arc::clone(before))),
            (Some(after), _) => Some((None, Arc::clone(after))),
            (None, None) => None,
        };
        if let Some((commit, last_version)) = gone {
            removals.push(Removal { id: id.to_owned(), commit, path: last.path.clone(), last: last_version });
        }
    }
    removals
}
