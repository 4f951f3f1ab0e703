//! Signatures: who had a hand in setting a goal, by its commits and by who agreed to it.

use std::collections::BTreeSet;

use crate::analysis::goalposts::goalpost::{set_by, settled};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::goalpost_change::moved;
use crate::git::{Commit, trailers};
use crate::model::{Day, Goal, GoalIx, Org};

/// Trailers by which people put their name to a commit.
const SIGNED: [&str; 4] = ["co-authored-by", "reviewed-by", "acked-by", "signed-off-by"];

/// The people who put their name to a commit, by the ids that they have today: its author, and who its trailers name.
#[must_use]
pub fn people_of<'o>(org: &'o Org, commit: &Commit) -> BTreeSet<&'o str> {
    let signed = trailers(&commit.message).into_iter().filter(|it| SIGNED.contains(&it.key.as_str()));
    let mut people: BTreeSet<&str> = signed
        .filter_map(|it| {
            let email = it.value.rsplit_once('<').map_or(it.value.as_str(), |(_, rest)| rest);
            org.person_of_email(email.trim_end_matches('>').trim()).map(|person| person.id.as_str())
        })
        .collect();
    people.extend(org.person_of_email(&commit.author.email).map(|person| person.id.as_str()));
    people
}

/// The people who had a hand in setting a goal: who put their name to a commit that set it, and who agreed to it or to
/// one of its links.
///
/// A commit sets a goal that adds it, or changes its title, its links or a goalpost until these have settled. None where
/// history does not show who added it.
#[must_use]
pub fn setters_of<'s>(snapshot: &'s Snapshot<'_>, ix: GoalIx) -> Option<BTreeSet<&'s str>> {
    let (goal, history, org) = (snapshot.goal(ix), snapshot.history()?, snapshot.org()?);
    let revisions = history.of(&goal.id);
    let added = revisions.iter().any(|it| it.previous().is_none() && !history.commits[it.commit].cut_off);
    if !added {
        return None;
    }
    let active = set_by(revisions, history).map(|place| history.commits[place].committer.day());
    let mut setters = BTreeSet::new();
    for revision in revisions {
        let commit = &history.commits[revision.commit];
        let Some(after) = &revision.after else { continue };
        let sets = match revision.previous() {
            None => true,
            Some(before) => is_set_again(before, after) && is_in_time(snapshot, goal, before, active, commit),
        };
        if sets {
            setters.extend(people_of(org, commit));
        }
    }
    let agreed = goal.agreed.iter().chain(goal.supports.iter().flat_map(|link| &link.agreed));
    setters.extend(agreed.filter_map(|it| org.person(&it.by)).map(|person| person.id.as_str()));
    Some(setters)
}

fn is_set_again(before: &Goal, after: &Goal) -> bool {
    let links = |goal: &Goal| goal.supports.iter().map(|link| link.goal.clone()).collect::<Vec<_>>();
    before.title != after.title || links(before) != links(after) || !moved(before, after).is_empty()
}

fn is_in_time(snapshot: &Snapshot<'_>, goal: &Goal, version: &Goal, active: Option<Day>, commit: &Commit) -> bool {
    settled(snapshot, version, Some(goal), active).is_none_or(|settled| commit.committer.day() <= settled)
}
