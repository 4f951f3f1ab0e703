//! An agreement to goalposts that have changed since then.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::analysis::facts::Facts;
use crate::analysis::goalposts::moved_between;
use crate::analysis::history::{GoalHistory, GoalRevision};
use crate::analysis::versions::goalpost_words;
use crate::git::short_id;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Agreement, Day, Goal, GoalIx, Kind, brief, plus_days};

pub(in crate::rules) static RULE: Rule = Rule::off("lapsed-agreement", Group::People, check);

/// The maximum number of goalposts that a message names.
const MAX_NAMED: usize = 4;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(history) = snapshot.history() else { return };
    let measured = KeyResultsByObjective::of(snapshot, history);
    for (ix, goal) in snapshot.active_goals() {
        let own = goal.agreed.iter().enumerate().map(|(at, it)| (format!("agreed[{at}]"), &goal.agreed, it));
        let of_links = goal.supports.iter().flat_map(|link| {
            let route = move |at| format!("supports[{}].agreed[{at}]", link.index);
            link.agreed.iter().enumerate().map(move |(at, it)| (route(at), &link.agreed, it))
        });
        for (route, list, agreement) in own.chain(of_links) {
            let Some(day) = agreement.date.filter(|day| *day < snapshot.today) else { continue };
            if is_renewed(list, agreement, day) {
                continue;
            }
            // What changed before history is judged is taken as agreed.
            let since = snapshot.settings().adopted.map_or(day, |adopted| day.max(plus_days(adopted, -1)));
            let lapses = measured.lapses(snapshot, history, goal, agreement, since);
            if !lapses.is_empty() {
                sink.report(report(snapshot, history, ix, &route, agreement, &lapses));
            }
        }
    }
}

/// Whether the same person agreed again on a later day.
fn is_renewed(list: &[Agreement], agreement: &Agreement, day: Day) -> bool {
    list.iter().any(|it| it.by == agreement.by && it.date.is_some_and(|date| date > day))
}

/// A goalpost that has another value than on the day of an agreement.
struct Lapse {
    /// The id of the goal that has the goalpost.
    goal: String,
    /// The field; empty if the goal was deleted.
    field: String,
    /// A description of the change.
    what: String,
    /// The last commit that changed it; none if the change is not committed.
    commit: Option<usize>,
}

/// All key results that ever measured an objective, by its id.
struct KeyResultsByObjective<'s>(HashMap<String, BTreeSet<&'s str>>);

impl<'s> KeyResultsByObjective<'s> {
    fn of(snapshot: &Facts<'_>, history: &'s GoalHistory) -> Self {
        let mut measured: HashMap<String, BTreeSet<&str>> = HashMap::new();
        let mut note = |id: &'s str, goal: &Goal| {
            let Some(objective) = goal.measures.as_deref().filter(|_| goal.kind == Kind::KeyResult) else { return };
            let objective = snapshot.workspace.find(objective).map_or(objective, |ix| &snapshot.goal(ix).id);
            if !measured.get(objective).is_some_and(|ids| ids.contains(id)) {
                measured.entry(objective.to_owned()).or_default().insert(id);
            }
        };
        for (id, revisions) in history.goals() {
            for version in revisions.iter().flat_map(|revision| revision.before.iter().flatten().chain(&revision.after))
            {
                note(id, version);
            }
        }
        for (id, version, _) in history.all_at_head() {
            note(id, version);
        }
        Self(measured)
    }

    /// The goalposts of a goal that have changed since a day, including those of an objective's key results: whoever agrees
    /// to an objective agrees to how it is measured.
    fn lapses(
        &self,
        snapshot: &Facts<'_>,
        history: &GoalHistory,
        goal: &Goal,
        agreement: &Agreement,
        day: Day,
    ) -> Vec<Lapse> {
        // If the agreement is dated before the goal was committed, it is to the goal as first committed with it.
        let holds = |version: &Goal| {
            let links = version.supports.iter().flat_map(|link| &link.agreed);
            version.agreed.iter().chain(links).any(|it| it == agreement)
        };
        let revisions = history.of(&goal.id);
        let first = revisions.iter().find(|revision| revision.after.as_deref().is_some_and(holds)).map(|it| it.commit);
        let late =
            revisions.first().is_some_and(|revision| revision.previous().is_none() && day_of(history, revision) > day);
        let until = first.filter(|_| late);
        let mut lapses = Vec::new();
        let key_results = self.0.get(&goal.id).into_iter().flatten().copied();
        for id in std::iter::once(goal.id.as_str()).chain(key_results) {
            let Some(then) = version_at(history, id, day, until) else { continue };
            let objective = then.measures.as_deref().and_then(|id| snapshot.workspace.find(id));
            if id == goal.id || objective.is_some_and(|ix| snapshot.goal(ix).id == goal.id) {
                lapses.extend(lapses_of(snapshot, id, then));
            }
        }
        lapses
    }
}

fn day_of(history: &GoalHistory, revision: &GoalRevision) -> Day {
    history.landing_day(revision.commit)
}

/// The version of a goal at the end of a day, or after a commit.
fn version_at<'s>(history: &'s GoalHistory, id: &str, day: Day, until: Option<usize>) -> Option<&'s Arc<Goal>> {
    let revisions = history.of(id);
    let in_time =
        |revision: &&GoalRevision| day_of(history, revision) <= day || until.is_some_and(|it| revision.commit <= it);
    match revisions.iter().rfind(in_time) {
        Some(revision) => revision.after.as_ref(),
        None if revisions.is_empty() => history.at_head(id),
        None => revisions[0].previous(),
    }
}

/// The goalposts that differ between an earlier version of a goal and the current one.
fn lapses_of(snapshot: &Facts<'_>, id: &str, then: &Goal) -> Vec<Lapse> {
    let Some(ix) = snapshot.workspace.find(id) else {
        let removals = snapshot.removals();
        let removal = removals.binary_search_by(|it| it.id.as_str().cmp(id)).ok();
        let commit = removal.and_then(|at| removals[at].commit);
        return vec![Lapse { goal: id.to_owned(), field: String::new(), what: format!("`{id}` was deleted"), commit }];
    };
    let moves = &snapshot.goalposts(ix).moves;
    moved_between(snapshot, then, &snapshot.goal(ix).as_written())
        .into_iter()
        .map(|it| {
            let last = moves
                .iter()
                .rev()
                .find(|other| other.part == it.part && other.field_without_index() == it.field_without_index());
            let (before, after) = (goalpost_words(&it.before), goalpost_words(&it.after));
            let what = format!("`{}` changed from {before} to {after}", it.field);
            Lapse { goal: id.to_owned(), field: it.field, what, commit: last.and_then(|it| it.commit) }
        })
        .collect()
}

fn report(
    snapshot: &Facts<'_>,
    history: &GoalHistory,
    ix: GoalIx,
    route: &str,
    agreement: &Agreement,
    lapses: &[Lapse],
) -> Report {
    let goal = snapshot.goal(ix);
    let names: Vec<String> = lapses
        .iter()
        .take(MAX_NAMED)
        .map(|it| if it.goal == goal.id { it.what.clone() } else { format!("{} in `{}`", it.what, it.goal) })
        .collect();
    let more = lapses.len().saturating_sub(MAX_NAMED);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    let message =
        format!("goalposts of `{}` changed after `{}` agreed: {}{more}", goal.id, agreement.by, names.join(", "));
    let commit = lapses.iter().filter_map(|it| it.commit).max().map(|place| (place, &history.commits[place]));
    let label = match commit {
        Some((place, commit)) => format!(
            "agreed before {} ({}, {})",
            history.landing_day(place),
            brief(&snapshot.author_name(commit)),
            short_id(&commit.oid.to_string())
        ),
        None => "agreed before uncommitted changes".to_owned(),
    };
    let report =
        Report::at(ix, route, message).label(label).help(format!("ask for agreement again: goalpost ack {}", goal.id));
    lapses.iter().fold(report, |report, it| match snapshot.workspace.find(&it.goal) {
        Some(at) if !it.field.is_empty() => report.related(at, it.field.as_str(), it.what.clone()),
        _ => report,
    })
}
